"""The sentences of a page, and the school grade that it takes to read them.

Flesch-Kincaid grade: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom (1975), Derivation of new
readability formulas for Navy enlisted personnel, Research Branch Report 8-75, Naval Technical Training Command.
Names are left out: words with a capital inside a sentence, and what an indicator is called counts as one word.
"""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup

SAID = "section.summary li, figcaption, section.questions li"
"""Where a page says something in sentences of its own: what people wrote, tables and definitions are not among them."""

_ENDS = re.compile(r"(?<=[.?!])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[−+£]?\d[\d,.]*%?")
_VOWELS = re.compile(r"[aeiouy]+")


def read_sentences(page: str, names: Iterable[str] = ()) -> list[str]:
    """The sentences of a page's summary, captions and questions, without labels; each of `names` is one word."""
    soup = BeautifulSoup(page, "html.parser")
    for label in soup.select(".status, figcaption > strong"):
        label.decompose()
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    name = re.compile(rf"\b(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE) if longest_first else None
    texts = [" ".join(part.get_text().split()) for part in soup.select(SAID)]
    texts = [name.sub("it", text) for text in texts] if name else texts
    return [sentence for text in texts for sentence in _ENDS.split(text) if _WORD.search(sentence)]


def split_words(sentence: str) -> list[str]:
    """The words of a sentence; a number is one word, and a name (a capital inside the sentence) is none."""
    words = _WORD.findall(sentence)
    return words[:1] + [word for word in words[1:] if not word[0].isupper()]


def count_syllables(word: str) -> int:
    """The syllables of a word by its groups of vowels; a silent e at its end is none, and a number has one."""
    groups = len(_VOWELS.findall(word.lower()))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouycgszx]es$", word.lower())
    return max(1, groups - bool(silent))


def grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade of sentences: 0.39 words a sentence + 11.8 syllables a word − 15.59."""
    words = [word for sentence in sentences for word in split_words(sentence)]
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
