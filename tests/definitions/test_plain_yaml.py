"""Two readers find the pieces of YAML, a quick one and a slow one, and nobody can tell which it was."""

from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml.error import YAMLError

from analysis.definitions import plain_yaml
from analysis.definitions.plain_yaml import HiddenMeaning, read_plain
from analysis.project import find_project

PIECES = [
    *"{}[],:-?#&*!|>'\"%@` \n\t\\05aFn~.=<+_\r\x85\u2028\ufeff",
    *(
        "\n  ",
        "\n- ",
        ": ",
        "- ",
        " #",
        "<<: ",
        "null",
        "true",
        "yes",
        "0x1f",
        "1e3",
        "12:30",
        "2013-01-01",
        ".5",
        "+1",
    ),
    *("---\n", "...\n", "? ", "|\n  x\n", ">-\n  x\n\n y", "''", "a:b", "a#b", "! x", "{a:1}", "[a?b]", "- - b", "::b"),
]


def _read(text):
    try:
        return repr(read_plain(text))
    except (HiddenMeaning, YAMLError, ValueError):
        return "refused"


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
@example("a:\tb")
@example("|\n---\n-")
@example(">- \r#b")
@example("\ufeffa")
def test_a_text_says_the_same_by_either_reader(text):
    with patch.object(plain_yaml.yaml, "__with_libyaml__", False):
        slow = _read(text)

    assert _read(text) == slow


def test_the_slow_reader_reads_few_of_our_own_files():
    with patch.object(plain_yaml, "YAML", wraps=plain_yaml.YAML) as slow:
        for path in sorted((find_project().params / "sources").glob("*.yaml")):
            plain_yaml._scan(path.read_text(encoding="utf-8"))

    assert slow.call_count < 35
