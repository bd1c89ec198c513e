"""Parts that are declared to sum to a whole."""

import pytest

BY_MONTH = {"over": "period", "whole": "financial year"}
BY_AREA = {"over": "area", "whole": "L:total"}


def by_month(tools, values, total, indicator="episodes"):
    return tools.series(indicator, [*tools.months, "2013-14"], [*values, total], row=5)


def test_months_that_sum_to_their_total_are_a_note(tools):
    rows = by_month(tools, [10] * 12, 120)
    (note,) = tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_MONTH]))
    assert note["severity"] == "note"
    assert note["message"] == "The months sum to the total in 1 of 1 rows."


def test_months_that_do_not_sum_to_their_total_are_an_error_at_the_totals_cell(tools):
    rows = by_month(tools, [10] * 12, 121)
    (error,) = tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_MONTH]), severity="error")
    assert error["cell"] == "Sheet!N5"
    assert "the parts come to 120, the total says 121" in error["detail"]
    assert not any(figure in error["message"] for figure in ("120", "121"))


def test_a_total_with_a_missing_part_cannot_be_checked(tools):
    rows = by_month(tools, [10] * 11 + [None], 120)
    (note,) = tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_MONTH]))
    assert note["message"] == "1 totals cannot be checked because a part is missing."


def test_a_total_with_a_part_that_has_no_row_cannot_be_checked(tools):
    rows = [row for row in by_month(tools, [10] * 12, 120) if row["period"] != "2013-09"]
    (note,) = tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_MONTH]))
    assert "cannot be checked" in note["message"]


def test_known_parts_that_exceed_a_counts_total_are_an_error_though_one_is_missing(tools):
    rows = by_month(tools, [11] * 11 + [None], 100)
    assert tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_MONTH]), severity="error")


def test_totals_are_held_before_zeros_become_missing(tools):
    rows = by_month(tools, [10] * 8 + [0] + [10] * 3, 110) + by_month(
        tools, [10] * 8 + [0] + [10] * 3, 110, "repeat_episodes"
    )
    observations, findings = tools.check(rows, tools.contract(totals=[BY_MONTH]))
    assert (observations["status"] == "not_supplied").sum() == 2
    assert "The months sum to the total in 2 of 2 rows." in set(findings["message"])


@pytest.mark.parametrize(("total", "severity"), [(364, "note"), (365, "error")])
def test_areas_sum_to_the_area_that_stands_for_all(tools, total, severity):
    places = {"E06000045": 241, "E07000086": 53, "L:romsey": 13, "L:new_forest": 57, "L:total": total}
    rows = [tools.observation("offences", "2013-14", value, area=area) for area, value in places.items()]
    findings = tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_AREA]))
    assert severity in {finding["severity"] for finding in findings}
    assert ("error" in {finding["severity"] for finding in findings}) == (severity == "error")


@pytest.mark.parametrize(("police", "broken"), [(6500, False), (6501, True)])
def test_lines_of_a_budget_sum_to_the_total_line(tools, police, broken):
    lines = {"Health": 16197, "Probation": 1167, "Police": police, "Total": 23864}
    rows = [tools.observation("income", "2013-14", value, breakdown=line) for line, value in lines.items()]
    source = tools.contract(totals=[{"over": "breakdown", "whole": "Total"}])
    assert bool(tools.findings_of("parts_and_total", rows, source, severity="error")) == broken


def test_shares_are_not_summed_unless_named(tools):
    places = {"E06000045": 0.40, "E07000086": 0.60, "L:total": 0.34}
    rows = [tools.observation("offence_share", "2013-14", value, area=area) for area, value in places.items()]
    assert not tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_AREA]))
    named = tools.contract(totals=[BY_AREA | {"indicators": ["offence_share"]}])
    assert tools.findings_of("parts_and_total", rows, named, severity="error")


def test_named_shares_are_allowed_their_rounding(tools):
    places = {"E06000045": 0.33, "E07000086": 0.33, "L:romsey": 0.33, "L:total": 1.0}
    rows = [tools.observation("offence_share", "2013-14", value, area=area) for area, value in places.items()]
    named = tools.contract(totals=[BY_AREA | {"indicators": ["offence_share"]}])
    assert not tools.findings_of("parts_and_total", rows, named, severity="error")


@pytest.mark.parametrize(("total", "severity"), [(593470, "note"), (593480, "note"), (593600, "error")])
def test_a_series_in_multiples_of_ten_is_allowed_its_rounding(tools, total, severity):
    # referrals in England, 2012-13: DfE rounds every month and the total to 10
    rows = by_month(tools, [49460] * 11 + [49440], total)
    assert tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_MONTH]))[0]["severity"] == severity


def test_a_doubled_row_is_summed_once(tools):
    rows = by_month(tools, [11] * 12, 132) + by_month(tools, [11] * 12, 132)
    assert not tools.findings_of("parts_and_total", rows, tools.contract(totals=[BY_MONTH]), severity="error")
