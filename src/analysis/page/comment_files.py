"""The analyst's comments: params/comments/<quarter>/<report>.md, as any editor saves them."""

import codecs
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.definitions.parameter_files import read_parameters
from analysis.periods import parse_period
from analysis.refusals import ParametersRefused, suggest

LONGEST = 300  # characters of a comment, so that a row stays a row

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_comment(path: Path) -> str:
    """The words of a comment in UTF-8, UTF-16 that says so, or Windows' own (cp1252), which editors call ANSI.

    Raises ParametersRefused for bytes that are none of these.
    """
    content = path.read_bytes()
    said = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    for encoding in [said] if said else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ParametersRefused(f"comments/{path.parent.name}/{path.name} is not text that can be read. Save it as UTF-8.")


def find_unshown(comments: Path, reports: Collection[str]) -> Iterator[str]:
    """A line for each comment that no page will show, with the nearest name that one would.

    A folder is a quarter as 2013-14 Q4, a file the name of a report.
    """
    for path in sorted(comments.glob("*/*")):
        if path.name.startswith((".", "~")):
            continue
        quarter = path.parent.name
        named = f"comments/{quarter}/{path.name} is on no page"
        if _label(quarter) != quarter:
            nearest = _label(quarter)
            hint = f"Did you mean {nearest!r}?" if nearest else "Write it as '2013-14 Q4'."
            yield f"{named}: {quarter!r} is no quarter. {hint}"
        elif path.suffix != ".md" or path.stem not in reports:
            yield f"{named}: there is no report {path.stem!r}. {suggest(path.stem, reports)}"


def _label(text: str) -> str | None:
    try:
        return parse_period(text, ["quarter"]).label
    except ValueError:
        return None


if TYPE_CHECKING:
    from analysis.page.page import Page


def read_owner_comments(page: "Page") -> dict[str, str]:
    """The comment on each item, by `indicator` or `indicator:breakdown`; none but for the partnership's areas.

    Raises ParametersRefused for an item that the report does not have, and for what is no text or too long.
    """
    path = page.project.params / "comments" / page.quarter.label / f"{page.report.name}.yaml"
    if not page.definitions.partnership.covers(page.area.code) or not path.is_file():
        return {}
    content, named = read_parameters(path) or {}, page.report.parameters.get("items", [])
    items = named if isinstance(named, list) else str(named).split()
    place = f"comments/{page.quarter.label}/{path.name}"
    if not isinstance(content, dict):
        raise ParametersRefused(f"{place}: expected items with a comment each, such as 'referrals: …'.")
    for name, words in content.items():
        if name not in items:
            raise ParametersRefused(f"{place}: no item {name!r} in this report. {suggest(str(name), items)}")
        if not isinstance(words, str) or len(words) > LONGEST:
            raise ParametersRefused(f"{place}, {name}: expected a text of at most {LONGEST} characters.")
    return content
