"""What stands behind a name, a period or a figure and is no part of it: numbers of notes, and marks of revision."""

import re
from functools import lru_cache

DASHES = str.maketrans("–—−‐‑‒―", "-------")
"""Every dash as a hyphen, as word processors change one for the other."""

_NUMBERS = r"\d{1,2}(?:(?:, ?(?:note )?| and )\d{1,2})*"
_RAISED = "[¹²³⁰⁴-⁹]"
_NOTE = rf"\[(?:notes? ?)?{_NUMBERS}\]|{_RAISED}+(?:, ?{_RAISED}+)*"
_NOTES = re.compile(rf"(?:\s*(?:{_NOTE}|\({_NUMBERS}\)|\[[a-z]\]|[*†‡]))+$", re.IGNORECASE)
_NOTES_OF_FIGURE = re.compile(rf"(?:\s*(?:{_NOTE}))+$", re.IGNORECASE)
_MARK = re.compile(
    r"\s*(?:[\[(](?P<mark>p|r|provisional|revised)[\])]|(?<=\d)\s?(?P<letter>[pr])|\s(?P<word>provisional|revised))$",
    re.IGNORECASE,
)
_STATUS = {"p": "provisional", "r": "revised"}
_MORE = str.maketrans({"_": " ", "’": "'", "‘": "'"})


@lru_cache(maxsize=100_000)
def plain_name(text: str) -> str:
    """A name as it is compared: without capitals, notes, the length of dashes and the kind of spaces and apostrophes.

    A heading in parts keeps its ' / '; `referral_count` is 'referral count'.
    """
    parts = [_NOTES.sub("", part) or part for part in text.translate(DASHES).translate(_MORE).split(" / ")]
    return " ".join(" / ".join(parts).casefold().split())


def split_mark(text: str, *, is_figure: bool = False) -> tuple[str, str]:
    """A text without the notes and the mark behind it, and what the mark says: '2023 [p]' is '2023', 'provisional'.

    Marks are those of the Government Statistical Service, [p] and [r], and the same in brackets, letters or words.
    Behind a figure a number in brackets is no note's, nor is a star: 12 (3) may be two figures, 5* fewer than five.
    """
    notes = _NOTES_OF_FIGURE if is_figure else _NOTES
    match = _MARK.search(notes.sub("", text)) or _MARK.search(text)
    if not match:
        return notes.sub("", text), ""
    said = next(filter(None, match.groups())).lower()
    return notes.sub("", match.string[: match.start()]), _STATUS[said[0]]
