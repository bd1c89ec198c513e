"""The starting contract of a received file, with its choices explained, for each layout that takes no code."""

import json

from publishing.forms.entry_names import say_title

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

LAYOUTS = {
    "periods_across": (
        "{name}_{{financial year}}",
        """\
# Months across, in each row a measure of one area.
layout: periods_across
area: {area}
# month, quarter, financial year, calendar year or day: what the headings of the columns are.
period: month
# Each row's label, and the indicator that it is. A share written with its sign: {{indicator: …, percent: sign}}.
rows:
  {words}: {figure}
# Where there is a column for the whole year, its heading; the months are then checked against it.
# total: Total
# totals:
#   - {{over: period, whole: financial year}}
""",
    ),
    "measures_across": (
        "{name}_{{quarter}}",
        """\
# One column for each measure, one row for each area and period.
layout: measures_across
# The columns that hold the area's code, its name and the period; `labels` names columns that are only read over.
area_columns: [area_code]
name_column: area
period_column: quarter
# month, quarter, financial year, calendar year or day: what stands in that column.
period: quarter
# Each heading, and the indicator that it is. A share written without its sign: {{indicator: …, percent: bare}}.
columns:
  {words}: {figure}
# Do categories make up the whole that stands beside them, or areas their total? `disjoint: true` where they do not
# overlap and leave a rest. Small counts are then better protected, and the sums are checked.
# totals:
#   - {{over: breakdown, whole: ""}}
""",
    ),
    "months_from_april": (
        "{name}_{{financial year}}",
        """\
# One column for each month from April, one row for each area and financial year.
layout: months_from_april
area_columns: [area_code]
name_column: area
period_column: year
period: financial year
indicator: {figure}
# The heading of the year's total; leave both away where there is none.
total: Total
totals:
  - {{over: period, whole: financial year}}
""",
    ),
    "rows": (
        "{name}_{{quarter}}",
        """\
# A list: one row for each item, which the columns of the breakdown name.
layout: rows
area: {area}
breakdown_columns: [item]
# Each heading, and the indicator that it is.
columns:
  {words}: {figure}
# total: Total
""",
    ),
}
"""The layouts that `lscb new source` starts, the usual one first: the file's name, and what the contract says of it."""


def write_contract(name: str, figure: str, title: str, area: str, layout: str) -> str:
    """A contract that is accepted as it is: one figure of the area, in a layout that cleaning knows."""
    file, rest = LAYOUTS[layout]
    common = _COMMON.format(name=name, title=say_title(name), file=file.format(name=name))
    return common + rest.format(area=area, figure=figure, words=json.dumps(title, ensure_ascii=False))
