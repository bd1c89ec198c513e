"""What a page is: the head that readers see, and in the notebook a line that says so."""

import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.page.parts import Part

PLAIN = re.compile(r"[^A-Za-z0-9 ]")

if TYPE_CHECKING:
    from analysis.page.page import Page


def opening_part(page: "Page") -> Part:
    """The part that a page begins with: its title, for whom, about where and when, and the partnership's marking."""
    partnership, report = page.definitions.partnership, page.report
    head = {
        "report": report.name,
        "title": report.title,
        "audience": report.audience,
        "question": report.question,
        "area": page.area.name,
        "area_code": page.area.code,
        "quarter": page.quarter.label,
        "period": page.quarter.words,
        "partnership": partnership.heading(page.area),
        "marking": partnership.marking,
        "contact": partnership.contact,
        "order": report.order,
    }
    line = f"{report.title}: {page.area.name}, {page.quarter.words}. For the {report.audience}."
    return Part("opening", f"<p><strong>{escape(line)}</strong></p>", line, head)


def write_running_head(head: Mapping[str, str]) -> Markup:
    """Style for the margins of printed sheets, made from what a page says of itself.

    The first sheet has the same in its own head. Every sign but letters and digits is written by its number, so that
    no title can end the text that it stands in.
    """
    where = ", ".join(head[name] for name in ("title", "area", "period") if head.get(name))
    left = " – ".join(words for words in (head.get("partnership", ""), where) if words)
    marking = _quote(head.get("marking", ""))
    return Markup(
        "@media print {\n"
        f"  @page {{ @top-left {{ content: {_quote(left)}; }} @top-right {{ content: {marking}; }}\n"
        f"    @bottom-left {{ content: {marking}; }}\n"
        '    @bottom-right { content: "Page " counter(page) " of " counter(pages); } }\n'
        "  @page :first { @top-left { content: none; } @top-right { content: none; } }\n"
        "}"
    )


def _quote(words: str) -> str:
    return '"' + PLAIN.sub(lambda found: f"\\{ord(found[0]):x} ", words) + '"'
