"""One report run from a notebook, and its page shown there."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analysis.definitions import read_definitions
from analysis.page.preview import Preview, show_html
from analysis.project import find_project
from publishing.running.pages import make_page
from publishing.running.units import plan_units


def show_report(report: str, *, area: str, quarter: str, data: str | Path | None = None, height: int = 900) -> Preview:
    """A report's notebook run from top to bottom in a process of its own, and its page as it will be circulated.

    Nothing is written. Raises ParametersRefused for a name that params/ does not know, and NotebookFailed.
    """
    project = find_project(".", data or None)
    definitions = read_definitions(project.params)
    (unit,) = plan_units(project, definitions, [area], quarter, [report])
    with ThreadPoolExecutor(1) as another:  # the thread of a notebook's own cells already has its event loop
        made = another.submit(make_page, unit, definitions.run.time_limit_seconds).result()
    return show_html(made.html, height)
