"""What stands on every printed sheet: whose page it is, of where and when, how it is marked, and which sheet it is."""

import re
from collections.abc import Mapping

from markupsafe import Markup

PLAIN = re.compile(r"[^A-Za-z0-9 ]")


def write_running_head(head: Mapping[str, str]) -> Markup:
    """Style for the margins of printed sheets, made from what a page says of itself.

    The first sheet has the same in its own head. Every sign but letters and digits is written by its number, so that
    no title can end the text that it stands in.
    """
    where = ", ".join(head[name] for name in ("title", "area", "period") if head.get(name))
    left = " – ".join(words for words in (head.get("partnership", ""), where) if words)
    marking = _quote(head.get("marking", ""))
    return Markup(
        "@media print {\n"
        f"  @page {{ @top-left {{ content: {_quote(left)}; }} @top-right {{ content: {marking}; }}\n"
        f"    @bottom-left {{ content: {marking}; }}\n"
        '    @bottom-right { content: "Page " counter(page) " of " counter(pages); } }\n'
        "  @page :first { @top-left { content: none; } @top-right { content: none; } }\n"
        "}"
    )


def _quote(words: str) -> str:
    return '"' + PLAIN.sub(lambda found: f"\\{ord(found[0]):x} ", words) + '"'
