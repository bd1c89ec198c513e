"""Counts by place and kind: nothing small can be worked out from what is shown."""

import itertools

import pandas as pd
import pytest

from analysis.subjects.breakdown import (
    describe_counts,
    describe_rates,
    protect_counts,
    protect_shares,
    read_breakdown,
)
from analysis.subjects.breakdown_changes import (
    caption_changes,
    describe_changes,
    describe_words,
    protect_changes,
    read_changes,
)
from analysis.subjects.breakdown_shares import compare_kinds, describe_base, describe_kinds, protect_kinds

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
    rows = [("sexual_offences", area, kind, "2013-14", count)
            for area, counts in PRINTED.items() for kind, count in zip(KINDS, counts, strict=True)]  # fmt: skip
    rows += [("sexual_offences_change", WHOLE, kind, "2013-14", change) for kind, change in CHANGES.items()]
    rows += [
        ("sexual_offences_change", "E06000045", "", "2013-14", 0.08),
        ("sexual_offences_added", "E06000045", "", "2013-14", 17),
        ("sexual_offences_change", "E06000045", "under 18", "2013-14", "no increase"),
        ("population", "E06000045", "", "2013-14", 242_141),
    ]
    return page_of("sexual_offences", rows, source="police_sexual_offences")


@pytest.fixture
def found(page):
    return read_breakdown(page, "sexual_offences", WHOLE)


def test_what_is_withheld_is_what_the_docs_say_of_this_table(page, found):
    shown = protect_counts(page, found)
    marks = shown.marks.set_axis(found.counts.index)
    gone = {(area, kind) for area in marks.index for kind in KINDS if marks.loc[area, kind] == "withheld"}

    assert gone == {
        ("L:romsey", "historic"), ("L:romsey", "under 18"), ("L:romsey", "domestic"), ("E07000091", "domestic"),
        ("E07000086", "historic"), ("E07000086", "under 18"), ("L:romsey", "night-time economy"),
        ("E07000091", "night-time economy"), ("E07000086", "night-time economy"), (WHOLE, "night-time economy"),
    }  # fmt: skip


def test_a_small_domestic_count_can_be_anything_from_1_to_5_given_its_column(page, found):
    shown = protect_counts(page, found).table.set_axis(found.counts.index)["domestic"]
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
    rows = [("sexual_offences", area, kind, "2013-14", count * 100)
            for area, counts in PRINTED.items() for kind, count in zip(KINDS, counts, strict=True)]  # fmt: skip
    found = read_breakdown(page_of("sexual_offences", rows), "sexual_offences", WHOLE)

    assert found.counts.notna().all(axis=None)


def test_a_share_of_a_withheld_count_or_of_a_withheld_total_is_withheld(page, found):
    shown = protect_shares(page, found)
    shares = shown.table.set_axis(found.counts.index)

    assert shares.loc["E06000045", "share historic"] == pytest.approx(49 / 123)
    assert pd.isna(shares.loc["L:romsey", "share domestic"])
    assert shares["share night-time economy"].isna().all()


def test_a_kind_is_compared_with_the_other_places_without_the_area_itself(page, found):
    rows = compare_kinds(page, found).set_index("kind")

    assert rows.loc["historic", "value"] == pytest.approx(49 / 241)
    assert rows.loc["historic", "other_value"] == pytest.approx(74 / 123)
    assert rows.loc["historic", "most"] < 0
    assert rows.loc["domestic", "least"] < 0 < rows.loc["domestic", "most"]


def test_sentences_on_kinds_leave_out_what_is_withheld(page, found):
    told = " ".join(describe_kinds(page, protect_kinds(page, found, compare_kinds(page, found))))

    assert "Historic: 20% of Southampton’s 241 and 60% of the other places’ 123" in told
    assert "Night-time" not in told


def test_two_shares_of_one_count_are_told_with_their_bases(page, found):
    (told,) = describe_base(page, found, protect_counts(page, found))

    assert "88 of Southampton’s 241" in told
    assert "37%" in told
    assert "59% of the 148" in told


def test_17_more_than_224_is_no_clear_change(page, found):
    changes = read_changes(page, found, "sexual_offences_change", "sexual_offences_added")
    (told,) = describe_changes(page, found, protect_changes(page, found, changes))

    assert "224 in 2012-13 and 241 in 2013-14: no clear change" in told
    assert "rose" not in told


def test_a_third_more_of_a_small_count_is_within_chance(page, found):
    changes = read_changes(page, found, "sexual_offences_change", "sexual_offences_added")
    shown = protect_changes(page, found, changes)
    domestic = shown.table.set_index("what").loc["All places, domestic"]

    assert (domestic["before"], domestic["count"]) == (31, 41)
    assert domestic["lower"] < 0 < domestic["upper"]
    assert "lie within what chance explains" in caption_changes(shown)


def test_the_change_of_a_withheld_count_is_withheld(page, found):
    changes = read_changes(page, found, "sexual_offences_change", "sexual_offences_added")
    shown = protect_changes(page, found, changes).table.set_index("what")

    assert shown.loc["All places, night-time economy"].isna().all()


def test_a_change_in_words_is_told_as_words(page, found):
    (told,) = describe_words(page, found, "sexual_offences_change")

    assert "“no increase”" in told


def test_no_rate_is_given_where_a_population_is_missing(page, found):
    (told,) = describe_rates(page, found)

    assert "Eastleigh" in told
    assert "Southampton" not in told


def test_an_area_without_the_count_gets_a_sentence(page_of):
    page = page_of("sexual_offences", [("sexual_offences", "E06000045", "", "2013-14", 241)], area="E06000044")
    nothing = read_breakdown(page, "sexual_offences", WHOLE)

    assert "no figure for Portsmouth" in describe_counts(page, nothing, None)[0]
