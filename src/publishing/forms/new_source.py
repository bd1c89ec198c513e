"""The starting contract of a received file, with its choices explained, in any layout."""

import json

from publishing.forms.entry_names import say_title
from publishing.intake.layouts import LAYOUTS

_COMMON = """\
# What a received file must look like. `lscb check` says what does not fit; `lscb template {name}` makes the form for
# whoever sends it.
title: {title}
# Who sends it: named where a file is late, refused or raises a question.
supplier: the partner who sends it
# The file's name without its kind (.xlsx, .ods or .csv). {{quarter}}, {{financial year}}, {{calendar year}} or
# {{reporting year}} in it is the period that the file is for.
file: {file}
# true: no quarter is complete without it, and a run refuses to start where no file of it ever came.
required: false
# How many days after the end of its period it is to be in.
due_days: 28
# The sheet of the workbook; leave it away where there is only one.
# sheet: Figures
# Which source is right where two give the same figure: 1 an official statistic, 2 a supplier's return, 3 a table of a
# report, 4 a sentence.
precedence: 2
# What an empty cell is. Markers such as n/a, c and x are known; a sender's own go into `markers`.
blank: not_supplied
# markers: {{none: not_applicable}}
"""


def write_contract(name: str, figure: str, title: str, area: str, layout: str) -> str:
    """A contract that is accepted as it is: one figure of the area, in a layout that cleaning knows."""
    kind = LAYOUTS[layout]
    start = f"{_COMMON}layout: {layout}\n{kind.START}"
    words = {"name": name, "title": say_title(name), "file": kind.FILE.format(name=name)}
    return start.format(**words, area=area, figure=figure, words=json.dumps(title, ensure_ascii=False))
