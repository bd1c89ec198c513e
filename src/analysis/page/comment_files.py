"""The analyst's comments: params/comments/<quarter>/<report>.md, as any editor saves them."""

import codecs
from collections.abc import Collection, Iterator
from pathlib import Path

from analysis.periods import parse_period
from analysis.refusals import ParametersRefused, suggest

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
            nearest = _label(" Q".join(quarter.replace(" ", "").rpartition("Q")[::2]))
            hint = f"Did you mean {nearest!r}?" if nearest else "Write it as '2013-14 Q4'."
            yield f"{named}: {quarter!r} is no quarter. {hint}"
        elif path.suffix != ".md" or path.stem not in reports:
            yield f"{named}: there is no report {path.stem!r}. {suggest(path.stem, reports)}"


def _label(text: str) -> str | None:
    try:
        return parse_period(text, ["quarter"]).label
    except ValueError:
        return None
