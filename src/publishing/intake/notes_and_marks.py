"""What stands behind a name, a period or a figure and is no part of it: numbers of notes, and marks of revision."""

import re
from collections.abc import Mapping
from functools import lru_cache

DASHES = str.maketrans("–—−‐‑‒―", "-------")
"""Every dash as a hyphen, as word processors change one for the other."""

_NUMBERS = r"\d{1,2}(?:(?:, ?(?:note )?| and )\d{1,2})*"
_RAISED = "[¹²³⁰⁴-⁹]"
_NOTE = rf"\[(?:notes? ?)?{_NUMBERS}\]|{_RAISED}+(?:, ?{_RAISED}+)*"
_NOTES = re.compile(rf"(?:\s*(?:{_NOTE}|\({_NUMBERS}\)|\[[a-z]\]|[*†‡]))+$", re.IGNORECASE)
STATUSES = ("provisional", "revised")
_MARKS = {
    "p": "provisional",
    "r": "revised",
    "e": "estimated",
    "b": "a break in the series",
    "u": "of low reliability",
    "ns": "not statistically significant",
    **dict.fromkeys(("s", "ss", "sss"), "statistically significant"),
}
"""What a mark beside a figure says (Government Analysis Function, symbols in tables). A forecast, [f], is no figure."""

_IN_WORDS = "provisional|revised|estimated?"
_BESIDE = rf"{_NOTE}|[\[(](?:{'|'.join(_MARKS)}|{_IN_WORDS})[\])]|(?<=[\d%])\s?[pr](?!\w)|(?<=\s)(?:{_IN_WORDS})"
_EACH_BESIDE = re.compile(_BESIDE, re.IGNORECASE)
_BEHIND_FIGURE = re.compile(rf"(?:\s*(?:{_BESIDE}))+$", re.IGNORECASE)
_BEHIND_NAME = re.compile(rf"(?:\s*(?:{_BESIDE}|\({_NUMBERS}\)|\[[a-z]\]|[*†‡]))+$", re.IGNORECASE)
_DOUBTS = {
    r"-?[\d.]+ thousand": "expected the number in full: its format, or the word beside it, leaves thousands away",
    r"\d{1,3}(?: \d{3})+%?": "expected a figure without a space, which may part two figures",
    r".*\d%? ?\[(?:c|f|low|w|x|z)\]": "expected a figure or a sign in place of one, not both",
    r".*\d%? ?(?:[*†‡#]+|\(\d+\)|[\[(]?[a-z]+[\])]?)": "expected a figure alone, as the sign beside it may be a note, "
    "or make another figure of it: put it into a cell of its own, or name it in `beside` of the file specification",
}
_MORE = str.maketrans({"_": " ", "’": "'", "‘": "'"})


@lru_cache(maxsize=100_000)
def plain_name(text: str) -> str:
    """A name as it is compared: without capitals, notes, a colon, the length of dashes, the kind of spaces and quotes.

    A heading in parts keeps its ' / '; `referral_count` is 'referral count'.
    """
    words = text.translate(DASHES).translate(_MORE).rstrip(" :")
    parts = [_NOTES.sub("", part) or part for part in words.split(" / ")]
    return " ".join(" / ".join(parts).casefold().split())


def split_mark(text: str) -> tuple[str, str]:
    """A text without the notes and marks behind it, and its status: '2023 [p]' is '2023', 'provisional'."""
    rest, beside = _split(text, _BEHIND_NAME)
    return rest, next((meaning for _, meaning in beside if meaning in STATUSES), "")


def split_figure(text: str, known: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """A figure without what stands behind it, and each note and mark with what it says: [('[e]', 'estimated')].

    `known` are the sender's own. A number in brackets is no note's, nor is a star: 12 (3) may be two figures, 5* fewer
    than five.
    """
    for sign, meaning in known.items():
        if text.endswith(sign):
            rest, beside = _split(text.removesuffix(sign).rstrip(), _BEHIND_FIGURE)
            return rest, [*beside, (sign, meaning)]
    return _split(text, _BEHIND_FIGURE)


def _split(text: str, behind: re.Pattern[str]) -> tuple[str, list[tuple[str, str]]]:
    found = behind.search(text)
    beside = []
    for each in _EACH_BESIDE.finditer(text, found.start()) if found else ():
        plain = each[0].strip(" ()[]").lower()
        in_words = next((meaning for meaning in _MARKS.values() if meaning.startswith(plain)), "")
        beside.append((each[0].strip(), _MARKS.get(plain) or (in_words if plain.isalpha() else "a note")))
    return text[: found.start()] if found else text, beside


def say_doubt(text: str) -> str:
    """What is in doubt where a text is a figure with a sign beside it that has several meanings; empty elsewhere."""
    return next((said for form, said in _DOUBTS.items() if re.fullmatch(form, text, re.IGNORECASE)), "")
