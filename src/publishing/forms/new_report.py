"""The starting entry of a report, and the periods that its page reads."""

import json
from collections.abc import Mapping

from analysis.definitions import Indicator
from analysis.numbers import lower_first
from publishing.forms.entry_names import say_title
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
