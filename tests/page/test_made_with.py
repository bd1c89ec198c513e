"""What a page says of the commit and of files is filled in when it is released."""

import subprocess

import pytest

from analysis.page.environment import (
    COMMIT,
    GONE,
    NOT_IN_GIT,
    describe_made_with,
    fill,
    find_commit,
    hash_file,
    mark,
)


def test_what_stands_between_marks_is_replaced_and_the_marks_are_gone():
    html = f"<td>{mark(COMMIT, 'old')}</td><td>{mark('published/a.csv', 'older')}</td>"

    assert fill(html, {COMMIT: "new", "published/a.csv": "newer"}) == "<td>new</td><td>newer</td>"


@pytest.mark.parametrize("name", ["returns/a--> <b>.csv", "returns/é ü-.csv", "a%20b.csv", "<!--lscb:x-->"])
def test_a_file_may_be_called_anything(name):
    assert fill(mark(name, "old"), {name: "new"}) == "new"


def test_what_has_no_words_is_not_passed_over():
    with pytest.raises(KeyError):
        fill(mark("published/a.csv", "old"), {})


def test_the_words_are_those_of_the_day(page):
    words = describe_made_with(page.project, ["published/police.csv", "published/gone.csv"])

    assert words[COMMIT] == NOT_IN_GIT
    assert words["published/gone.csv"] == GONE
    assert len(words["published/police.csv"]) == 64


def test_a_file_that_has_gone_has_no_hash(page):
    assert hash_file(page.project, "published/gone.csv") is None


def test_a_folder_outside_git_is_told(tmp_path):
    assert find_commit(tmp_path) == NOT_IN_GIT


def test_the_commit_is_told_and_that_files_were_changed_since(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("1")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(tmp_path)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True)

    commit = find_commit(tmp_path)
    (tmp_path / "src" / "a.py").write_text("2")

    assert len(commit) == 40
    assert find_commit(tmp_path) == f"{commit} with changes since"
