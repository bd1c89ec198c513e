"""What an edition changed: revised, given, withheld or dropped, and which statement comes out the other way."""

import pandas as pd
import pytest

from publishing.intake.revisions import compare_observations

SOUTHAMPTON, ENGLAND = "E06000045", "E92000001"


def table(*rows: tuple[str, int, float | None], indicator: str = "referral_rate") -> pd.DataFrame:
    """Area, reporting year and value of each row."""
    return pd.DataFrame(
        [
            {
                "indicator": indicator,
                "area": area,
                "breakdown": "",
                "start": pd.Timestamp(year - 1, 4, 1),
                "end": pd.Timestamp(year, 3, 31),
                "period": f"{year - 1}-{year % 100:02}",
                "value": value,
            }
            for area, year, value in rows
        ]
    )


def compare(before: pd.DataFrame, after: pd.DataFrame) -> dict:
    [row] = compare_observations(before, after).to_dict("records")
    return row


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [(600.0, 606.0, "revised"), (None, 606.0, "given"), (600.0, None, "withheld")],
)
def test_a_figure_that_changes_is_told_by_what_it_was_and_is(before, after, kind):
    row = compare(table((SOUTHAMPTON, 2024, before)), table((SOUTHAMPTON, 2024, after)))

    assert row["kind"] == kind


def test_a_row_that_is_gone_was_dropped():
    kept = (ENGLAND, 2024, 520.0)

    assert compare(table(kept, (SOUTHAMPTON, 2024, 600.0)), table(kept))["kind"] == "dropped"


def test_the_change_is_relative_to_the_figure_before():
    assert compare(table((SOUTHAMPTON, 2024, 600.0)), table((SOUTHAMPTON, 2024, 606.0)))["change"] == pytest.approx(
        0.01
    )


def test_a_change_from_nothing_has_no_size():
    assert pd.isna(compare(table((SOUTHAMPTON, 2024, 0.0)), table((SOUTHAMPTON, 2024, 6.0)))["change"])


def test_the_same_figure_with_the_noise_of_binary_numbers_is_no_revision():
    assert compare_observations(table((SOUTHAMPTON, 2024, 0.3)), table((SOUTHAMPTON, 2024, 0.1 + 0.2))).empty


def test_a_year_that_only_the_newer_edition_has_is_no_revision():
    old = table((SOUTHAMPTON, 2024, 600.0))

    assert compare_observations(old, table((SOUTHAMPTON, 2024, 600.0), (SOUTHAMPTON, 2025, 610.0))).empty


def test_missing_before_and_now_is_no_revision():
    assert compare_observations(table((SOUTHAMPTON, 2024, None)), table((SOUTHAMPTON, 2024, None))).empty


def test_a_rise_that_becomes_a_fall_turns():
    year_before = (SOUTHAMPTON, 2023, 600.0)
    row = compare(table(year_before, (SOUTHAMPTON, 2024, 610.0)), table(year_before, (SOUTHAMPTON, 2024, 590.0)))

    assert row["turns"] == "rose, now fell"


def test_a_figure_that_comes_to_lie_on_the_other_side_of_england_turns():
    england = (ENGLAND, 2024, 520.0)
    row = compare(table(england, (SOUTHAMPTON, 2024, 530.0)), table(england, (SOUTHAMPTON, 2024, 510.0)))

    assert row["turns"] == "was above England, is below England"


def test_a_revision_that_leaves_the_change_and_the_side_as_they_were_turns_nothing():
    others = [(SOUTHAMPTON, 2023, 600.0), (ENGLAND, 2024, 520.0)]
    row = compare(table(*others, (SOUTHAMPTON, 2024, 610.0)), table(*others, (SOUTHAMPTON, 2024, 620.0)))

    assert row["turns"] == ""
