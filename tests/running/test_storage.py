"""What is written is whole or not there, and for its owner alone."""

import os
import stat
import sys
from pathlib import Path

import pytest

from analysis.refusals import StorageRefused
from publishing.release import storage

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")


@posix
def test_only_the_owner_can_read_what_is_written(tmp_path):
    storage.write_file(tmp_path / "release" / "data" / "figures.csv", "a\n")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "release").rglob("*")}
    assert modes == {"data": 0o700, "figures.csv": 0o600}


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    storage.write_file(tmp_path / "page.html", "old")

    with pytest.raises(FileExistsError):
        storage.write_file(tmp_path / "page.html", "new")


def test_line_ends_are_the_same_on_every_system(tmp_path):
    storage.write_file(tmp_path / "page.html", "a\nb\n")

    assert (tmp_path / "page.html").read_bytes() == b"a\nb\n"


def test_a_file_is_replaced_whole_and_what_a_killed_run_left_is_written_over(tmp_path):
    (tmp_path / "index.html").write_text("old", encoding="utf-8")
    (tmp_path / ".index.html.new").write_text("half", encoding="utf-8")

    storage.replace_file(tmp_path / "index.html", "new")

    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "new"


def test_a_replacement_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("old", encoding="utf-8")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageRefused, match="No space left on device"), storage.storage(tmp_path):
        storage.replace_file(tmp_path / "index.html", "new")

    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "old"


def test_a_folder_is_never_moved_over_another(tmp_path):
    for name in ("staging", "release"):
        storage.write_file(tmp_path / name / "page.html", name)

    with pytest.raises(OSError, match=r"release"):
        storage.move_folder(tmp_path / "staging", tmp_path / "release")

    assert (tmp_path / "release" / "page.html").read_text(encoding="utf-8") == "release"


@posix
def test_removing_a_link_leaves_what_it_leads_to(tmp_path):
    storage.write_file(tmp_path / "kept" / "page.html", "kept")
    (tmp_path / "link").symlink_to(tmp_path / "kept")

    storage.remove_folder(tmp_path / "link")

    assert (tmp_path / "kept" / "page.html").is_file()
    assert not (tmp_path / "link").is_symlink()


def test_a_folder_that_another_run_has_just_made_is_taken_as_it_is(tmp_path, monkeypatch):
    def made_meanwhile(path, known=os.path.isdir):
        if not known(path):
            os.mkdir(path)
            return False
        return True

    monkeypatch.setattr(Path, "is_dir", made_meanwhile)

    storage.make_folder(tmp_path / "reports")


@posix
def test_a_new_folder_is_waited_for_until_its_name_is_on_the_disk(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(storage, "flush_folder", flushed.append)

    storage.make_folder(tmp_path / "new" / "reports")

    assert flushed == [tmp_path, tmp_path / "new"]


def test_a_file_in_the_place_of_a_folder_that_is_cleared_is_removed(tmp_path):
    (tmp_path / "staging").write_text("", encoding="utf-8")

    storage.remove_folder(tmp_path / "staging")

    assert list(tmp_path.iterdir()) == []


def test_a_refusal_says_how_things_now_stand(tmp_path):
    progress = r"cannot be written: No space left on device\. The list is as it was\.$"
    with pytest.raises(StorageRefused, match=progress), storage.storage(tmp_path, "The list is as it was."):
        raise OSError(28, "No space left on device")
