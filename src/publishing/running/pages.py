"""One unit of work from end to end: a notebook executed, and the page and tables that its readers get."""

from pathlib import Path

from nbformat import NotebookNode

import analysis
from analysis.page.export import read_head, write_page
from analysis.page.parts import part_of
from publishing.release.chart_files import find_svg
from publishing.release.made_page import MadePage, Unit
from publishing.running.execution import execute
from publishing.running.kernels.provisioner import PrivateKernel
from publishing.running.kernels.warm import LIBRARIES


def _name_module(path: Path) -> str:
    return ".".join(path.relative_to(OURS.parent).with_suffix("").parts).removesuffix(".__init__")


OURS = Path(str(analysis.__file__)).parent
NOT_IN_NOTEBOOKS = ("analysis.page.export", "analysis.page.preview")  # they import nbconvert
PRELOADED = (
    *LIBRARIES,
    *("pyarrow.dataset", "pyarrow.parquet", "PIL.PngImagePlugin", "sqlite3"),  # what they import at first use
    *(name for name in map(_name_module, sorted(OURS.rglob("*.py"))) if name not in NOT_IN_NOTEBOOKS),
)
"""What notebooks import, for kernels that are forked with it."""


def make_page(unit: Unit, seconds: float, kernel: type[PrivateKernel] = PrivateKernel) -> MadePage:
    """Execute a unit and write its page. Raises NotebookFailed.

    It needs nothing but its arguments and gives nothing but its result, so that it can run in any thread or process,
    on this machine or another.
    """
    return collect_page(unit, execute(unit, seconds, kernel))


def collect_page(unit: Unit, executed: NotebookNode) -> MadePage:
    """The page that a unit's executed notebook makes, with everything that was handed over beside it."""
    tables, read = collect_tables(unit.report.name, executed), collect_cells(executed)
    return MadePage(
        unit,
        write_page(executed),
        read_head(executed),
        tables,
        read,
        collect_basis(executed),
        collect_figures(executed),
        collect_captions(unit.report.name, executed),
        collect_charts(unit.report.name, executed),
    )


def collect_tables(report: str, executed: NotebookNode) -> dict[str, str]:
    """The CSV of each chart and table that the page shows, by file name: referrals_figure-1.csv."""
    return {f"{report}_{part['id']}.csv": part["csv"] for part in _parts(executed) if "csv" in part}


def collect_captions(report: str, executed: NotebookNode) -> dict[str, str]:
    """The caption of each chart and table that the page shows, by the name of its CSV file."""
    return {f"{report}_{part['id']}.csv": part["caption"] for part in _parts(executed) if "csv" in part}


def collect_charts(report: str, executed: NotebookNode) -> dict[str, dict[str, str]]:
    """The charts that the page shows, by the name of their files: caption, text alternative, SVG, and PNG in base64."""
    found = {}
    for output in _outputs(executed):
        part = part_of(output)
        if part and "png" in part:
            svg = find_svg(output["data"].get("text/html", ""))
            found[f"{report}_{part['id']}"] = {
                "caption": part["caption"],
                "alternative": part["alternative"],
                "svg": svg,
                "png": part["png"],
            }
    return found


def collect_cells(executed: NotebookNode) -> dict[str, list[str]]:
    """The cells that the page's figures were read from, by source."""
    return next((part["read"] for part in _parts(executed) if "read" in part), {})


def collect_figures(executed: NotebookNode) -> str:
    """Every figure that the page has read, as it may be shown, as CSV."""
    return next((part["figures_read"] for part in _parts(executed) if "figures_read" in part), "")


def collect_basis(executed: NotebookNode) -> list[list] | None:
    """What the page says that it rests on; None where it does not say."""
    return next((part["rests_on"] for part in _parts(executed) if "rests_on" in part), None)


def _parts(executed: NotebookNode) -> list[dict]:
    return [part for output in _outputs(executed) if (part := part_of(output))]


def _outputs(executed: NotebookNode) -> list[NotebookNode]:
    return [output for cell in executed.cells for output in cell.get("outputs", [])]
