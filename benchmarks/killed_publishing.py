"""The attack on publishing: prepared pages are released by a process that is killed, or whose disk fails."""

import builtins
import errno
import io
import os
import random
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

from readers import NEW, NEXT, OLD, Seen, find_left, find_unlisted, judge, look

from analysis.definitions import read_definitions
from analysis.project import Project
from analysis.refusals import Refusal, StorageRefused
from publishing.release import storage
from publishing.release.made_page import MadePage
from publishing.release.release_list import choose_stamp, clear_staging
from publishing.release.releasing import Releases
from publishing.running.lock import hold
from publishing.running.quarter import recorded
from publishing.running.units import plan_units

AREA, QUARTER = "E06000045", "2013-14 Q4"
FACTS = {"area_name": "Southampton", "partnership": "Example", "marking": "Official", "contact": "the business unit"}
PAGE, TABLE, TABLES = 100_000, 1_500, 4  # characters of a page and of a table, and tables of a page: as in the demo
KILLED, DISK_FULL, READ_ONLY = "killed", "disk full", "read-only"
OPERATIONS = ("open", "mkdir", "rename", "replace", "unlink", "rmdir", "fsync")
DELETING = ("unlink", "rmdir")  # what a full disk still does
SLOWEST = 60  # seconds


def prepare_pages(project: Project, *, small: bool = False) -> list[MadePage]:
    """A page for each report, as large as the demo's; or two small ones."""
    units = plan_units(project, read_definitions(project.params), [AREA], QUARTER)[: 2 if small else None]
    page, tables = (500, 1) if small else (PAGE, TABLES)
    rng = random.Random(0)
    return [
        MadePage(
            unit,
            rng.randbytes(page // 2).hex(),
            {"summary": ["Fewer children went missing."]},
            {f"{unit.report.name}_table-{n}.csv": make_table(rng) for n in range(1, tables + 1)},
        )
        for unit in units
    ]


def make_table(rng: random.Random) -> dict:
    """A table of one heading as long as a table is."""
    return {"caption": "", "columns": [{"heading": rng.randbytes(TABLE // 2).hex(), "form": "text", "cells": []}]}


def publish(output: Path, pages: list[MadePage]) -> None:
    """Release the pages as a run does once they are made."""
    with hold(output), recorded(output):
        clear_staging(output)
        units, stamp = [page.unit for page in pages], choose_stamp(output)
        with Releases(output, stamp, units, {}, lambda area, quarter: FACTS, lambda area: {}) as releases:
            for page in pages:
                releases.add(page.unit, page)
            releases.publish()


class Publishing:
    """An output folder with two releases in it, a copy of which each attack begins from."""

    def __init__(self, folder: Path, pages: list[MadePage]):
        self.pages, self.base, self.output, self.said = pages, folder / "base", folder / "reports", folder / "said"
        self.took: list[float] = []
        for _ in range(2):
            publish(self.base, pages)
        self.before = look(self.base)

    def kill_at_random(self, rng: random.Random) -> Iterator[str]:
        """Kill the publishing at a moment chosen evenly from the time that it takes, and say what came of it."""
        self.start_again()
        if not self.took:
            list(self.run_next(self.before))
            self.start_again()
        process = self.begin()
        time.sleep(rng.uniform(0, median(self.took[-9:])))
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        code = self.wait(process)
        if code == 0:
            yield "ended before the kill"
        else:
            yield "kills"
            yield from self.judge_state(code)

    def interrupt(self, number: int, how: str) -> Iterator[str]:
        """Let the file operation of that number fail, or kill the publishing there; nothing where there are fewer."""
        self.start_again()
        code = self.wait(self.begin(Interruption(number, how)))
        if not self.said.exists() or "interrupted" not in self.said.read_text(encoding="utf-8").split("\n", 1)[0]:
            return
        yield how
        yield from self.judge_state(code)

    def start_again(self) -> None:
        """The state before: releases never change, so that links to their files do."""
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.copytree(self.base, self.output, copy_function=os.link)
        self.said.unlink(missing_ok=True)

    def begin(self, interruption: "Interruption | None" = None) -> int:
        """Publish in a process, and a process group, of its own."""
        process = os.fork()
        if process:
            with suppress(OSError):
                os.setpgid(process, process)
            return process
        code = 1
        try:
            os.setpgid(0, 0)
            if interruption:
                interruption.install(self.said)
            publish(self.output, self.pages)
            code = 0
        except Refusal as refusal:
            code = refusal.exit_code
            self.say(str(refusal))
        except BaseException:
            self.say(traceback.format_exc())
        finally:
            os._exit(code)

    def say(self, words: str) -> None:
        with builtins.open(self.said, "a", encoding="utf-8") as file:
            file.write(words)

    def wait(self, process: int) -> int:
        """The exit code; for a process that was killed the signal, negative."""
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def judge_state(self, code: int) -> Iterator[str]:
        """What readers see, then whether the next publishing succeeds, lists what is whole and clears up."""
        after = look(self.output)
        state = judge(self.before, after)
        said = self.said.read_text(encoding="utf-8") if self.said.exists() else ""
        words = said.removeprefix("interrupted\n")
        if code not in (0, -signal.SIGKILL, StorageRefused.exit_code) or len(words.splitlines()) > 1:
            yield f"fault: exit code {code}: {words.strip()}"
        if code == 0 and state == OLD:
            yield "fault: it ended well and nothing is new"
        yield state if state in (OLD, NEW) else f"fault: {state}"
        if find_left(self.output):
            yield "left something half-written"
        expected = find_unlisted(self.output, after)
        if expected:
            yield "a whole release was there, not yet listed"
        yield from self.run_next(after, expected)

    def run_next(self, before: Seen, expected: set[str] = frozenset()) -> Iterator[str]:
        """Publish once more with nothing in its way; a whole release that was not listed must now be."""
        begun = time.monotonic()
        self.said.unlink(missing_ok=True)
        code = self.wait(self.begin())
        self.took.append(time.monotonic() - begun)
        after, left = look(self.output), find_left(self.output)
        whole = not after.faults and expected <= set(after.linked) and len(after.linked) > len(before.linked)
        if code or left or not whole:
            yield f"fault: the next run: exit code {code}, left {left}, {judge(before, after)}"
        else:
            yield NEXT


class Interruption:
    """Counts the file operations of this process, and lets one of them be its last, or it and all after it fail."""

    def __init__(self, number: int, how: str):
        self.number, self.how, self.count = number, how, 0

    def install(self, said: Path) -> None:
        self.said = said
        for name in OPERATIONS:
            setattr(os, name, self.wrap(name, getattr(os, name)))
        storage.open = self.open_counted

    def wrap(self, name: str, original: Callable) -> Callable:
        def operation(*arguments: object, **options: object) -> object:
            reading = name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR)
            if self.due(spared=reading or (self.how == DISK_FULL and name in DELETING)):
                self.happen()
            return original(*arguments, **options)

        return operation

    def open_counted(self, descriptor: int, mode: str) -> io.BufferedWriter:
        interruption = self

        class CountedFile(io.BufferedWriter):
            """Writes half of what it is given where the interruption falls on it."""

            def write(self, content: bytes) -> int:
                if interruption.due():
                    super().write(content[: len(content) // 2])
                    self.flush()
                    interruption.happen()
                return super().write(content)

        return CountedFile(io.FileIO(descriptor, mode))

    def due(self, *, spared: bool = False) -> bool:
        self.count += 1
        return self.count == self.number if self.how == KILLED else self.count >= self.number and not spared

    def happen(self) -> None:
        if not self.said.exists():
            with builtins.open(self.said, "w", encoding="utf-8") as file:
                file.write("interrupted\n")
        if self.how == KILLED:
            os.kill(0, signal.SIGKILL)
            time.sleep(SLOWEST)
        number = errno.ENOSPC if self.how == DISK_FULL else errno.EROFS
        raise OSError(number, os.strerror(number))
