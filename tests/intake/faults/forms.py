"""Tables in the forms of this field, each drawn with the figures that it holds: no code of the reader is used here."""

import calendar
import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from faults.writing import save_opendocument

Key = tuple[str, str, date, date, str]
"""Indicator, area, first day, last day and breakdown."""

AREAS = {
    "E06000045": ["E06000045", "Southampton", "SOUTHAMPTON", "852", "852 Southampton", "e06000045", "Southampton UA"],
    "E06000044": ["E06000044", "Portsmouth", "PORTSMOUTH", "851", "Portsmouth City Council"],
    "E92000001": ["E92000001", "England", "ENGLAND"],
}
MARKERS = ["c", "[c]", "x", "z", "u", "k", "low", "[low]", "[w]", "~", ":", "-", "–", "—", "..", "n/a", "#N/A", "NR"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass
class Drawn:
    """A table to be written, the specification that it is read by, and the figures that it holds; None is a marker."""

    fields: dict[str, Any]
    rows: list[list[Any]]
    holds: dict[Key, float | None]
    file: str = "drawn"
    dates: str = "%d/%m/%Y"


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """The first and the last day of some months, the last of which is given."""
    first = year * 12 + month - count
    return date(first // 12, first % 12 + 1, 1), last_day(year, month)


def short(year: int) -> str:
    return f"{year % 100:02d}"


def write_period(kind: str, year: int, chance: random.Random) -> tuple[str, date, date]:
    """A period of a kind as somebody writes it, and its days."""
    after, pick = short(year + 1), chance.choice
    if kind == "academic year":
        text = pick([f"{year}/{after}", f"{year}{after}", f"{year}-{after}", f"{year}–{after}", f"{year}/{year + 1}"])
        return text, date(year, 9, 1), date(year + 1, 8, 31)
    if kind == "financial year":
        text = pick([f"{year}/{after}", f"{year}{after}", f"{year}-{after}", f"{year} - {after}"])
        return text, *months(year + 1, 3, 12)
    if kind == "reporting year":
        return str(year), *months(year, 3, 12)
    if kind == "calendar year":
        return str(year), *months(year, 12, 12)
    if kind == "year ending":
        month = 6
        forms = ["Year ending June {0}", "year ending 30 June {0}", "Jul {1} - Jun {0}", "July {1} to June {0}"]
        return pick(forms).format(year, year - 1), *months(year, month, 12)
    if kind == "financial years":
        text = f"{year}/{after} - {short(year + 2)}/{short(year + 3)}"
        return text, *months(year + 3, 3, 36)
    if kind == "calendar years":
        return pick([f"{year} - {short(year + 2)}", f"{year}-{year + 2}", f"{year} to {year + 2}"]), *months(
            year + 2, 12, 36
        )
    if kind == "calendar quarter":
        number = chance.randint(1, 4)
        return pick([f"{year} Q{number}", f"Q{number} {year}"]), *months(year, 3 * number, 3)
    if kind == "quarter":
        month = chance.choice([3, 6, 9, 12])
        first, last = MONTHS[month - 3], MONTHS[month - 1]
        forms = ["{0} to {1} {2}", "{3} - {4} {2}", "{3}–{4} {2}"]
        return pick(forms).format(first, last, year, first[:3], last[:3]), *months(year, month, 3)
    if kind == "month":
        month = chance.randint(1, 12)
        name = MONTHS[month - 1]
        forms = [
            name[:3].upper() + "-{0}",
            name[:3] + "-{0}",
            name + " {1}",
            "{1}-{2:02d}",
            name[:3] + " '{0}",
            name[:3] + ". {0}",
        ]
        return pick(forms).format(short(year), year, month, name[:3].upper()), *months(year, month, 1)
    moment = date(year, 1, 1) + timedelta(days=chance.randint(0, 364))
    return pick([moment.isoformat(), f"{moment.day} {MONTHS[moment.month - 1]} {year}"]), moment, moment


KINDS = [
    "academic year",
    "financial year",
    "reporting year",
    "calendar year",
    "year ending",
    "financial years",
    "calendar years",
    "calendar quarter",
    "quarter",
    "month",
    "day",
]


def draw_figure(chance: random.Random) -> tuple[Any, float | None]:
    """A figure or a marker, and what it says."""
    if chance.random() < 0.12:
        return chance.choice(MARKERS), None
    number = chance.choice([0, 4, 17, 96, 264, 1045, 12345, chance.randint(0, 3_000_000)])
    marks = [number, number, number, str(number), f"{number:,}", f"{number} [p]", f"{number} [r]", f"{number} [note 3]"]
    return chance.choice(marks), float(number)


def draw_long(chance: random.Random) -> Drawn:
    """One row for each area, period and group, with columns in the way: the commonest form of published tables."""
    kind = chance.choice(KINDS)
    periods = {
        days: text
        for text, *days in (write_period(kind, year, chance) for year in (2013, 2018))
        for days in [tuple(days)]
    }
    where = chance.choice([{}, {"Series": "Wanted"}, {"Series": ""}, {"Series": ["Wanted", "Also"]}])
    groups = chance.choice(
        [{}, {"Sex": ["Total", "Boys", "Girls"]}, {"Age": ["All", "0-4", "5-9"], "Sex": ["Persons", "Male"]}]
    )
    noted = chance.random() < 0.4
    heading = chance.choice(["Number", "referral_count", "Referrals received"])
    style = chance.randint(0, 2)
    headings = ["Code", "When", *where, *groups, heading + (" [note 1]" if noted else ""), "Remark"]
    combined: list[list[str]] = [[]]
    for values in groups.values():
        combined = [[*before, value] for before in combined for value in values]
    body, holds = [], {}
    for area in chance.sample(sorted(AREAS), 2):
        named = area if style == 0 else chance.choice(AREAS[area])
        for (start, end), text in periods.items():
            mark = chance.choice(["", "", " [p]", " [r]"]) if kind != "day" else ""
            for values in combined:
                cell, value = draw_figure(chance)
                wanted = where.get("Series", "Wanted")
                rows = [(wanted if isinstance(wanted, str) else chance.choice(wanted), cell)]
                rows += [("Unwanted", draw_figure(chance)[0])] if where else []
                for series, figure in chance.sample(rows, len(rows)):
                    body.append([named, text + mark, *([series] if where else []), *values, figure, ""])
                named_groups = [name for name, every in zip(values, groups.values(), strict=True) if name != every[0]]
                holds["referrals", area, start, end, ", ".join(named_groups)] = value
    order = chance.sample(range(len(headings)), len(headings))
    fields = {
        "area_columns": ["Code"],
        "period_column": "When",
        "period": kind,
        "where": where,
        "breakdown_columns": [{name: every[0]} for name, every in groups.items()],
        "columns": {"Number": "referrals"},
        "headings": {"Number": {"any_of": ["Number", "referral_count", "Referrals received"]}},
        "left_out": chance.choice([["others"], ["Remark"]]),
    }
    rows = [[row[place] for place in order] for row in [headings, *chance.sample(body, len(body))]]
    return Drawn(fields, rows, holds)


def draw_formatted(chance: random.Random) -> Drawn:
    """A table to look at: titles, the period in one of them, groups over headings, empty rows and columns, notes."""
    kind = chance.choice(["month", "financial year", "quarter", "year ending", "academic year", "day"])
    text, start, end = write_period(kind, chance.randint(2010, 2024), chance)
    named = chance.random() < 0.5  # a heading over the names of the areas
    gap = [""] * chance.randint(0, 1)
    body, holds = [], {}
    for area, names in AREAS.items():
        figures = [draw_figure(chance) for _ in range(2)]
        body += [[names[chance.randint(1, 2)], figures[0][0], *gap, figures[1][0]]] + [[]] * chance.randint(0, 1)
        for indicator, (_, value) in zip(("referrals", "rereferrals"), figures, strict=True):
            holds[indicator, area, start, end, ""] = value
    above = ["", "Referrals (2)", *gap, ""]
    below = ["Area" if named else "", "All", *gap, "Again [note 3]"]
    titles = [["Table 4: Referrals (1)"], [f"{chance.choice(['', 'Referrals, '])}{text}"], []]
    notes = [[], ["1. As supplied."], ["Source: the region"]][: chance.randint(0, 3)]
    fields = {
        "area_columns": ["Area" if named else ""],
        "header_rows": 2,
        "period_in": "A2",
        "period": kind,
        "columns": {"Referrals / All": "referrals", "Referrals / Again": "rereferrals"},
    }
    return Drawn(fields, [*titles, above, below, *[[]] * chance.randint(0, 1), *body, *notes], holds)


def draw_dated(chance: random.Random) -> Drawn:
    """Rows from one day to another, or dated by the first or last day of the month that they are of."""
    order = chance.choice(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"])
    two, ends = chance.random() < 0.5, chance.random() < 0.5
    body, holds = [], {}
    for area in ("E06000045", "E06000044"):
        for month in chance.sample(range(1, 13), 3):
            start, end = months(2024, month, 1)
            cell, value = draw_figure(chance)
            days = [start, end] if two else [end if ends else start]
            body.append([area, *days, cell])
            holds["referrals", area, start, end, ""] = value
    headings = ["Code", *(["From", "To"] if two else ["Month"]), "Number"]
    dated = {"period_from": {"start": "From", "end": "To"}} if two else {"period_column": "Month", "period": "month"}
    fields = {"area_columns": ["Code"], **dated, "dates": "day first", "columns": {"Number": "referrals"}}
    return Drawn(fields, [headings, *body], holds, dates=order)


def draw_sums(chance: random.Random) -> Drawn:
    """Single years of age, across or down, of which some are added up."""
    ages, last = list(range(6)), chance.randint(1, 4)
    start, end = months(2024, 3, 12)
    across = chance.random() < 0.5
    body, holds = [], {}
    for area in ("E06000045", "E06000044"):
        figures = [draw_figure(chance) for _ in ages]
        values = [value for _, value in figures[: last + 1]]
        holds["referrals", area, start, end, ""] = None if None in values else sum(value or 0 for value in values)
        cells = [cell for cell, _ in figures]
        body += [[area, *cells]] if across else [[area, age, cell] for age, cell in zip(ages, cells, strict=True)]
    headings = ["Code", *map(str, ages)] if across else ["Code", "Age", "Number"]
    down = {"column": "Number", "where": {"Age": f"0 to {last}"}}
    fields = {
        "area_columns": ["Code"],
        "period": "financial year",
        "sum_of": {"referrals": f"0 to {last}" if across else down},
        "left_out": "others",
    }
    return Drawn(fields, [headings, *body], holds, file="drawn_{financial year}")


def draw_events(chance: random.Random) -> Drawn:
    """A list of events, one row each, by day or month and by group."""
    by_day = chance.random() < 0.5
    body, holds = [], {}
    for number in range(1, chance.randint(6, 20)):
        area, month, band = (
            chance.choice(["E06000045", "E06000044"]),
            chance.randint(4, 6),
            chance.choice(["0-9", "10-17"]),
        )
        day = date(2024, month, chance.randint(13, 28))
        body.append([f"EV{number}", day.strftime("%d/%m/%Y") if by_day else f"2024-{month:02d}", area, band])
        start, end = months(2024, month, 1)
        for group in ("", band):
            key = ("referrals", area, start, end, group)
            holds[key] = holds.get(key, 0) + 1
    fields = {
        "area_columns": ["Area"],
        "period_column": "Month",
        "period": "month",
        "breakdown_columns": ["Band"],
        "count_rows": "referrals",
        "left_out": "others",
    }
    return Drawn(fields, [["Event", "Month", "Area", "Band"], *body], holds)


def draw_across(chance: random.Random) -> Drawn:
    """Periods across: months, quarters, or years with gaps between them."""
    kind, typed = chance.choice(["month", "quarter", "calendar year", "financial year", "academic year"]), False
    begun = chance.randint(2010, 2020)
    if kind in ("month", "quarter"):
        step, first = {"month": 1, "quarter": 3}[kind], chance.choice([3, 6, 9, 12])
        ends = [divmod(begun * 12 + first - 1 + step * number, 12) for number in range(4)]
        days = [months(year, month + 1, step) for year, month in ends]
        forms = {
            "month": ["{1:%b-%y}", "{1:%B %Y}", "{1:%Y-%m}"],
            "quarter": ["{0:%b} - {1:%b %Y}", "{0:%B} to {1:%B %Y}"],
        }
        form, typed = chance.choice(forms[kind]), kind == "month" and chance.random() < 0.4
        at = chance.randint(0, 1)  # the first days of the months, or the last
        headed = [each[at] if typed else form.format(*each) for each in days]
    else:
        years = sorted(chance.sample(range(begun, begun + 12), 4))
        written = [write_period(kind, year, chance) for year in years]
        headed, days = [text for text, *_ in written], [(start, end) for _, start, end in written]
    headed[-1:] = headed[-1:] if typed else [headed[-1] + chance.choice(["", " [p]"])]
    body, holds = [], {}
    for area in AREAS:
        figures = [draw_figure(chance) for _ in days]
        body.append([chance.choice(AREAS[area]), *(cell for cell, _ in figures)])
        holds |= {("referrals", area, *each, ""): value for each, (_, value) in zip(days, figures, strict=True)}
    labels = {"labels": ["area"], "headings": ["Area"], "measure": "referrals", "dates": "day first"}
    fields = {"layout": "periods_across", "period": kind, "typed_dates": typed, **labels}
    return Drawn(fields, [["Area", *headed], *body], holds)


FORMS: list[Callable[[random.Random], Drawn]] = [
    draw_long,
    draw_long,
    draw_formatted,
    draw_dated,
    draw_sums,
    draw_events,
    draw_across,
]


def save(drawn: Drawn, folder: Path, chance: random.Random) -> Path:
    """The table as a file of one of the kinds that are received, its figures with runs that are no part of them."""
    name = drawn.file.replace("{financial year}", "2023-24")
    suffix = chance.choice([".csv", ".csv", ".xlsx", ".xlsx", ".ods"])
    path = folder / f"{name}{suffix}"
    if suffix == ".csv":
        path.write_bytes(_as_text(_write_dates(drawn), chance))
    elif suffix == ".ods":
        _save_opendocument(_write_dates(drawn), path, chance)
    else:
        _save_book(drawn, path, chance)
    return path


def _write_dates(drawn: Drawn) -> list[list[Any]]:
    return [[cell.strftime(drawn.dates) if isinstance(cell, date) else cell for cell in row] for row in drawn.rows]


def _as_text(rows: list[list[Any]], chance: random.Random) -> bytes:
    delimiter, said = chance.choice([(",", ""), (";", "sep=;\r\n"), ("\t", ""), (";", ""), (",", "sep=,\r\n")])
    lines, width = io.StringIO(), max(map(len, rows))
    csv.writer(lines, delimiter=delimiter).writerows([*row, *[""] * (width - len(row))] for row in rows)
    encodings = ["utf-8", "utf-8-sig", *(["utf-16"] if delimiter == "\t" else [])]
    return (said + lines.getvalue()).encode(chance.choice(encodings))


_STYLES = """<office:automatic-styles>\
<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>\
<style:style style:name="out" style:family="text">\
<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>"""
_COVER = """<table:table table:name="Cover"><table:table-row><table:table-cell office:value-type="string">\
<text:p>Referrals</text:p></table:table-cell></table:table-row></table:table>"""


def _save_opendocument(rows: list[list[Any]], path: Path, chance: random.Random) -> None:
    """An .ods file with runs in some figures that are no part of them, and a cover in the accessible form."""
    runs = {}
    for row in rows[1:]:
        for place, cell in enumerate(row):
            if isinstance(cell, int) and chance.random() < 0.1:
                spans = [f'{cell}<text:span text:style-name="up">1</text:span>']
                spans += [f'<text:span text:style-name="out">47</text:span>{cell}']
                row[place] = f"@{len(runs)}@"
                runs[row[place]] = chance.choice(spans)
    cover = _COVER if chance.random() < 0.5 else ""

    def change(content: str) -> str:
        for sign, run in runs.items():
            content = content.replace(sign, run)
        content = content.replace("<office:body>", f"{_STYLES}<office:body>").replace(
            "<office:spreadsheet>", f"<office:spreadsheet>{cover}"
        )
        return content.replace('xmlns:office="urn:office"', 'xmlns:office="urn:office" xmlns:style="urn:style"', 1)

    save_opendocument(path, rows, change)


def _save_book(drawn: Drawn, path: Path, chance: random.Random) -> None:
    """A workbook with notes before its table, labels merged over rows, and figures with raised or struck-out digits."""
    book = openpyxl.Workbook()
    if chance.random() < 0.3:
        book.active.title = "Notes"
        book.active.append(["[note 1] As supplied."])
        book.create_sheet("Table 1")
    sheet = book.worksheets[-1]
    for row in drawn.rows:
        sheet.append([None if cell == "" else cell for cell in row])
    if "Code" in drawn.rows[0] and chance.random() < 0.5:
        _merge_labels(sheet, drawn.rows[0].index("Code") + 1)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, int) and chance.random() < 0.1:
                raised = TextBlock(InlineFont(vertAlign=chance.choice(["superscript", "subscript"])), "1")
                struck = TextBlock(InlineFont(strike=True), "47")
                text = str(cell.value)
                cell.value = chance.choice([CellRichText(text, raised), CellRichText(struck, text)])
    book.save(path)


def _merge_labels(sheet: Any, column: int) -> None:
    """Merge equal labels of rows one below the other."""
    begun = 2
    for row in range(3, sheet.max_row + 2):
        if sheet.cell(row, column).value != sheet.cell(begun, column).value:
            if row - begun > 1:
                sheet.merge_cells(start_row=begun, end_row=row - 1, start_column=column, end_column=column)
            begun = row
