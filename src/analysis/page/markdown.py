"""Markdown that people wrote, as HTML that can do nothing: no markup of its own, no link or picture from outside."""

import re

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "code",
    "pre",
    "blockquote",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
}


def render_markdown(text: str, *, start: int = 2) -> str:
    """Markdown as safe HTML whose headings begin at a level and never skip one.

    HTML inside it is shown as text; a link keeps its words and loses its address unless it points into the page.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    level = start - 1
    for token in tokens:
        if token.type == "heading_open":
            level = max(start, min(int(token.tag[1]), level + 1, 6))
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"
        if token.type == "th_open":
            token.attrSet("scope", "col")
    html = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"scope"}, "ol": {"start"}},
        attribute_filter=lambda tag, name, value: value if name != "href" or value.startswith("#") else None,
        link_rel=None,
    )


def slug(text: str) -> str:
    """A heading's words as an id: 'What was read' is 'what-was-read'."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "section"
