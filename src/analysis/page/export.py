"""A notebook that has run, as the page that is circulated: one file with no script and no outside address."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import nbformat
from jinja2 import Environment
from markupsafe import Markup
from nbconvert import TemplateExporter
from nbformat import NotebookNode

from analysis.page.header import write_running_head
from analysis.page.markdown import render_markdown, slug
from analysis.page.methods import add_meanings, link_headings
from analysis.page.parts import CLOSING, SETTLE, paragraphs, part_of, status_markup
from analysis.page.tables import find_repeats, point_elsewhere
from analysis.page.templates import TEMPLATE, read_style
from analysis.words.order import say_verdict

FLOW = ("text", "chart", "table")
RECEIVED = "What was received"
HEAD = {
    "title": "Report",
    "audience": "",
    "question": "",
    "area": "",
    "quarter": "",
    "period": "",
    "partnership": "",
    "marking": "",
    "contact": "",
    "report": "",
}


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
    summary: list[dict[str, Any]]
    since: dict[str, Any]
    lead: dict[str, Any] | None
    questions: dict[str, list[str]]
    statements: list[dict[str, Any]]
    opening: list[Markup]
    sections: list[Section]
    closing: list[Section]


class PageExporter(TemplateExporter):
    """nbconvert's exporter with our own template, which shows only markdown cells and what was handed over.

    Not its exporter for HTML, which parses every finished page to look for pictures without words for them, and takes
    most of the time that a page is written in: ours have none.
    """

    file_extension, output_mimetype = ".html", "text/html"
    compiled: ClassVar[Environment | None] = None

    def __init__(self, **settings):
        settings |= {"default_preprocessors": []}  # they change cells, which our template does not show
        super().__init__(template_paths=[str(TEMPLATE)], template_file="page.html.j2", **settings)

    def _create_environment(self):
        if PageExporter.compiled is None:  # one for all pages: each would compile the templates again
            environment = super()._create_environment()
            environment.autoescape = True
            environment.trim_blocks = environment.lstrip_blocks = True
            environment.globals |= {"status": status_markup, "verdict": say_verdict}
            PageExporter.compiled = environment
        return PageExporter.compiled

    def from_notebook_node(self, notebook, resources=None, **settings):
        resources = {**(resources or {}), "page": read_content(notebook), "style": read_style()}
        resources["running"] = write_running_head(resources["page"].head)
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
    """What the page is: title, audience, area, period and so on, and its sentences, also those on the quarter."""
    content = read_content(notebook)
    since = content.since["statements"] if content.since.get("compared") else []
    return {
        **content.head,
        "summary": [one["sentence"] for one in content.summary],
        "since": [one["sentence"] for one in since],
        "settle": [one["sentence"] for one in content.summary if one["kind"] == SETTLE],
        "statements": content.statements,
        "lead": content.lead,
        "questions": content.questions,
    }


def read_content(notebook: NotebookNode) -> Content:
    """Sort what a notebook holds into head, summary, sections and closing parts.

    The cell with the notebook's own title gives way to the head; a section that nothing stands in is left out, and so
    is a sentence of the text that the box says. Charts and tables lead to what their figures mean, and figures that a
    table of the page repeats are printed once.
    """
    head, since = dict(HEAD), {}
    summary: list[dict[str, Any]] = []
    closing: list[Section] = []
    noted: dict[str, Any] = {}
    taken: set[str] = set()
    sections, linked, boxed = [Section("", "")], _link(notebook), _find_boxed(notebook)
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and not (place == 0 and cell.source.lstrip().startswith("# ")):
            _add_markdown(sections, cell.source, taken)
        for part, html in _parts(cell):
            if part["part"] == "opening":
                head |= {name: str(part[name]) for name in HEAD if name in part}
            elif part["part"] == "summary":
                said = [one["sentence"] for one in summary]  # two cells may lack the same figure, and say so
                summary += [one for one in part["statements"] if one["sentence"] not in said]
            elif part["part"] == "since":
                since = {"statements": part["statements"], "compared": part["compared"]}
            elif part["part"] == "data":
                closing.append(Section("data", RECEIVED, [Markup(_head_received(html, closing))]))
            elif part["part"] in CLOSING:
                noted |= {name: part[name] for name in ("lead", "questions", "statements") if name in part}
                closing.append(Section(part["part"], str(part.get("title", "")), [Markup(html)]))
            elif part["part"] == "text" and "sentences" in part:
                words = " ".join(one for one in part["sentences"] if one not in boxed)
                sections[-1].blocks += [Markup(paragraphs([words]))] if words else []
            elif part["part"] in FLOW:
                sections[-1].blocks.append(Markup(linked.get(str(part.get("id")), html)))
    closing = _join_received(sorted(closing, key=lambda section: CLOSING.index(section.identity)))
    filled = [section for section in sections[1:] if section.blocks]
    return Content(
        head,
        summary,
        since,
        noted.get("lead"),
        noted.get("questions", {}),
        noted.get("statements", []),
        sections[0].blocks,
        filled,
        closing,
    )


def _find_boxed(notebook: NotebookNode) -> set[str]:
    """The sentences of the box, from whichever cells they come."""
    parts = [part for cell in notebook.cells for part, _ in _parts(cell) if part["part"] == "summary"]
    return {one["sentence"] for part in parts for one in part["statements"]}


def _join_received(closing: list[Section]) -> list[Section]:
    """The closing sections with what was received as one of them."""
    received = [section for section in closing if section.identity == "data"]
    joined = Section("data", RECEIVED, [block for section in received for block in section.blocks])
    rest = [section for section in closing if section.identity != "data"]
    place = next((place for place, one in enumerate(rest) if one.identity == "provenance"), len(rest))
    return [*rest[:place], joined, *rest[place:]] if received else rest


def _head_received(html: str, closing: list[Section]) -> str:
    """What was received with its heading, which several of a page's cells share."""
    again = any(section.identity == "data" for section in closing)
    return html if again else f'<h2 id="data">{RECEIVED}</h2>\n{html}'


def _link(notebook: NotebookNode) -> dict[str, str]:
    """The HTML of each chart and table, by its id, with links to definitions and to a table that repeats it."""
    found = [(part, html) for cell in notebook.cells for part, html in _parts(cell)]
    methods = next((part for part, _ in found if part["part"] == "methods"), {})
    titles, figures = methods.get("titles", {}), iter(methods.get("figures", []))
    repeats = find_repeats(part for part, _ in found)
    linked: dict[str, str] = {}
    explained: list[list[str]] = []
    for part, html in found:
        if part["part"] in ("chart", "table") and "id" in part:
            html = link_headings(html, titles)
            if part["part"] == "chart":
                names: list[str] = next(figures, [])
                html = html if names in explained else add_meanings(html, names, titles)
                explained.append(names)
            linked[part["id"]] = point_elsewhere(html, repeats[part["id"]]) if part["id"] in repeats else html
    return linked


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
    found: list[tuple[str, str]] = []
    lines: list[str] = []
    title, fenced = "", False
    for line in source.splitlines():
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if not fenced and line.startswith(("# ", "## ")):
            found.append((title, "\n".join(lines)))
            title, lines = line.lstrip("#").strip(), []
        else:
            lines.append(line)
    return [*found, (title, "\n".join(lines))]
