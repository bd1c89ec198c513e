"""Two sources that state the same figure."""

import pytest


def state(tools, indicator, period, **figures):
    return [
        tools.observation(indicator, period, value, source=source, cell=f"{source.upper()[0]}5", precedence=place)
        for place, (source, value) in enumerate(figures.items(), start=1)
    ]


@pytest.mark.parametrize(
    ("figures", "differ"),
    [
        ({"dfe": 0.321, "council": 0.32}, False),
        ({"dfe": 0.321, "council": 0.31}, True),
        ({"council": 0.31, "board": 0.32}, True),
        ({"council": 0.315, "board": 0.32}, False),
    ],
)
def test_shares_are_compared_at_the_coarser_precision(tools, figures, differ):
    rows = state(tools, "share", "2013-14", **figures)
    assert bool(tools.findings_of("sources_differ", rows, severity="warning")) == differ
    assert bool(tools.findings_of("sources_differ", rows, severity="note")) != differ


def test_one_finding_names_every_source_and_cell_of_a_figure(tools):
    # children looked after at 31 March 2014: DfE, the report's text and its data set
    rows = state(tools, "looked_after", "31 March 2014", dfe=500, report=501, board=494)
    (warning,) = tools.findings_of("sources_differ", rows)
    assert warning["source"] == "dfe report board"
    assert warning["file"] == "published/dfe.csv; published/report.csv; published/board.csv"
    assert warning["cell"] == "D5; R5; B5"
    assert all(figure in warning["detail"] for figure in ("500", "501", "494"))
    assert not any(figure in warning["message"] for figure in ("500", "501", "494"))


def test_the_treatment_names_the_source_that_reports_use(tools):
    rows = state(tools, "looked_after", "31 March 2014", dfe=500, report=501)
    (warning,) = tools.findings_of("sources_differ", rows, tools.contract("dfe", title="Looked-after statistics"))
    assert "reports use that of Looked-after statistics" in warning["treatment"]


@pytest.mark.parametrize(
    ("text", "other", "differ"),
    [("around 49%", 0.50, False), ("around 49%", 0.55, True), ("49%", 0.50, True)],
)
def test_a_figure_written_as_around_agrees_with_what_is_near(tools, text, other, differ):
    rows = [
        tools.observation("share", "2013-14", 0.49, text=text, source="report"),
        tools.observation("share", "2013-14", other, source="council"),
    ]
    assert bool(tools.findings_of("sources_differ", rows, severity="warning")) == differ


@pytest.mark.parametrize(("other", "differ"), [(1200, False), (900, True)])
def test_a_figure_written_as_over_agrees_with_what_is_above(tools, other, differ):
    rows = [
        tools.observation("episodes", "2013-14", 1000, text="over 1,000", source="report"),
        tools.observation("episodes", "2013-14", other, source="council"),
    ]
    assert bool(tools.findings_of("sources_differ", rows, severity="warning")) == differ


@pytest.mark.parametrize("apart", [{"area": "E07000086"}, {"breakdown": "under 18"}])
def test_figures_of_different_places_or_breakdowns_are_not_compared(tools, apart):
    rows = [
        tools.observation("episodes", "2013-14", 100, source="report"),
        tools.observation("episodes", "2013-14", 200, source="council", **apart),
    ]
    assert not tools.findings_of("sources_differ", rows)


def test_a_detail_of_a_return_is_left_out(tools):
    rows = [
        tools.observation("episodes", "2013-14", 100, source="report"),
        tools.observation("episodes", "2013-14", 200, source="police", file="returns/police.csv"),
    ]
    (warning,) = tools.findings_of("sources_differ", rows)
    assert warning["detail"] is None or warning["detail"] != warning["detail"]
    assert "100" not in str(warning)
    assert "200" not in str(warning)


def test_small_counts_are_left_out_of_the_detail(tools):
    rows = state(tools, "offences", "2013-14", police=2, report=13)
    (warning,) = tools.findings_of("sources_differ", rows)
    assert "a small number (P5)" in warning["detail"]
