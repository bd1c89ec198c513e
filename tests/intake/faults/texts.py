"""Faults of csv files: encodings, separators, quotation marks, rows and headings."""

from collections.abc import Callable
from pathlib import Path

from faults import Fault
from faults.tables import council_rows, police_rows
from faults.writing import as_bytes, as_csv

UTF = b"\xef\xbb\xbf"


def council(change: Callable[[str], str | bytes]) -> Callable[[Path], object]:
    """A council file whose text was changed."""

    def make(raw: Path) -> None:
        changed = change(as_csv(council_rows()))
        content = changed.encode() if isinstance(changed, str) else changed
        (raw / "returns" / "council_referrals.csv").write_bytes(content)

    return make


def police(change: Callable[[list[list]], object]) -> Callable[[Path], object]:
    """A police file whose rows were changed in place."""

    def make(raw: Path) -> None:
        rows = police_rows()
        change(rows)
        (raw / "returns" / "police_2013-14.csv").write_bytes(as_bytes(rows))

    return make


def swap(old: str, new: str) -> Callable[[Path], object]:
    """A council file in which one text stands for another, once; the text must be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return council(change)


def rows_of(change: Callable[[list[list]], list[list]]) -> Callable[[Path], object]:
    """A council file whose rows were changed."""
    return lambda raw: (raw / "returns" / "council_referrals.csv").write_bytes(as_bytes(change(council_rows())))


def _without(rows: list[list], column: int) -> list[list]:
    return [[cell for number, cell in enumerate(row) if number != column] for row in rows]


FAULTS = [
    Fault("encodings", "UTF-8", "read", "", council(lambda text: text)),
    Fault("encodings", "UTF-8 with a byte order mark", "read", "", council(lambda text: UTF + text.encode())),
    Fault("encodings", "the byte order mark twice", "read", "", council(lambda text: UTF + UTF + text.encode())),
    Fault("encodings", "UTF-16", "read", "", council(lambda text: text.encode("utf-16"))),
    Fault(
        "encodings",
        "UTF-16 without a byte order mark",
        "read",
        "",
        council(lambda text: text.encode("utf-16-le")),
    ),
    Fault(
        "encodings",
        "Windows-1252, with a letter beyond ASCII",
        "noted",
        "windows_encoding",
        council(lambda text: text.replace("Southampton", "Southampton \u2013").encode("cp1252")),
    ),
    Fault(
        "encodings",
        "UTF-8 read as Windows-1252 and saved again",
        "refused",
        "cell B2: the text was saved in the wrong",
        council(lambda text: text.replace("Southampton", "Southampton \u2013".encode().decode("cp1252"))),
    ),
    Fault(
        "encodings",
        "a sign for what could not be read",
        "refused",
        "cell B2: the text was saved in the wrong",
        swap("Southampton", "Southampt\ufffdn"),
    ),
    Fault("encodings", "a NUL byte", "refused", "bytes that no text has", swap("4402", "44\x0002")),
    Fault(
        "encodings",
        "a sign that cannot be seen inside a figure",
        "refused",
        "cell D2: expected text without signs",
        swap("4402", "44\u200b02"),
    ),
    Fault(
        "encodings",
        "a sign that turns the order of the letters",
        "refused",
        "cell B2: expected text without signs",
        swap("Southampton", "South\u202eampton"),
    ),
    Fault(
        "delimiters",
        "a space and quotation marks behind each comma",
        "read",
        "",
        council(lambda text: text.replace(",Southampton,", ', "Southampton", ')),
    ),
    Fault(
        "delimiters",
        "semicolons where commas are agreed",
        "read",
        "",
        council(lambda text: text.replace(",", ";")),
    ),
    Fault(
        "delimiters",
        "tabs where commas are agreed",
        "read",
        "",
        council(lambda text: text.replace(",", "\t")),
    ),
    Fault("delimiters", "a comma for the decimal point", "refused", "cell F2: expected 6 cells", swap("31.1", "31,1")),
    Fault(
        "stray quotes that swallow rows",
        "a quotation mark that is never closed",
        "refused",
        "a quotation mark is opened",
        swap("Southampton", '"Southampton'),
    ),
    Fault(
        "stray quotes that swallow rows",
        "two quotation marks, three rows apart",
        "refused",
        "row 2: a cell holds a line",
        council(lambda text: text.replace("Southampton", '"Southampton', 1).replace("England", 'England"', 1)),
    ),
    Fault(
        "stray quotes that swallow rows",
        "a mark closed too early",
        "refused",
        "closed too early",
        swap("Southampton", '"South"ampton'),
    ),
    Fault(
        "short and long rows",
        "a separator lost in the middle of a row",
        "refused",
        "cell E2: expected 6 cells",
        swap("4402,1370", "44021370"),
    ),
    Fault(
        "short and long rows", "a separator too many", "refused", "cell F3: expected 6 cells", swap("4500,", "4500,,")
    ),
    Fault(
        "short and long rows",
        "a separator lost among months",
        "refused",
        "cell M4: expected 14 cells",
        lambda raw: (raw / "returns" / "police_2013-14.csv").write_text(
            as_csv(police_rows()).replace("61,55", "6155"), newline=""
        ),
    ),
    Fault(
        "duplicate headers",
        "the same heading twice",
        "refused",
        "expected a column headed 're-referrals'",
        swap("re-referrals", "referrals"),
    ),
    Fault(
        "duplicate headers",
        "a column sent twice",
        "refused",
        "expected the heading 'share' once only",
        rows_of(lambda rows: [[*row, row[-1]] for row in rows]),
    ),
    Fault(
        "title rows",
        "three rows of title above the headings",
        "read",
        "",
        rows_of(lambda rows: [["Referrals"], ["Year to March"], [], *rows]),
    ),
    Fault(
        "merged headers",
        "a group of headings above the headings",
        "read",
        "",
        rows_of(lambda rows: [["", "", "", "Referrals in the year", "", ""], *rows]),
    ),
    Fault(
        "merged headers",
        "a heading merged over two columns, the second left empty",
        "refused",
        "cell E1: expected a column headed 're-referrals'",
        rows_of(lambda rows: [[*rows[0][:4], "", "share"], *rows[1:]]),
    ),
    Fault(
        "footers",
        "notes after an empty row",
        "read",
        "",
        rows_of(lambda rows: [*rows, [], ["Source: the council"], ["Provisional"]]),
    ),
    Fault(
        "footers",
        "a note right below the table, with nothing in its other cells",
        "read",
        "",
        rows_of(lambda rows: [*rows, ["Source: the council"]]),
    ),
    Fault(
        "footers",
        "a second table below",
        "refused",
        "cell A9: expected notes only after the empty row",
        rows_of(lambda rows: [*rows, [], rows[0], ["E06000045", "Southampton", "2012/13", 1, 1, 1]]),
    ),
    Fault(
        "footers",
        "more rows of the same areas after an empty row, with other figures",
        "set aside",
        "doubled_figure",
        rows_of(lambda rows: [*rows, [], ["E06000045", "Southampton", "2012/13", 1, 1, 1]]),
    ),
    Fault(
        "empty rows and columns",
        "an empty row under the headings and one between the areas",
        "read",
        "",
        rows_of(lambda rows: [rows[0], [], *rows[1:3], [], *rows[3:]]),
    ),
    Fault(
        "empty rows and columns",
        "an empty column between the columns",
        "read",
        "",
        rows_of(lambda rows: [[*row[:3], "", *row[3:]] for row in rows]),
    ),
    Fault(
        "totals and subtotals",
        "a total of the areas, which have none in the contract",
        "noted",
        "unknown_area",
        rows_of(lambda rows: [*rows, ["", "Total", "2013/14", 9, 9, 9]]),
    ),
    Fault(
        "totals and subtotals",
        "a total among the items of a list",
        "refused",
        "cell A7: expected an item here, not a tot",
        lambda raw: (raw / "returns" / "audits_2013-14_q4.csv").write_text(
            "agency,audits\nPolice,7\nHealth,12\nProbation,3\nSchools,24\nHousing,5\nTotal,51\n"
        ),
    ),
    Fault(
        "totals and subtotals",
        "months that do not come to their total",
        "noted",
        "parts_and_total",
        police(lambda rows: rows[3].__setitem__(13, 700)),
        frozenset({700}),
    ),
    Fault(
        "renamed, added and dropped columns",
        "a heading with another name",
        "refused",
        "cell D1: expected a column headed 'referrals'",
        swap("referrals", "contacts"),
    ),
    Fault(
        "renamed, added and dropped columns",
        "a column more",
        "refused",
        "cell G1: expected no heading here",
        rows_of(lambda rows: [[*row, "new"] for row in rows]),
    ),
    Fault(
        "renamed, added and dropped columns",
        "a column less",
        "refused",
        "expected a column headed 'share'",
        rows_of(lambda rows: _without(rows, 5)),
    ),
    Fault(
        "renamed, added and dropped columns",
        "a row of months less",
        "refused",
        "expected also a row labelled 'Episodes'",
        police(lambda rows: rows.pop(4)),
    ),
    Fault(
        "renamed, added and dropped columns",
        "columns in another order",
        "read",
        "",
        rows_of(lambda rows: [row[::-1] for row in rows]),
    ),
    Fault(
        "renamed, added and dropped columns",
        "a month less",
        "refused",
        "expected the month after the one before it",
        police(lambda rows: [row.pop(5) for row in rows[2:5]]),
    ),
    Fault(
        "notes and marks",
        "numbers of notes in headings, and other capitals",
        "read",
        "",
        swap("code,area,year,referrals", "Code,AREA,year [note 2],Referrals (1)"),
    ),
    Fault("notes and marks", "a provisional figure", "read", "", swap("1370,31.1", "1370 [p],31.1")),
    Fault("notes and marks", "an estimated figure", "noted", "mark_beside_figure", swap("1370,31.1", "1370 [e],31.1")),
    Fault("notes and marks", "a star behind a figure", "refused", "a figure alone", swap("1370,31.1", "1370*,31.1")),
    Fault("notes and marks", "a provisional year", "read", "", swap("Southampton,2013/14", "Southampton,2013/14 [p]")),
    Fault(
        "notes and marks",
        "a mark that says nothing",
        "refused",
        "cell E2: expected a fig",
        swap("1370,31.1", "1370 [q],31.1"),
    ),
    Fault(
        "lists of events",
        "the number of a row as its figure",
        "refused",
        "say `count_rows`",
        rows_of(lambda rows: [rows[0], *([*rows[1][:3], number, 1, "20"] for number in range(1, 8))]),
    ),
]
