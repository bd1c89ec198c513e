"""The starting entries of a report, a received file and an indicator, with their choices explained, and their names."""

import json
import re
from collections.abc import Mapping

from analysis.definitions import Definitions, Indicator
from analysis.definitions.reports import NAME
from analysis.numbers import lower_first, upper_first
from analysis.periods import financial_year_of, parse_period
from analysis.refusals import ParametersRefused
from publishing.intake.layouts import LAYOUTS
from publishing.intake.layouts.layout import Layout

_PAGE = """\
# What stands at the top of the page and in the list of pages.
title: {title}
# The group that the page is for: pages are listed and sent by audience.
audience: {audience}
question: {question}
# Several reports can share a notebook, each with parameters of its own.
notebook: {name}.ipynb
# An area without a figure of any of these has no such page. Leave it away for a page that is always made.
needs: [{figure}]
# Pages stand in this order, those with the same number by name.
order: 100
# What the notebook's cell `parameters` declares beyond report, area, quarter and data.
parameters:
  figure: {figure}
  # Which of its periods are read: year, quarter, month or day.
  kind: {kind}
"""
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
USUAL_TOPIC = "context"
_ENTRY = """\
{name}:
  # What pages call it.
  title: {title}
  # count, rate (with `per: 10000`), proportion (kept as a fraction of 1), money, rank, change, date or statement.
  kind: count
  # people and events are protected: small numbers are withheld. things and nothing are not.
  counts: people
  # What one of them is, in the plural.
  unit: children
  # during: what happened in a period. at_end: what stood at its end; its figures are then of the last day.
  when_counted: during
  # Whether months add up to a year: events do. A child can come in two months, so people do not.
  additive: false
  # Write `polarity: low` or `polarity: high` where that is better; leave it away where neither is.
  # A rate or proportion names the indicators that it is made of in `numerator` and `denominator`.
  # One of the topics of params/questions.yaml, which names the partner who answers for each; a new one is added there.
  topic: {topic}
  meaning:
    # A definition that changes is a further entry with the day from which it holds; the old one stays.
    - since: {since}
      definition: Write here what is counted, of whom and when, as whoever supplies it counts it.
      reference: Write here the publication that sets the definition
"""
LONGEST = 40
_KEPT_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)")


def choose_kind(figure: str, indicator: Indicator, sources: Mapping[str, Layout]) -> str:
    """The periods that a page on an indicator reads: years, unless every source of it gives shorter ones alone."""
    supplying = [source for source in sources.values() if figure in source.indicators()]
    kinds = {_shortest(source) for source in supplying}
    if not supplying or "year" in kinds:
        return "year"
    if indicator.when_counted == "at_end":
        return "day"
    return "month" if kinds == {"month"} else "quarter"


def _shortest(source: Layout) -> str:
    """The periods of a source's figures: months or quarters where it gives no year beside them."""
    step = source.step()
    if step in ("month", "quarter"):
        return "year" if getattr(source, "total", None) else step
    return "quarter" if step is None and "{quarter}" in source.file else "year"


def write_page_file(name: str, figure: str, kind: str, indicator: Indicator, audience: str) -> str:
    """The report's entry, which is accepted as it is."""
    values = {
        "title": json.dumps(say_title(name)),
        "audience": json.dumps(audience, ensure_ascii=False),
        "question": json.dumps(ask_about(indicator), ensure_ascii=False),
    }
    return _PAGE.format(name=name, figure=figure, kind=kind, **values)


def ask_about(indicator: Indicator) -> str:
    """The question that a page starts with."""
    return f"How has the figure changed ({lower_first(indicator.title)})?"


def write_contract(name: str, figure: str, title: str, area: str, layout: str) -> str:
    """A contract that is accepted as it is: one figure of the area, in a layout that cleaning knows."""
    kind = LAYOUTS[layout]
    start = f"{_COMMON}layout: {layout}\n{kind.START}"
    words = {"name": name, "title": say_title(name), "file": kind.FILE.format(name=name)}
    return start.format(**words, area=area, figure=figure, words=json.dumps(title, ensure_ascii=False))


def write_entry(name: str, title: str, definitions: Definitions) -> str:
    """An entry that is accepted as it is: a count of people, defined from the year of the run's quarter on."""
    since = financial_year_of(parse_period(definitions.run.quarter, ["quarter"]).start).start
    topics = definitions.questions.partners
    topic = USUAL_TOPIC if USUAL_TOPIC in topics or not topics else next(iter(topics))
    return _ENTRY.format(name=name, title=title, topic=topic, since=since.isoformat())


def check_name(kind: str, name: str) -> None:
    """Refuse a name that could not be a file's on every system. Raises ParametersRefused."""
    if not re.fullmatch(NAME, name) or len(name) > LONGEST or _KEPT_BY_WINDOWS.fullmatch(name):
        raise ParametersRefused(
            f"No {kind} can be called {name!r}. Use small letters, digits and single underscores, a letter first and "
            f"{LONGEST} at most, such as young_carers."
        )


def say_title(name: str) -> str:
    """A name in words: 'young_carers' is 'Young carers'."""
    return upper_first(name.replace("_", " "))
