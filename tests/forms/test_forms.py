"""What a supplier fills into a form cleans without an edit: the observations are what was filled in."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analysis.definitions import Indicator, read_definitions
from analysis.definitions.contract import NOTES_SHEET
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused
from publishing.forms.form import Form, Sheet
from publishing.forms.form_workbook import write_workbook
from publishing.forms.template import make_form
from publishing.intake.cells import MARKERS
from publishing.intake.cleaning import Cleaned, clean_sources
from publishing.intake.layouts import read_sources
from publishing.intake.layouts.layout import Entry

PROJECT = find_project(Path(__file__).parent)
QUARTER = "2014-15 Q4"
DEFINITIONS, SOURCES = read_definitions(PROJECT.params), read_sources(PROJECT.params / "sources")
COUNTED = "count_"  # what `lscb count` writes, and nobody fills in
RETURNS = [
    name
    for name, source in SOURCES.items()
    if source.precedence > 1 and source.layout != "stated" and not name.startswith(COUNTED)
]
TABLES = [name for name in RETURNS if SOURCES[name].layout != "data_set"]
FILLED_SPARE_ROWS = 2
REVIEWS = cycle(["Review A", "Review B"])


def form_of(source: str, project: Project = PROJECT) -> Form:
    return make_form(project, DEFINITIONS, SOURCES, source, QUARTER)


@pytest.fixture(scope="module")
def forms() -> dict[str, Form]:
    return {name: form_of(name) for name in RETURNS}


@pytest.fixture(scope="module")
def filled(forms, tmp_path_factory) -> tuple[Cleaned, dict[str, dict[str, object]]]:
    """What cleaning makes of every form once a supplier has filled it in, and what was filled in by source and cell."""
    raw = tmp_path_factory.mktemp("returns") / "data" / "raw"
    (raw / "returns").mkdir(parents=True)
    told = {}
    for form in {form.file: form for form in forms.values()}.values():
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(form)))
        for sheet in form.sheets:
            told[sheet.contract.name] = fill(book[sheet.name], sheet, form.definitions.indicators)
        book.save(raw / "returns" / form.file)
    cleaned = clean_sources(find_project(PROJECT.root, data=raw.parent), DEFINITIONS, write=False)
    return cleaned, told


def fill(page: Worksheet, sheet: Sheet, indicators: dict[str, Indicator]) -> dict[str, object]:
    """Type a figure, words or a marker into every cell of the form that is not locked, as far as its rows are named."""
    numbers, markers, told, same = count(101), cycle(MARKERS), {}, {}
    spare = 0
    for row, cells in enumerate(sheet.rows, start=sheet.first + 1):
        is_spare = all(isinstance(cell, Entry) and not cell.given for cell in cells) and len(sheet.rows) > 12
        spare += is_spare
        if is_spare and spare > FILLED_SPARE_ROWS:
            break
        for column, entry in enumerate(cells, start=1):
            cell = page.cell(row, column)
            if cell.protection.locked or cell.value is not None:
                continue
            number = next(numbers)
            if entry.measure is None:
                cell.value = write_by_hint(entry.hint, numbers) if entry.hint else f"New item {number}"
            elif indicators[entry.measure.indicator].kind == "statement":
                cell.value = f"Words {number}"
            else:
                typed = next(markers) if number % 7 == 0 else type_figure(entry, indicators, number)
                area = sheet.contract.areas.get(
                    next(filter(None, [each for each in cells if isinstance(each, str)]), "")
                )
                # a row that stands for an area a second time says the same of it
                cell.value = same.setdefault((entry.measure, area, column), typed) if area else typed
            prefix = f"{sheet.contract.sheet}!" if sheet.contract.sheet else ""
            told[f"{prefix}{cell.coordinate}"] = cell.value
    return told


def type_figure(entry: Entry, indicators: dict[str, Indicator], number: int) -> object:
    kind = indicators[entry.measure.indicator].kind
    if kind in ("proportion", "change"):
        return f"{'-' if kind == 'change' else ''}{number}%"
    return number + 0.5 if kind == "rate" else number


def write_by_hint(hint: str, numbers: Iterator[int]) -> str:
    """A cell of words and figures as the form says how to write it, each figure another number."""
    words = hint.removeprefix("Write: ").replace("year", "2014").replace("name of the review", next(REVIEWS))
    return re.sub(r"\b0\b", lambda _: str(next(numbers)), words)


def expected_value(typed: object) -> float:
    return float(typed.rstrip("%")) / 100 if isinstance(typed, str) else float(typed)


@pytest.mark.parametrize("source", TABLES)
def test_what_was_filled_in_is_what_is_read(source, filled):
    cleaned, told = filled
    read = cleaned.observations[cleaned.observations["source"] == source].set_index("cell")
    typed = {cell: value for cell, value in told[source].items() if cell in read.index}
    words = [cell for cell, value in typed.items() if isinstance(value, str) and value.startswith("Words")]
    missing = {cell: value for cell, value in typed.items() if value in MARKERS}
    figures = {cell: value for cell, value in typed.items() if cell not in [*words, *missing]}

    assert typed
    assert {cell: read.at[cell, "text"] for cell in words} == {cell: typed[cell] for cell in words}
    assert read["value"].dropna().to_dict() == pytest.approx({cell: expected_value(it) for cell, it in figures.items()})
    markers = MARKERS | SOURCES[source].markers
    assert {cell: read.at[cell, "status"] for cell in missing} == {cell: markers[it] for cell, it in missing.items()}


@pytest.mark.parametrize("source", TABLES)
def test_every_cell_that_was_filled_in_is_a_figure_or_names_an_item(source, filled):
    cleaned, told = filled
    read = set(cleaned.observations.loc[cleaned.observations["source"] == source, "cell"])
    rest = {value for cell, value in told[source].items() if cell not in read}

    assert all(str(value).startswith("New item") for value in rest)


def test_nothing_that_was_filled_in_is_refused(filled):
    assert [str(refusal) for refusal in filled[0].refusals] == []


@pytest.mark.parametrize("source", ["board_data_set", "board_data_set_reviews"])
def test_a_data_sets_cells_are_read_as_the_form_says_how_to_write_them(source, filled):
    cleaned, told = filled
    read = cleaned.observations[cleaned.observations["source"] == source]
    typed = {cell: value for cell, value in told[source].items() if not cell.partition("!")[2].startswith("B")}
    written = {cell: re.findall(r"\b([1-9]\d\d)\b", words) for cell, words in typed.items()}
    shares = read["indicator"].str.endswith("share")
    figures = (read["value"] * shares.map({True: 100, False: 1})).round().dropna().astype(int).astype(str)

    assert figures.groupby(read["cell"]).agg(sorted).to_dict() == {cell: sorted(it) for cell, it in written.items()}


def test_an_empty_form_cleans_and_every_figure_is_not_supplied(forms, tmp_path):
    returns = tmp_path / "data" / "raw" / "returns"
    returns.mkdir(parents=True)
    (returns / forms["police_missing"].file).write_bytes(write_workbook(forms["police_missing"]))

    cleaned = clean_sources(find_project(PROJECT.root, data=tmp_path / "data"), DEFINITIONS, write=False)

    assert cleaned.refusals == []
    assert len(cleaned.observations) == 4 * 13
    assert set(cleaned.observations["status"]) == {"not_supplied"}


@pytest.mark.parametrize("source", RETURNS)
def test_the_same_form_has_the_same_bytes(source, forms):
    assert write_workbook(form_of(source)) == write_workbook(forms[source])


def test_no_part_of_a_form_tells_when_it_was_written(forms):
    with zipfile.ZipFile(io.BytesIO(write_workbook(forms["police_missing"]))) as parts:
        days = {part.date_time for part in parts.infolist()}
        told = set(re.findall(r"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml").decode()))

    assert (days, told) == ({(1980, 1, 1, 0, 0, 0)}, {"2000-01-01T"})


@pytest.mark.parametrize(
    ("source", "file", "period"),
    [
        ("police_missing", "police_missing_2014-15.xlsx", "2014-15"),
        ("board_data_set", "board_data_set_2014-15_q4.xlsx", "2014-15 Q4"),
        ("board_membership", "board_membership_2015.xlsx", "2015"),
    ],
)
def test_the_period_is_filled_in_and_stands_in_the_files_name(source, file, period, forms):
    assert (forms[source].file, forms[source].period.label) == (file, period)


def test_headings_and_labels_are_locked_and_figures_are_not(forms):
    form = forms["police_missing"]
    page = openpyxl.load_workbook(io.BytesIO(write_workbook(form)))["Missing"]
    heading, label, figure = page["B4"], page["A5"], page["B5"]

    assert page.protection.sheet
    assert (heading.value, heading.protection.locked) == ("Apr-14", True)
    assert (label.value, label.protection.locked) == ("Total Young Mispers", True)
    assert (figure.value, figure.protection.locked) == (None, False)


def rule_at(form: Form, sheet: str, cell: str):
    page = openpyxl.load_workbook(io.BytesIO(write_workbook(form)))[sheet]
    (found,) = [rule for rule in page.data_validations.dataValidation if cell in rule.sqref]
    return found, page[cell].number_format


@pytest.mark.parametrize(
    ("source", "sheet", "cell", "parts", "shown"),
    [
        ("police_missing", "Missing", "B5", ["B5>=0", "B5=INT(B5)"], "#,##0"),
        ("council_referral_rate", "Rate of referrals", "C5", ["ISNUMBER(C5)", "C5>=0"], "#,##0.0##"),
        ("police_sexual_offences", "Offences", "D6", ['RIGHT(D6)="%"', "VALUE(D6)>=0", "VALUE(D6)<=1"], "@"),
        ("police_sexual_offences", "Offences", "B11", ['RIGHT(B11)="%"', "VALUE(B11)>=-100"], "@"),
    ],
)
def test_a_cell_lets_in_what_cleaning_takes_and_markers(source, sheet, cell, parts, shown, forms):
    rule, number_format = rule_at(forms[source], sheet, cell)

    assert (rule.type, rule.errorStyle or "stop", number_format) == ("custom", "stop", shown)
    assert [part for part in [*parts, f"EXACT(Markers,{cell})"] if part not in rule.formula1] == []
    assert len(rule.formula1) <= 255


def test_the_markers_that_cells_let_in_are_those_that_cleaning_knows(forms):
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(forms["police_missing"])))
    _, _, cells = book.defined_names["Markers"].attr_text.rpartition("!")

    assert [row[0].value for row in book[NOTES_SHEET][cells.replace("$", "")]] == list(MARKERS)


def test_the_notes_say_for_when_to_whom_by_when_and_what_each_figure_means(forms):
    page = openpyxl.load_workbook(io.BytesIO(write_workbook(forms["police_missing"])))[NOTES_SHEET]
    lines = [[cell.value for cell in row if cell.value] for row in page.iter_rows()]

    assert ["For", "the year to March 2015"] in lines
    assert ["Due", "28 April 2015"] in lines
    (sent,) = [line[1] for line in lines if line and line[0] == "Send to"]
    assert sent.startswith("the LSCB Business Unit, Southampton Local Safeguarding Children Board")
    (meaning,) = [line for line in lines if line and line[0] == "Missing episodes"]
    assert meaning[2:4] == ["episodes", "1 April 2013"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("dfe_referrals", "official statistic"),
        ("stated_figures", "There is no form for sentences"),
        ("police_mising", "Did you mean 'police_missing'"),
    ],
)
def test_a_source_that_nobody_fills_in_has_no_form(source, told):
    with pytest.raises(ParametersRefused, match=told):
        form_of(source)


def test_a_list_with_a_total_needs_an_earlier_file_to_take_its_items_from(copied: Project):
    (copied.raw / "published" / "board_budget_2013-14.csv").unlink()

    with pytest.raises(ParametersRefused, match="none is in data/raw"):
        form_of("board_budget", copied)
