"""The sheets of an .ods package: their names, and what lies under their cells."""

from itertools import product
from xml.parsers import expat

from publishing.intake.cell_marks import MOST_CELLS, OUTSIDE, Marks, asks_outside
from publishing.intake.cells import ERRORS
from publishing.intake.number_formats import WITHHELD, write_percent
from publishing.intake.packages import DAMAGED, UnreadableFile, parse_elements
from publishing.intake.rich_text import Runs, TextStyles, read_text_styles

MOST_COLUMNS = 16_384
MOST_REPEATED = 1_000  # times that an .ods file may say one filled cell or row in short
REPEATS = "the sheet repeats a filled cell or row more often than a table would"

_CELLS = ("table:table-cell", "table:covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
POINTS = 10.0  # the size of letters where no style says one


def read_marks(parts: dict[str, bytes]) -> dict[str, Marks]:
    """The marks of every sheet by its name; what a cell shows is the text that the file keeps beside its value.

    Raises UnreadableFile for XML that is broken, and for a cell that is repeated or stands beyond all tables.
    """
    try:
        styles = read_text_styles(parts.get("styles.xml"), parts["content.xml"])
        reader = _ContentReader(styles)
        reader.parse(parts["content.xml"])
    except (expat.ExpatError, ValueError, KeyError) as error:
        raise UnreadableFile(DAMAGED) from error
    return reader.sheets


class _ContentReader:
    """One pass over content.xml; the names of elements are those that every writer of this format uses."""

    def __init__(self, styles: TextStyles) -> None:
        self.sheets: dict[str, Marks] = {}
        self._styles, self._spans, self._runs = styles, [("", POINTS)], Runs()
        self._column_styles: list[tuple[range, str]] = []
        self._row_style = ""
        self._marks = Marks()
        self._row = self._column = self._rows = 0
        self._cell: dict[str, str] | None = None
        self._shown: list[str] = []
        self._numbers: list[tuple[list, float, str]] = []
        self._filled: list[tuple[range, dict[str, str], str, Runs]] = []
        self._paragraph, self._aside = False, 0

    def parse(self, content: bytes) -> None:
        parse_elements(content, self._start, self._end, self._text)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "table:table":
            self._marks = self.sheets[given["table:name"]] = Marks()
            self._row = self._column = 0
            self._numbers, self._column_styles = [], []
        elif name == "table:table-column":
            columns = range(self._column, self._column + _times(given, "columns"))
            if given.get("table:visibility", "visible") != "visible":
                self._marks.hidden_columns += columns[:MOST_COLUMNS]
            self._column = columns.stop
            self._column_styles.append((columns, given.get("table:default-cell-style-name", "")))
        elif name == "table:table-row":
            self._column, self._rows, self._filled = 0, _times(given, "rows"), []
            self._row_style = given.get("table:default-cell-style-name", "")
            if given.get("table:visibility", "visible") != "visible":
                self._marks.hidden_rows += range(self._row, self._row + min(self._rows, MOST_REPEATED))
        elif name == "table:cell-range-source":
            self._marks.linked.append((self._row, self._column))  # a table that is fetched whole
        elif name in _CELLS:
            if asks_outside(given.get("table:formula", "")):
                self._marks.linked.append((self._row, self._column))
            self._cell, self._shown, self._runs = given, [], Runs()
            style = ("table-cell", self._name_style(given))
            self._spans = [(self._styles.kind(style) or "", self._styles.size(style, POINTS))]
            self._merge(given)
        elif name == "office:annotation":
            self._aside += 1
        elif name == "text:p":
            self._paragraph = True
            self._text(" " if self._shown else "")
        elif name == "text:span":
            style, (kind, size) = ("text", given.get("text:style-name", "")), self._spans[-1]
            own = self._styles.kind(style)
            self._spans.append((kind if own is None else own, self._styles.size(style, size)))
        elif name in ("text:s", "text:tab", "text:line-break"):
            self._text(" ")

    def _text(self, text: str) -> None:
        if self._cell is not None and self._paragraph and not self._aside:
            self._shown.append(text)
            self._runs.add(text, *self._spans[-1])

    def _end(self, name: str) -> None:
        if name == "office:annotation":
            self._aside -= 1
        elif name == "text:p":
            self._paragraph = False
        elif name == "text:span" and len(self._spans) > 1:
            self._spans.pop()
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell, "".join(self._shown).strip())
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table":
            self._end_table()

    def _end_cell(self, cell: dict[str, str], shown: str) -> None:
        times = _times(cell, "columns")
        if "office:value-type" in cell or "table:formula" in cell or shown:
            if times > MOST_REPEATED:
                raise UnreadableFile(REPEATS)
            self._filled.append((range(self._column, self._column + times), cell, shown, self._runs))
        self._column += times
        self._cell = None

    def _end_row(self) -> None:
        if self._filled and self._rows > MOST_REPEATED:
            raise UnreadableFile(REPEATS)
        rows = range(self._row, self._row + self._rows)
        for columns, cell, shown, runs in self._filled:
            self._marks.reach(rows[-1], columns[-1], len(rows) * len(columns))
            if self._marks.is_too_large:
                raise UnreadableFile(OUTSIDE)
            places = list(product(rows, columns))
            self._mark_cells(places, cell, shown)
            self._mark_runs(places, cell, runs)
        self._row = rows.stop

    def _mark_runs(self, places: list[tuple[int, int]], cell: dict[str, str], runs: Runs) -> None:
        """What is left out of the cells' text, and whether all of it is struck out."""
        kept, kinds = runs.without() or ("", set())
        if kinds and cell.get("office:value-type", "string") == "string":
            self._marks.shown |= dict.fromkeys(places, kept)
        if kinds:
            self._marks.runs |= dict.fromkeys(places, kinds)

    def _name_style(self, cell: dict[str, str]) -> str:
        """The style of a cell: its own, else its row's, else its column's."""
        by_column = (style for columns, style in self._column_styles if self._column in columns)
        return cell.get("table:style-name") or self._row_style or next(by_column, "") or "Default"

    def _merge(self, cell: dict[str, str]) -> None:
        """Note which cells a merged one covers."""
        down, across = (int(cell.get(f"table:number-{what}-spanned", "1")) for what in ("rows", "columns"))
        if 1 < down * across <= MOST_REPEATED:
            corner = (self._row, self._column)
            covered = product(range(corner[0], corner[0] + down), range(corner[1], corner[1] + across))
            self._marks.merged |= {place: corner for place in covered if place != corner}

    def _mark_cells(self, places: list[tuple[int, int]], cell: dict[str, str], shown: str) -> None:
        kind = cell.get("office:value-type")
        if shown in ERRORS or shown.startswith("Err:") or cell.get("calcext:value-type") == "error":
            self._marks.shown |= dict.fromkeys(places, shown if shown in ERRORS else "#VALUE!")
        elif "table:formula" in cell and kind is None and not shown:
            self._marks.unsaved += places
        elif kind in _NUMBERS:
            value = float(cell["office:value"])
            self._numbers.append((places, value, shown))
            if kind == "percentage":
                self._marks.shown |= dict.fromkeys(places, write_percent(value))

    def _end_table(self) -> None:
        """Numbers whose text has no digit are withheld, those without a text only where others have theirs."""
        any_shown = any(shown for _, _, shown in self._numbers)
        for places, value, shown in self._numbers:
            is_dash = not shown.strip(" -–—")
            seen = any(character.isdigit() for character in shown) or not (any_shown or shown)
            if not seen and not (value == 0 and is_dash):
                self._marks.shown |= dict.fromkeys(places, WITHHELD)
                self._marks.withheld += places
        self._numbers = []


def _times(given: dict[str, str], what: str) -> int:
    times = int(given.get(f"table:number-{what}-repeated", "1"))
    if not 0 < times <= MOST_CELLS:
        raise ValueError("no number of repeats")
    return times
