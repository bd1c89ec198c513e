"""Where the figures on a page come from: file and cells, when received, the file's hash; parameters; the code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pandas as pd

from analysis.definitions import Definitions, Indicator
from analysis.numbers import say_day
from analysis.page.environment import COMMIT, GONE, find_commit, hash_file, mark
from analysis.page.parts import paragraphs
from analysis.project import Project
from analysis.schemas import Readings
from analysis.words.missing_data import describe_missing, describe_readings, describe_rounding

MOST_LISTED = 3  # sentences that stand open

MOST_RANGES = 6


def render_provenance(
    readings: Readings,
    indicators: Mapping[str, Indicator],
    titles: Mapping[str, str],
    project: Project,
    parameters: Mapping[str, str],
) -> str:
    """A table of the sources and one of the parameters."""
    made_with = _parameters(parameters, find_commit(project.root))
    if readings.empty:
        return made_with
    rows = [
        _source_row(project, titles.get(source, source), file, part, indicators)
        for (source, file), part in readings.groupby(["source", "file"], sort=True)
    ]
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Source and file", "Figures and cells", "Received"))
    return (
        '<div class="scroll" role="region" aria-labelledby="sources-caption" tabindex="0">'
        '<table id="sources" class="cards" role="table">'
        '<caption id="sources-caption">Sources of the figures on this page</caption>'
        f'<thead><tr role="row">{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>\n{made_with}"
    )


def say_cells(cells: Iterable[str]) -> str:
    """Cells as ranges: Missing!B4, Missing!C4 and Missing!D4 are 'Missing!B4:D4'."""
    found: dict[str, set[tuple[int, int]]] = {}
    other: list[str] = []
    for cell in dict.fromkeys(cells):
        match = re.fullmatch(r"(?:(.*)!)?([A-Z]{1,3})(\d+)", cell)
        if match:
            found.setdefault(match[1] or "", set()).add((int(match[3]), _column_number(match[2])))
        elif cell:
            other.append(cell)
    ranges = [f"{sheet}!{words}" if sheet else words for sheet, places in found.items() for words in _ranges(places)]
    ranges += other
    if len(ranges) > MOST_RANGES:
        return f"{ranges[0]} and {len(ranges) - 1} more ranges to {ranges[-1]}"
    return ", ".join(ranges)


def _ranges(places: set[tuple[int, int]]) -> list[str]:
    """Rectangles that the cells make: runs along rows, then equal runs of rows below each other."""
    runs: list[tuple[int, int, int]] = []
    for row, column in sorted(places):
        if runs and runs[-1][0] == row and runs[-1][2] == column - 1:
            runs[-1] = (row, runs[-1][1], column)
        else:
            runs.append((row, column, column))
    blocks: list[tuple[int, int, int, int]] = []
    for row, first, last in sorted(runs, key=lambda run: (run[1], run[2], run[0])):
        if blocks and blocks[-1][2:] == (first, last) and blocks[-1][1] == row - 1:
            blocks[-1] = (blocks[-1][0], row, first, last)
        else:
            blocks.append((row, row, first, last))
    return [_say_block(*block) for block in blocks]


def _say_block(top: int, bottom: int, left: int, right: int) -> str:
    first, last = f"{_column_letters(left)}{top}", f"{_column_letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _source_row(
    project: Project, title: str, file: str, part: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> str:
    figures = "".join(
        f"<li>{escape(indicators[name].title)}: {escape(say_cells(rows['cell']))}</li>"
        for name, rows in part.groupby("indicator", sort=False)
    )
    received = part["received"].dropna()
    when = say_day(received.max()) if len(received) else "not known"
    digest = mark(file, hash_file(project, file) or GONE)
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{escape(title)}<br>'
        f'<span class="file">{escape(file)}</span><br>'
        f'<span class="hash">SHA-256 {digest}</span></th><td role="cell" data-label="Figures and cells">'
        f'<ul class="cells">{figures}</ul></td><td role="cell" data-label="Received">{when}</td></tr>'
    )


def _parameters(parameters: Mapping[str, str], commit: str) -> str:
    shown = {name: escape(str(value)) for name, value in parameters.items()} | {"code": mark(COMMIT, escape(commit))}
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{words}</td></tr>' for name, words in shown.items())
    return f'<table id="made-with"><caption>What this page was made with</caption><tbody>{rows}</tbody></table>'


def render_data(readings: Readings, definitions: Definitions, titles: dict[str, str]) -> tuple[str, str]:
    """What was read, what is missing and what is rounded, as HTML and in words."""
    stated = describe_readings(readings, definitions.indicators, titles)
    missing = describe_missing(readings, definitions.indicators, definitions.areas.names)
    missing += describe_rounding(definitions.policy.chosen)
    return render_readings(stated, missing), " ".join([*stated, *missing])


def render_readings(stated: Sequence[str], missing: Sequence[str]) -> str:
    """What was read, folded away where that is more than a few sentences, and what is missing, which never is."""
    read = paragraphs(stated)
    if len(stated) > MOST_LISTED:
        read = f"<details><summary>What was read, from {len(stated)} sources</summary>\n{read}\n</details>"
    return f'<div class="data">{read}\n{paragraphs(missing)}</div>'
