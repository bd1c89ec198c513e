"""One unit of work from end to end: a notebook executed, and the page and tables that its readers get."""

from pathlib import Path

from nbformat import NotebookNode

import analysis
from analysis.page.parts import part_of
from publishing.release.made_page import MadePage, Unit
from publishing.release.tables_and_charts import find_svg
from publishing.running.execution import execute
from publishing.running.kernels.provisioner import PrivateKernel
from publishing.running.kernels.warm import LIBRARIES


def _name_module(path: Path) -> str:
    return ".".join(path.relative_to(OURS.parent).with_suffix("").parts).removesuffix(".__init__")


OURS = Path(str(analysis.__file__)).parent
NOT_IN_NOTEBOOKS = ("analysis.page.export", "analysis.page.preview")  # they import nbconvert
PRELOADED = (
    *LIBRARIES,
    *("pyarrow.dataset", "pyarrow.parquet", "sqlite3", "pandas.core.arrays.arrow.extension_types"),
    *("pandas.core.methods.to_dict", "pandas.core.reshape.reshape", "pandas.io.formats.csvs"),
    *(name for name in map(_name_module, sorted(OURS.rglob("*.py"))) if name not in NOT_IN_NOTEBOOKS),
)
"""What notebooks import, some of it at first use, for kernels that are forked with it."""


def make_page(unit: Unit, seconds: float, kernel: type[PrivateKernel] = PrivateKernel) -> MadePage:
    """Execute a unit and write its page. Raises NotebookFailed.

    It needs nothing but its arguments and gives nothing but its result, so that it can run in any thread or process,
    on this machine or another.
    """
    return collect_page(unit, execute(unit, seconds, kernel))


def collect_page(unit: Unit, executed: NotebookNode) -> MadePage:
    """The page that a unit's executed notebook makes, with everything that was handed over beside it.

    Tables and charts go by file names: referrals_figure-1.csv. Of what is told once the first is taken.
    """
    from analysis.page.export import read_head, write_page  # its library takes long to load: now notebooks run beside

    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    parts = [(part, output) for output in outputs if (part := part_of(output))]
    shown = {f"{unit.report.name}_{part['id']}": (part, output) for part, output in parts if "id" in part}
    facts = {name: value for part, _ in reversed(parts) for name, value in part.items()}
    return MadePage(
        unit,
        write_page(executed),
        read_head(executed),
        {
            f"{name}.csv": {"caption": part["caption"], "columns": part["columns"]}
            for name, (part, _) in shown.items()
            if "columns" in part
        },
        facts.get("read", {}),
        facts.get("rests_on"),
        facts.get("figures_read", ""),
        {name: _read_chart(part, output) for name, (part, output) in shown.items() if "png" in part},
        facts.get("card", {}),
    )


def _read_chart(part: dict, output: NotebookNode) -> dict[str, str]:
    """A chart's caption, text alternative, both SVG, and PNG in base64."""
    html = output["data"].get("text/html", "")
    words = {name: part[name] for name in ("caption", "alternative", "png")}
    return words | {"svg": find_svg(html), "narrow": find_svg(html, "narrow")}
