"""The table of a data set: items down, the quarters that a board compares across, and how each cell is written."""

import re

from analysis.definitions.layouts import WORDS_OF_A_FORM, DataSet, Item
from analysis.periods import Period
from publishing.forms.form import Asked, Cell, Entry
from publishing.intake.layouts.quarters_across import heading_of

NO_COMPARATOR = "Not applicable"  # a marker, for an item that the contract gives no comparator
CASES = 2  # columns under one quarter where each cell is about one case

_PLACE = re.compile(r"{([^}]*)}")
_EXAMPLES = {"note": "words", "review": "name of the review"}


def make_data_set(contract: DataSet, asked: Asked) -> tuple[list[list[str]], list[list[Cell]]]:
    """The headings that the form's quarter makes, and a row for each item with the words that its cells begin with."""
    headings: list[str] = []
    for column in contract.columns:
        beside = _width(contract) - 1 if isinstance(column, int) else 0
        headings += [_head(column, asked), *[""] * beside]
    return [headings], [_make_row(contract, item, asked) for item in contract.items]


def _width(contract: DataSet) -> int:
    """How many columns stand under one quarter."""
    return CASES if any("{review}" in form for item in contract.items for form in item.forms) else 1


def _head(column: str | int, asked: Asked) -> str:
    if isinstance(column, int):
        return heading_of(_quarter(asked).earlier(column))
    return column.replace("{quarter}", f"Q{_quarter(asked).label[-1]}")


def _quarter(asked: Asked) -> Period:
    """The quarter of the file, or of the run where the file is for all periods."""
    return asked.period or asked.quarter


def _make_row(contract: DataSet, item: Item, asked: Asked) -> list[Cell]:
    row: list[Cell] = [item.item]
    for column in contract.columns[1:-1]:
        if isinstance(column, int):
            hint = _write_hint(item, f"Q{_quarter(asked).earlier(column).label[-1]}")
            row += [Entry(hint=hint)] * _width(contract)
        else:
            row.append(Entry(hint="Where the figures come from."))
    compared = [form for form in item.forms if "@" in form]
    row.append(Entry(hint=f"Write: {_fill(compared[0], '')}") if compared else Entry(given=NO_COMPARATOR))
    return row


def _write_hint(item: Item, quarter: str) -> str:
    """How a cell of a quarter is written, in the forms that the contract reads: 'Write: Total at end of Q4: 0'."""
    return f"Write: {_fill(next(form for form in item.forms if '@' not in form), quarter)}"


def _fill(form: str, quarter: str) -> str:
    """A form with an example in each place."""

    def example(place: re.Match[str]) -> str:
        name = place[1]
        if name in WORDS_OF_A_FORM:
            return _EXAMPLES.get(name, (quarter if name == "said" else "") or "year")
        return "0%" if re.split(r"[@|]", name)[0].endswith("share") else "0"

    return _PLACE.sub(example, form).strip()
