"""The layouts that a file's headings tell: each in lines of a specification, none where it has another layout."""

import difflib
import json
import re
from collections.abc import Mapping

from analysis.definitions import Definitions
from analysis.definitions.contract import PeriodKind, Source
from publishing.intake.area_names import find_area, names_of_areas
from publishing.intake.grids import Grid
from publishing.intake.layouts.quoted_figures import HEADINGS
from publishing.intake.written_dates import is_typed_date
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

_QUARTER, _SAID = re.compile(r"Quarter [1-4] \d{4}/\d{2}"), re.compile(r"\b(?:Q[1-4]|20\d{2}(?:[-/]\d{2})?)\b")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


def write_across(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    """The lines of a table with periods across, none where the headings are not of one kind of period."""
    headings, codes = grid.texts[header], names_of_areas(definitions.areas)
    dated = {
        kind: [place for place, text in enumerate(headings) if text and kind_of([text], {kind}) == kind]
        for kind in KINDS
    }
    kind = max(KINDS, key=lambda each: len(dated[each]))
    if len(dated[kind]) < 2 or 2 * len(dated[kind]) <= (headings != "").sum() - 1 or kind == "day":
        return []
    left = range(min(dated[kind]))
    below = {place: [text for text in grid.texts[header + 1 :, place] if text] for place in left}
    roles = {place: "area" if texts and are_areas(texts, codes) else "measure" for place, texts in below.items()}
    measures = [place for place, role in roles.items() if role == "measure"]
    named = roles | dict.fromkeys(measures[1:], "breakdown")
    measured = [text for place in measures[:1] for text in dict.fromkeys(below[place])]
    others = [text for place, text in enumerate(headings) if text and place not in [*left, *dated[kind]]]
    rows = [f"  {quote(text)}: {nearest(text, definitions)}" for text in measured]
    return [
        "layout: periods_across",
        f"period: {kind}",
        f"labels: {quote(list(named.values()))}",
        f"headings: {quote([headings[place] for place in left])}",
        *([] if "area" in named.values() else [f"# No column of areas was found.\narea: {definitions.run.area}"]),
        *(["# Each row's label, and the indicator that it is.", "rows:", *rows] if rows else ["measure: an_indicator"]),
        *(f"# or take the column out of the file\ntotal: {quote(text)}" for text in others[:1]),
    ]


def write_neighbours(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    """The lines of a table of neighbours across, none where no numbered headings stand over areas."""
    codes = names_of_areas(definitions.areas)
    numbered = {place: re.fullmatch(r"(.*\D)[ _]?(\d+)", text) for place, text in enumerate(grid.texts[header])}
    ranked = {place: found[1].strip(" _") for place, found in numbered.items() if found}
    texts = [text for place in ranked for text in grid.texts[header + 1 :, place] if text]
    if len(ranked) < 2 or len(set(ranked.values())) > 1 or not are_areas(texts, codes):
        return []
    before = [grid.texts[header, place] for place in range(min(ranked)) if grid.texts[header, place]]
    return [
        "layout: neighbours_across",
        "# The heading over the authority's code: one of these.",
        f"area_columns: {quote(before)}",
        f"neighbours: {quote(next(iter(ranked.values())))}",
        "rank: neighbour_rank",
        "closeness: neighbour_closeness",
        "# The year is not in a column: put {calendar year} into `file`.",
    ]


def write_stated(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    """The lines of figures that stand in sentences, by their nine headings."""
    headings = list(grid.texts[header])
    if not set(HEADINGS) <= set(headings):
        return []
    named = dict.fromkeys(grid.texts[header + 1 :, headings.index("indicator")])
    names = [f"  {quote(name)}: {nearest(name, definitions)}" for name in named if name not in definitions.indicators]
    return [
        "layout: stated",
        f"labels: {quote([text for text in headings if text and text not in HEADINGS])}",
        *(["# Each name that is no indicator's id, and the indicator that it is.", "names:", *names] if names else []),
    ]


def write_data_set(grid: Grid[Source], header: int, definitions: Definitions) -> list[str]:
    """The lines of a board's data set: quarters across, a row for each item, words and figures in the cells."""
    headings = grid.texts[header]
    quarters = {
        place: parse_written(text, "quarter") for place, text in enumerate(headings) if _QUARTER.fullmatch(text)
    }
    body = grid.texts[header + 1 :]
    if not quarters or not any(re.search("[A-Za-z]{3}", text) for text in body[:, list(quarters)].flat):
        return []
    newest = max(quarters.values(), key=lambda period: period.start)
    before = {place: (newest.start - period.start).days // 90 for place, period in quarters.items()}
    lines = []
    for row in body:
        label = next((text for text in row[: min(quarters)] if re.search("[A-Za-z]", text)), "")
        cells = [row[place] for place in range(min(quarters), grid.width)]
        forms = dict.fromkeys(
            _FIGURE.sub("{an_indicator}", _SAID.sub("{said}", text)) for text in cells if _FIGURE.search(text)
        )
        lines += (
            [f"  - item: {quote(label)}", f"    forms: {quote(list(forms) or ['{an_indicator}'])}"] if label else []
        )
    return [
        "layout: data_set",
        f"area: {definitions.run.area}",
        f"columns: {quote([before.get(place, text) for place, text in enumerate(headings) if text])}",
        "# The areas whose figures the last column holds.",
        "comparators: []",
        "# The indicator in place of each figure of a form; @ and an area behind it in the last column.",
        "items:",
        *lines,
    ]


def are_areas(texts: list[str], codes: Mapping[str, str]) -> bool:
    """Whether most of a column's texts are areas: a national file has others too, such as those that have ended."""
    different = set(texts)
    return 2 * sum(bool(find_area(text, codes)) for text in different) > len(different)


def kind_of(texts: list[str], said: set[str]) -> PeriodKind | None:
    """The kind of period that every text of a column is; the one that the file names where it names one.

    Days in numbers are of months, as those of a list of events.
    """
    for kind in sorted(KINDS, key=lambda kind: kind not in said) if texts else ():
        try:
            for text in set(texts):
                parse_written(text, kind)
        except ValueError:
            continue
        return kind
    return "month" if texts and all(map(is_typed_date, texts)) else None


def nearest(heading: str, definitions: Definitions) -> str:
    """The indicator whose id or title is most like a heading, else a word that `lscb check` stops at."""
    plain = heading.replace("_", " ").casefold()
    named = {name.replace("_", " "): name for name in definitions.indicators}
    named |= {each.title.casefold(): name for name, each in definitions.indicators.items()}
    found = difflib.get_close_matches(plain, named, n=1, cutoff=0.7)
    return named[found[0]] if found else "an_indicator  # none is near: `lscb new indicator`, or take the line out"


def quote(value: object) -> str:
    """A text or a list as YAML has it."""
    return json.dumps(value, ensure_ascii=False)
