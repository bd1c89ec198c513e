"""What the report's sentences say beside its tables and the published statistics.

Expected: annual report 2013-14 (3,495 contacts, 734 per 10,000, re-referrals 31%, 1,179 children missing, 501 looked
after) and Department for Education (3,471 referrals, 32.1% re-referrals, 500 looked after).
"""

import pytest

from analysis.subjects.reconciled import agreement, describe_stated, show_stated, stated_beside


def stated(page, *indicators):
    shown = stated_beside(page, *indicators)
    return shown, {row.what: row for row in shown.table.itertuples()}


@pytest.mark.parametrize(
    ("said", "used", "scale", "words"),
    [
        (3495, 3495, 1, "agrees"), (3495, 3471, 1, "differs"), (0.31, 0.3096, 100, "agrees when rounded"),
        (0.31, 0.321, 100, "differs"), (0.059, 0.0588, 100, "agrees when rounded"), (49, 49.7, 1, "differs"),
    ],
)  # fmt: skip
def test_figures_agree_at_the_decimals_that_were_stated(said, used, scale, words):
    assert agreement(said, used, scale) == words


def test_a_stated_figure_stands_beside_the_published_one(open_real):
    _, rows = stated(open_real("referrals"), "referral_rate", "rereferral_share")

    row = rows["Referrals, 2013-14"]
    assert (row.stated, row.used, row.agrees) == ("3,495", "3,471", "differs")
    assert row.where.endswith("E97")
    assert rows["Re-referrals, share of referrals, 2012-13"].agrees == "agrees when rounded"


def test_a_sum_of_months_is_no_number_of_children(open_real):
    _, rows = stated(open_real("missing"), "missing_children", "missing_episodes")

    assert rows["Children missing, 2013-14"].agrees == "agrees, but counts a child again in each month"
    assert rows["Missing episodes, 2013-14"].agrees == "agrees"


def test_a_claim_in_words_is_quoted_and_cannot_be_checked(open_real):
    shown, rows = stated(open_real("child_protection"), "child_protection_plan_rate")

    row = next(row for name, row in rows.items() if "comparison" in name)
    assert (row.stated, row.agrees) == ("“slightly below”", "words, no figure to check")
    assert describe_stated(shown).endswith("0 agree with a table or statistic, 2 differ and 1 cannot be checked.")


def test_two_dates_of_one_event_differ(open_real):
    _, rows = stated(open_real("referrals"), "mash_launch")

    assert {row.agrees for row in rows.values()} == {"stated with different dates"}


def test_an_area_of_which_nothing_was_stated_has_no_table(open_real):
    page = open_real("referrals", area="E06000044")
    show_stated(page, "referral_rate")

    assert [part.kind for part in page.handed.parts] == ["opening"]


def test_a_small_stated_count_is_withheld(open_real, monkeypatch):
    page = open_real("missing")
    read = page.read

    def small(*names, **more):
        found = read(*names, **more)
        return found.assign(numerator=found["numerator"].clip(upper=4), value=found["value"].clip(upper=4))

    monkeypatch.setattr(page, "read", small)
    _, rows = stated(page, "missing_children")

    row = rows["Children missing, 2013-14"]
    assert (row.stated, row.used, row.agrees) == ("[c] withheld", "[c] withheld", "not told")
