"""Forms of contracts that no source of the repository has: every layout, period and kind of figure round trips."""

import io
from pathlib import Path

import openpyxl
import pytest

from analysis.definitions import read_definitions
from analysis.periods import calendar_year, financial_year, quarter
from analysis.project import find_project
from analysis.refusals import ParametersRefused
from publishing.forms.form_workbook import write_workbook
from publishing.forms.template import make_form
from publishing.intake.cleaning import clean_sources
from publishing.intake.layouts import read_sources
from publishing.intake.layouts.form_labels import list_periods, write_period
from publishing.intake.layouts.layout import Entry

HERE = "E06000045"
COMMON = "title: {name}\nsupplier: the police\nfile: {name}_{{{period}}}\nprecedence: 2\n"
CONTRACTS = {
    "by_column": (
        "quarter",
        "layout: measures_across\narea_columns: [area_code]\nname_column: area\nperiod_column: month\nperiod: month\n"
        "columns: {Children: missing_children, Share: {indicator: rereferral_share, percent: fraction}}\n",
    ),
    "by_category": (
        "financial year",
        "layout: measures_across\narea_columns: [area]\nareas: {Here: E06000045, All: E92000001}\n"
        "category_column: what\ncolumns: {number: {Referrals: referrals, Again: rereferrals}}\n",
    ),
    "by_breakdown": (
        "quarter",
        "layout: measures_across\narea: E06000045\nbreakdown_column: age\nleft_out: [remark]\n"
        "columns: {children: missing_children, percent: {indicator: rereferral_share, percent: bare}}\n",
    ),
    "by_month": (
        "financial year",
        "layout: measures_across\narea_columns: [area_code]\nname_column: area\nperiod_column: year\n"
        "period: financial year\nmonths: referrals\ncolumns: {Total: referrals}\n",
    ),
    "by_quarter": (
        "financial year",
        "layout: periods_across\narea: E06000045\nperiod: quarter\nheadings: [Measure]\n"
        "rows: {Referrals: referrals, Rate: referral_rate}\n",
    ),
    "by_item": (
        "quarter",
        "layout: rows\narea: E06000045\nbreakdown_columns: [place]\ncolumns: {n: missing_children}\n",
    ),
    "by_pair": (
        "calendar year",
        "layout: periods_across\narea: E06000045\nperiod: calendar year\n"
        "rows: {Both: {indicator: rereferrals, share: rereferral_share, of: referrals}}\n",
    ),
}
FILLED = 3  # rows of a form without rows of its own


@pytest.fixture(scope="module")
def round_trip(tmp_path_factory):
    """Each form, what was typed into it by cell, and what cleaning read, by source and cell."""
    root = tmp_path_factory.mktemp("layouts")
    (root / "params" / "sources").mkdir(parents=True)
    (root / "data" / "raw" / "returns").mkdir(parents=True)
    here = find_project(Path(__file__).parent)
    for path in here.params.glob("*.yaml"):
        (root / "params" / path.name).write_bytes(path.read_bytes())
    for name, (period, rest) in CONTRACTS.items():
        text = COMMON.format(name=name, period=period) + rest
        (root / "params" / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    project = find_project(root)
    definitions, sources = read_definitions(here.params), read_sources(project.params / "sources")
    typed = {}
    for name in CONTRACTS:
        form = make_form(project, definitions, sources, name, "2014-15 Q4")
        (sheet,) = form.sheets
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(form)))
        typed[name] = fill(book[sheet.name], sheet, definitions.indicators)
        book.save(project.raw / "returns" / form.file)
    cleaned = clean_sources(project, definitions, write=False)
    assert [str(refusal) for refusal in cleaned.refusals] == []
    return typed, cleaned.observations


def fill(page, sheet, indicators) -> dict[str, float]:
    """Type a figure into every cell for one, and words into what names a row; the figures by cell."""
    typed, number = {}, 100
    for row, cells in enumerate(sheet.rows, start=sheet.first + 1):
        if all(isinstance(cell, Entry) or cell == "" for cell in cells) and row - sheet.first > FILLED:
            break
        for column, entry in enumerate(cells, start=1):
            if not isinstance(entry, Entry):
                continue
            number += 1
            cell = page.cell(row, column)
            if entry.measure is None:
                cell.value = f"Words {number}"
            elif entry.measure.share:
                cell.value, typed[cell.coordinate] = f"{number} {number // 10}%", float(number)
            elif indicators[entry.measure.indicator].kind == "proportion":
                fraction = entry.measure.percent == "fraction"
                cell.value = number / 1000 if fraction else number / 10
                typed[cell.coordinate] = number / 1000
            else:
                cell.value = typed[cell.coordinate] = number
    return typed


@pytest.mark.parametrize("source", CONTRACTS)
def test_what_was_filled_in_is_what_is_read(source, round_trip):
    typed, observations = round_trip
    read = observations[(observations["source"] == source) & observations["value"].notna()]

    assert typed[source]
    assert read.drop_duplicates("cell").set_index("cell")["value"].to_dict() == pytest.approx(typed[source])


@pytest.mark.parametrize(
    ("source", "periods"),
    [
        ("by_column", ["2015-01", "2015-02", "2015-03"]),
        ("by_category", ["2014-15"]),
        ("by_quarter", ["2014-15 Q1", "2014-15 Q2", "2014-15 Q3", "2014-15 Q4"]),
        ("by_pair", ["2011", "2012", "2013", "2014", "2015"]),
    ],
)
def test_a_form_asks_about_the_periods_of_its_file(source, periods, round_trip):
    _, observations = round_trip

    assert sorted(set(observations.loc[observations["source"] == source, "period"])) == periods


def test_a_row_without_an_area_of_its_own_is_about_the_area_of_the_run(round_trip):
    _, observations = round_trip

    assert set(observations.loc[observations["source"].isin(["by_column", "by_month"]), "area"]) == {HERE}


@pytest.mark.parametrize(
    ("kind", "whole", "written"),
    [
        ("month", quarter(2014, 4), ["Jan-15", "Feb-15", "Mar-15"]),
        ("quarter", quarter(2014, 4), ["Quarter 4 2014/15"]),
        ("financial year", financial_year(2014), ["2010/11", "2011/12", "2012/13", "2013/14", "2014/15"]),
        ("financial year", quarter(2014, 3), ["2009/10", "2010/11", "2011/12", "2012/13", "2013/14"]),
        ("calendar year", financial_year(2014), ["2010", "2011", "2012", "2013", "2014"]),
        ("calendar year", calendar_year(2014), ["2010", "2011", "2012", "2013", "2014"]),
        ("calendar years", calendar_year(2014), ["2008-10", "2009-11", "2010-12", "2011-13", "2012-14"]),
        ("reporting year", financial_year(2014), ["2011", "2012", "2013", "2014", "2015"]),
        ("mid-year", financial_year(2014), ["2010", "2011", "2012", "2013", "2014"]),
        (
            "day",
            financial_year(2014),
            ["31 March 2011", "31 March 2012", "31 March 2013", "31 March 2014", "31 March 2015"],
        ),
    ],
)
def test_periods_are_those_that_are_over_and_written_as_cleaning_reads_them(kind, whole, written):
    assert [write_period(period, kind) for period in list_periods(kind, whole)] == written


def test_rows_that_a_supplier_names_have_no_form(copied):
    text = COMMON.format(name="by_words", period="financial year") + (
        "layout: periods_across\narea: E06000045\nperiod: month\nlabels: [breakdown]\nmeasure: missing_children\n"
    )
    (copied.params / "sources" / "by_words.yaml").write_text(text, encoding="utf-8")
    definitions, sources = read_definitions(copied.params), read_sources(copied.params / "sources")

    with pytest.raises(ParametersRefused, match="its rows are named by its supplier"):
        make_form(copied, definitions, sources, "by_words", "2014-15 Q4")
