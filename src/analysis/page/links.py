"""Links from one page of a release to another: they lie beside each other."""

from html import escape

from analysis.measures.needed_figures import are_met
from analysis.page.page import Page


def find_behind(page: Page, indicator: str) -> str | None:
    """The name of the first report, but this one, that is about an indicator and that the area has figures for.

    A report is about what it needs and what its parameters name. None where there is no such report.
    """
    wanted = {indicator, page.definitions.indicator(indicator).numerator} - {None}
    for report in page.definitions.reports.values():
        lists = [_words(value) for value in report.parameters.values()]
        named = {word for words in lists if not _are_reports(page, words) for word in words} | set(report.needs)
        if report.notebook != page.report.notebook and named & wanted and has_figures(page, report.needs):
            return report.name
    return None


def link_behind(page: Page, indicator: str, words: str) -> str:
    """Words as HTML, linked to the page behind an indicator where there is one."""
    name = find_behind(page, indicator)
    return f'<a href="{name}.html">{escape(words)}</a>' if name else escape(words)


def _are_reports(page: Page, words: list[str]) -> bool:
    """Whether a parameter lists reports, some of which are called as an indicator is."""
    return len(words) > 1 and set(words) <= set(page.definitions.reports)


def _words(value) -> list[str]:
    return value if isinstance(value, list) else str(value).split()


def has_figures(page: Page, needs: list[str]) -> bool:
    """Whether a page that needs some indicators is made of the area and quarter."""
    return are_met(page.project, page.definitions, needs, page.area.code, page.quarter.end)
