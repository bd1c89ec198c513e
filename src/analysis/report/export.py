"""A notebook that has run, as the page that is circulated: one file with no script and no outside address."""

from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from analysis.report.markdown import render_markdown, slug
from analysis.report.parts import CLOSING, part_of
from analysis.report.templates import TEMPLATE, read_style

FLOW = ("data", "text", "chart", "table")
HEAD = {
    "title": "Report", "audience": "", "question": "", "area": "", "quarter": "", "period": "", "partnership": "",
    "marking": "", "contact": "", "report": "",
}  # fmt: skip


@dataclass
class Section:
    """A stretch of the page under one heading."""

    identity: str
    title: str
    blocks: list[Markup] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """What a notebook handed to its page, in the order in which readers meet it."""

    head: dict[str, str]
    summary: list[str]
    opening: list[Markup]
    sections: list[Section]
    closing: list[Section]


class PageExporter(HTMLExporter):
    """nbconvert's HTML exporter with our own template, which shows only markdown cells and what was handed over."""

    def __init__(self, **settings):
        super().__init__(template_paths=[str(TEMPLATE)], template_file="page.html.j2", **settings)

    def _create_environment(self):
        environment = super()._create_environment()
        environment.autoescape = True
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment

    def from_notebook_node(self, notebook, resources=None, **settings):
        resources = {**(resources or {}), "page": read_content(notebook), "style": read_style()}
        return super().from_notebook_node(notebook, resources, **settings)


def write_page(notebook: NotebookNode | str | Path) -> str:
    """The HTML of a notebook that has run, given as a node or a path.

    Of its cells only markdown reaches the page, and of its outputs only the parts that were handed to `Page`.
    """
    if not isinstance(notebook, NotebookNode):
        notebook = nbformat.read(notebook, as_version=4)
    html, _ = PageExporter().from_notebook_node(notebook)
    return "\n".join(line.rstrip() for line in html.splitlines()) + "\n"


def read_head(notebook: NotebookNode) -> dict:
    """What the page is: title, audience, area, period and so on, and its first summary sentences."""
    content = read_content(notebook)
    return {**content.head, "summary": content.summary}


def read_content(notebook: NotebookNode) -> Content:
    """Sort what a notebook holds into head, summary, sections and closing parts.

    The cell with the notebook's own title gives way to the head; a section that nothing stands in is left out.
    """
    head, summary, closing = dict(HEAD), [], []
    sections, taken = [Section("", "")], set()
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and not (place == 0 and cell.source.lstrip().startswith("# ")):
            _add_markdown(sections, cell.source, taken)
        for part, html in _parts(cell):
            if part["part"] == "opening":
                head |= {name: str(part[name]) for name in HEAD if name in part}
            elif part["part"] == "summary":
                summary += [str(sentence) for sentence in part.get("sentences", [])]
            elif part["part"] in CLOSING:
                closing.append(Section(part["part"], str(part.get("title", "")), [Markup(html)]))
            elif part["part"] in FLOW:
                sections[-1].blocks.append(Markup(html))
    closing.sort(key=lambda section: CLOSING.index(section.identity))
    return Content(head, summary, sections[0].blocks, [section for section in sections[1:] if section.blocks], closing)


def _parts(cell: NotebookNode) -> list[tuple[dict, str]]:
    found = [(part_of(output), output) for output in cell.get("outputs", [])]
    return [(part, output["data"].get("text/html", "")) for part, output in found if part is not None]


def _add_markdown(sections: list[Section], source: str, taken: set[str]) -> None:
    """Open a section at each heading of the second level (or first), and add what stands below it."""
    for title, text in _by_heading(source):
        if title:
            identity = base = f"about-{slug(title)}"
            number = 2
            while identity in taken:
                identity, number = f"{base}-{number}", number + 1
            taken.add(identity)
            sections.append(Section(identity, title))
        if text.strip():
            sections[-1].blocks.append(Markup(render_markdown(text, start=3)))


def _by_heading(source: str) -> list[tuple[str, str]]:
    """Markdown split at its headings of the first two levels, outside fenced code."""
    found, lines, title, fenced = [], [], "", False
    for line in source.splitlines():
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if not fenced and line.startswith(("# ", "## ")):
            found.append((title, "\n".join(lines)))
            title, lines = line.lstrip("#").strip(), []
        else:
            lines.append(line)
    return [*found, (title, "\n".join(lines))]
