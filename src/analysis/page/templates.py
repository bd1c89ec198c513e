"""The templates and the style sheet that every page is made with."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.page.header import write_running_head

TEMPLATE = Path(__file__).parent / "template"


def read_style() -> Markup:
    """The style sheet, to stand inside a page."""
    return Markup((TEMPLATE / "page.css").read_text(encoding="utf-8").strip())


def render_template(name: str, **content) -> str:
    """A page from one of the templates. Everything that is not already markup is escaped."""
    running = write_running_head(content.get("head", {}))
    return _open_templates().get_template(name).render(style=read_style(), running=running, **content)


@cache
def _open_templates() -> Environment:
    """The templates, each compiled once: a release has a page for each audience."""
    return Environment(
        loader=FileSystemLoader(TEMPLATE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
