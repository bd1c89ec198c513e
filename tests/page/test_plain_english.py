"""Pages are in plain English: grade 8 or under, and without words that are not the field's."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.page.readability import count_syllables, grade, read_sentences, split_words

HARDEST_PAGE, HARDEST_SENTENCE = 8, 12
WHOLE = 12  # words from which a sentence is graded by itself
FORBIDDEN = [
    "as printed",
    "cannot be told apart",
    "contract",
    "door",
    "gravest",
    "mend",
    "other places together",
    "refused",
    "stand",
    "standing",
    "stands",
    "stated figures",
    "stood",
    "supplier",
    "suppliers",
    "usual variation",
    "withheld",
    "worlds",
]
OTHERS_WORDS = "svg, style, script, section.comment, aside, .where, blockquote, td, dd, dt"
"""What a page quotes of others, or names: cells, definitions, what people wrote."""


@pytest.fixture(scope="session")
def pages(demo_release) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(demo_release.glob("*.html"))}


@pytest.fixture(scope="session")
def sentences(pages, real_project) -> dict[str, list[str]]:
    from analysis.definitions import read_definitions

    indicators = read_definitions(real_project.params).indicators.values()
    names = [name for indicator in indicators for name in (indicator.title, indicator.inside)]
    return {name: said for name, page in pages.items() if (said := read_sentences(page, names))}


@pytest.mark.run
def test_every_page_can_be_read_at_grade_8(sentences):
    grades = {page: round(grade(said), 1) for page, said in sentences.items()}

    assert len(grades) >= 22
    assert not {page: each for page, each in grades.items() if each > HARDEST_PAGE}


@pytest.mark.run
def test_no_sentence_of_a_page_is_much_harder(sentences):
    hard = {
        sentence: round(grade([sentence]), 1)
        for said in sentences.values()
        for sentence in said
        if len(split_words(sentence)) >= WHOLE and grade([sentence]) > HARDEST_SENTENCE
    }

    assert not hard


@pytest.mark.run
def test_no_page_has_a_word_that_is_not_the_fields(pages):
    used = re.compile(rf"\b(?:{'|'.join(FORBIDDEN)})\b", re.IGNORECASE)
    found = {}
    for name, page in pages.items():
        soup = BeautifulSoup(page, "html.parser")
        for part in soup.select(OTHERS_WORDS):
            part.decompose()
        text = " ".join(soup.get_text(" ").split())
        found |= {f"{name}: {text[max(0, at.start() - 40) : at.end() + 30]}": at[0] for at in used.finditer(text)}

    assert not found


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("rate", 1),
        ("missing", 2),
        ("children", 2),
        ("episode", 3),
        ("table", 2),
        ("changed", 1),
        ("needed", 2),
        ("14%", 1),
    ],
)
def test_syllables_are_groups_of_vowels_without_a_silent_e(word, syllables):
    assert count_syllables(word) == syllables


def test_the_grade_is_that_of_the_formula():
    sentences = ["The rate fell.", "More children went missing."]  # 7 words in 2 sentences, 9 syllables

    assert grade(sentences) == pytest.approx(0.39 * 7 / 2 + 11.8 * 9 / 7 - 15.59)


def test_names_are_left_out_and_a_title_is_one_word():
    page = '<section class="summary"><li>In Southampton the rate of looked-after children was 105.</li></section>'

    assert split_words(read_sentences(page, ["Rate of looked-after children"])[0]) == ["In", "the", "it", "was", "105."]
