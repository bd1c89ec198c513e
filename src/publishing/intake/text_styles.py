"""What the styles of an .ods package do to a text: raise it, strike it out, or make it smaller."""

import re
from dataclasses import dataclass, field

from publishing.intake.packages import parse_elements
from publishing.intake.rich_text import RAISED, STRUCK

LINES = ("style:text-line-through-style", "style:text-line-through-type")

Style = tuple[str, str]
"""The family of a style, as `text` or `table-cell`, and its name."""


@dataclass
class TextStyles:
    """What styles do to a text: raise, lower or strike it out, or nothing that their parents would do; and its size.

    Styles are told apart by their family, as a style of texts and one of cells may have one name.
    """

    parents: dict[Style, Style] = field(default_factory=dict)
    kinds: dict[Style, str] = field(default_factory=dict)
    sizes: dict[Style, str] = field(default_factory=dict)
    _named: Style = ("", "")

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins; a default style is the parent of those of its family that have no other."""
        if name in ("style:style", "style:default-style"):
            family = given.get("style:family", "")
            self._named = (family, given.get("style:name", ""))
            self.parents[self._named] = (family, given.get("style:parent-style-name", ""))
        elif name == "style:text-properties":
            kind = _kind_of(given)
            self.kinds |= {} if kind is None else {self._named: kind}
            self.sizes |= {self._named: given["fo:font-size"]} if "fo:font-size" in given else {}

    def kind(self, style: Style) -> str | None:
        """What a style does to a text, None where it says nothing about it."""
        return self._inherit(style, self.kinds)

    def size(self, style: Style, around: float) -> float:
        """The points of a style, which may be a percentage of the text around it."""
        written = re.fullmatch(r"(\d+(?:\.\d+)?)(pt|%)", self._inherit(style, self.sizes) or "")
        return around if not written else float(written[1]) * (1 if written[2] == "pt" else around / 100)

    def _inherit(self, style: Style, own: dict[Style, str]) -> str | None:
        seen: set[Style] = set()
        while style in self.parents and style not in own and style not in seen:
            seen.add(style)
            style = self.parents[style]
        return own.get(style)


def read_text_styles(*parts: bytes | None) -> TextStyles:
    """The styles of a package, from the parts that hold them."""
    styles = TextStyles()
    for part in parts:
        if part:
            parse_elements(part, styles.start)
    return styles


def _kind_of(given: dict[str, str]) -> str | None:
    """What the properties of a text do to it, None where they say nothing about it."""
    position = given.get("style:text-position", "").split(" ")[0]
    lines = [given[each] for each in LINES if each in given]
    if position.startswith(("super", "sub")) or position.rstrip("%") not in ("", "0"):
        return RAISED
    if any(line != "none" for line in lines):
        return STRUCK
    return "" if position or lines else None
