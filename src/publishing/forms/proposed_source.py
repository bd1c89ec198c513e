"""A specification proposed from a file's own headings, ready to be corrected: `lscb new source FILE`.

The layout is told by them: sentences, a data set, periods or neighbours across, months from April, a list of events or
of items, else measures across.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.definitions.parameter_files import check_definition
from analysis.refusals import ParametersRefused, StorageRefused
from publishing.forms.proposed_layouts import (
    are_areas,
    kind_of,
    nearest,
    quote,
    write_across,
    write_data_set,
    write_neighbours,
    write_stated,
)
from publishing.intake.area_names import names_of_areas
from publishing.intake.cells import parse_cell
from publishing.intake.grids import Grid, read_grid
from publishing.intake.headings import DEEPEST
from publishing.intake.layouts.event_lists import are_numbered
from publishing.intake.layouts.measures_across import MeasuresAcross
from publishing.intake.workbooks import LARGEST
from publishing.intake.written_periods import kind_named, names_kinds

MOST_GROUPS = 60  # different texts of a column that says which group a row is of

_CODE = re.compile(r"[A-Z]\d{8}")
_YEARS = re.compile(r"(?:_?(?:19|20)\d{2}(?:[-_]\d{2,4})?(?:_to)?)+(?:_?q[1-4])?", re.IGNORECASE)


def propose_source(path: Path, definitions: Definitions) -> tuple[str, str]:
    """A name, and a specification of the file in YAML, as far as its headings and first rows tell.

    It says in comments what to put right. Nothing of the file but its headings, the labels of its rows and the words of
    a data set is in it, and no figure. Raises StorageRefused for what is no file, SourceRefused for one that cannot be
    opened (or holds records about children), ParametersRefused where no row of headings is found.
    """
    if not path.is_file():
        raise StorageRefused(f"{path.name} is no file.")
    stem = _YEARS.sub("", path.stem).strip("_- ") or path.stem
    name = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_")
    fields = {"name": name, "title": stem, "supplier": "whoever sends it", "file": "any", "layout": "measures_across"}
    empty = check_definition(MeasuresAcross, fields | {"precedence": 2, "area_columns": ["-"], "count_rows": "-"}, name)
    grid = read_grid(path, f"returns/{path.name}", empty.model_copy(update={"sheet": LARGEST}))
    header = _find_headings(grid)
    writers = (write_stated, write_data_set, write_across, write_neighbours, _write)
    written = next(filter(None, (write(grid, header, definitions) for write in writers)))
    named = _YEARS.sub("", stem).strip("_- ") + ("_{quarter}" if "layout: data_set" in written else "*")
    lines = [
        "# Proposed from the file's own headings: put right what is wrong, then `lscb check`.",
        f"title: {quote(stem)}",
        "supplier: whoever sends it",
        f"file: {quote(named)}",
        "# 1 an official statistic, 2 a supplier's return",
        "precedence: 2",
        *([f"sheet: {quote(grid.sheet)}"] if grid.sheet else []),
        *written,
    ]
    return name, "\n".join(lines) + "\n"


def _find_headings(grid: Grid[Source]) -> int:
    """The first row of three cells or more with a number somewhere below each of most of them."""
    for row in range(min(grid.height - 1, DEEPEST)):
        filled = np.flatnonzero(grid.texts[row] != "")
        if len(filled) > 2 and (grid.texts[row + 1, filled] != "").sum() > len(filled) // 2:
            return row
    raise ParametersRefused("No row of headings was found in the first rows. Write the specification by hand.")


def _write(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    codes = names_of_areas(definitions.areas)
    columns = {text: grid.texts[header + 1 :, place] for place, text in enumerate(grid.texts[header]) if text}
    filled = {heading: [text for text in texts if text] for heading, texts in columns.items()}
    named = [heading for heading, texts in filled.items() if are_areas(texts, codes)]
    areas, name = _choose_areas(columns, named)
    said = {kind_named(text) for heading in columns if names_kinds(heading) for text in filled[heading]}
    periods = {
        heading: kind for heading, texts in filled.items() if heading not in named and (kind := kind_of(texts, said))
    }
    taken = {*named, *list(periods)[:1]}
    figures = [heading for heading, texts in filled.items() if heading not in taken and _are_figures(texts, grid)]
    labels = [heading for heading in columns if heading not in {*taken, *figures}]
    groups = {heading: len(set(filled[heading])) for heading in labels if 1 < len(set(filled[heading])) <= MOST_GROUPS}
    listed = next(iter(labels), "") if not areas and not periods else ""
    alone = f"# No column of areas was found.\narea: {definitions.run.area}"
    months = set(calendar.month_name[1:])
    if months <= set(columns):
        periods = dict.fromkeys(periods, "financial year")
    about = [
        f"area_columns: {quote(areas)}" if areas else alone,
        *([f"name_column: {quote(name)}"] if name else []),
        *([f"breakdown_columns: [{quote(listed)}]"] if listed else []),
        *_write_period(periods),
    ]
    if months <= set(columns):
        totals = [f"total: {quote(heading)}" for heading in figures if heading not in months]
        return ["layout: months_from_april", *about, "indicator: an_indicator", *totals[:1]]
    unwanted = "# Columns that nobody wants; a group that is not named would make the file be set aside."
    others = [*_write_groups({} if listed else groups), unwanted, "left_out: others"]
    numbers = [[int(text) if text.isdecimal() else None for text in filled[heading]] for heading in figures]
    if periods and all(map(are_numbered, numbers)):
        of_events = "# A list of events: the indicator that its rows count, each of the period it lies in."
        return ["layout: measures_across", *about, of_events, "count_rows: an_indicator", *others]
    return [
        "layout: rows" if listed else "layout: measures_across",
        *about,
        "# Each heading, and the indicator that it is: the nearest by name, where one is near.",
        "columns:",
        *(f"  {quote(heading)}: {nearest(heading, definitions)}" for heading in figures),
        *others,
        "# Do areas or categories make up a whole that is here too? `disjoint: true` where they leave a rest of it.",
        '# totals: [{over: breakdown, whole: ""}]',
    ]


def _choose_areas(columns: Mapping[str, np.ndarray], named: Sequence[str]) -> tuple[list[str], str]:
    """The columns of areas, the one of the most areas first, until every row has one; and the column of their names.

    A national file has the country's code in every row, and a region's in those of its authorities.
    """
    ordered = sorted(named, key=lambda heading: -len(set(columns[heading])))
    coded = [heading for heading in ordered if all(_CODE.fullmatch(text) for text in columns[heading] if text)]
    chosen: list[str] = []
    empty = np.ones(len(next(iter(columns.values()))), dtype=bool)
    for heading in coded or ordered:
        if (empty & (columns[heading] != "")).any():
            chosen.append(heading)
            empty &= columns[heading] == ""
    names = [heading for heading in ordered if coded and any(text.isalpha() for text in columns[heading])]
    return chosen, next(iter(names), "")


def _write_period(periods: Mapping[str, str]) -> list[str]:
    if not periods:
        return ["# Say `period_in` (a cell such as B2) and `period`, or put {quarter} or {reporting year} into `file`."]
    heading, kind = next(iter(periods.items()))
    return [
        f"period_column: {quote(heading)}",
        f"# or another kind of period: 2014/15 may begin in April or in September\nperiod: {kind}",
    ]


def _write_groups(groups: Mapping[str, int]) -> list[str]:
    if not groups:
        return []
    values = [f"#   {quote(heading)} has {count} different values" for heading, count in groups.items()]
    return [
        "# Columns with several values: rows that are wanted go into `where`, groups into `breakdown_columns`, each",
        "# with the value that is the whole, as {Age: Total}.",
        *values,
    ]


def _are_figures(texts: list[str], grid: Grid[Source]) -> bool:
    """Whether a column holds figures and markers, and not markers alone."""
    try:
        written = [parse_cell(text, grid.contract) for text in set(texts)]
    except ValueError:
        return False
    return any(each.number is not None for each in written)
