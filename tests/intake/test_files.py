"""Files are found by the names of their contracts, one for each period."""

import os
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from analysis.refusals import SourceRefused
from publishing.intake.contents import read_content, read_csv_rows
from publishing.intake.files import find_files, find_received, match_files, read_log, read_version
from publishing.intake.packages import UnreadableFile
from publishing.intake.unread_files import find_unread


@pytest.fixture
def raw(tmp_path) -> Path:
    for folder in ("published", "returns"):
        (tmp_path / folder).mkdir()
    return tmp_path


@pytest.fixture
def contract(make_contract):
    fields = {"area": "E06000045", "breakdown_columns": ["Item"], "columns": {"n": "referrals"}}

    def make(file: str, **others: object):
        return make_contract(layout="rows", **fields | others | {"file": file})

    return make


def find(raw: Path, contract) -> list:
    return find_files(raw, contract, find_received(raw), read_log(raw))


@pytest.mark.parametrize(
    ("pattern", "name", "period"),
    [
        ("police_missing_{financial year}", "police_missing_2013-14.xlsx", "2013-14"),
        ("board_data_set_{quarter}", "board_data_set_2013-14_q4.ods", "2013-14 Q4"),
        ("board_data_set_{quarter}", "BOARD_data_set_2013-14_Q4.CSV", "2013-14 Q4"),
        ("board_membership_{calendar year}", "board_membership_2014.csv", "2014"),
        ("*SFR*_CLA{reporting year}", "2013_SFR36_CLA2013.csv", "2012-13"),
        ("c1_children_*", "c1_children_in_need_2013_to_2024.csv", None),
    ],
)
def test_a_file_is_found_by_its_name_and_its_period_is_read_from_it(pattern, name, period, raw, contract):
    (raw / "returns" / name).write_text("x")
    [found] = find(raw, contract(pattern))

    assert found.file == f"returns/{name}"
    assert (found.period.label if found.period else None) == period


@pytest.mark.parametrize(
    "name", ["police_missing_2013.csv", "my_police_missing_2013-14.csv", "police_missing_2013-14.pdf"]
)
def test_a_file_with_another_name_is_not_the_contracts(name, raw, contract):
    (raw / "returns" / name).write_text("x")

    assert match_files(contract("police_missing_{financial year}"), find_received(raw)) == []


def test_a_year_that_is_none_is_refused(raw, contract):
    (raw / "returns" / "police_missing_2013-15.csv").write_text("x")

    with pytest.raises(SourceRefused, match=r"police_missing_2013-15.csv: the file's name does not hold a financial"):
        find(raw, contract("police_missing_{financial year}"))


@pytest.mark.parametrize("second", ["returns/police_missing_2013-14.xlsx", "returns/police_missing_2013-14.csv"])
def test_two_files_for_one_period_are_refused_and_both_are_named(second, raw, contract):
    (raw / "published" / "police_missing_2013-14.xlsx").write_text("x")
    (raw / second).write_text("x")

    with pytest.raises(SourceRefused, match=f"published/police_missing_2013-14.xlsx and {second}: two files for 2013"):
        find(raw, contract("police_missing_{financial year}"))


def test_two_files_of_different_periods_are_both_read(raw, contract):
    for year in ("2013-14", "2012-13"):
        (raw / "returns" / f"police_missing_{year}.csv").write_text("x")

    assert [found.period.label for found in find(raw, contract("police_missing_{financial year}"))] == [
        "2012-13",
        "2013-14",
    ]


@pytest.mark.parametrize(
    "other", ["c1_2013_to_2025", "c1_2013_to_2024_v2", "c1_2013_to_2024 revised", "c1_2013_to_2024 (1)"]
)
def test_editions_of_an_official_table_are_all_read_and_two_returns_of_one_name_are_refused(other, raw, contract):
    for name in ("c1_2013_to_2024", other):
        (raw / "returns" / f"{name}.csv").write_text("x")

    assert len(find(raw, contract("c1_*", precedence=1))) == 2
    with pytest.raises(SourceRefused, match="takes one file for all periods"):
        find(raw, contract("c1_*", precedence=2))


def test_two_files_of_one_name_and_other_kinds_are_no_editions(raw, contract):
    for name in ("c1_2013_to_2024.csv", "c1_2013_to_2024.xlsx"):
        (raw / "returns" / name).write_text("x")

    with pytest.raises(SourceRefused, match="takes one file for all periods"):
        find(raw, contract("c1_*", precedence=1))


@pytest.mark.parametrize(
    ("stem", "version"),
    [
        ("c1_2013_to_2024", 1.0),
        ("c1_2024_provisional", 0.0),
        ("c1_2024_v1", 1.0),
        ("c1_2024_v2", 2.0),
        ("c1_2024 V2.1", 2.1),
        ("c1_2024_final", 2.0),
        ("c1_2024-corrected-v3", 3.0),
        ("c1_2024 (2)", 1.02),
        ("conv12_2024", 1.0),
        ("c1_v2x_2024", 1.0),
    ],
)
def test_a_name_says_which_version_of_an_edition_a_file_is(stem, version):
    assert read_version(stem) == pytest.approx(version)


def test_a_required_file_that_is_missing_is_refused_with_whom_to_ask(raw, contract):
    with pytest.raises(SourceRefused, match=r"(?s)expected this file in data/raw.*Ask the supplier for it"):
        find(raw, contract("police_missing_{financial year}", required=True))


def test_a_data_folder_for_returns_alone_requires_nothing(raw, contract):
    (raw / "published").rmdir()

    assert find(raw, contract("police_missing_{financial year}", required=True)) == []


def test_a_link_is_refused(raw, contract, tmp_path):
    (tmp_path / "elsewhere.csv").write_text("x")
    (raw / "returns" / "test.csv").symlink_to(tmp_path / "elsewhere.csv")

    with pytest.raises(SourceRefused, match="expected the file itself, not a link"):
        find(raw, contract("test"))


def test_a_cell_longer_than_any_spreadsheet_holds_is_refused_by_its_row_and_not_repeated():
    with pytest.raises(UnreadableFile, match="a cell has more than 131,072 signs") as refused:
        read_csv_rows("period,figure\n2013-14," + "x" * 10_000_000 + "\n", ",")

    assert refused.value.place == "row 2"
    assert "xx" not in str(refused.value)


def test_a_file_of_200_megabytes_is_refused_and_never_read_whole(tmp_path):
    path = tmp_path / "test.csv"
    path.touch()
    os.truncate(path, 200_000_000)
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match=r"larger than 60,000,000 bytes"):
        read_content(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 150_000_000


def test_hidden_files_locks_and_logs_are_not_received(raw):
    for name in (".gitkeep", "~$police_missing.xlsx", "README.md", "desktop.ini", "Thumbs.db"):
        (raw / "returns" / name).write_text("x")

    assert find_received(raw) == []


def test_the_log_says_when_a_file_came(raw, contract):
    (raw / "README.md").write_text("| file | received |\n| --- | --- |\n| `test.csv` | a note | 2014-05-06 | rest |\n")
    (raw / "published" / "test.csv").write_text("x")
    [found] = find(raw, contract("test"))

    assert found.received == date(2014, 5, 6)


def test_a_file_that_no_contract_is_for_is_a_finding_and_a_return_is_not_named(raw):
    for folder in ("published", "returns"):
        (raw / folder / "a child's name.csv").write_text("x")
    findings = find_unread(raw, find_received(raw), set(), {})

    assert [(finding["rule"], finding["file"]) for finding in findings] == [
        ("unread_file", "published/a child's name.csv"),
        ("unread_file", "returns/"),
    ]


def test_a_published_file_without_a_row_in_the_log_is_a_finding(raw):
    (raw / "published" / "test.csv").write_text("x")
    received = find_received(raw)

    [finding] = find_unread(raw, received, {"published/test.csv"}, {})
    assert (finding["rule"], finding["file"]) == ("unlogged_file", "published/test.csv")
    assert find_unread(raw, received, {"published/test.csv"}, {"test.csv": date(2014, 5, 6)}) == []
