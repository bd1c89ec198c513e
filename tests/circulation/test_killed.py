"""A process killed at any moment of sending: nobody gets two messages, and of none is it lost what became of it."""

import multiprocessing
import os
import random
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from analysis.definitions.circulation_list import read_circulation
from analysis.project import Project
from publishing.circulation.approved_release import approve, read_release
from publishing.circulation.circulating import circulate, plan_letters
from publishing.circulation.ledger import State, read_states, state_of
from publishing.circulation.messages import Letter
from publishing.circulation.sending import PASSWORD as VARIABLE
from publishing.circulation.sending import NotSent
from tests.nightly import NIGHTLY

KILLS = 60 if NIGHTLY else 5
RECIPIENTS = 2 * KILLS
LONGEST = 0.15  # seconds from the first message of a start to its kill; all messages take several times as long
SECRET = "correct horse"


def send_all(folder: Path, addresses: Path, ready) -> None:
    """What `lscb circulate --send` does, in a process of its own."""
    os.environ[VARIABLE] = SECRET
    ready.set()
    circulate(Project(folder, folder), folder, lambda line: None, send=True, addresses=addresses)


@pytest.fixture
def kill_sending():
    """Start sending and kill it so many seconds after its first message; how the process ended."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["publishing.circulation.circulating"])

    def killed(folder: Path, addresses: Path, box, seconds: float) -> int:
        before, ends = len(box.received), time.monotonic() + 120
        ready = processes.Event()
        process = processes.Process(target=send_all, args=(folder, addresses, ready))
        process.start()
        assert ready.wait(120)
        while len(box.received) == before and process.is_alive():
            assert time.monotonic() < ends
            time.sleep(0.001)
        time.sleep(seconds)
        process.kill()
        process.join(60)
        return process.exitcode

    return killed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in another way")
def test_kills_at_random_moments_send_nobody_two_and_lose_nobody(
    kill_sending, mailbox, write_list, listed, folder, monkeypatch
):
    people = [f"person{number}@example.org" for number in range(RECIPIENTS)]
    listed["roles"] = {"chair": {"title": "Chair", "addresses": people}}
    listed["sign_off"] = {"roles": ["chair"], "another_person": False}
    listed["audiences"] = {"Board": ["chair"], "Missing group": ["chair"]}
    addresses = write_list(mailbox.port)
    release, circulation = read_release(folder), read_circulation(addresses)
    letters = plan_letters(release, circulation)
    approve(release, circulation, "chair")

    def check(letters: list[Letter]) -> list[State]:
        states = read_states(release)
        taken = [message["Message-ID"].partition("@")[0][1:] for message in mailbox.messages]
        assert len(taken) == len(set(taken)), "someone got two"
        for letter in letters:
            state = state_of(letter, states)
            assert not (state.is_open and letter.identity in taken), "sent without trace"
            assert state.word != "sent" or letter.identity in taken, "said to be sent, and was not"
        return [state_of(letter, states) for letter in letters]

    moments = random.Random(20131)
    ends = []
    for _ in range(KILLS):
        ends.append(kill_sending(folder, addresses, mailbox, moments.uniform(0, LONGEST)))
        words = [state.word for state in check(letters)]
        assert words.count("unknown") <= len(ends)
    assert ends.count(-9) > 1, "sending had ended before it was killed"

    monkeypatch.setenv(VARIABLE, SECRET)
    with suppress(NotSent):  # told where some are unknown
        circulate(Project(folder, folder), folder, lambda line: None, send=True, addresses=addresses)
    words = [state.word for state in check(letters)]
    assert set(words) <= {"sent", "unknown"}
    assert words.count("unknown") <= ends.count(-9)
