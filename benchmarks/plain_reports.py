"""Reports as a plain script makes them: papermill executes each notebook, nbconvert writes its page, then an index.

Run it with `python benchmarks/plain_reports.py OUTPUT DATA QUARTER REPORT...` from the checkout. It is what
`benchmarks/reliability.py` holds the releases of this project against, and written as such scripts are.
"""

import sys
from html import escape
from pathlib import Path

import papermill
from nbconvert import HTMLExporter

from analysis.definitions.reports import read_reports

AREA = "E06000045"


def main(output: Path, data: Path, quarter: str, names: list[str]) -> None:
    output.mkdir(parents=True, exist_ok=True)
    reports, links = read_reports(Path("params/reports")), []
    for name in names:
        executed = output / f"{name}.ipynb"
        papermill.execute_notebook(
            Path("notebooks", reports[name].notebook),
            executed,
            parameters={"report": name, "area": AREA, "quarter": quarter, "data": str(data)},
            cwd="notebooks",
            kernel_name="python3",
            progress_bar=False,
        )
        html, _ = HTMLExporter(exclude_input=True).from_filename(str(executed))
        (output / f"{name}.html").write_text(html, encoding="utf-8")
        executed.unlink()
        links.append(f'<li><a href="{name}.html">{escape(reports[name].title)}</a></li>')
    index = f"<!DOCTYPE html>\n<title>Reports for {quarter}</title>\n<ul>{''.join(links)}</ul>\n</html>\n"
    (output / "index.html").write_text(index, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
