"""The templates and the style sheet that every page is made with."""

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
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    running = write_running_head(content.get("head", {}))
    return environment.get_template(name).render(style=read_style(), running=running, **content)
