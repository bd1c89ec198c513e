"""The caveats of a report: sentences from its parameter file, each for as long as it is true."""

from analysis.page.links import has_figures
from analysis.page.page import Page


def true_caveats(page: Page) -> list[str]:
    """The report's caveats that hold: those of which no `until` indicator has a figure of the area by the quarter."""
    return [caveat.text for caveat in page.report.caveats if not has_figures(page, caveat.until)]
