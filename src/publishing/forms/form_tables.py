"""The tables of a form, by the layout that the contract names."""

from collections.abc import Callable, Iterable, Mapping

from analysis.definitions.columns_of_measures import ColumnFigures, list_figures
from analysis.definitions.sources import (
    Columns,
    Figures,
    Measure,
    MeasuresAcross,
    MonthsFromApril,
    PeriodsAcross,
    Rows,
    Source,
    as_measure,
)
from analysis.periods import financial_year_of
from analysis.refusals import ParametersRefused
from publishing.forms.form import Asked, Cell, Entry, name_period
from publishing.forms.form_data_set import make_data_set
from publishing.forms.form_periods import list_periods, write_period
from publishing.intake.layouts.measures_across import fill_headings

SPARE = 10  # empty rows below the items of a list, for new ones
NOTHING = "-"  # a marker, where no figure has a meaning

Table = tuple[list[list[str]], list[list[Cell]]]
"""Rows of headings, and rows of cells."""


def make_table(contract: Source, asked: Asked) -> Table:
    """The headings and rows that a contract asks for. Raises ParametersRefused for a layout that has no form."""
    if contract.layout not in MAKERS:
        raise ParametersRefused(
            f"{contract.name} holds figures that stand in sentences of a report. There is no form for sentences: read "
            f"the report, and write one row for each figure."
        )
    return MAKERS[contract.layout](contract, asked)


def _make_periods_across(contract: PeriodsAcross, asked: Asked) -> Table:
    """Months or years across; the declared measures and areas down."""
    if "breakdown" in contract.labels:
        raise ParametersRefused(f"{contract.name}: its rows are named by its supplier, so a form cannot give them.")
    whole = asked.period or financial_year_of(asked.quarter.start)
    periods = [write_period(period, contract.period) for period in list_periods(contract.period, whole)]
    totals = [contract.total] if contract.total else []
    headings = [*(contract.headings or [""] * len(contract.labels)), *periods, *totals]
    measures: Mapping[str, Figures | None] = contract.rows or {"": contract.measure}
    rows: list[list[Cell]] = []
    for words, figures in measures.items():
        for number, area in enumerate(contract.areas or [""]):
            labels = {"measure": words if number == 0 else "", "area": area}
            entries = [Entry(as_measure(figures)) for _ in [*periods, *totals]]
            rows.append([*(labels[role] for role in contract.labels), *entries])
    return [headings], rows


def _make_measures_across(contract: MeasuresAcross, asked: Asked) -> Table:
    """One column per measure; a row for each declared area, period and category, or empty rows where none is."""
    contract = fill_headings(contract, asked.period, name_period(contract, asked.period))
    measures = contract.measures()
    described = describe_headings(contract)
    keys = [key for key in [*contract.breakdown_columns, contract.category_column] if key]
    categories = list(dict.fromkeys(name for each in measures.values() if isinstance(each, dict) for name in each))
    rows: list[list[Cell]] = []
    for labels in _label_rows(contract, asked):
        for category in categories or [""]:
            known = labels | ({contract.category_column: category} if contract.category_column else {})
            about = [known.get(heading, Entry()) for heading in [*described, *keys]]
            label = labels.get(next(iter(contract.area_columns), ""), "")
            rows.append([*about, *(_choose_cell(contract, label, category, each) for each in measures.values())])
    if contract.breakdown_columns:
        rows = [[Entry(cell.measure) if isinstance(cell, Entry) else Entry() for cell in rows[0]]] * (2 * SPARE)
    return _split_headings([*described, *keys, *measures], contract.header_rows), rows


def _choose_cell(contract: MeasuresAcross, label: str, category: str, figures: ColumnFigures) -> Cell:
    """The cell of a measure in a row, which may hold another indicator, or none."""
    chosen = figures.get(category) if isinstance(figures, dict) else figures
    if chosen is None:
        return ""
    measure = as_measure(list_figures(chosen)[0])
    if label not in contract.other_rows:
        return Entry(measure)
    instead = contract.other_rows[label].get(measure.indicator)
    return Entry(measure.model_copy(update={"indicator": instead})) if instead else NOTHING


def _make_months(contract: MonthsFromApril, asked: Asked) -> Table:
    """Twelve months from April and the year's total; a row for each year."""
    described = describe_headings(contract)
    entries = [Entry(Measure(indicator=contract.indicator)) for _ in contract.figure_names()]
    rows = [[*(labels.get(name, Entry()) for name in described), *entries] for labels in _label_rows(contract, asked)]
    return [[*described, *contract.figure_names()]], rows


def _make_rows(contract: Rows, asked: Asked) -> Table:
    """The items of the last file, to be changed where they have, and empty rows for new ones.

    A list with sections or a total ends with them, so that new items are put in as new rows. Raises ParametersRefused
    for such a list where no file has been received.
    """
    described = [*describe_headings(contract), *contract.breakdown_columns]
    parted = bool(contract.sections) or contract.total is not None
    if parted and not asked.items:
        raise ParametersRefused(
            f"{contract.name}: the items between its sections and its total are those of the last file, and none is in "
            f"data/raw. Put the first one there as {contract.supplier} made it."
        )
    entries = [Entry(as_measure(figures)) for figures in contract.columns.values()]
    rows = [_make_item(contract, labels, described, entries) for labels in asked.items]
    rows += [] if parted else [[*(Entry() for _ in described), *entries]] * (SPARE if rows else 2 * SPARE)
    return [[*described, *contract.columns]], rows


def _make_item(contract: Rows, labels: dict[str, str], described: list[str], entries: list[Entry]) -> list[Cell]:
    name = ", ".join(labels[heading] for heading in contract.breakdown_columns if labels[heading])
    if name in contract.sections:
        return [*(labels[heading] for heading in described), *("" for _ in entries)]
    if name == contract.total:
        return [*(labels[heading] for heading in described), *entries]
    return [*(Entry(given=labels[heading]) for heading in described), *entries]


def describe_headings(contract: Columns) -> list[str]:
    """The headings that say what a row is about, those of its groups left away, and those that nobody reads."""
    groups = [*getattr(contract, "breakdown_columns", ()), getattr(contract, "category_column", None)]
    return [name for name in [*contract.column_names(), *contract.named_left_out] if name not in groups]


def _label_rows(contract: Columns, asked: Asked) -> Iterable[dict[str, str]]:
    """The labels of each row by heading: a declared area's name, or the area of the run, and its period."""
    whole = asked.period or financial_year_of(asked.quarter.start)
    periods = [""]
    if contract.period:
        periods = [write_period(each, contract.period) for each in list_periods(contract.period, whole)] or [""]
    for area in _label_areas(contract, asked):
        for period in periods:
            labels = area | dict.fromkeys(contract.period_column[:1], period)
            yield labels | dict.fromkeys(contract.named_left_out, "")


def _label_areas(contract: Columns, asked: Asked) -> list[dict[str, str]]:
    if not contract.area_columns:
        return [{}]
    first, *others = contract.area_columns
    if contract.areas and contract.name_column is None:
        return [dict.fromkeys(others, "") | {first: name} for name in contract.areas]
    area = asked.definitions.areas.named(asked.area)
    named = {contract.name_column: area.name} if contract.name_column else {}
    return [dict.fromkeys(others, "") | {first: area.code} | named]


def _split_headings(headings: list[str], rows: int) -> list[list[str]]:
    """The headings in one row, or in two: the group, which stands over the first of its words, and the word."""
    if rows == 1:
        return [headings]
    parts = [heading.rpartition(" / ") for heading in headings]
    upper = [group or word for group, _, word in parts]
    lower = [word if group else "" for group, _, word in parts]
    above = [words if number == 0 or words != upper[number - 1] else "" for number, words in enumerate(upper)]
    return [above, lower]


MAKERS: dict[str, Callable[..., Table]] = {
    "periods_across": _make_periods_across,
    "measures_across": _make_measures_across,
    "months_from_april": _make_months,
    "rows": _make_rows,
    "data_set": make_data_set,
}
