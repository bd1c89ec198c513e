"""A record is on the disk before anything follows it, and what a crash left of one does not count."""

import os
import stat
import sys

import pytest

from analysis.refusals import StorageRefused
from publishing.release.storage import append_record, read_records


@pytest.fixture
def path(tmp_path):
    return tmp_path / "circulation" / "ledger.jsonl"


def events(path) -> list[str]:
    return [record["event"] for record in read_records(path)]


def test_records_come_back_in_their_order_with_the_time(path):
    append_record(path, {"event": "é"})
    append_record(path, {"event": "two\nlines"})

    assert events(path) == ["é", "two\nlines"]
    assert read_records(path)[0]["when"].endswith("+00:00")


def test_where_nothing_was_written_there_are_none(path):
    assert read_records(path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_owner_can_read_them(path):
    append_record(path, {"event": "one"})

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("left", [1, 5, 20])
def test_a_line_that_a_crash_cut_short_does_not_count_and_does_not_harm_the_next(path, left):
    append_record(path, {"event": "one"})
    whole = path.read_bytes()
    append_record(path, {"event": "two"})
    path.write_bytes(path.read_bytes()[: len(whole) + left])
    assert events(path) == ["one"]

    append_record(path, {"event": "three"})
    assert events(path) == ["one", "three"]


def test_a_record_whose_lines_end_alone_is_missing_counts(path):
    append_record(path, {"event": "one"})
    path.write_bytes(path.read_bytes().rstrip())
    assert events(path) == ["one"]

    append_record(path, {"event": "two"})
    assert events(path) == ["one", "two"]


@pytest.mark.parametrize("line", ["", "{", "[]", '"sent"'])
def test_a_damaged_line_is_refused_with_its_number(path, line):
    append_record(path, {"event": "one"})
    path.write_text(f"{path.read_text()}{line}\n{path.read_text()}")

    with pytest.raises(StorageRefused, match=r"circulation/ledger.jsonl, line 2: is not a record"):
        read_records(path)


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "circulation").write_text("")

    with pytest.raises(StorageRefused, match="cannot be written"):
        append_record(tmp_path / "circulation" / "ledger.jsonl", {})


def test_a_line_is_on_the_disk_before_anything_follows(path, monkeypatch):
    flushed = []
    monkeypatch.setattr("os.fsync", lambda descriptor: flushed.append(os.fstat(descriptor).st_ino))
    append_record(path, {"event": "one"})

    assert path.stat().st_ino in flushed
    assert sys.platform == "win32" or path.parent.stat().st_ino in flushed


def test_a_line_is_written_whole_where_the_system_takes_it_in_parts(path, monkeypatch):
    write = os.write
    monkeypatch.setattr("os.write", lambda descriptor, line: write(descriptor, line[:7]))
    append_record(path, {"event": "a long line"})

    assert events(path) == ["a long line"]
