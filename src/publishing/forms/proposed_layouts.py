"""The layouts that a file's headings tell: each in lines of a specification, none where it has another layout."""

import json
import re
from collections.abc import Container, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from analysis.definitions import Definitions
from analysis.definitions.contract import PeriodKind
from publishing.forms.proposed_columns import (
    KINDS,
    HeadedColumns,
    are_areas,
    find_markers,
    kind_of,
    named_kinds,
    write_markers,
)
from publishing.intake.area_names import names_of_areas
from publishing.intake.notes_and_marks import plain_name
from publishing.intake.written_dates import is_typed_date, read_dated_periods

UNNAMED = "an_indicator"
"""What stands for the id of an indicator that a file does not tell; `lscb check` stops at it."""

_NONE = "`lscb new indicator`, or take the line out"
_SHARE = re.compile(r"%|\bper ?cent|\bpct?\b|proportion|\bshare\b|\bpt\b", re.IGNORECASE)
_RATE = re.compile(r"\brates?\b|\bper \d", re.IGNORECASE)
_BARE = {"value", "figure"}  # words that say nothing of what is measured
_UNITS = re.compile(
    r"%|\b(?:counts?|numbers? of|numbers?|no\.? of|totals?|per ?cent(?:age)?|pct|pt?|t|rates?|shares?|proportion|of|"
    r"per [\d,]+|the|to|be|at|in|on|for|each|year|during)\b"
)
_KINDS = {
    "share": ("proportion",),
    "rate": ("rate",),
    "whole": ("count",),
    "decimal": ("quantity", "money"),
    "words": ("statement", "date"),
}
"""By what a column's texts are like, the kinds of indicator that they can be of."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def write_across(table: HeadedColumns, definitions: Definitions) -> list[str]:
    """The lines of a table with periods across, none where the headings are not of one kind of period."""
    headings, codes = [text.replace(" / ", " ") for text in table.headings], names_of_areas(definitions.areas)
    dated = {kind: [place for place, text in enumerate(headings) if _is_period(text, kind)] for kind in KINDS}
    said = named_kinds(table.grid.file, *(text for _, _, text in table.beside()))
    kind = max(sorted(KINDS, key=lambda each: each not in said), key=lambda each: len(dated[each]))
    if kind == "day" and all(read_dated_periods([headings[place]], "month", None) for place in dated[kind]):
        kind, dated["month"] = "month", dated["day"]
    if len(dated[kind]) < 2 or 2 * len(dated[kind]) <= sum(map(bool, headings)) - 1 or kind == "day":
        return []
    left, low = range(min(dated[kind])), table.grid.texts[table.below - 1]
    below = {place: [text for text in table.body[:, place] if text] for place in left}
    roles = {place: "area" if texts and are_areas(texts, codes) else "measure" for place, texts in below.items()}
    measures = [place for place, role in roles.items() if role == "measure"]
    named = roles | dict.fromkeys(measures[1:], "breakdown")
    measured = [text for place in measures[:1] for text in dict.fromkeys(below[place])]
    others = [text for place, text in enumerate(headings) if text and place not in [*left, *dated[kind]]]
    figures = [text for place in dated[kind] for text in table.body[:, place] if text]
    is_typed = any(is_typed_date(headings[place]) for place in dated[kind])
    return [
        "layout: periods_across",
        f"# or another kind of period: 2014 may be a year to March\nperiod: {kind}",
        *(["typed_dates: true"] if is_typed else []),
        *(["header_rows: 2"] if table.header_rows == 2 else []),
        f"labels: {quote(list(named.values()))}",
        f"headings: {quote([low[place] for place in left])}",
        *([] if "area" in named.values() else [f"# No column of areas was found.\narea: {definitions.run.area}"]),
        *write_markers(find_markers(figures, table.grid.contract) or (), table),
        *(_name_rows(table, measured, measures[0], definitions) if measured else ["measure: an_indicator"]),
        *(f"# or take the column out of the file\ntotal: {quote(text)}" for text in others[:1]),
    ]


def _is_period(text: str, kind: PeriodKind) -> bool:
    return bool(text) and kind_of([text], {kind}) == kind


def _name_rows(table: HeadedColumns, labels: Sequence[str], place: int, definitions: Definitions) -> list[str]:
    """The lines of measures down: each row's label, and the indicator that it is."""
    rows = {label: [text for row in table.body if row[place] == label for text in row[place + 1 :]] for label in labels}
    measures = [
        f"  {quote(label)}: {_write_measure(label, [label], texts, definitions)}" for label, texts in rows.items()
    ]
    return ["# Each row's label, and the indicator that it is.", "rows:", *measures]


def name_measures(
    table: HeadedColumns, headings: Sequence[str], category: str, definitions: Definitions, *, is_optional: bool = False
) -> list[str]:
    """The lines of the columns of figures, each with the nearest indicator, or one for each value of a category.

    Where one is near, those that have none are comments, and are not read; so are all where they are optional. A column
    headed by a unit alone, as Number, is of what a column with one value, or the file's name, says.
    """
    values = table.texts(category) if category else np.full(len(table.body), "")
    said = [*(texts[0] for texts in table.filled().values() if len(set(texts)) == 1), Path(table.grid.file).stem]
    lines: dict[tuple[str, str], str] = {}
    for heading in sorted(headings, key=lambda heading: len(_words(heading))):
        for value in dict.fromkeys(values):
            texts = [text for text in table.texts(heading)[values == value] if text]
            names = [value or heading, *([] if value or _words(heading) - _BARE else said)]
            line = _write_measure(f"{value} {heading}", names, texts, definitions)
            taken = UNNAMED not in line and line in lines.values()
            lines[heading, value] = _write_measure(f"{value} {heading}", [], texts, definitions) if taken else line
    is_read = is_optional or any(UNNAMED not in line for line in lines.values())
    written = []
    for heading in headings:
        kept = {value: UNNAMED not in lines[heading, value] or not is_read for value in dict.fromkeys(values)}
        if category:
            written.append(f"{'  ' if any(kept.values()) else '  # '}{quote(heading)}:")
        for value, is_kept in kept.items():
            before = ("    " if category else "  ") + ("" if is_kept else "# ")
            written.append(f"{before}{quote(value if category else heading)}: {lines[heading, value]}")
    begin = "# columns:" if all(line.lstrip().startswith("#") for line in written) else "columns:"
    return ["# Each heading, and the indicator that it is: the nearest by name, where one is near.", begin, *written]


def _write_measure(heading: str, names: Sequence[str], texts: Sequence[str], definitions: Definitions) -> str:
    """The nearest indicator to some names, and how its figures are written where they are shares; else UNNAMED."""
    numbers = [float(each) for text in texts if _NUMBER.fullmatch(each := text.replace(",", "").rstrip("%"))]
    plain, signed = plain_name(heading), [text for text in texts if "%" in text]
    like = "decimal" if any("." in text for text in texts) else "whole"
    like = "rate" if _RATE.search(plain) else "share" if signed or _SHARE.search(plain) else like
    kinds = _KINDS[like if numbers else "words"]
    found = next(filter(None, (nearest(name, definitions, kinds) for name in names)), UNNAMED)
    percent = "fraction" if max(numbers, default=2) <= 1 else "bare"
    written = f"{{indicator: {found}, percent: {percent}}}" if like == "share" and len(signed) < len(numbers) else found
    return written if found != UNNAMED else f"{written}  # no {kinds[0]} is near: {_NONE}"


def write_neighbours(table: HeadedColumns, definitions: Definitions) -> list[str]:
    """The lines of a table of neighbours across, none where no numbered headings stand over areas."""
    codes = names_of_areas(definitions.areas)
    numbered = {place: re.fullmatch(r"(.*\D)[ _]?(\d+)", text) for place, text in enumerate(table.headings)}
    ranked = {place: found[1].strip(" _") for place, found in numbered.items() if found}
    texts = [text for place in ranked for text in table.body[:, place] if text]
    if len(ranked) < 2 or len(set(ranked.values())) > 1 or not are_areas(texts, codes):
        return []
    before = [text for text in table.headings[: min(ranked)] if text and are_areas(table.filled().get(text, []), codes)]
    return [
        "layout: neighbours_across",
        f"area_columns: {quote(before[:1])}",
        f"neighbours: {quote(next(iter(ranked.values())))}",
        "rank: neighbour_rank",
        "closeness: neighbour_closeness",
    ]


def nearest(heading: str, definitions: Definitions, kinds: Container[str] | None = None) -> str:
    """The indicator of some kinds whose id or title has the same words as a heading; empty where none has.

    The words of its unit, as number and percent, the smallest words and endings of the plural are left out.
    """
    words = _words(heading)
    for name, each in definitions.indicators.items() if words else ():
        if (kinds is None or each.kind in kinds) and words in (_words(each.title), _words(name)):
            return name
    return ""


@lru_cache(maxsize=10_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in _UNITS.sub(" ", plain_name(text).replace("-", " ")).split())


def quote(value: object) -> str:
    """A text or a list as YAML has it."""
    return json.dumps(value, ensure_ascii=False)
