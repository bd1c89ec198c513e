"""The figures of the repository: every check sees what is in them, and stops seeing it when it is mended.

By day a few; each check has tests of its own beside this one.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.definitions import read_definitions
from analysis.project import find_project
from publishing.intake import checks, cleaning

PROJECT = find_project(Path(__file__).parent)
SOUTHAMPTON = "E06000045"


@pytest.fixture(scope="module")
def received():
    """Observations as read, before any check, with the definitions and contracts; and the checks' own findings."""
    definitions, seen = read_definitions(PROJECT.params), []

    def keep(observations, definitions, sources):
        seen.append((observations, definitions, sources))
        return checks.check_observations(observations, definitions, sources)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleaning, "check_observations", keep)
        cleaning.clean_sources(PROJECT, definitions, write=False)
    return seen[0]


@pytest.fixture(scope="module")
def found(received):
    return checks.check_observations(*received)


def change(observations, source, cell, value=None, **more):
    """A copy with one cell changed; one figure of the cell where an indicator is named."""
    rows = (observations["source"] == source) & (observations["cell"] == cell)
    if "indicator" in more:
        rows &= observations["indicator"] == more.pop("indicator")
    assert rows.any(), f"nothing was read from {source}, {cell}"
    changed = observations.copy()
    if value is not None:
        changed.loc[rows, "value"] = value
        changed.loc[rows & observations["numerator"].notna() & observations["denominator"].isna(), "numerator"] = value
    for column, content in more.items():
        changed.loc[rows, column] = content
    return changed


def change_figure(observations, indicator, period, value, *, source):
    """A copy with Southampton's figure of one source changed, wherever it stands."""
    rows = observations[
        (observations["indicator"] == indicator)
        & (observations["period"] == period)
        & (observations["area"] == SOUTHAMPTON)
        & (observations["source"] == source)
        & observations["value"].notna()
    ]
    assert len(rows), f"{source} has no {indicator} of {period}"
    for cell in rows["cell"]:
        observations = change(observations, source, cell, value, indicator=indicator)
    return observations


def select(findings, rule, *, severity=None, source=None, cell=None, indicator=None):
    chosen = findings[findings["rule"] == rule]
    for column, wanted in (("severity", severity), ("cell", cell)):
        chosen = chosen if wanted is None else chosen[chosen[column] == wanted]
    for column, wanted in (("source", source), ("indicators", indicator)):
        chosen = (
            chosen if wanted is None else chosen[chosen[column].str.split().map(lambda words, w=wanted: w in words)]
        )
    return chosen


def recheck(received, observations):
    """The findings about changed figures, without the areas of national tables that the annual report does not name."""
    local = ~observations["source"].str.match("dfe|ons|moj|dft") | (observations["area"] == SOUTHAMPTON)
    return checks.check_observations(observations[local], *received[1:])[1]


@pytest.mark.nightly
def test_the_missing_months_sum_to_their_totals_and_a_changed_total_does_not(received, found):
    (held,) = select(found[1], "parts_and_total", source="police_missing").to_dict("records")
    assert held["message"] == "The months sum to the total in 4 of 4 rows."
    changed = recheck(received, change(received[0], "police_missing", "Missing!N5", 1922))
    assert len(select(changed, "parts_and_total", severity="error", cell="Missing!N5")) == 1


@pytest.mark.parametrize(
    ("source", "cell", "value"),
    [
        ("board_budget", "B15", 211843),
        ("police_sexual_offences", "Offences!B8", 365),
        ("dfe_referrals_by_month", "P3", 3472),
    ],
)
def test_other_totals_hold_and_a_changed_one_does_not(received, found, source, cell, value):
    assert select(found[1], "parts_and_total", severity="error", source=source).empty
    assert len(select(found[1], "parts_and_total", severity="note", source=source)) == 1
    changed = recheck(received, change(received[0], source, cell, value))
    assert select(changed, "parts_and_total", severity="error", source=source)["cell"].tolist() == [cell]


def test_december_2013_was_not_supplied_until_it_is(received, found):
    observations, findings = found
    assert select(findings, "not_supplied")["cell"].tolist() == ["Missing!J4:J7"]
    assert select(findings, "incomplete_period")["cell"].tolist() == ["Missing!N4:N7"]
    missing = observations[observations["status"] == "not_supplied"]
    assert set(missing.loc[missing["source"] == "police_missing", "period"]) == {"2013-12"}
    supplied = received[0]
    for row, value in zip(range(4, 8), (95, 160, 25, 90), strict=True):
        supplied = change(supplied, "police_missing", f"Missing!J{row}", value)
    left = recheck(received, supplied)
    assert select(left, "not_supplied").empty
    assert select(left, "incomplete_period").empty


@pytest.mark.nightly
def test_zeros_in_march_too_would_be_not_supplied(received):
    emptied = received[0]
    for row in range(4, 8):
        emptied = change(emptied, "police_missing", f"Missing!M{row}", 0)
    (gap,) = select(recheck(received, emptied), "not_supplied").to_dict("records")
    assert "December 2013 and March 2014" in gap["message"]


@pytest.mark.nightly
def test_the_identity_of_children_and_episodes_holds_until_a_figure_changes(received, found):
    (held,) = select(found[1], "identity").to_dict("records")
    assert held["message"].endswith("holds in 12 of 12 places.")
    broken = recheck(received, change(received[0], "police_missing", "Missing!C6", 28))
    assert select(broken, "identity", severity="error")["cell"].tolist() == ["Missing!C4:C7"]


@pytest.mark.nightly
def test_re_referrals_are_within_referrals_until_they_are_not(received, found):
    assert select(found[1], "numerator_above_denominator", severity="error").empty
    assert len(select(found[1], "numerator_above_denominator", source="board_data_set")) == 1
    changed = change(received[0], "board_data_set", "Data set!E9", 300, indicator="rereferrals")
    changed = change(changed, "board_data_set", "Data set!E9", numerator=300, indicator="rereferral_share")
    assert not select(recheck(received, changed), "numerator_above_denominator", severity="error").empty


@pytest.mark.nightly
def test_the_stated_referral_rate_gives_the_stated_count_until_it_changes(received, found):
    (held,) = select(found[1], "rate_and_population", source="stated_figures", indicator="referral_rate").to_dict(
        "records"
    )
    assert held["severity"] == "note"
    assert "3,495 at 734 per 10,000 imply a population of 47,616, estimated 47,458" in held["detail"]
    changed = change_figure(received[0], "referral_rate", "2013-14", 800, source="stated_figures")
    assert (
        len(select(recheck(received, changed), "rate_and_population", severity="warning", source="stated_figures")) == 1
    )


@pytest.mark.parametrize(
    ("indicator", "period", "stated"),
    [
        ("rereferral_share", "2013-14", ["31%", "32%", "32.1%"]),
        ("looked_after_children", "31 March 2014", ["500", "501", "494"]),
        ("looked_after_rate", "31 March 2014", ["105 per 10,000", "104 per 10,000"]),
        ("child_protection_plans", "31 March 2014", ["235", "236"]),
        ("referrals", "2013-14", ["3,495", "3,471"]),
    ],
)
@pytest.mark.nightly
def test_sources_that_differ_are_named_until_they_agree(received, found, indicator, period, stated):
    (warning,) = [
        finding
        for finding in select(found[1], "sources_differ", severity="warning", indicator=indicator).to_dict("records")
        if f"Southampton, {'the year to March 2014' if period == '2013-14' else period}" in finding["message"]
    ]
    assert all(figure in warning["detail"] for figure in stated)
    agreed, rows = received[0], received[0]
    rows = rows[(rows["indicator"] == indicator) & (rows["period"] == period) & (rows["area"] == SOUTHAMPTON)]
    for source in rows.loc[rows["value"].notna() & (rows["breakdown"] == ""), "source"].unique():
        agreed = change_figure(agreed, indicator, period, 0.31 if "share" in indicator else 500, source=source)
    left = select(recheck(received, agreed), "sources_differ", severity="warning", indicator=indicator)
    assert warning["message"] not in set(left["message"])


@pytest.mark.nightly
def test_the_copied_column_of_the_data_set_is_found_and_left_out(received, found):
    observations, findings = found
    (warning,) = select(findings, "repeated_column").to_dict("records")
    assert warning["cell"] == "Data set!F5:F10"
    assert "rows 5 to 10" in warning["message"]
    column = observations[(observations["source"] == "board_data_set") & observations["cell"].str.contains("!F")]
    copied = column[column["status"] == "not_available"]
    assert {"referrals", "rereferrals", "children_in_need_rate", "looked_after_rate"} <= set(copied["indicator"])
    assert copied[["numerator", "value", "text"]].isna().all(axis=None)
    assert column.loc[column["indicator"] == "looked_after_children", "value"].tolist() == [482]


@pytest.mark.nightly
def test_a_column_with_three_rows_changed_is_no_copy(received):
    changed = received[0]
    for row in (5, 6, 8):
        changed = change(changed, "board_data_set", f"Data set!F{row}", 200)
    assert select(recheck(received, changed), "repeated_column").empty


@pytest.mark.nightly
def test_the_quarters_of_the_data_set_cannot_make_the_year_until_they_can(received, found):
    (warning,) = select(found[1], "quarters_and_year", indicator="referrals").to_dict("records")
    assert all(figure in warning["detail"] for figure in ("231", "264", "3,495"))
    changed = change(received[0], "board_data_set", "Data set!D8", 781)
    changed = change(changed, "board_data_set", "Data set!E8", 795)
    left = select(recheck(received, changed), "quarters_and_year", indicator="referrals")
    assert not left["message"].str.contains("the year to March 2014").any()


@pytest.mark.nightly
def test_the_offence_shares_change_their_base_until_the_total_row_is_of_the_column(received, found):
    assert [*select(found[1], "share_base")["severity"]] == ["warning"]
    changed = received[0]
    for column in "DFHJ":
        changed = change(changed, "police_sexual_offences", f"Offences!{column}8", 1.0)
    assert [*select(recheck(received, changed), "share_base")["severity"]] == ["note"]


@pytest.mark.nightly
def test_the_custody_target_points_the_wrong_way_until_its_sign_is_turned(received, found):
    (warning,) = select(found[1], "target_direction", severity="warning").to_dict("records")
    assert (warning["indicators"], warning["source"]) == ("custody_rate", "stated_figures")
    turned = change(received[0], "stated_figures", warning["cell"], text="<1.00")
    assert select(recheck(received, turned), "target_direction", severity="warning").empty


@pytest.mark.nightly
def test_the_launch_of_the_hub_is_dated_twice_until_it_is_not(received, found):
    (warning,) = select(found[1], "date_stated_twice").to_dict("records")
    assert warning["indicators"] == "mash_launch"
    assert all(date in warning["detail"] for date in ("March 2013", "March 2014"))
    march = {"text": "March 2014", "start": pd.Timestamp(2014, 3, 1), "end": pd.Timestamp(2014, 3, 31)}
    launch = received[0]["indicator"] == "mash_launch"
    mended = received[0].assign(**{name: received[0][name].mask(launch, value) for name, value in march.items()})
    assert select(recheck(received, mended), "date_stated_twice").empty


@pytest.mark.nightly
def test_the_sum_of_monthly_children_is_not_the_children_of_the_year(received, found):
    (warning,) = select(found[1], "people_summed", indicator="missing_children").to_dict("records")
    assert {"police_missing", "stated_figures"} == set(warning["source"].split())
    changed = change(received[0], "police_missing", "Missing!N4", 700)
    changed = change_figure(changed, "missing_children", "2013-14", 700, source="stated_figures")
    assert select(recheck(received, changed), "people_summed", indicator="missing_children").empty


def test_claims_without_a_figure_have_a_question(found):
    claims = select(found[1], "claim_without_figure")
    assert len(claims) > 5
    assert claims["question"].notna().all()
    assert select(found[1], "figure_awaited")["indicators"].tolist() == ["not_in_education_employment_or_training"]


def test_the_doubled_row_of_re_referrals_is_counted_once(found):
    (note,) = select(found[1], "doubled_figure", source="council_rereferrals").to_dict("records")
    assert (note["severity"], note["cell"]) == ("note", "B2:I3")


def test_no_message_holds_a_figure_that_was_supplied(found):
    for message in found[1]["message"]:
        assert not re.search(r"\d%|£|\d per |\d,\d{3}", message), message


def test_no_detail_tells_a_small_number_of_people_or_events(received, found):
    definitions = received[1]
    for finding in found[1].dropna(subset=["detail"]).to_dict("records"):
        indicators = [definitions.indicators[name] for name in finding["indicators"].split()]
        if all(indicator.kind == "count" and indicator.counts in ("people", "events") for indicator in indicators):
            detail = re.sub(r"\([^()]*\)|\b\d{1,2} [A-Z][a-z]+ \d{4}", "", finding["detail"])
            assert not re.search(r"(?<![\d.,])[1-5](?![\d.,]*\d)", detail), detail
