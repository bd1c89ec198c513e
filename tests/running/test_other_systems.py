"""What depends on the system holds on the others too: their errors, signals and calls are simulated here."""

import errno
import os
import runpy
import signal
from pathlib import Path

import filelock
import pytest

from analysis.refusals import StorageRefused
from publishing.release import storage
from publishing.running import lock, stopping
from publishing.running.lock import hold


def windows_error(number: int, kind: type[OSError], **given: str) -> OSError:
    """An error as Windows gives it: Python keeps its number beside the one of POSIX."""
    error = kind(errno.EACCES, "Access is denied", *given.values())
    error.winerror = number
    return error


@pytest.fixture
def pauses(monkeypatch):
    """The pauses that were made, none of which takes time."""
    made: list[float] = []
    monkeypatch.setattr(storage.time, "sleep", made.append)
    return made


def fail_first(monkeypatch, name, error, times):
    """Let a call of `os` fail so many times with an error before it does its work."""
    left, original = [error] * times, getattr(os, name)

    def call(*given, **options):
        if left:
            raise left.pop()
        return original(*given, **options)

    monkeypatch.setattr(os, name, call)


@pytest.mark.parametrize("number", [5, 32])
def test_a_file_that_windows_says_is_in_use_is_replaced_once_it_is_free(tmp_path, monkeypatch, pauses, number):
    fail_first(monkeypatch, "replace", windows_error(number, PermissionError), 3)
    storage.replace_file(tmp_path / "index.html", "new")

    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "new"
    assert len(pauses) == 3


def test_a_release_that_windows_says_is_in_use_gets_its_name_once_it_is_free(tmp_path, monkeypatch, pauses):
    storage.write_file(tmp_path / "staging" / "page.html", "page")
    fail_first(monkeypatch, "rename", windows_error(5, PermissionError), 1)
    storage.move_folder(tmp_path / "staging", tmp_path / "release")

    assert (tmp_path / "release" / "page.html").is_file()
    assert not (tmp_path / "staging").exists()


def test_a_file_that_stays_in_use_is_refused_after_a_second_and_the_old_one_is_whole(tmp_path, monkeypatch, pauses):
    (tmp_path / "index.html").write_text("old", encoding="utf-8")
    fail_first(monkeypatch, "replace", windows_error(32, PermissionError), 99)

    with pytest.raises(StorageRefused, match="cannot be written: Access is denied"), storage.storage(tmp_path):
        storage.replace_file(tmp_path / "index.html", "new")
    assert sum(pauses) == pytest.approx(0.9)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "old"


def test_a_permission_that_posix_denies_is_not_tried_again(tmp_path, monkeypatch, pauses):
    fail_first(monkeypatch, "replace", PermissionError(errno.EACCES, "Permission denied"), 1)

    with pytest.raises(PermissionError):
        storage.replace_file(tmp_path / "index.html", "new")
    assert pauses == []


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENAMETOOLONG, "File name too long"),
        windows_error(206, OSError),
        windows_error(3, FileNotFoundError, path="C:\\" + "long\\" * 60),
    ],
)
def test_a_path_that_is_too_long_for_the_system_is_refused_with_what_to_do(tmp_path, error):
    with (
        pytest.raises(StorageRefused, match=r"cannot be written: the path is too long\. Choose a folder"),
        storage.storage(tmp_path),
    ):
        raise error


def test_a_folder_that_is_not_there_is_not_taken_for_a_long_path(tmp_path):
    with pytest.raises(StorageRefused, match="Access is denied"), storage.storage(tmp_path):
        raise windows_error(3, FileNotFoundError, path="C:\\short")


def test_the_paths_of_a_release_leave_half_of_what_windows_allows_to_the_folder_it_lies_in(demo_release):
    paths = [path.relative_to(demo_release.parent) for path in demo_release.rglob("*")]

    assert max(len(str(path)) for path in paths) <= 130


def test_where_folders_cannot_be_flushed_none_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(storage.os, "name", "nt")
    monkeypatch.setattr(storage.os, "open", lambda *given: pytest.fail("Windows cannot open a folder"))

    storage.flush_folder(tmp_path)


def test_the_signals_of_windows_end_a_run_in_order_too(monkeypatch):
    """A copy of the module is run: reloading it would give it another `Ended` than the rest of the program knows."""
    monkeypatch.delattr(signal, "SIGHUP", raising=False)
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGTERM, raising=False)
    assert runpy.run_path(stopping.__file__)["SIGNALS"] == ["SIGTERM", "SIGBREAK"]


def test_a_system_without_locks_of_its_own_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "FileLock", filelock.SoftFileLock)

    with pytest.raises(StorageRefused, match=r"reports/ cannot be locked"), hold(tmp_path / "reports"):
        pass
    assert not Path(tmp_path / "reports" / lock.LOCK).exists()
