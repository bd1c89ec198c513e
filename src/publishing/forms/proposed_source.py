"""A specification proposed from a file's own headings, ready to be corrected: `lscb new source FILE`.

The layout is told by them: periods or neighbours across, a list of events or of items, else measures across. A board's
own documents, of sentences and words, are none of these.
"""

import contextlib
import re
from pathlib import Path

from analysis.definitions import Definitions
from analysis.definitions.contract import IN_FILE_NAMES, PeriodKind, Source
from analysis.definitions.parameter_files import check_definition
from analysis.refusals import StorageRefused
from publishing.forms.proposed_columns import HeadedColumns, are_areas, find_headings, kind_of, named_kinds
from publishing.forms.proposed_layouts import quote, write_across, write_neighbours
from publishing.forms.proposed_measures import write_measures
from publishing.intake.area_names import names_of_areas
from publishing.intake.grids import Grid, read_grid
from publishing.intake.layouts.measures_across import MeasuresAcross
from publishing.intake.workbooks import LARGEST
from publishing.intake.written_periods import find_period_in_text

_YEAR = r"(?:19|20)\d{2}"
_YEARS = re.compile(rf"(?:_?{_YEAR}(?:[-_]\d{{2,4}})?(?:_to)?)+(?:_?q[1-4])?", re.IGNORECASE)
_NAMES = [
    write(name) for name in ("name", "names", "parent name", "parent_name") for write in (str, str.title, str.upper)
]
"""Headings of a child's name, which also stand over the names of areas."""

_IN_NAMES: tuple[PeriodKind, ...] = ("quarter", "financial year", "calendar quarter", "month", "calendar year")
_IN_TITLES: tuple[PeriodKind, ...] = ("day", "month", "quarter", "financial year", "academic year", "year ending")
_OTHER_KIND = "# or another kind: 2014 may be a year to March (`reporting year`)"
_NO_PERIOD = "# Say `period_in` (a cell such as B2) and `period`, or put {quarter} or {calendar year} into `file`."


def propose_source(path: Path, definitions: Definitions) -> tuple[str, str]:
    """A name, and a specification of the file in YAML, as far as its headings and first rows tell.

    It says in comments what to put right. Nothing of the file but its headings and the labels of its rows is in it, and
    no figure. Raises StorageRefused for what is no file, SourceRefused for one that cannot be
    opened (or holds records about children), ParametersRefused where no row of headings is found.
    """
    if not path.is_file():
        raise StorageRefused(f"{path.name} is no file.")
    stem = _YEARS.sub("", path.stem).strip("_- ") or path.stem
    name = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_")
    table = _read_table(path, definitions, name)
    writers = (write_across, write_neighbours, write_measures)
    written = next(filter(None, (write(table, definitions) for write in writers)))
    has_period = re.search(r"^(period_\w+|layout: periods_across|.*typed_dates)", "\n".join(written), re.M)
    named, period = (_YEARS.sub("*", path.stem), []) if has_period else _find_period(path, table)
    lines = [
        "# Proposed from the file's own headings: put right what is wrong, then `lscb check`.",
        f"title: {quote(stem)}",
        "supplier: whoever sends it",
        f"file: {quote(_write_pattern(named))}",
        "# 1 an official statistic, 2 a supplier's return",
        "precedence: 2",
        *([f"sheet: {quote(table.grid.sheet)}"] if table.grid.sheet else []),
        *written,
        *([] if "layout: neighbours_across" in written else period),
    ]
    return name, "\n".join(lines) + "\n"


def _read_table(path: Path, definitions: Definitions, name: str) -> HeadedColumns:
    """The file's table. `Name` heads no child's where areas stand below it; else it is refused as a file of records."""
    codes, grid = names_of_areas(definitions.areas), _read_grid(path, name, _NAMES)
    for row, column in ((row, column) for row in range(grid.height) for column in range(grid.width)):
        below = [text for text in grid.texts[row + 1 :, column] if text]
        if grid.texts[row, column] in _NAMES and not are_areas(below, codes):
            grid = _read_grid(path, name, [])
            break
    return find_headings(grid, codes)


def _read_grid(path: Path, name: str, allowed: list[str]) -> Grid[Source]:
    about = {"name": name, "title": name, "supplier": "whoever sends it", "file": "any", "layout": "measures_across"}
    any_columns = {"precedence": 2, "area_columns": ["-"], "count_rows": "-"}
    names = {"identifiers_allowed": dict.fromkeys(allowed, "area")}
    empty = check_definition(MeasuresAcross, {**about, **any_columns, **names}, name)
    return read_grid(path, f"returns/{path.name}", empty.model_copy(update={"sheet": LARGEST}))


def _find_period(path: Path, table: HeadedColumns) -> tuple[str, list[str]]:
    """The pattern of the file's name, and the lines on the period of the whole table: in its name or above it."""
    said = named_kinds(path.stem, *(text for _, _, text in table.beside()))
    kinds = [*sorted(said & {"calendar year", "mid-year", "reporting year"}), *_IN_NAMES, *said]
    for kind in dict.fromkeys(kinds):
        found = list(re.finditer(rf"(?<!\d)(?:{IN_FILE_NAMES.get(kind, '$^')})(?!\d)", path.stem, re.IGNORECASE))
        if len(found) == 1 and kind_of([found[0][0].replace("_", " ").upper()], {kind}) == kind:
            start, end = found[0].span()
            return f"{path.stem[:start]}{{{kind}}}{path.stem[end:]}", [f"period: {kind}"]
    titles = [each for each in table.beside() if each[0] < table.header and re.search(_YEAR, each[2])]
    for kind in dict.fromkeys([*sorted(said), *_IN_TITLES, "calendar year"]):
        for row, column, text in titles:
            with contextlib.suppress(ValueError):
                find_period_in_text(text, kind)
                cell = table.grid.cells([row], [column])[0].rpartition("!")[2]
                return _YEARS.sub("*", path.stem), [f"period_in: {cell}", _OTHER_KIND, f"period: {kind}"]
    return path.stem, [_NO_PERIOD]


def _write_pattern(named: str) -> str:
    """A file's name as a specification has it: what another edition may have otherwise is a star."""
    pattern = re.sub(r"\*[*_ -]*\*", "*", re.sub(r"[^A-Za-z0-9_*{} .-]+", "*", named))
    return pattern if "{" in pattern or pattern.endswith("*") else f"{pattern.rstrip('_- ')}*"
