"""A text says what YAML 1.2 reads in it, and is refused where it says more or could be read in two ways."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.plain_yaml import HiddenMeaning, read_plain

PIECES = [
    *"{}[],:-?#|>'\"%@` \n\t05aF~.=<+",
    *("\n  ", "\n- ", ": ", "- ", " #", "<<: ", "null", "true", "1e3", "2013-01-01"),
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("True", True),
        ("+1", 1),
        ("0x1f", 31),
        ("12.", 12.0),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("2013-04-01", date(2013, 4, 1)),
        ("2013-4-1", "2013-4-1"),
        ("\u0663", "\u0663"),  # an Arabic-Indic three
        ("\u0968.5", "\u0968.5"),
        ("<<: 3", {"<<": 3}),
        ("- a\n- - b\n  - 2", ["a", ["b", 2]]),
        ("|\n  x\n  1\n", "x\n1\n"),
    ],
)
def test_words_numbers_and_days_are_read_as_yaml_1_2_has_them(text, value):
    read = read_plain(text)

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("? [a]\n: b", "a word as a key"), ("a\n---\nb", "one document"), ("a: 2014-02-30", "a day of the calendar")],
)
def test_what_no_parameter_file_needs_is_refused_where_it_stands(text, expected):
    with pytest.raises(yaml.MarkedYAMLError, match=expected):
        read_plain(text)


def test_a_tag_that_only_says_that_a_word_is_one_is_a_tag():
    with pytest.raises(HiddenMeaning, match="without a tag"):
        read_plain("a: ! 12")


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_a_text_that_is_read_says_the_same_when_it_is_written_out_and_read_again(text):
    try:
        value = read_plain(text)
    except (HiddenMeaning, yaml.YAMLError, ValueError):
        return

    assert read_plain(yaml.safe_dump(value)) == value
