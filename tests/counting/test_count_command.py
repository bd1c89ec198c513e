"""The command line: a folder with files of several forms, and the example of the README."""

from fnmatch import fnmatch

import pytest

from analysis.project import find_project
from publishing.intake.layouts import read_sources


@pytest.fixture
def lscb(monkeypatch, type_command):
    """The command line in this checkout: its exit code, what it printed, and what it warned of."""
    monkeypatch.chdir(find_project().root)
    return type_command


@pytest.mark.nightly
def test_the_example_of_the_readme_counts_each_form_into_files_that_a_specification_reads(lscb, tmp_path):
    records, returns = tmp_path / "records", tmp_path / "returns"
    asked = ["--covers", "2021-04..2025-03", "--to", str(returns)]
    code, said, _ = lscb("count", "all", "--example", "--input", str(records), *asked)
    written = {path.stem for path in returns.glob("*.csv")}
    expected = [source.file for source in read_sources(find_project().params / "sources").values()]

    assert code == 0
    assert {name.split("_")[1] for name in written} == {"police", "ssd", "ssda903", "youth"}
    assert all(any(fnmatch(name, pattern) for pattern in expected) for name in written)
    assert "Referrals and re-referrals, 2024-25: referrals 780, rereferrals 174" in said


def test_without_a_folder_it_says_what_to_name_and_ends_with_2(lscb):
    code, _, warned = lscb("count", "all", "--covers", "2021-04..2025-03")

    assert code == 2
    assert "Name a folder with --input" in warned
