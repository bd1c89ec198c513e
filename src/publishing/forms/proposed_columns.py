"""What the columns of a table are, told by their cells: headings, areas, periods, figures, markers and groups."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.definitions.contract import PeriodKind, Source
from analysis.refusals import ParametersRefused
from publishing.intake.area_names import find_area
from publishing.intake.cells import MARKERS, is_marker, parse_cell
from publishing.intake.grids import Grid
from publishing.intake.headings import DEEPEST, read_headings
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.written_dates import is_typed_date
from publishing.intake.written_periods import parse_written

KINDS: tuple[PeriodKind, ...] = (
    "financial year",
    "academic year",
    "month",
    "quarter",
    "calendar quarter",
    "calendar year",
    "day",
    "year ending",
    "reporting year",
    "mid-year",
    "financial years",
    "calendar years",
    "month, quarter or year",
)
"""Kinds of period tried on a column, in this order, after those that the file names: a bare year is read as it says."""

_SAYS: dict[PeriodKind, str] = {
    "academic year": r"academic|school (?:year|term)",
    "financial year": r"financial|fiscal|tax year",
    "reporting year": r"reporting year|\btime.?period\b",
    "calendar year": r"calendar year",
    "mid-year": r"mid.?year",
    "year ending": r"years? end",
}
_SUPPRESSED = re.compile(r"suppress|withh|confiden|disclos|protect|fewer|less than|small|not given|<", re.IGNORECASE)
_MOST_MARKERS, _LONGEST_MARKER = 3, 12
_MOST_ROWS = 4  # of headings, one above the other


@dataclass(frozen=True)
class HeadedColumns:
    """A table's headings, one for each column, and the rows below them that are filled as most are."""

    grid: Grid[Source]
    header: int
    header_rows: int
    headings: list[str]
    body: np.ndarray

    def filled(self) -> dict[str, list[str]]:
        """The texts of each column by its heading, empty cells left away; the first without a heading is ''."""
        columns = {text: self.body[:, place] for place, text in reversed(list(enumerate(self.headings)))}
        return {name: [text for text in columns[name] if text] for name in reversed(columns) if any(columns[name])}

    def texts(self, heading: str) -> np.ndarray:
        """The texts of one column, empty ones too."""
        return self.body[:, self.headings.index(heading)]

    def beside(self) -> list[tuple[int, int, str]]:
        """The texts above the headings and, below the table, those of rows with one cell or two."""
        grid = self.grid
        rows = [*range(self.header), *(row for row in range(self.below, grid.height) if sum(grid.texts[row] != "") < 3)]
        return [(row, column, grid.texts[row, column]) for row in rows for column in range(grid.width)]

    @property
    def below(self) -> int:
        """The first row below the headings."""
        return self.header + self.header_rows


def find_headings(grid: Grid[Source], codes: Mapping[str, str]) -> HeadedColumns:
    """The rows of headings: the last above a row with an area or a figure, and the groups above it.

    Raises ParametersRefused where there is none among the first rows.
    """
    for is_row in (lambda text: is_figure(text, grid.contract) or find_area(text, codes), re.compile(r".*\d").match):
        for row in range(min(grid.height - 1, DEEPEST)):
            below = next((each for each in range(row + 1, grid.height) if any(grid.texts[each])), None)
            if below is None or not any(map(is_row, filter(None, grid.texts[below]))):
                continue
            rows = _count_rows(grid, row, int(np.argmax(grid.texts[below] != "")))
            headings = read_headings(grid, row + 1 - rows, rows)
            wide = (grid.texts[below] != "").sum()
            if sum(map(bool, headings)) >= 2 and 2 * sum(map(bool, headings)) >= wide > 1:
                filled = (grid.texts != "").sum(axis=1)
                kept = [each for each in range(row + 1, grid.height) if filled[each] >= max(2, wide / 3)]
                return HeadedColumns(grid, row + 1 - rows, rows, headings, grid.texts[kept])
    raise ParametersRefused("No row of headings was found in the first rows. Write the specification by hand.")


def _count_rows(grid: Grid[Source], row: int, first: int) -> int:
    """How many rows of headings end in this one: groups over several of its cells, and no label headed twice."""
    rows = 1
    while row >= rows and rows < _MOST_ROWS:
        above, below = grid.texts[row - rows], grid.texts[row - rows + 1]
        if not any(above[first + 1 :]) or (above[first] and below[first]):
            break
        rows += 1
    return rows


def is_figure(text: str, contract: Source) -> bool:
    """Whether a text is a number as a cell may have it."""
    try:
        return parse_cell(text, contract).number is not None
    except ValueError:
        return False


def find_markers(texts: Sequence[str], contract: Source) -> set[str] | None:
    """What stands in place of figures among them; None where too few are figures, or other words are among them."""
    numbers = sum(is_figure(text, contract) for text in texts)
    others = {text for text in texts if not is_figure(text, contract)}
    unknown = {text for text in others if not is_marker(text, contract)}
    if not numbers or (unknown and 2 * numbers < len(texts)) or len(unknown) > _MOST_MARKERS:
        return None
    is_short = all(len(text) <= _LONGEST_MARKER and not re.search(r"^[^<]*\d", text) for text in unknown)
    return others if is_short else None


def write_markers(markers: Iterable[str], table: HeadedColumns) -> list[str]:
    """The line of markers that the file explains otherwise than is usual, or that no specification knows."""
    said: dict[str, str] = {}
    for marker in sorted(markers):
        form = re.compile(rf"[\[(]?{re.escape(marker)}[\])]?(?:\s*(?:=|:|-|–|means|is|indicates|denotes)|\s)\s*(\S.*)")
        notes = [found[1] for _, _, text in table.beside() if (found := form.match(text))]
        withheld = _SUPPRESSED.search(" ".join(notes) or marker.replace("*", "<"))
        meaning = "suppressed_at_source" if withheld else "not_available"
        if any("applicable" in note for note in notes):
            meaning = "not_applicable"
        if not is_marker(marker, table.grid.contract) or (notes and withheld and MARKERS.get(marker) != meaning):
            said[marker] = meaning
    lines = ", ".join(f'"{marker}": {meaning}' for marker, meaning in said.items())
    return ["# What each sign means that stands in place of a figure.", f"markers: {{{lines}}}"] if said else []


def are_areas(texts: Iterable[str], codes: Mapping[str, str]) -> bool:
    """Whether most of a column's texts are areas: a national file has others too, such as those that have ended."""
    different = set(texts)
    return 2 * sum(bool(find_area(text, codes)) for text in different) > len(different)


def named_kinds(*texts: str) -> set[PeriodKind]:
    """The kinds of year that headings, titles or a file's name speak of."""
    return {kind for kind, form in _SAYS.items() for text in texts if re.search(form, text, re.IGNORECASE)}


def kind_of(texts: Iterable[str], said: Iterable[str], heading: str = "") -> PeriodKind | None:
    """The kind of period that every text of a column is; the one that the file names where it names one.

    Six digits are an academic year unless the file says otherwise. Days in numbers are of months.
    """
    different = set(texts)
    said = {"mid-year"} & {*said} or {*said}  # the Department calls a mid-year a reporting year
    likely = "academic year" if all(re.fullmatch(r"\d{6}", text) for text in different) else None
    for kind in sorted(KINDS, key=lambda kind: (kind not in said, kind != likely)) if different else ():
        before = f"{plain_name(heading)} " if kind == "year ending" and "end" in plain_name(heading) else ""
        try:
            for text in different:
                parse_written(before + text, kind)
        except ValueError:
            continue
        return kind
    return "month" if different and all(map(is_typed_date, different)) else None


def find_groups(table: HeadedColumns, labels: Iterable[str], keys: Sequence[str]) -> list[str]:
    """The labels that differ between rows with the same keys, without those that the others tell."""
    chosen: list[str] = []
    for heading in sorted(labels, key=lambda heading: -sum(map(len, set(table.texts(heading))))):  # names before codes
        if _differs(table, heading, [*keys, *chosen]):
            chosen.append(heading)
    for heading in [*chosen]:
        others = [other for other in chosen if other != heading]
        chosen = chosen if _differs(table, heading, [*keys, *others]) else others
    return chosen


def _differs(table: HeadedColumns, heading: str, keys: Sequence[str]) -> bool:
    """Whether rows with the same texts under the keys have different ones under a heading."""
    rows = list(zip(*map(table.texts, keys), strict=True)) if keys else [()] * len(table.body)
    return len(set(zip(rows, table.texts(heading), strict=True))) > len(set(rows))
