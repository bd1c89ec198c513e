"""From the cells that a layout has placed to observations: each text read as its indicator's kind of figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.definitions.contract import Source
from analysis.periods import Period
from publishing.intake.cells import ERRORS, Written, parse_cell
from publishing.intake.checks.wording import join_words
from publishing.intake.findings import describe_cells
from publishing.intake.grids import Grid, refuse_file
from publishing.intake.stated_scales import check_scales
from publishing.intake.written_periods import period_counted

_DOUBTFUL = {"a break in the series", "of low reliability"}
"""What marks say that a reader has to know before two figures are compared."""

Parse = Callable[[str, Source], Written]

_OPEN = r"-?\d{1,3},\d{3} ?%?"


@dataclass(frozen=True)
class Reading:
    """What a layout made of one grid: observations without their source's columns, and findings."""

    observations: pd.DataFrame
    findings: list[dict]


def read_figures(
    placed: Sequence[pd.DataFrame], grid: Grid[Source], indicators: dict[str, Indicator], *, parse: Parse = parse_cell
) -> Reading:
    """Observations of placed cells, each read by its indicator's kind, and their roles marked in the grid.

    A count is whole and not negative, a proportion written as the contract says, a statement any words. Raises
    SourceRefused with every cell that is none of these nor a marker, and with what was noted before of the grid.
    """
    if not placed:
        grid.raise_faults()
        raise refuse_file(
            grid.file, grid.contract, "no figures that the specification names are there", sheet=grid.sheet
        )
    table = pd.concat(list(placed), ignore_index=True)
    groups = table.groupby(["indicator", "percent"], sort=False)
    read = [_read_group(rows, grid, indicators[name], percent, parse) for (name, percent), rows in groups if len(rows)]
    check_scales(grid, table, indicators)
    _check_merged(grid, table)
    grid.raise_faults()
    observations = pd.concat(read).sort_index() if read else table
    _mark_roles(grid, observations)
    observations = add_parts(_add_periods(observations, indicators), indicators)
    return Reading(observations, [*_find_errors(grid, observations), *_find_marks(grid, observations)])


def _read_group(
    rows: pd.DataFrame, grid: Grid[Source], indicator: Indicator, percent: str, parse: Parse
) -> pd.DataFrame:
    """The figures of one indicator, every different text parsed once."""
    texts = rows["text"]
    figures = {}
    for text in texts.unique():
        try:
            figures[text] = _as_figure(text, grid.contract, indicator, percent, parse)
        except ValueError as error:
            figures[text] = (float("nan"), Written())
            for cell in rows[texts == text].itertuples():
                grid.note_fault(cell.row, cell.column, str(error))
    _check_unit(rows, grid, indicator, percent, figures)
    if grid.open_commas and indicator.kind not in ("count", "rank", "statement", "date"):
        for cell in rows[texts.str.fullmatch(_OPEN)].itertuples():
            grid.note_fault(cell.row, cell.column, "expected a figure without a comma: 1,234 is read in two ways here")
    values = texts.map({text: value for text, (value, _) in figures.items()}).astype("float64")
    status = texts.map({text: written.status for text, (_, written) in figures.items()})
    return rows.assign(
        value=values,
        numerator=values if indicator.kind == "count" else np.nan,
        denominator=np.nan,
        words=texts.map({text: written.text for text, (_, written) in figures.items()}),
        beside=texts.map({text: written.beside for text, (_, written) in figures.items()}),
        status=status.where(status.ne("reported") | rows["mark"].eq(""), rows["mark"]),
    )


def _as_figure(text: str, contract: Source, indicator: Indicator, percent: str, parse: Parse) -> tuple[float, Written]:
    """A text's value and what was written, or ValueError with what its indicator's kind would be written as."""
    if indicator.kind in ("statement", "date"):
        written = Written(text=text) if text else parse_cell(text, contract)
        return float("nan"), written
    written = parse(text, contract)
    if written.number is None:
        return float("nan"), written
    return float(_check_number(written.number, written.percent, indicator, percent)), written


def _check_number(number: Decimal, has_sign: bool, indicator: Indicator, percent: str) -> Decimal:
    """The number as its kind is kept; `has_sign` says that a percent sign stands behind it."""
    kind = indicator.kind
    if kind == "proportion" or (kind == "change" and (has_sign or percent != "sign")):
        return _check_proportion(number, has_sign, percent, negative=kind == "change")
    if has_sign:
        raise ValueError("expected a figure without a percent sign")
    if kind in ("count", "rank") and number != number.to_integral_value():
        raise ValueError("expected a whole number")
    if kind in ("count", "rank") and number and number.as_tuple().exponent == -3:
        raise ValueError("expected a whole number without a point: 1.000 is one here, and elsewhere a thousand")
    if kind in ("count", "rank", "rate", "quantity") and number < 0:
        raise ValueError("expected a figure that is not negative")
    if kind == "change":
        raise ValueError("expected a percentage with its sign")
    return number


def _check_proportion(number: Decimal, has_sign: bool, percent: str, *, negative: bool) -> Decimal:
    if percent == "sign" and not has_sign:
        raise ValueError("expected a percentage with its sign")
    if number < 0 and not negative:
        raise ValueError("expected a percentage that is not negative")
    if percent == "fraction" and not has_sign:
        if abs(number) > 1:
            raise ValueError("expected a fraction of 1")
        return number
    return number / 100


def _check_unit(rows: pd.DataFrame, grid: Grid[Source], indicator: Indicator, percent: str, figures: dict) -> None:
    """Refuse fractions where percentages are expected, which would be read a hundredfold less.

    Bare figures are taken for fractions where all are 1 or less, however few, or where those of 1 or less stand among
    others that have their sign, or are a tenth of every other and a hundredfold would lie among them. A percentage
    below 1 can be written with its sign.
    """
    if percent != "bare" or indicator.kind != "proportion":
        return
    bare = {text: written.number for text, (_, written) in figures.items() if written.number and not written.percent}
    is_mixed = any(written.percent for _, written in figures.values())
    fractions = [text for text, number in bare.items() if abs(number) <= 1]
    others = [number for number in bare.values() if abs(number) > 1]
    if others and not is_mixed:
        least, most = min(others), max(others)
        fractions = [text for text in fractions if 10 * bare[text] < least <= 100 * bare[text] <= most]
    if fractions:
        first = rows.loc[rows["text"].isin(fractions).idxmax()]
        expected = "expected percentages here and below, not fractions of 1 (write one below 1 with its sign: 0.4%)"
        grid.note_fault(first["row"], first["column"], expected)


def _check_merged(grid: Grid[Source], placed: pd.DataFrame) -> None:
    """Note a number that is merged over the cells of several figures; a marker may stand for all of them."""
    places = set(zip(placed["row"], placed["column"], strict=True))
    corners = dict.fromkeys(grid.marks.merged[place] for place in grid.marks.merged.keys() & places)
    for row, column in corners.keys() & places:
        if any(map(str.isdigit, grid.texts[row, column])):
            grid.note_fault(row, column, "expected a figure for each cell: this one is merged over several")


def _mark_roles(grid: Grid[Source], observations: pd.DataFrame) -> None:
    rows, columns = observations["row"].to_numpy(), observations["column"].to_numpy()
    wholes = [total.whole for total in grid.contract.totals if total.over == "area"]
    is_total = (grid.roles[rows, columns] == "total") | observations["area"].isin(wholes).to_numpy()
    missing = (observations["value"].isna() & observations["status"].ne("reported")).to_numpy()
    grid.mark(rows, columns, np.where(missing, "marker", np.where(is_total, "total", "figure")))


def _add_periods(observations: pd.DataFrame, indicators: dict[str, Indicator]) -> pd.DataFrame:
    """Label, first and last day: of the whole period, or of its last day for what is counted at its end."""
    whens, names = observations["when"].tolist(), observations["indicator"].tolist()
    known: dict[tuple, Period] = {}
    counted = []
    for when, name in zip(whens, names, strict=True):
        key = (when.start, when.end, when.kind, name)
        if key not in known:
            known[key] = period_counted(when, indicators[name])
        counted.append(known[key])
    return observations.assign(
        period=[period.label for period in counted],
        start=pd.to_datetime(pd.Series([period.start for period in counted], index=observations.index)),
        end=pd.to_datetime(pd.Series([period.end for period in counted], index=observations.index)),
    )


def add_parts(observations: pd.DataFrame, indicators: dict[str, Indicator]) -> pd.DataFrame:
    """Rates and proportions with the counts they are made of, where the same file gives both."""
    key = ["area", "breakdown", "start", "end"]
    counts = observations[observations["numerator"].notna()].drop_duplicates(["indicator", *key])
    made = {
        name: (indicators[name].numerator, indicators[name].denominator)
        for name in observations["indicator"].unique()
        if indicators[name].numerator and indicators[name].denominator
    }
    for name, (numerator, denominator) in made.items():
        parts = [
            counts.loc[counts["indicator"] == part, [*key, "numerator"]].rename(columns={"numerator": role})
            for part, role in ((numerator, "part"), (denominator, "whole"))
        ]
        rows = observations.index[(observations["indicator"] == name) & observations["value"].notna()]
        both = observations.loc[rows, key].merge(parts[0], on=key, how="left").merge(parts[1], on=key, how="left")
        known = both[["part", "whole"]].notna().all(axis=1).to_numpy()
        observations.loc[rows[known], "numerator"] = both.loc[known, "part"].to_numpy()
        observations.loc[rows[known], "denominator"] = both.loc[known, "whole"].to_numpy()
    return observations


def _find_errors(grid: Grid[Source], observations: pd.DataFrame) -> list[dict]:
    """A finding about cells that hold a spreadsheet's error word in place of a figure."""
    errors = observations[observations["text"].isin(ERRORS)]
    return describe_cells(
        grid,
        "error_cell",
        "warning",
        "Cells hold a spreadsheet error in place of a figure.",
        "Treated as not available.",
        errors[["row", "column"]].to_numpy().tolist(),
        indicators=" ".join(dict.fromkeys(errors["indicator"])),
        question="What should these cells say?",
    )


def _find_marks(grid: Grid[Source], observations: pd.DataFrame) -> list[dict]:
    """A finding about figures with notes and marks beside them, which names each and what it says."""
    if "beside" not in observations:
        return []
    marked = observations[observations["beside"].astype(bool)]
    signs = dict(pair for beside in marked["beside"] for pair in beside)
    return describe_cells(
        grid,
        "mark_beside_figure",
        "warning" if _DOUBTFUL & set(signs.values()) else "note",
        f"Figures have signs beside them: {join_words(f'{sign} ({meaning})' for sign, meaning in signs.items())}.",
        "Read without them.",
        marked[["row", "column"]].to_numpy().tolist(),
        indicators=" ".join(dict.fromkeys(marked["indicator"])),
    )
