"""What a page is: the head that readers see, and in the notebook a line that says so."""

from html import escape
from typing import TYPE_CHECKING

from analysis.page.parts import Part

if TYPE_CHECKING:
    from analysis.page.page import Page


def opening_part(page: "Page") -> Part:
    """The part that a page begins with: its title, for whom, about where and when, and the partnership's marking."""
    policy, report = page.definitions.policy, page.report
    head = {
        "report": report.name,
        "title": report.title,
        "audience": report.audience,
        "question": report.question,
        "area": page.area.name,
        "area_code": page.area.code,
        "quarter": page.quarter.label,
        "period": page.quarter.words,
        "partnership": policy.partnership,
        "marking": policy.marking,
        "contact": policy.contact,
        "order": report.order,
    }
    line = f"{report.title}: {page.area.name}, {page.quarter.words}. For the {report.audience}."
    return Part("opening", f"<p><strong>{escape(line)}</strong></p>", line, head)
