"""A specification proposed from a file's own headings, ready to be corrected: `lscb new source FILE`.

The layout is told by them: periods or neighbours across, else a list, else measures across.
"""

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from analysis.definitions import Definitions
from analysis.definitions.contract import PeriodKind, Source
from analysis.definitions.parameter_files import check_definition
from analysis.refusals import ParametersRefused, StorageRefused
from publishing.intake.area_names import find_area, names_of_areas
from publishing.intake.cells import parse_cell
from publishing.intake.grids import Grid, read_grid
from publishing.intake.headings import DEEPEST
from publishing.intake.layouts.measures_across import MeasuresAcross
from publishing.intake.period_kinds import kind_named, names_kinds
from publishing.intake.written_periods import parse_written

KINDS: tuple[PeriodKind, ...] = (
    "academic year",
    "financial year",
    "quarter",
    "month",
    "reporting year",
    "calendar year",
    "day",
    "year ending",
)
"""Kinds of period tried on a column, the more special one first: 2014 is a reporting year before it is another."""

MOST_GROUPS = 60  # different texts of a column that says which group a row is of

_CODE = re.compile(r"[A-Z]\d{8}")
_YEARS = re.compile(r"(?:_?(?:19|20)\d{2}(?:[-_]\d{2,4})?(?:_to)?)+(?:_?q[1-4])?", re.IGNORECASE)


def propose_source(path: Path, definitions: Definitions) -> tuple[str, str]:
    """A name, and a specification of the file in YAML, as far as its headings and first rows tell.

    It says in comments what to put right. Nothing of the file but its headings and the words of its groups' totals is
    in it. Raises StorageRefused for what is no file, SourceRefused for one that cannot be opened (or holds records
    about children), ParametersRefused where no row of headings is found.
    """
    if not path.is_file():
        raise StorageRefused(f"{path.name} is no file.")
    stem = _YEARS.sub("", path.stem).strip("_- ") or path.stem
    name = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_")
    fields = {"name": name, "title": stem, "supplier": "whoever sends it", "file": "any", "layout": "measures_across"}
    empty = check_definition(MeasuresAcross, fields | {"precedence": 2, "area_columns": ["-"], "count_rows": "-"}, name)
    grid = read_grid(path, f"returns/{path.name}", empty)
    header = _find_headings(grid)
    lines = [
        "# Proposed from the file's own headings: put right what is wrong, then `lscb check`.",
        f"title: {_quote(stem)}",
        "supplier: whoever sends it",
        f"file: {_quote(_YEARS.sub('', stem).strip('_- ') + '*')}",
        "# 1 an official statistic, 2 a supplier's return",
        "precedence: 2",
        *next(filter(None, (write(grid, header, definitions) for write in (_write_across, _write_neighbours, _write)))),
    ]
    return name, "\n".join(lines) + "\n"


def _find_headings(grid: Grid[Source]) -> int:
    """The first row of three cells or more with a number somewhere below each of most of them."""
    for row in range(min(grid.height - 1, DEEPEST)):
        filled = np.flatnonzero(grid.texts[row] != "")
        if len(filled) > 2 and (grid.texts[row + 1, filled] != "").sum() > len(filled) // 2:
            return row
    raise ParametersRefused("No row of headings was found in the first rows. Write the specification by hand.")


def _write_across(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    """The lines of a table with periods across, none where the headings are not of one kind of period."""
    headings, codes = grid.texts[header], names_of_areas(definitions.areas)
    dated = {
        kind: [place for place, text in enumerate(headings) if text and _kind([text], {kind}) == kind] for kind in KINDS
    }
    kind = max(KINDS, key=lambda each: len(dated[each]))
    if len(dated[kind]) < 2 or 2 * len(dated[kind]) <= (headings != "").sum() - 1 or kind == "day":
        return []
    left = range(min(dated[kind]))
    below = {place: [text for text in grid.texts[header + 1 :, place] if text] for place in left}
    roles = {place: "area" if texts and _are_areas(texts, codes) else "measure" for place, texts in below.items()}
    measures = [place for place, role in roles.items() if role == "measure"]
    named = roles | dict.fromkeys(measures[1:], "breakdown")
    measured = [text for place in measures[:1] for text in dict.fromkeys(below[place])]
    others = [text for place, text in enumerate(headings) if text and place not in [*left, *dated[kind]]]
    rows = [f"  {_quote(text)}: {_nearest(text, definitions)}" for text in measured]
    return [
        "layout: periods_across",
        f"period: {kind}",
        f"labels: {_quote(list(named.values()))}",
        f"headings: {_quote([headings[place] for place in left])}",
        *([] if "area" in named.values() else [f"# No column of areas was found.\narea: {definitions.run.area}"]),
        *(["# Each row's label, and the indicator that it is.", "rows:", *rows] if rows else ["measure: an_indicator"]),
        *(f"# or take the column out of the file\ntotal: {_quote(text)}" for text in others[:1]),
    ]


def _write_neighbours(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    """The lines of a table of neighbours across, none where no numbered headings stand over areas."""
    codes = names_of_areas(definitions.areas)
    numbered = {place: re.fullmatch(r"(.*\D)[ _]?(\d+)", text) for place, text in enumerate(grid.texts[header])}
    ranked = {place: found[1].strip(" _") for place, found in numbered.items() if found}
    texts = [text for place in ranked for text in grid.texts[header + 1 :, place] if text]
    if len(ranked) < 2 or len(set(ranked.values())) > 1 or not _are_areas(texts, codes):
        return []
    before = [grid.texts[header, place] for place in range(min(ranked)) if grid.texts[header, place]]
    return [
        "layout: neighbours_across",
        "# The heading over the authority's code: one of these.",
        f"area_columns: {_quote(before)}",
        f"neighbours: {_quote(next(iter(ranked.values())))}",
        "rank: neighbour_rank",
        "closeness: neighbour_closeness",
        "# The year is not in a column: put {calendar year} into `file`.",
    ]


def _quote(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    codes = names_of_areas(definitions.areas)
    columns = {text: grid.texts[header + 1 :, place] for place, text in enumerate(grid.texts[header]) if text}
    filled = {heading: [text for text in texts if text] for heading, texts in columns.items()}
    named = [heading for heading, texts in filled.items() if _are_areas(texts, codes)]
    areas, name = _choose_areas(columns, named)
    said = {kind_named(text) for heading in columns if names_kinds(heading) for text in filled[heading]}
    periods = {
        heading: kind for heading, texts in filled.items() if heading not in named and (kind := _kind(texts, said))
    }
    taken = {*named, *list(periods)[:1]}
    figures = [heading for heading, texts in filled.items() if heading not in taken and _are_figures(texts, grid)]
    labels = [heading for heading in columns if heading not in {*taken, *figures}]
    groups = {heading: len(set(filled[heading])) for heading in labels if 1 < len(set(filled[heading])) <= MOST_GROUPS}
    listed = next(iter(labels), "") if not areas and not periods else ""
    alone = f"# No column of areas was found.\narea: {definitions.run.area}"
    return [
        "layout: rows" if listed else "layout: measures_across",
        f"area_columns: {_quote(areas)}" if areas else alone,
        *([f"name_column: {_quote(name)}"] if name else []),
        *([f"breakdown_columns: [{_quote(listed)}]"] if listed else []),
        *_write_period(periods),
        *_write_groups({} if listed else groups),
        "# Each heading, and the indicator that it is: the nearest by name, where one is near.",
        "columns:",
        *(f"  {_quote(heading)}: {_nearest(heading, definitions)}" for heading in figures),
        "# Columns that nobody wants; a group that is not named would make the file be set aside.",
        "left_out: others",
        "# Do areas or categories make up a whole that is here too? `disjoint: true` where they leave a rest of it.",
        '# totals: [{over: breakdown, whole: ""}]',
    ]


def _are_areas(texts: list[str], codes: Mapping[str, str]) -> bool:
    """Whether most of a column's texts are areas: a national file has others too, such as those that have ended."""
    different = set(texts)
    return 2 * sum(bool(find_area(text, codes)) for text in different) > len(different)


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
    return [f"period_column: {_quote(heading)}", f"# or another kind of period\nperiod: {kind}"]


def _write_groups(groups: Mapping[str, int]) -> list[str]:
    if not groups:
        return []
    values = [f"#   {_quote(heading)} has {count} different values" for heading, count in groups.items()]
    return [
        "# Columns with several values: rows that are wanted go into `where`, groups into `breakdown_columns`, each",
        "# with the value that is the whole, as {Age: Total}.",
        *values,
    ]


def _kind(texts: list[str], said: set[str]) -> PeriodKind | None:
    """The kind of period that every text of a column is; the one that the file names where it names one."""
    for kind in sorted(KINDS, key=lambda kind: kind not in said) if texts else ():
        try:
            for text in set(texts):
                parse_written(text, kind)
        except ValueError:
            continue
        return kind
    return None


def _are_figures(texts: list[str], grid: Grid[Source]) -> bool:
    """Whether a column holds figures and markers, and not markers alone."""
    try:
        written = [parse_cell(text, grid.contract) for text in set(texts)]
    except ValueError:
        return False
    return any(each.number is not None for each in written)


def _nearest(heading: str, definitions: Definitions) -> str:
    """The indicator whose id or title is most like a heading, else a word that `lscb check` stops at."""
    plain = heading.replace("_", " ").casefold()
    named = {name.replace("_", " "): name for name in definitions.indicators}
    named |= {each.title.casefold(): name for name, each in definitions.indicators.items()}
    found = difflib.get_close_matches(plain, named, n=1, cutoff=0.7)
    return named[found[0]] if found else "an_indicator  # none is near: `lscb new indicator`, or take the line out"
