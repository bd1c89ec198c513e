"""The heading row of a table: where it is, and which column each declared heading stands over."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from analysis.definitions.contract import Source
from analysis.definitions.headed_columns import UNNAMED
from publishing.intake.grids import Grid
from publishing.intake.notes_and_marks import plain_name

DEEPEST = 20  # rows above the headings; a table that begins lower down has another layout

_NUMBER_OF_NOTE = re.compile(r"[\[(]?(?:(?:(?:notes?|sources?) ?)?\d{0,2}|[a-z*†‡.~:-]{1,2})[\]).:]*", re.IGNORECASE)
_BEGINS_NOTE = re.compile(r"(?:foot|end)?notes?\b|please note|n\.?b\b|sources?\b|[(\[]?\d{1,2}[)\].:] ", re.IGNORECASE)
_SNAKE = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+")


@dataclass(frozen=True)
class Table:
    """A declared table inside a grid: the columns by heading, the rows, and the unwanted columns."""

    columns: dict[str, int]
    rows: np.ndarray
    left_out: dict[int, str] = field(default_factory=dict)

    def texts(self, grid: Grid[Source], heading: str) -> np.ndarray:
        """The texts of a column, one a row."""
        return grid.texts[self.rows, self.columns[heading]]


def find_table(
    grid: Grid[Source],
    expected: Sequence[str],
    *,
    header_rows: int = 1,
    names: Mapping[str, Sequence[str]] | None = None,
    optional: Collection[str] = (),
    others: bool = False,
    continues: Callable[[int, dict[str, int]], bool] | None = None,
) -> Table:
    """The table under the row that holds the declared headings, each once, and no others.

    A heading is known by any of its `names`, whatever its capitals and the numbers of its notes: 'Rate [note 1]' is
    'Rate'. `optional` ones may be missing; `others` may stand beside them, and are left out. What stands above the
    table are titles, what stands below it are notes (`find_rows`); both are outside. Rows after an empty row
    belong to the table where `continues` says so, given the row and the columns. Raises SourceRefused with all that is
    missing, changed, repeated or undeclared.
    """
    known = {heading: [heading, *(names or {}).get(heading, ())] for heading in dict.fromkeys(expected)}
    top, headings = _find_headings(grid, known, header_rows)
    first = top + header_rows
    columns = _match(headings, known, grid, first)
    declared = {place for places in columns.values() for place in places}
    filled = [place for place, words in enumerate(headings) if words or (others and grid.texts[first:, place].any())]
    undeclared = [place for place in filled if place not in declared]
    _check_headings(grid, known, headings, first - 1, optional, [] if others else undeclared, columns)
    chosen = {heading: places[0] for heading, places in columns.items() if places}
    rows = find_rows(grid, first, None if continues is None else lambda row: continues(row, chosen))
    grid.mark(slice(0, top), slice(None), "outside")
    grid.mark(slice(top, first), slice(None), "label")
    check_widths(grid, first - 1, rows)
    return Table(chosen, rows, {place: headings[place] for place in undeclared} if others else {})


def find_rows(grid: Grid[Source], first: int, continues: Callable[[int], bool] | None = None) -> np.ndarray:
    """The rows of a table from its first on: notes below it have one filled cell each, and an empty row before them.

    Without that row they are notes where each has text in its first cell alone and `continues` knows it as no row. A
    note may have its number in one cell and its words in the next. Raises SourceRefused where more of a table follows
    after an empty row, and where there are no rows at all.
    """
    filled = (grid.texts != "").sum(axis=1)
    begun = first
    while continues and begun < grid.height and filled[begun] == 0:
        begun += 1
    end = begun
    while end < grid.height and filled[end]:
        end += 1
    if end == begun:
        raise grid.refuse(min(first, grid.height - 1), 0, "expected the table's first row here")
    end = _end_before_notes(grid, begun, end, continues)
    rows = list(range(begun, end))
    numbered = False
    for row in range(end, grid.height):
        if filled[row] < 2:
            continue
        if continues is not None and continues(row) and not numbered:
            rows.append(row)
        elif continues is not None and _is_note([text for text in grid.texts[row] if text]):
            numbered = True
        else:
            column = int(np.argmax(grid.texts[row] != ""))
            raise grid.refuse(row, column, "expected notes only after the empty row that ends the table, or an area")
    inside = set(rows)
    grid.mark([row for row in range(first, grid.height) if row not in inside], slice(None), "outside")
    return np.array(rows)


def _is_note(cells: list[str]) -> bool:
    """Whether a row is a note in two cells, its number or sign and its words, or one that its own commas divide."""
    numbered = len(cells) == 2 and _NUMBER_OF_NOTE.fullmatch(cells[0]) and len(cells[1]) > 3 and cells[1][0].isalpha()
    return bool(numbered or (_BEGINS_NOTE.match(cells[0]) and all(re.search("[a-z]{2}", cell) for cell in cells)))


def _end_before_notes(grid: Grid[Source], first: int, end: int, continues: Callable[[int], bool] | None) -> int:
    """The end of a table's rows without the notes directly under them, which have text where its rows begin alone."""
    filled = grid.texts[first:end] != ""
    begins = int(np.argmax(filled[0]))
    while continues and end - first > 1 and filled[0].sum() > 1:
        alone = filled[end - first - 1].sum() == 1 and filled[end - first - 1, begins]
        if not alone or continues(end - 1):
            break
        end -= 1
    return end


def check_widths(grid: Grid[Source], header: int, rows: np.ndarray) -> None:
    """Refuse a row of a csv file that is shorter or longer than its headings: a separator is lost or one too many.

    A workbook has no separators. Raises SourceRefused with the row's last cell.
    """
    if grid.widths is None:
        return
    headed = grid.widths[header]
    for row in rows:
        if grid.widths[row] != headed:
            raise grid.refuse(row, min(grid.widths[row], headed) - 1, f"expected {headed} cells in this row")


def _find_headings(grid: Grid[Source], known: Mapping[str, Sequence[str]], header_rows: int) -> tuple[int, list[str]]:
    """The row whose headings match the most, and those headings."""
    expected = {plain_name(name) for names in known.values() for name in names} - {UNNAMED}
    best, most, chosen = None, 0, []
    for row in range(min(grid.height, DEEPEST)):
        headings = read_headings(grid, row, header_rows)
        matching = len(expected & set(map(plain_name, headings)))
        if matching > most and any(grid.texts[row]):
            best, most, chosen = row, matching, headings
    if best is None:
        first = min((name for name in known if name), key=len, default="")
        raise grid.refuse(0, 0, f"expected a row of headings here or a little below, with '{first}' in it")
    return best, chosen


def read_headings(grid: Grid[Source], row: int, header_rows: int) -> list[str]:
    """A row's headings; of several rows, the groups (which a merged cell spreads to its right) / the words below."""
    levels = grid.texts[row : row + header_rows]
    if len(levels) < header_rows:
        return list(grid.texts[row])
    groups, headings = [""] * len(levels), []
    for words in levels.T:
        if not any(words):
            headings.append("")  # an empty column parts columns of one group, and ends none
            continue
        for level, text in enumerate(words):
            goes_on = not text and not any(words[:level]) and any(words[level + 1 :])
            groups[level] = groups[level] if goes_on else text
        headings.append(" / ".join(filter(None, groups)))
    return headings


def _match(
    headings: list[str], known: Mapping[str, Sequence[str]], grid: Grid[Source], first: int
) -> dict[str, list[int]]:
    """The columns of each declared heading: of one that is written so, else of the only one that it can mean."""
    columns: dict[str, list[int]] = {heading: [] for heading in known}
    for place, words in enumerate(headings):
        owners = [heading for heading, names in known.items() if words and words in names] or [
            heading
            for heading, names in known.items()
            if plain_name(words) and plain_name(words) in map(plain_name, names)
        ]
        if len(owners) == 1:
            columns[owners[0]].append(place)
    if UNNAMED in known:
        empty = [place for place, words in enumerate(headings) if not words and (grid.texts[first:, place] != "").any()]
        columns[UNNAMED] = empty[:1]
    return columns


def _check_headings(
    grid: Grid[Source],
    known: Mapping[str, Sequence[str]],
    headings: list[str],
    row: int,
    optional: Collection[str],
    undeclared: list[int],
    columns: dict[str, list[int]],
) -> None:
    missing = [heading for heading in known if not columns[heading] and heading not in optional]
    repeated = sorted(place for places in columns.values() if len(places) > 1 for place in places)
    if missing:
        blank = [column for column, heading in enumerate(headings) if not heading]
        before = [columns[heading][0] for heading in list(known)[: list(known).index(missing[0])] if columns[heading]]
        repeated.sort(key=lambda place: abs(place - (before[-1] + 1 if before else 0)))
        # the heading that changed, else the double that stands nearest to its place, else a lost column's place
        column = next(iter([*undeclared, *repeated, *blank]), len(headings))
        raise grid.refuse(row, column, _say_missing(grid, missing, undeclared, headings))
    if undeclared:
        message = "expected no heading here: the file specification does not declare this column"
        beyond = ", ".join(f"{xl_col_to_name(place)}{row + 1}" for place in undeclared[1:])
        raise grid.refuse(row, undeclared[0], f"{message}, nor {beyond}" if beyond else message)
    if repeated:
        raise grid.refuse(row, repeated[-1], f"expected the heading '{headings[repeated[-1]]}' once only")


def _say_missing(grid: Grid[Source], missing: list[str], undeclared: list[int], headings: list[str]) -> str:
    """Every heading that is missing and every one that is new, each with the nearest of the others.

    A new heading of a return is told where it is near to a missing one or is written as only a program would.
    """
    new = {place: headings[place] for place in undeclared}
    words = [f"expected a column headed '{missing[0]}'{name_nearest(missing[0], new.values())}"]
    words += [f"one headed '{heading}'{name_nearest(heading, new.values())}" for heading in missing[1:]]
    message = [
        f"'{heading}'{name_nearest(heading, missing)} ({xl_col_to_name(place)})"
        if grid.is_public or _SNAKE.fullmatch(heading) or name_nearest(heading, missing)
        else f"one in column {xl_col_to_name(place)}"
        for place, heading in new.items()
    ]
    is_worth_naming = len(message) > 1 or any(words.startswith("'") for words in message)
    return ", ".join(words) + (f"; not declared: {', '.join(message)}" if is_worth_naming else "")


def name_nearest(name: str, others: Collection[str]) -> str:
    """The most alike of some names, in brackets, for a message; empty where none is alike."""
    found = difflib.get_close_matches(name.casefold(), [other.casefold() for other in others], n=1)
    spelt = [other for other in others if found and other.casefold() == found[0]]
    return f" (nearest: '{spelt[0]}')" if spelt else ""
