"""The lines of a table with one column per measure, of a list of events or items, as its columns propose them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from analysis.definitions import Definitions
from publishing.forms.proposed_columns import (
    HeadedColumns,
    are_areas,
    find_groups,
    find_markers,
    kind_of,
    named_kinds,
    write_markers,
)
from publishing.forms.proposed_layouts import name_measures, nearest, quote
from publishing.intake.area_names import find_area, names_of_areas
from publishing.intake.identifiers import describe_identifier
from publishing.intake.layouts.columns_of_measures import MONTHS
from publishing.intake.layouts.event_lists import are_numbered
from publishing.intake.layouts.group_columns import TOTAL
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.written_dates import is_date, is_typed_date, read_dates
from publishing.intake.written_periods import kind_named, names_kinds

FEWEST_AGES = 5  # headings or values one after the other that are single years of age

_LEVELS = ("authority", "district", "region", "group", "country")
_CATEGORY = re.compile(r"measure|indicator|metric|statistic|variable|\bitem\b|type\b", re.IGNORECASE)
_NO_FIGURE = re.compile(r"\b(?:id|code|ci|sortable)\b|_(?:id|code|ci)$|confidence|lower|upper", re.IGNORECASE)
_NO_GROUP = re.compile(r"note|comment|remark", re.IGNORECASE)
_WHOLE = re.compile(r"total .*|.* total|all .*|any .*", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]\d{8}")
_PERIOD = re.compile(r"period|year|month|quarter|date|time|term", re.IGNORECASE)
_STARTS, _ENDS = re.compile(r"\b(?:start|from|begin|first)"), re.compile(r"\b(?:end|to|until|last)\b")
_OTHERS = [
    "# Columns that nobody wants; a group that is not named would make the file be set aside.",
    "left_out: others",
]
_EVENTS = [
    "# A list of events: the indicator that its rows count, each of the period it lies in.",
    "count_rows: an_indicator",
]


def write_measures(table: HeadedColumns, definitions: Definitions) -> list[str]:
    """The lines of a specification: who a row is about, of when, and what its figures are."""
    filled = table.filled()
    areas, name = _choose_areas(table, definitions)
    codes = names_of_areas(definitions.areas)
    of_areas = [heading for heading, texts in filled.items() if are_areas(texts, codes)]
    period, dated = _write_period(table, [heading for heading in filled if heading not in of_areas])
    rest = [heading for heading in filled if heading not in [*of_areas, *dated]]
    markers = {heading: find_markers(filled[heading], table.grid.contract) for heading in rest}
    figures = [each for each in rest if markers[each] is not None and not _NO_FIGURE.search(each)]
    ages = _find_ages(figures)
    down = next((each for each in figures if plain_name(each) == "age" and _find_ages(filled[each])), "")
    figures = [heading for heading in figures if heading not in [*ages, down]]
    labels = [heading for heading in rest if markers[heading] is None and not _NO_GROUP.search(heading)]
    found = [marker for heading in [*figures, *ages] for marker in markers[heading] or ()]
    about = [
        *_write_areas(areas, name, [heading for heading in of_areas if heading not in [*areas, name]], definitions),
        *period,
        *write_markers(found, table),
    ]
    rows = [f"header_rows: {table.header_rows}"] if table.header_rows > 1 else []
    if set(filled) >= MONTHS.keys():
        totals = [f"columns: {{{quote(heading)}: an_indicator}}" for heading in figures if heading not in MONTHS]
        return ["layout: measures_across", *about, "months: an_indicator", *totals[:1]]
    if not areas and not dated and labels:
        totals = [f"total: {quote(text)}" for text in filled[labels[0]] if TOTAL.fullmatch(text)]
        lines = ["layout: rows", *about, f"breakdown_columns: [{quote(labels[0])}]", *totals[:1]]
        return [*lines, *name_measures(table, figures, "", definitions), *_OTHERS]
    keys = [*areas, *dated, *([down] if down else [])]
    if dated and not ages and _are_events(table, figures, areas):
        about = [line.replace("period: day", "period: month") for line in about]
        groups = [f"# breakdown_columns: {quote(labels)}"] if labels else []
        return ["layout: measures_across", *about, *_EVENTS, *groups, *_OTHERS]
    wanted, groups, category = _split_groups(table, labels if figures or ages else [], keys, definitions)
    sums = _write_sums(table, ages, down, figures)
    named = [] if down else figures or ([] if ages else labels)
    categories = [f"category_column: {quote(category)}"] if category else []
    return [
        "layout: measures_across",
        *rows,
        *about,
        *wanted,
        *sums,
        *groups,
        *categories,
        *name_measures(table, named, category, definitions, is_optional=bool(sums)),
        *_OTHERS,
        "# Do areas or categories make up a whole that is here too? `disjoint: true` where they leave a rest of it.",
        '# totals: [{over: breakdown, whole: ""}]',
    ]


def _choose_areas(table: HeadedColumns, definitions: Definitions) -> tuple[list[str], str]:
    """The columns of areas, that of the smallest areas first, until every row has one; and the column of their names.

    A national file has the country's code in every row, and a region's in those of its authorities.
    """
    codes, kinds = names_of_areas(definitions.areas), {each.code: each.kind for each in definitions.areas.areas}
    levels = {}
    for heading, texts in table.filled().items():
        if are_areas(texts, codes):
            found = {kinds[code] for text in set(texts) if (code := find_area(text, codes))}
            levels[heading] = min(_LEVELS.index(kind) for kind in found)
    ordered = sorted(levels, key=lambda heading: (levels[heading], -len(set(table.texts(heading)))))
    coded = [heading for heading in ordered if all(map(_CODE.fullmatch, table.filled()[heading]))]
    chosen: list[str] = []
    empty = np.ones(len(table.body), dtype=bool)
    for heading in coded or ordered:
        if (empty & (table.texts(heading) != "")).any():
            chosen.append(heading)
            empty &= table.texts(heading) == ""
    names = [each for each in ordered if coded and any(re.search("[a-z]{2}", text) for text in table.filled()[each])]
    return chosen, next(iter(names), "")


def _write_areas(areas: Sequence[str], name: str, others: Iterable[str], definitions: Definitions) -> list[str]:
    allowed = {heading: "area" for heading in others if describe_identifier(heading)}
    return [
        f"area_columns: {quote(areas)}" if areas else f"# No column of areas was found.\narea: {definitions.run.area}",
        *([f"name_column: {quote(name)}"] if name else []),
        *([f"# Areas stand in it.\nidentifiers_allowed: {quote(allowed)}"] if allowed else []),
    ]


def _write_period(table: HeadedColumns, headings: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines on the period of each row, and the columns that hold it; none where no column does."""
    filled = table.filled()
    days = [heading for heading in headings if all(map(is_typed_date, filled[heading]))]
    starts, ends = ([each for each in days if form.search(plain_name(each))] for form in (_STARTS, _ENDS))
    if starts and ends:
        return [f"period_from: {{start: {quote(starts[0])}, end: {quote(ends[0])}}}"], [starts[0], ends[0]]
    said = {kind_named(text) for heading in headings if names_kinds(heading) for text in filled[heading]}
    kinds = {
        heading: kind
        for heading in headings
        if (kind := kind_of(filled[heading], said | named_kinds(heading, table.grid.file), heading))
        and not any(re.fullmatch(r"\d{4}", text) and not 1980 < int(text) < 2050 for text in filled[heading])
    }
    if not kinds:
        return [], []
    heading = next(filter(_PERIOD.search, kinds), next(iter(kinds)))
    order = []
    if any(map(is_date, filled[heading])) and _has_two_readings(filled[heading]):
        order = ["# 01/04/2024 is 1 April.", "dates: day first"]
    other = "# or another: 2014/15 may begin in April or September, 2014 be a year to March"
    return [f"period_column: {quote(heading)}", other, f"period: {kinds[heading]}", *order], [heading]


def _has_two_readings(texts: list[str]) -> bool:
    try:
        read_dates(texts, None)
    except ValueError:
        return True
    return False


def _find_ages(texts: Iterable[str]) -> list[str]:
    """The texts that are single years of age, one after the other: 0, 1, 2 or Age 0, Age 1."""
    written: dict[tuple[str, str], dict[int, str]] = {}
    for text in texts:
        if found := re.fullmatch(r"(\D*)(\d{1,2})(\D*)", text):
            written.setdefault((found[1], found[3]), {})[int(found[2])] = text
    for ages in written.values():
        if len(ages) >= FEWEST_AGES and sorted(ages) == list(range(min(ages), max(ages) + 1)):
            return [ages[age] for age in sorted(ages)]
    return []


def _write_sums(table: HeadedColumns, ages: Sequence[str], down: str, figures: Sequence[str]) -> list[str]:
    """The lines of single years of age that are added up, across or down: 0 to 17 where these are there."""
    ages = ages or _find_ages(table.filled().get(down, []))
    if not ages:
        return []
    summed = f"{ages[0]} to {ages[17] if len(ages) > 17 else ages[-1]}"
    titles = " ".join([table.grid.file, *(text for _, _, text in table.beside())])
    name = "population_0_17" if re.search("population|mid.?year", titles, re.IGNORECASE) else "an_indicator"
    below = f"{{column: {quote(figures[0])}, where: {{{quote(down)}: {quote(summed)}}}}}" if down else quote(summed)
    return ["# Years of age that are added up.", "sum_of:", f"  {name}: {below}"]


def _are_events(table: HeadedColumns, figures: Sequence[str], areas: Sequence[str]) -> bool:
    """Whether rows are events: no column has figures but numbers of rows, or none and an area has several rows."""
    numbers = [[int(text) if text.isdecimal() else None for text in table.texts(heading)] for heading in figures]
    rows = list(zip(*map(table.texts, areas), strict=True))
    return all(map(are_numbered, numbers)) and bool(figures or len(set(rows)) < len(rows) or not areas)


def _split_groups(
    table: HeadedColumns, labels: Sequence[str], keys: Sequence[str], definitions: Definitions
) -> tuple[list[str], list[str], str]:
    """The lines of rows that are wanted, those of the groups, and the column whose values are measures.

    Rows with an empty cell are wanted, where others say in it of which part they are.
    """
    parted = [each for each in find_groups(table, labels, keys) if "" in table.texts(each) and each in table.filled()]
    for heading in parted:
        table = replace(table, body=table.body[table.texts(heading) == ""])
    wholes: dict[str, str] = {}
    measured = []
    for heading in find_groups(table, [each for each in labels if each not in parted], keys):
        values = dict.fromkeys(table.filled()[heading])
        totals = sorted(filter(TOTAL.fullmatch, values)) or sorted(filter(_WHOLE.fullmatch, values))
        is_long = sum(len(value.split()) for value in values) >= 4 * len(values)
        near = any(nearest(value, definitions) for value in values)
        if not totals and (near or is_long or _CATEGORY.search(plain_name(heading))):
            measured.append(heading)
        wholes[heading] = totals[0] if totals else ""
    category = measured[0] if len(measured) == 1 and (len(wholes) == 1 or _CATEGORY.search(measured[0])) else ""
    wholes.pop(category, None)
    written = [
        f"  - {{{quote(name)}: {quote(whole)}}}" if whole else f"  - {quote(name)}" for name, whole in wholes.items()
    ]
    said = "# The group of a row, and the value that is the whole; to read some groups alone, name them in `where`."
    where = ", ".join(f'{quote(heading)}: ""' for heading in parted)
    return (
        [f"# Rows without a value there; the others are parts.\nwhere: {{{where}}}"] if parted else [],
        [said, "breakdown_columns:", *written] if written else [],
        category,
    )
