"""Counts that only shares and rates tell, in the sums that their places, categories and periods stand in."""

import pytest

YEAR = "2013-14"
PLACES = ("Southampton", "Eastleigh", "Romsey", "New Forest", "all")
OVER_AREAS = [{"over": "area", "whole": "all"}]
# invented: 24, 14, 3 and 14 of the children were seen; 55 in all
CHILDREN, SEEN = (60, 45, 24, 52, 181), (0.4, 0.311, 0.125, 0.269, 0.304)
# invented: 16, 9, 2 and 11 plans; 38 in all
POPULATIONS, RATES = (16_000, 9_000, 4_000, 11_000, 40_000), (10.0, 10.0, 5.0, 10.0, 9.5)


def in_places(indicator, figures, period=YEAR):
    return [(indicator, place, "", period, figure) for place, figure in zip(PLACES, figures, strict=True)]


def shares():
    return in_places("children", CHILDREN) + in_places("seen_share", SEEN)


def rates():
    return in_places("population", POPULATIONS, "30 June 2013") + in_places("plan_rate", RATES, "31 March 2014")


@pytest.mark.parametrize("profile", ["sub_group", "public"])
@pytest.mark.parametrize("rows", [shares(), rates()], ids=["shares of counts", "rates of known populations"])
def test_a_small_count_that_a_share_tells_takes_the_share_of_another_area_with_it(decide, profiles, rows, profile):
    gone = decide(rows, totals=OVER_AREAS, profile=profiles[profile]).decision.withheld
    withheld = set(gone.loc[gone["indicator"] == rows[-1][0], "area"])
    assert "Romsey" in withheld
    assert len(withheld) > 1


def test_the_counts_that_the_shares_are_of_are_shown(decide):
    assert decide(shares(), totals=OVER_AREAS).withheld("protecting", "total", "small") == set()


def test_shares_enter_a_total_that_names_only_other_indicators(decide):
    named = [OVER_AREAS[0] | {"indicators": ["children"]}]
    assert len(decide(shares(), totals=named).withheld()) > 1


def test_without_a_total_only_the_share_goes(decide):
    rows = [row for row in shares() if row[1] != "all"]
    assert decide(rows, totals=OVER_AREAS).withheld() == {("seen_share", "Romsey")}


def test_rates_by_category_of_one_population(decide):
    by_kind = {"": 9.5, "neglect": 5.0, "physical": 3.25, "sexual": 1.25}  # 38, 20, 13 and 5 of 40,000
    rows = [("population", "here", "", "30 June 2013", 40_000)]
    rows += [("plan_rate", "here", kind, "31 March 2014", rate) for kind, rate in by_kind.items()]
    for declared in ([{"over": "breakdown", "whole": ""}], []):
        withheld = decide(rows, totals=declared).decision.withheld
        assert len(withheld) == 2
        assert "sexual" in set(withheld["breakdown"])


def test_shares_of_months_and_of_their_quarter(decide):
    months = {"2013-04": (30, 0.4), "2013-05": (32, 0.0938), "2013-06": (38, 0.3947), "2013-14 Q1": (100, 0.30)}
    rows = [("children", "here", "", period, children) for period, (children, _) in months.items()]
    rows += [("seen_share", "here", "", period, share) for period, (_, share) in months.items()]
    over = [{"over": "period", "whole": "quarter"}]
    assert decide(rows).withheld() == {("seen_share", "2013-05")}
    assert len(decide(rows, totals=over).withheld()) == 2


def test_an_area_whose_share_was_withheld_before_and_is_no_longer_sent_is_a_part_still(decide):
    first = decide(shares(), totals=OVER_AREAS)
    later = [row for row in shares() if row[1] != "Romsey"]
    assert len(decide(later, totals=OVER_AREAS, earlier=first.shown).withheld()) > 0


def test_a_share_that_an_earlier_release_showed_tells_its_count_though_it_is_no_longer_sent(decide):
    first = decide(shares(), totals=OVER_AREAS).shown
    later = [row for row in shares() if row[1] != "all"]
    assert len(decide(later, totals=OVER_AREAS).withheld()) == 1
    assert len(decide(later, totals=OVER_AREAS, earlier=first).withheld()) > 1
