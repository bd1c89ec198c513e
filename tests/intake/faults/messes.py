"""What people and programs do to a table on its way: each a small change of rows, or of how they are saved."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

HEADINGS = 6


@dataclass
class Sent:
    """A table on its way: the rows, the figures that were taken out of it on purpose, and how it will be saved."""

    rows: list[list]
    lost: set[tuple[str, str, str]] = field(default_factory=set)
    top: int = 0
    encoding: str = "utf-8"
    delimiter: str = ","
    formats: dict[tuple[str, str], str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    in_fractions: bool = False
    extra: str | None = None
    after: Callable[[str], str] = str


def _place(sent: Sent, chance: random.Random, columns: tuple[str, ...]) -> tuple[list, int] | None:
    """A row of the body, and where one of some columns stands in it by the headings as they are now."""
    headings = sent.rows[sent.top]
    known = [number for number, heading in enumerate(headings) if heading in columns]
    body = [row for row in sent.rows[sent.top + 1 :] if len(row) == len(headings) and row[0] != ""]
    return (chance.choice(body), chance.choice(known)) if body and known else None


def _lose(sent: Sent, row: list, column: int) -> None:
    """A figure is no longer there, and must not come back as another."""
    headings = sent.rows[sent.top]
    key = [row[headings.index(name)] if name in headings else "" for name in ("code", "year")]
    sent.lost.add((headings[column], *map(str, key)))


FIGURES = ("referrals", "re-referrals", "share")


def add_titles(sent: Sent, chance: random.Random) -> None:
    more = chance.randint(1, 3)
    sent.rows[:0] = [[chance.choice(["Referrals", "Year to March 2014", ""])] for _ in range(more)]
    sent.top += more


def add_notes(sent: Sent, chance: random.Random) -> None:
    sent.rows += [[], *([text] for text in chance.sample(["Source: the council", "Provisional", "2013"], 2))]


def add_note_below(sent: Sent, chance: random.Random) -> None:
    sent.rows.append(["Source: the council"])


def add_empty_row(sent: Sent, chance: random.Random) -> None:
    sent.rows.insert(chance.randint(sent.top + 1, len(sent.rows)), [])


def add_empty_column(sent: Sent, chance: random.Random) -> None:
    place = chance.randint(0, len(sent.rows[sent.top]))
    for row in sent.rows:
        if len(row) > 1:
            row.insert(place, "")


def add_column(sent: Sent, chance: random.Random) -> None:
    for number, row in enumerate(sent.rows):
        if len(row) > 1:
            row.append("new" if number == sent.top else chance.randint(0, 99))


def note_headings(sent: Sent, chance: random.Random) -> None:
    """A note's number behind a heading, or another use of capitals."""
    headings = sent.rows[sent.top]
    place = chance.randrange(len(headings))
    if headings[place]:
        sent.rows[sent.top] = [*headings]
        change = chance.choice([str.upper, str.title, lambda text: f"{text} [note 2]", lambda text: f"{text} (1)"])
        if headings[place] not in FIGURES and headings[place] not in ("code", "year"):
            sent.rows[sent.top][place] = change(headings[place])


def mark_provisional(sent: Sent, chance: random.Random) -> None:
    """A mark or a note behind a figure."""
    found = _place(sent, chance, ("referrals", "re-referrals"))
    if found:
        row, column = found
        if str(row[column]).isdigit():
            row[column] = f"{row[column]} {chance.choice(['[p]', '[e]', '[B]', '(r)', '*', '(1)', '[c]'])}"


def write_area_otherwise(sent: Sent, chance: random.Random) -> None:
    """An area's code in small letters, or its name in capitals."""
    found = _place(sent, chance, ("area",))
    if found:
        row, column = found
        row[column] = str(row[column]).upper()


def shuffle_rows(sent: Sent, chance: random.Random) -> None:
    body = [row for row in sent.rows[sent.top + 1 :] if len(row) > 1]
    rest = [row for row in sent.rows[sent.top + 1 :] if len(row) <= 1]
    chance.shuffle(body)
    sent.rows[sent.top + 1 :] = body + rest


def shuffle_columns(sent: Sent, chance: random.Random) -> None:
    width = len(sent.rows[sent.top])
    order = chance.sample(range(width), width)
    for row in sent.rows:
        if len(row) == width:
            row[:] = [row[number] for number in order]


def repeat_row(sent: Sent, chance: random.Random) -> None:
    placed = _place(sent, chance, FIGURES)
    if placed:
        sent.rows.insert(sent.top + 1, list(placed[0]))


def repeat_column(sent: Sent, chance: random.Random) -> None:
    for row in sent.rows:
        if len(row) > 1:
            row.append(row[-1])


def rename_heading(sent: Sent, chance: random.Random) -> None:
    headings = sent.rows[sent.top]
    headings[chance.randrange(len(headings))] = chance.choice(["contacts", "Referrals", "", "referrals", "2013"])


def add_total(sent: Sent, chance: random.Random) -> None:
    sent.rows.append(["", "Total", "2013/14", 9, 9, 9])


def write_figure(sent: Sent, chance: random.Random) -> None:
    """A figure as somebody types it; a form that says something else is refused, one that says the same is read."""
    placed = _place(sent, chance, FIGURES)
    if not placed or placed[0][placed[1]] == "":
        return
    row, column = placed
    figure = row[column]
    share = sent.rows[sent.top][column] == "share" and not sent.in_fractions  # 0.456% would be another share
    forms = [f" {figure} ", f"\u00a0{figure}", f"{figure}-", f"({figure})", f"{figure}*", f"'{figure}", f"{figure} (r)"]
    forms += [f"{figure}e0", f"<{figure}", f"~{figure}", f"\u200b{figure}", f"{figure}.0", f"0{figure}", f"= {figure}"]
    if isinstance(figure, int):
        forms += [f"{figure:,}", f"{figure:,}".replace(",", " "), f"{figure:,}".replace(",", "."), str(figure)]
        forms += [f"{figure:,}".replace(",", "\u202f")]
    row[column] = chance.choice([*forms, f"{figure}%", f"{figure} %"] if share else forms)


def write_marker(sent: Sent, chance: random.Random) -> None:
    placed = _place(sent, chance, FIGURES)
    if placed:
        _lose(sent, *placed)
        placed[0][placed[1]] = chance.choice(
            ["c", "[c]", "x", "..", "-", "", "*", "n/a", "N/A", "nil", "<5", "#REF!", "[x]"]
        )


def write_fractions(sent: Sent, chance: random.Random) -> None:
    """All shares as fractions: with the form of a percentage, or bare.

    None where one was typed as a text before: bare percentages among fractions are not told apart (docs/faults.md).
    """
    headings = sent.rows[sent.top]
    if "share" not in headings or sent.in_fractions:
        return
    column = headings.index("share")
    if any(
        len(row) > column and re.search(r"\d", str(row[column])) and not isinstance(row[column], float)
        for row in sent.rows[sent.top + 1 :]
    ):
        return
    sent.in_fractions = True
    for row in sent.rows[sent.top + 1 :]:
        if len(row) > column and isinstance(row[column], float):
            row[column] = round(row[column] / 100, 6)
    if chance.random() < 0.7:
        sent.formats["share", ""] = chance.choice(["0%", "0.0%", '0.0" "%', "0.00%;[Red]-0.00%"])


def hide_figure(sent: Sent, chance: random.Random) -> None:
    """A format that shows a sign in place of the number."""
    placed = _place(sent, chance, FIGURES)
    if placed and isinstance(placed[0][placed[1]], int | float):
        sent.formats[sent.rows[sent.top][placed[1]], repr(placed[0])] = chance.choice(
            ['"*"', ";;;", "**", '"c"', "\\*"]
        )


def hide_row(sent: Sent, chance: random.Random) -> None:
    sent.hidden.append(chance.randint(1, len(sent.rows)))


def add_sheet(sent: Sent, chance: random.Random) -> None:
    sent.extra = chance.choice(["visible", "hidden", "veryHidden"])


def encode(sent: Sent, chance: random.Random) -> None:
    sent.encoding = chance.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-7", "cp037"])


def divide(sent: Sent, chance: random.Random) -> None:
    sent.delimiter = chance.choice([";", "\t", "|"])


def spoil_text(sent: Sent, chance: random.Random) -> None:
    """One sign of the csv file lost, doubled, or a quotation mark put in; digits are left as they are."""

    def spoil(text: str) -> str:
        places = [number for number, sign in enumerate(text) if sign in ',"\n']
        place = chance.choice(places or [0])
        return text[:place] + chance.choice(["", '"', ",", text[place : place + 1] * 2]) + text[place + 1 :]

    sent.after = spoil


MESSES = [
    note_headings,
    mark_provisional,
    write_area_otherwise,
    add_titles,
    add_notes,
    add_note_below,
    add_empty_row,
    add_empty_column,
    add_column,
    shuffle_rows,
    shuffle_columns,
    repeat_row,
    repeat_column,
    rename_heading,
    add_total,
    write_figure,
    write_marker,
    write_fractions,
    hide_figure,
    hide_row,
    add_sheet,
    encode,
    divide,
    spoil_text,
]
