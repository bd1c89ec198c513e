"""The finished page so far, inside JupyterLab."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.page.export import write_page
from analysis.page.parts import Part

if TYPE_CHECKING:
    from analysis.page.page import Page


@dataclass(frozen=True)
class Preview:
    """A page in a frame, shown where a notebook displays it and never part of a page."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def show_preview(page: "Page", height: int) -> Preview:
    """The page as the exporter would write it now."""
    return show_html(preview_page(page), height)


def show_html(html: str, height: int) -> Preview:
    """A page in a frame that cannot run anything or reach anywhere."""
    frame = (
        f'<iframe title="The page as it will be circulated" sandbox="" srcdoc="{escape(html)}" '
        f'style="width:100%;height:{height}px;border:1px solid #b1b4b6"></iframe>'
    )
    return Preview(frame)


def preview_page(page: "Page") -> str:
    """The HTML of the parts handed over so far, among the markdown cells of the report's saved notebook.

    A part goes to the cell whose code handed it over; where that cell has been changed since it was saved, the part
    follows at the end. A cell run twice shows what it handed over last.
    """
    path = page.project.notebooks / page.report.notebook
    notebook = nbformat.read(path, as_version=4) if path.is_file() else new_notebook()
    waiting = page.outputs.parts_by_cell()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [_output(part) for part in waiting.pop(cell.source.strip(), [])]
    rest = [_output(part) for parts in waiting.values() for part in parts]
    notebook.cells.append(new_code_cell(outputs=rest))
    return write_page(notebook)


def _output(part: Part):
    data, metadata = part._repr_mimebundle_()
    return new_output("display_data", data=data, metadata=metadata)
