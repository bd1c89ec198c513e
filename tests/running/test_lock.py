"""One run holds an output folder at a time, and lets go however it ends."""

import errno
import multiprocessing
import os
import signal
import stat
import sys

import pytest

from analysis.refusals import RunInProgress, StorageRefused
from publishing.running.lock import HOLDER, LOCK, hold, read_holder


def hold_until_killed(folder, ready) -> None:
    with hold(folder):
        ready.set()
        signal.pause()


def test_a_folder_can_be_held_again_once_it_was_let_go(tmp_path):
    with hold(tmp_path / "reports"):
        pass

    with hold(tmp_path / "reports"):
        assert (tmp_path / "reports" / HOLDER).is_file()
    assert not (tmp_path / "reports" / HOLDER).exists()


def test_whoever_comes_second_is_told_who_holds_it(tmp_path):
    with (
        hold(tmp_path / "reports"),
        pytest.raises(RunInProgress, match=rf"reports/ is in use by process {os.getpid()} on .+, since .+ UTC"),
        hold(tmp_path / "reports"),
    ):
        pass

    assert RunInProgress.exit_code == 75


def hold_until_asked(folder, ready, go_on) -> None:
    with hold(folder):
        ready.set()
        go_on.wait()


def test_two_runs_into_two_outputs_clean_the_same_data_one_after_the_other(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    ready, go_on = spawn.Event(), spawn.Event()
    other = spawn.Process(target=hold_until_asked, args=(tmp_path / "processed", ready, go_on))
    other.start()
    ready.wait()
    with pytest.raises(RunInProgress), hold(tmp_path / "processed", patience=0.1):
        pass
    go_on.set()
    with hold(tmp_path / "processed", patience=60):
        assert str(os.getpid()) in read_holder(tmp_path / "processed")
    other.join()


def test_an_error_inside_lets_the_folder_go(tmp_path):
    with pytest.raises(ZeroDivisionError), hold(tmp_path):
        _ = 1 / 0

    with hold(tmp_path):
        pass


def test_a_holder_that_cannot_be_read_is_another_run(tmp_path):
    (tmp_path / HOLDER).write_text("{}", encoding="utf-8")

    assert read_holder(tmp_path) == "another run"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in another way")
def test_a_run_that_was_killed_leaves_no_lock_behind(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=hold_until_killed, args=(tmp_path, ready))
    process.start()
    assert ready.wait(60)
    with pytest.raises(RunInProgress, match=f"process {process.pid} "), hold(tmp_path):
        pass

    process.kill()
    process.join(60)

    with hold(tmp_path):
        pass


def test_only_the_owner_can_open_the_folder(tmp_path):
    with hold(tmp_path / "new" / "reports"):
        modes = [stat.S_IMODE((tmp_path / "new" / path).stat().st_mode) for path in ("", "reports")]
        assert modes == [0o700, 0o700] or sys.platform == "win32"


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    (tmp_path / "reports").write_text("", encoding="utf-8")

    with pytest.raises(StorageRefused, match="reports/ cannot be written"), hold(tmp_path / "reports"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has locks of another kind")
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_refused_and_no_file_takes_the_locks_place(tmp_path, monkeypatch, number):
    def no_locks(descriptor, operation):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", no_locks)

    with (
        pytest.raises(StorageRefused, match=r"^reports/ cannot be locked\. Choose a folder"),
        hold(tmp_path / "reports"),
    ):
        pass
    monkeypatch.undo()
    with hold(tmp_path / "reports"):
        pass


def test_a_disk_that_is_full_is_not_taken_for_one_without_locks(tmp_path, monkeypatch):
    def full(path, *others, original=os.open, **options):
        if str(path).endswith(LOCK):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return original(path, *others, **options)

    monkeypatch.setattr(os, "open", full)

    with pytest.raises(StorageRefused, match="cannot be written: No space left on device"), hold(tmp_path / "reports"):
        pass


def test_a_folder_is_let_go_even_where_nothing_in_it_can_be_removed(tmp_path, monkeypatch):
    def read_only(path, **options):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with hold(tmp_path):
        monkeypatch.setattr(os, "unlink", read_only)
    monkeypatch.undo()

    with hold(tmp_path):
        pass
