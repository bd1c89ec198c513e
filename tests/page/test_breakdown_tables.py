"""Counts by place and kind on the page: nothing small can be worked out from what is shown."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.learned_changes import read_ordinary_changes
from analysis.measures.breakdowns import implied_before, latest_breakdown
from analysis.model.categories import compare_categories, compare_years
from analysis.model.judged_change import judge_total
from analysis.page.breakdown_tables import (
    check_change,
    choose_drawn,
    publish_categories,
    publish_changes,
    publish_counts,
    publish_places,
    publish_shares,
)
from analysis.page.tables import describe_columns
from analysis.project import find_project
from analysis.refusals import ParametersRefused
from analysis.words.chance import BEYOND
from analysis.words.kinds_and_places import (
    caption_drawn,
    say_base,
    say_categories,
    say_change_in_words,
    say_commonest,
    say_total,
    say_year_change,
)

WHOLE = "L:four_districts"
# Hampshire Constabulary's table in Southampton LSCB's annual report 2013-14: total, historic, under 18, domestic,
# night-time economy
PRINTED = {
    "E06000045": (241, 49, 88, 22, 36),
    "E07000086": (53, 30, 24, 10, 2),
    "L:romsey": (13, 9, 8, 1, 1),
    "E07000091": (57, 35, 28, 8, 2),
    WHOLE: (364, 123, 148, 41, 41),
}
KINDS = ("", "historic", "under 18", "domestic", "night-time economy")
CHANGES = {"": -0.02, "historic": 0.15, "under 18": -0.07, "domestic": 0.33, "night-time economy": -0.11}


@pytest.fixture
def page(page_of):
    """The page of the police table, with the changes printed in it and in the report's text."""
    rows = [
        ("sexual_offences", area, kind, "2013-14", count)
        for area, counts in PRINTED.items()
        for kind, count in zip(KINDS, counts, strict=True)
    ]
    rows += [("sexual_offences_change", WHOLE, kind, "2013-14", change) for kind, change in CHANGES.items()]
    rows += [
        ("sexual_offences_change", "E06000045", "", "2013-14", 0.08),
        ("sexual_offences_added", "E06000045", "", "2013-14", 17),
        ("sexual_offences_change", "E06000045", "under 18", "2013-14", "no increase"),
        ("population", "E06000045", "", "2013-14", 242_141),
    ]
    return page_of("sexual_offences", rows, source="police_sexual_offences")


def read_found(page):
    areas = [area.code for area in page.definitions.areas.areas]
    return latest_breakdown(page.read("sexual_offences", areas=areas, breakdown=None), page.area.code, WHOLE)


@pytest.fixture
def found(page):
    return read_found(page)


def test_what_is_withheld_is_what_the_docs_say_of_this_table(page, found):
    shown = publish_counts(page, found)
    marks = shown.marks.set_axis(found.counts.index)
    gone = {(area, kind) for area in marks.index for kind in KINDS if marks.loc[area, kind] == "withheld"}

    assert gone == {
        ("L:romsey", "historic"),
        ("L:romsey", "under 18"),
        ("L:romsey", "domestic"),
        ("E07000091", "domestic"),
        ("E07000086", "historic"),
        ("E07000086", "under 18"),
        ("L:romsey", "night-time economy"),
        ("E07000091", "night-time economy"),
        ("E07000086", "night-time economy"),
        (WHOLE, "night-time economy"),
    }


def test_a_small_domestic_count_can_be_anything_from_1_to_5_given_its_column(page, found):
    shown = publish_counts(page, found).table.set_axis(found.counts.index)["domestic"]
    parts, whole = shown.drop(WHOLE), shown[WHOLE]
    unknown = [area for area in parts.index if pd.isna(parts[area])]
    rest = int(whole - parts.sum())
    worlds = [world for world in itertools.product(range(1, rest), repeat=len(unknown)) if sum(world) == rest]

    assert "L:romsey" in unknown
    assert {world[unknown.index("L:romsey")] for world in worlds} >= {1, 2, 3, 4, 5}


def test_a_kind_whose_rest_is_small_is_withheld_too(found):
    assert found.statuses.loc["L:romsey", "historic"] == "withheld"  # 9 of 13 leave 4


def test_the_area_of_the_page_keeps_all_its_counts(found):
    assert found.counts.loc["E06000045"].notna().all()


def test_counts_without_a_small_one_are_all_shown(page_of):
    rows = [
        ("sexual_offences", area, kind, "2013-14", count * 100)
        for area, counts in PRINTED.items()
        for kind, count in zip(KINDS, counts, strict=True)
    ]
    found = read_found(page_of("sexual_offences", rows))

    assert found.counts.notna().all(axis=None)


def test_a_share_of_a_withheld_count_or_of_a_withheld_total_is_withheld(page, found):
    shares = publish_shares(page, found).table.set_axis(found.counts.index)

    assert shares.loc["E06000045", "share historic"] == pytest.approx(49 / 123)
    assert pd.isna(shares.loc["L:romsey", "share domestic"])
    assert shares["share night-time economy"].isna().all()


def test_sentences_on_categories_leave_out_what_is_withheld(page, found):
    rows = compare_categories(found.counts.loc[found.own], found.others, clustering=1.5)
    shown = publish_categories(page, found, rows)
    about = page.subject("sexual_offences")
    stated = say_categories(about, shown, found.other_name, about)
    sentences = " ".join(map(str, stated))
    assert stated[0].question == "Why is “Historic” so small a part of serious sexual offences in Southampton?"

    assert (
        "20% of Southampton’s 241 serious sexual offences are under “Historic”, against 60% of 123 in the other places."
    ) in sentences
    assert "ight-time" not in sentences


def test_differences_of_shares_are_in_percentage_points(page, found):
    shown = publish_categories(page, found, compare_categories(found.counts.loc[found.own], found.others))
    historic = shown.table.set_index("category").loc["Historic"]
    cells = [shown.columns[name].write(historic[name]) for name in ("difference", "least", "most")]

    assert cells == ["−40 points", "−49 points", "−29 points"]  # 49 of 241 against 74 of 123


def test_two_shares_of_one_count_are_given_with_their_bases(page, found):
    sentence = say_base(page.subject("sexual_offences"), publish_counts(page, found), "all places")

    assert "88 of Southampton’s 241 were “under 18”: 37%." in sentence
    assert "59% of the 148 in all places" in sentence


@pytest.fixture
def worded(page):
    return page.read("sexual_offences_change", breakdown=None)


def test_a_change_in_words_is_quoted_with_that_there_is_no_earlier_count_until_there_is(page, found, worded):
    (alone,) = say_change_in_words(page.subject("sexual_offences"), found, worded)
    category = alone.partition("“")[2].partition("”")[0]
    earlier = pd.DataFrame({category: [12.0]}, index=[found.own])
    (beside,) = say_change_in_words(page.subject("sexual_offences"), replace(found, earlier=earlier), worded)

    assert alone.endswith("the change is given as “no increase”, without an earlier count.")
    assert beside.endswith("the change is given as “no increase”.")


def test_a_change_in_words_of_another_year_is_not_quoted(page, found, worded):
    older = worded.assign(end=worded["end"] - pd.DateOffset(years=1))

    assert say_change_in_words(page.subject("sexual_offences"), found, older) == []


def test_another_counts_change_is_not_accepted(page):
    with pytest.raises(ParametersRefused, match="sexual_offences_change is not a change of missing_children"):
        check_change(page, "missing_children", "sexual_offences_change")


def test_an_area_without_the_count_is_said_to_have_none(page, found):
    nothing = publish_counts(page, found).select(rows=[])

    assert say_total(page.subject("sexual_offences"), nothing, "in 2013-14").status == "cannot say"


@pytest.mark.parametrize(
    ("count", "status", "why"),
    [
        (float("nan"), "not_supplied", "was not supplied."),
        (float("nan"), "", "is not known."),
        (3, "", "is suppressed, so that"),
    ],
)
def test_how_many_there_were_says_why_it_cannot_be_said(page, count, status, why):
    counts = page.protect(pd.DataFrame({"area": ["Southampton"], "": [count], "_status": [status]}), counts=[""])

    told = say_total(page.subject("sexual_offences"), counts, "in 2013-14")

    assert f"there were in Southampton in 2013-14 {why}" in told.sentence


def test_an_area_without_a_kind_is_not_said_to_have_a_total(page):
    about, nothing = page.subject("sexual_offences"), page.protect(pd.DataFrame({"category": []}, dtype="string"))

    (told,) = say_categories(about, nothing, "England", about)

    assert told.sentence == "The kinds of serious sexual offences in Southampton were not supplied."


def test_kinds_stand_below_each_other_where_they_are_more_than_places(page, found):
    few = replace(found, counts=found.counts.head(2), statuses=found.statuses.head(2))
    shown = publish_places(page, few)

    assert [shown.columns[name].title for name in shown.table] == ["Kind", "Southampton", "Eastleigh"]
    by_kind = shown.table.set_index("category")["E06000045"]
    assert by_kind[["All", "Historic", "Under 18"]].to_list() == [241, 49, 88]


def test_a_chart_has_room_for_the_twelve_kinds_that_differ_most_in_their_order(page):
    shares = page.protect(
        pd.DataFrame({"category": list("abcdefghijklmn"), "difference": [0.1, *[0.2, -0.3] * 6, float("nan")]}),
        uncounted=["difference"],
    )
    drawn = choose_drawn(shares, "difference")

    assert "".join(drawn.table["category"]) == "bcdefghijklm"
    assert caption_drawn("Larger", drawn, shares) == "Larger. Drawn are the 12 of 14 that differ most"
    assert caption_drawn("Larger", shares, shares) == "Larger"


def test_where_one_can_have_several_kinds_the_most_common_are_named_with_their_share_of_the_whole(page):
    rows = {"category": ["gangs", "trafficking", "going missing"], "count": [20.0, 6.0, 40.0], "total": [200.0] * 3}
    table = pd.DataFrame({**rows, "value": [0.1, 0.03, 0.2]})
    shares = page.protect(table, counts=["count", "total"], uncounted=["value"])
    told = say_commonest(page.subject("harm_outside_home_factors"), page.subject("referrals"), shares, "in 2023-24")

    assert told.sentence == (
        "Of 3 kinds, the most common in the 200 referrals in Southampton in 2023-24 were "
        "going missing (40, 20%); gangs (20, 10%); and trafficking (6, 3%)."
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "was not supplied."),
        ([("gangs", 0.0, 200.0, 0.0)], "cannot be said: none was found."),
        ([("gangs", float("nan"), 200.0, float("nan"))], "is not known."),
    ],
)
def test_where_no_kind_is_the_most_common_the_reason_is_given(page, rows, why):
    table = pd.DataFrame(rows, columns=["category", "count", "total", "value"])
    shares = page.protect(table, uncounted=["count", "total", "value"])
    said = say_commonest(page.subject("harm_outside_home_factors"), page.subject("referrals"), shares, "in 2023-24")

    assert said.sentence.endswith(f"the most common in Southampton in 2023-24 {why}")


def test_a_kind_that_nobody_has_is_not_among_the_most_common_and_kinds_without_a_figure_are_counted(page):
    rows = {
        "category": ["gangs", "trafficking", "going missing"],
        "count": [7.0, 0.0, float("nan")],
        "total": [200.0] * 3,
    }
    shares = page.protect(
        pd.DataFrame({**rows, "value": [0.035, 0.0, float("nan")]}), uncounted=["count", "total", "value"]
    )
    told = say_commonest(page.subject("harm_outside_home_factors"), page.subject("referrals"), shares, "in 2023-24")

    assert told.sentence == (
        "Of 3 kinds, the most common in the 200 referrals in Southampton in 2023-24 was gangs (7, 4%). "
        "1 kind has no figure that can be shown."
    )


@pytest.mark.parametrize(
    ("differs", "sentence"),
    [
        (["no", "not known"], "no kind that can be judged (1 of 2) has a share in Southampton that differs clearly"),
        (["no"], "no kind that can be judged (1 of 1) has a share in Southampton that differs clearly"),
        (["no", "no"], "none of the 2 kinds has a share in Southampton that differs clearly"),
        (["not known"], "is unusual in Southampton cannot be said: no share of both places is known."),
    ],
)
def test_only_kinds_that_were_judged_are_said_not_to_differ(differs, sentence, page):
    rows = {"category": list("ab")[: len(differs)], "other_value": 0.5, "difference": 0.0, "differs": differs}
    about, shares = page.subject("referrals"), page.protect(pd.DataFrame(rows), uncounted=["other_value", "difference"])
    (told,) = say_categories(about, shares, "England", about)

    assert sentence in told.sentence


def changes_of_referrals(page_of, counts):
    """A page of referrals by source of two years, and the table of their changes."""
    rows = [
        ("referrals_by_source", "E06000045", kind, period, count)
        for kind, both in counts.items()
        for period, count in zip(("2012-13", "2013-14"), both, strict=True)
    ]
    page = page_of("referral_sources", rows, source="police_sexual_offences")
    found = latest_breakdown(page.read("referrals_by_source", breakdown=None), page.area.code)
    nothing = page.read("referrals_by_source", areas=[], breakdown=None)
    before = implied_before(found, nothing, nothing, [found.own])
    return page, publish_changes(page, found, compare_years(before))


def test_an_area_without_a_whole_around_it_has_the_change_of_each_of_its_kinds(page_of):
    counts = {"": (200, 250), "schools": (80, 90), "police": (120, 160)}
    page, shown = changes_of_referrals(page_of, counts)

    assert list(shown.table["what"]) == ["All of Southampton", "Schools", "Police"]  # in the order received
    assert list(shown.table["before"]) == [200, 80, 120]
    told = say_year_change(
        page.subject("referrals"), shown, "in 2013-14", "in 2012-13", None, clear=True, confidence=0.9
    )
    assert "(90% limits " in told.sentence
    assert told.caption == (
        "Changes on the year before: Southampton’s total changed by more than chance explains; 1 of 2 others "
        "changed by more than chance explains, judged together (police)"
    )


@pytest.mark.parametrize("kind", ["", "schools"])
def test_a_change_from_none_has_no_size_and_is_judged_all_the_same(page_of, kind):
    counts = {"": (120, 250), "schools": (40, 90), "police": (80, 160)} | {kind: (0, 90)}
    page, shown = changes_of_referrals(page_of, counts)

    row = shown.table.index[shown.table["before"] == 0][0]
    assert list(shown.marks.loc[row, ["change", "lower", "upper"]]) == ["none before"] * 3
    assert "inf" not in str(describe_columns(shown))
    told = say_year_change(page.subject("referrals"), shown, "in 2013-14", "in 2012-13", None, clear=True)
    assert "2 of 2 others changed by more" in told.caption
    assert told.facts["year"] == "rose, more than chance"


NOW, BEFORE = "on 31 March 2024", "on 31 March 2023"


def moved(page, before, count, lower, upper):
    row = {"what": "Southampton", "before": before, "count": count, "change": count / before - 1}
    table = pd.DataFrame([{**row, "lower": lower, "upper": upper}])
    return page.protect(table, uncounted=list(table))


def test_a_change_that_beats_chance_alone_is_no_verdict_where_nobody_knows_what_is_ordinary(page):
    changed, same = (
        say_year_change(
            page.subject("sexual_offences"), moved(page, 1323, count, low, high), NOW, BEFORE, None, clear=clear
        )
        for count, low, high, clear in ((1500, 0.05, 0.22, True), (1340, -0.06, 0.09, False))
    )

    assert changed.sentence.endswith(BEYOND)
    assert changed.unusual is None
    assert changed.caption == "Changes on the year before: Southampton’s total changed by more than chance explains"
    assert same.sentence.endswith("That may be chance.")


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        (3.0, 40.0, "the count on 31 March 2023 is suppressed, so that no small number can be worked out."),
        (40.0, 3.0, "the count on 31 March 2024 is suppressed, so that no small number can be worked out."),
        (np.nan, 40.0, "the count on 31 March 2023 was not supplied."),
    ],
)
def test_a_change_that_is_not_known_says_of_which_count_and_why(page, before, now, why):
    rows = pd.DataFrame([{"what": "Southampton", "before": before, "before_status": "not_supplied", "count": now}])
    rows = rows.assign(change=np.nan)
    told = say_year_change(
        page.subject("sexual_offences"),
        page.protect(rows, counts=["before", "count"], uncounted=["change"]),
        NOW,
        BEFORE,
        None,
        clear=None,
    )

    assert told.sentence == f"We do not know how serious sexual offences changed: {why}"


def test_none_in_both_years_is_told_without_a_size(page):
    table = pd.DataFrame([{"what": "Southampton", "before": 0, "count": 0, "change": np.nan, "lower": np.nan}])
    none = page.protect(table.assign(upper=np.nan), uncounted=["what", "before", "count", "change", "lower", "upper"])
    told = say_year_change(page.subject("sexual_offences"), none, NOW, BEFORE, None, clear=pd.NA)

    assert told.sentence.endswith("in Southampton: 0 on 31 March 2023, 0 on 31 March 2024. That may be chance.")
    assert told.unusual is False


def test_a_change_among_ordinary_ones_is_said_with_their_range(page):
    kept = read_ordinary_changes(find_project(Path(__file__).parent).params / "ordinary_change.yaml")
    change = judge_total(1323, 1428, pd.Timestamp("2024-03-31"), kept["child_protection_plans"])
    told = say_year_change(
        page.subject("sexual_offences"), moved(page, 1323, 1428, 0.001, 0.16), NOW, BEFORE, change, clear=True
    )

    assert "1,323 on 31 March 2023, 1,428 on 31 March 2024, +8%" in told.sentence
    assert "95% of authorities of this size change by −28% to +39% in a year" in told.sentence
    assert told.unusual is False
    assert told.caption == "Changes on the year before: Southampton’s total changed by no more than usual"
