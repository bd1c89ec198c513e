"""A run that the system ends stops in order: it says so, and the list of releases tells of it."""

import os
import signal

import pytest

from publishing.release.release_list import read_attempt
from publishing.running.quarter import recorded
from publishing.running.stopping import SIGNALS, Ended, ended_in_order

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signals")


@pytest.fixture(autouse=True)
def as_a_program_begins():
    """No test or library before has asked for a signal of this process."""
    before = {name: signal.signal(getattr(signal, name), signal.SIG_DFL) for name in SIGNALS}
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler if handler is not None else signal.SIG_DFL)


@pytest.mark.parametrize("name", SIGNALS)
def test_the_first_signal_ends_the_run_and_a_second_does_not_disturb_it(name):
    number, cleared = getattr(signal, name), []

    def work():
        try:
            os.kill(os.getpid(), number)
            signal.pause()
        finally:
            os.kill(os.getpid(), number)
            cleared.append(True)

    with pytest.raises(Ended) as ended, ended_in_order():
        work()
    assert (str(ended.value), ended.value.exit_code, cleared) == (name, 128 + number, [True])
    assert signal.getsignal(number) is signal.SIG_DFL


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ended_in_order():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_list_of_releases_tells_that_the_system_ended_the_run(tmp_path):
    with pytest.raises(Ended), recorded(tmp_path):
        raise Ended(signal.SIGTERM)
    assert read_attempt(tmp_path)["reason"] == "the system ended the run"
    assert "the system ended the run" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_person_who_stops_a_run_is_told_and_it_counts_as_no_attempt(tmp_path):
    with pytest.raises(KeyboardInterrupt), recorded(tmp_path):
        raise KeyboardInterrupt
    assert read_attempt(tmp_path) is None
