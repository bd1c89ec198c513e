"""The commands for newcomers: what they print, what they write, and the code they end with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.project import Project


@pytest.fixture
def lscb(copied: Project, monkeypatch, type_command) -> Callable:
    """Give a command in a copy of the checkout, in this process."""
    monkeypatch.chdir(copied.root)
    return type_command


def test_a_form_is_written_to_the_folder_named_and_the_line_says_for_when_and_whom(lscb):
    ended = lscb("template", "police_missing", "--quarter", "2014-15 Q4", "--to", "forms")

    path = Path("forms") / "police_missing_2014-15.xlsx"
    assert ended.code == 0
    assert path.read_bytes()[:2] == b"PK"
    assert ended.out == (
        f"{path}: for the year to March 2015, due 28 April 2015, to be filled in by Hampshire Constabulary\n"
    )


def test_a_form_that_may_have_been_filled_in_is_never_written_over(lscb):
    lscb("template", "police_missing")
    path = Path("police_missing_2013-14.xlsx")
    path.write_bytes(b"filled in")

    ended = lscb("template", "police_missing")

    assert (ended.code, path.read_bytes()) == (6, b"filled in")
    assert "may have been filled in" in ended.err


@pytest.mark.parametrize("folder", ["data/raw/returns", "data/raw", "data/raw/returns/../returns"])
def test_a_form_does_not_go_among_received_files(lscb, folder):
    ended = lscb("template", "police_missing", "--to", folder)

    assert (ended.code, list(Path("data/raw/returns").iterdir())) == (6, [])
    assert "would be read as a return" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["template", "dfe_referrals"], "official statistic"),
        (["template", "police_missing", "--quarter", "2014"], "Write one as 2013-14 Q4"),
        (["new", "report", "missing"], "is there already"),
        (["new", "rapport", "carers"], "Did you mean 'report'"),
    ],
)
def test_what_cannot_be_made_ends_with_2_and_says_why(lscb, words, told):
    ended = lscb(*words)

    assert ended.code == 2
    assert told in ended.err


def test_new_says_which_files_it_wrote(lscb):
    ended = lscb("new", "report", "first_look", "--indicator", "referrals")

    assert ended.out.splitlines() == [
        "Wrote params/reports/first_look.yaml",
        "Wrote notebooks/first_look.ipynb",
    ]


def test_the_dictionary_is_written_again(lscb, copied):
    written = copied.root / "docs" / "dictionary.md"
    before = written.read_text(encoding="utf-8")
    written.write_text("old", encoding="utf-8")

    assert lscb("dictionary").out == "Wrote docs/dictionary.md and docs/published.csv\n"
    assert written.read_text(encoding="utf-8") == before
