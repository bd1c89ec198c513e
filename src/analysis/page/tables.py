"""Protected tables as HTML that a screen reader can walk, and as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis.measures.columns import Column, guard_formula
from analysis.measures.protection import UNKNOWN, WITHHELD, Protected, check_protected
from analysis.numbers import MINUS, PLAINLY, decimals, round_as_said, say_day

FOLDED = "<details>"

UNBROKEN = 16  # characters: a name up to this long stays on one line
ON_A_PHONE = 42  # characters that a table can have side by side there
NARROWEST = 14  # characters to which a column of words can be narrowed
LONG_HEADING, LONG_TEXT = 24, 32  # characters: from here on a column is kept wide enough to be read on a phone
SHORT, UNSAID = {WITHHELD: "[c]"}, (UNKNOWN, "–")  # the latter take no line of a card on a phone


def shown_columns(table: Protected) -> list[str]:
    """The columns that a reader sees: all but the days that a named period starts and ends on."""
    names = list(table.table.columns)
    return [name for name in names if not (name in ("start", "end") and ("period" in names or name == "end"))]


def render_table(
    table: Protected, caption: str, identity: str, markup: Mapping[str, Sequence[str]] | None = None
) -> str:
    """An HTML table with a caption, headings with scopes, and notes on what is withheld or missing.

    It stands in a region of its own that can be scrolled by keyboard where it is wider than the screen; on a phone the
    rows of one that is too wide become cards, in which each figure stands beside its heading: one below the other, or
    after each other where headings are short. What several columns of rates are per is said once, in the caption.
    `markup` holds HTML of our own making (a link, a sparkline) that stands in a column's cells in place of their words,
    row by row.
    """
    table = check_protected(table)
    names = shown_columns(table)
    per = _shared_per(table, names)
    if per and f"per {per:,}" not in caption:
        caption = f"{caption} (rates per {per:,})"
    cards = _is_wide(table, names)
    by_time = " by-time" if names[0] == "period" and _is_in_order(table.table) else ""
    short = (_is_numeric(table, name) and len(table.columns[name].title) <= UNBROKEN for name in names[1:])
    brief = " brief" if all(short) else ""
    kind, row_role = (f' class="cards{by_time}{brief}" role="table"', ' role="row"') if cards else ("", "")
    headings = "".join(_heading(table, name, per) for name in names)
    columns = [_cells(table, name, (markup or {}).get(name), first=name == names[0], cards=cards) for name in names]
    rows = "\n".join(f"<tr{row_role}>{''.join(row)}</tr>" for row in zip(*columns, strict=True))
    return (
        f'<div class="scroll" role="region" aria-labelledby="{identity}-caption" tabindex="0">\n'
        f'<table{kind} id="{identity}">\n<caption id="{identity}-caption">{escape(caption)}</caption>\n'
        f"<thead><tr{row_role}>{headings}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>{_notes(table, names)}"
    )


def _is_in_order(rows: pd.DataFrame) -> bool:
    """Whether rows go from the oldest period to the newest, which on a phone comes first."""
    day = next((name for name in ("end", "start") if name in rows), None)
    return day is not None and rows[day].notna().all() and rows[day].is_monotonic_increasing


def _is_wide(table: Protected, names: Sequence[str]) -> bool:
    """Whether a table's columns do not fit beside each other on a phone, however much their words are broken."""
    widths = [
        min(max([len(table.columns[name].title), *(len(text) for text, _ in cell_texts(table, name))]), NARROWEST)
        for name in names
    ]
    return sum(widths) + 2 * len(names) > ON_A_PHONE


def describe_columns(table: Protected) -> list[dict[str, Any]]:
    """What travels of a table beside its HTML: of each column its heading, form and cells, for CSV and spreadsheet.

    `cells` are the words and figures as they are shown, figures without commas in thousands, none of them a formula. A
    column of numbers has `figures` too: each number as it is shown, no more of it, and None where words stand in its
    place; and in `places` the most decimals of any. A column of words has the form `text`.
    """
    return [_describe_column(table, name) for name in shown_columns(check_protected(table))]


def _describe_column(table: Protected, name: str) -> dict[str, Any]:
    column, texts = table.columns[name], [text for text, _ in cell_texts(table, name)]
    heading, values = guard_formula(column.heading), table.table[name]
    if not _is_numeric(table, name) or pd.api.types.is_bool_dtype(values):
        return {"heading": heading, "form": "text", "cells": [guard_formula(text) for text in texts]}
    figures = [None if pd.isna(one) else round_as_said(one, column.form, column.places) for one in values]
    cells = [
        guard_formula(text) if figure is None else text.replace(",", "").replace(MINUS, "-")
        for text, figure in zip(texts, figures, strict=True)
    ]
    form = "number" if column.form == "text" else column.form
    decided = [decimals(one, form) for one in values.dropna()] if column.places is None else [column.places]
    return {"heading": heading, "form": form, "cells": cells, "figures": figures, "places": max(decided, default=0)}


def write_csv(columns: Sequence[Mapping[str, Any]]) -> str:
    """A table as CSV, of its columns as `describe_columns` gives them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column["heading"] for column in columns])
    writer.writerows(zip(*(column["cells"] for column in columns), strict=True))
    return buffer.getvalue()


def cell_texts(table: Protected, name: str) -> list[tuple[str, str]]:
    """What each cell of a column shows and the remark on it: ('91', ''), ('[c]', 'withheld'), ('not supplied', '')."""
    column = table.columns[name]
    return [_say(figure, mark, column) for figure, mark in zip(table.table[name], table.marks[name], strict=True)]


def _say(figure, mark: str, column: Column) -> tuple[str, str]:
    if pd.isna(figure):
        return (SHORT[mark], mark) if mark in SHORT else (mark or UNKNOWN, "")
    if isinstance(figure, pd.Timestamp):
        return say_day(figure), mark
    numeric = pd.api.types.is_number(figure) and not isinstance(figure, bool)
    return (column.write(figure) if numeric and column.form != "text" else _plain(figure)), mark


def _plain(figure) -> str:
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    return f"{figure:,{PLAINLY}}" if pd.api.types.is_number(figure) else str(figure)


def _is_numeric(table: Protected, name: str) -> bool:
    return pd.api.types.is_numeric_dtype(table.table[name])


def _shared_per(table: Protected, names: list[str]) -> int | None:
    """What the columns of rates are per, if there are several and all are per the same."""
    pers = [table.columns[name].per for name in names if table.columns[name].per]
    return pers[0] if len(pers) > 1 and len(set(pers)) == 1 else None


def _heading(table: Protected, name: str, per: int | None) -> str:
    column = table.columns[name]
    words = column.title if column.per == per else column.heading
    kinds = _kinds(figure=_is_numeric(table, name), long=len(words) > LONG_HEADING)
    return f'<th scope="col"{kinds}>{escape(words)}</th>'


def _cells(table: Protected, name: str, markup: Sequence[str] | None, *, first: bool, cards: bool) -> list[str]:
    """The cells of a column; those of the first are the headings of their rows. In cards each names its column.

    The roles keep it a table for a screen reader where it is shown as cards.
    """
    heading = escape(table.columns[name].title, quote=True)
    row_head, cell = (' role="rowheader"', f' role="cell" data-label="{heading}"') if cards else ("", "")
    numeric, missing = _is_numeric(table, name), table.table[name].isna()
    cells = []
    for place, ((text, mark), absent) in enumerate(zip(cell_texts(table, name), missing, strict=True)):
        remark = f' <span class="remark">({escape(mark)})</span>' if mark and not absent else ""
        shown = '<abbr title="suppressed">[c]</abbr>' if mark == WITHHELD else escape(text) + remark
        shown = markup[place] if markup is not None else shown
        if first:
            kinds = _kinds(short=len(text) <= UNBROKEN, named=len(text) > LONG_HEADING)
            cells.append(f'<th scope="row"{row_head}{kinds}>{shown}</th>')
        else:
            words = not numeric and markup is None
            length = {"long": words and len(text) > LONG_TEXT, "short": words and len(text) <= NARROWEST}
            kinds = _kinds(figure=numeric, missing=absent, unknown=text in UNSAID, **length)
            cells.append(f"<td{cell}{kinds}>{shown}</td>")
    return cells


def _kinds(**kinds: bool) -> str:
    """The class attribute of a cell: the names of those that hold; none where none does."""
    held = [name for name, holds in kinds.items() if holds]
    return f' class="{" ".join(held)}"' if held else ""


def _notes(table: Protected, names: list[str]) -> str:
    if not (table.marks[names] == WITHHELD).to_numpy().any():
        return ""
    return (
        f'\n<p class="note">[c] is a suppressed figure: a count of 1 to {table.threshold} could point to '
        "a child, and so could what is worked out from it.</p>"
    )


def find_repeats(parts: Iterable[Mapping]) -> dict[str, str]:
    """For each chart whose figures all stand in a table of the page or in an earlier chart's: the id of that table.

    `parts` are those with an id and the columns of their table, in the order of the page. Figures stand in a table that
    has all their columns, under the same headings, row by row.
    """
    held = [part for part in parts if "columns" in part and "id" in part]
    columns = {part["id"]: {column["heading"]: column["cells"] for column in part["columns"]} for part in held}
    tables = [part["id"] for part in held if part["part"] == "table"]
    charts = [part["id"] for part in held if part["part"] == "chart"]
    found: dict[str, str] = {}
    for place, chart in enumerate(charts):
        earlier = [one for one in charts[:place] if one not in found]
        for other in [*tables, *earlier]:
            if columns[chart].items() <= columns[other].items():
                found[chart] = other if other in tables else f"{other}-table"
                break
    return found


def point_elsewhere(html: str, table: str) -> str:
    """A chart that on paper names the table with its figures, in place of printing them again."""
    named = table.removesuffix("-table").replace("-", " ").capitalize()
    where = f"the table of {named}" if table.endswith("-table") else named
    line = f'<p class="on-paper">Its figures are in <a href="#{table}">{where}</a>.</p>'
    return html.replace(FOLDED, f'{line}\n<details class="repeated">', 1)
