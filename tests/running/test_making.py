"""Pages are handed on as they are done, and nobody waits for a slow one or falls with a failing one."""

import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest

from analysis.refusals import NotebookFailed
from publishing.running.workers import make_pages, make_units

PATIENCE = 20  # seconds


@pytest.fixture
def units(plan, add_report) -> list:
    for number in range(5):
        add_report(f"report{number}")
    return plan()


@pytest.fixture
def make_all(units, progress):
    """Make all units with two threads, and give what comes as it comes."""

    def start(make, ahead=None):
        progress.expect(len(units))
        with ThreadPoolExecutor(2) as pool:
            yield from make_pages(deque(units), make, pool, progress, ahead)

    return start


def test_every_unit_comes_with_its_page(units, make_all):
    made = dict(make_all(lambda unit: f"page {unit.report.name}"))

    assert made == {unit: f"page {unit.report.name}" for unit in units}


def test_a_failing_unit_comes_with_its_refusal_and_the_others_are_made(units, make_all):
    def make(unit):
        if unit is units[1]:
            raise NotebookFailed("It fell.")
        return "page"

    made = dict(make_all(make))

    assert str(made.pop(units[1])) == "It fell."
    assert set(made.values()) == {"page"}
    assert len(made) == len(units) - 1


def test_a_slow_unit_holds_nobody_up(units, make_all):
    others_are_done = threading.Event()

    def make(unit):
        return others_are_done.wait(PATIENCE) if unit is units[0] else "page"

    order = []
    for unit, _ in make_all(make, ahead=2):
        order.append(unit)
        if len(order) == len(units) - 1:
            others_are_done.set()

    assert order[-1] is units[0]
    assert set(order) == set(units)


def test_no_more_units_are_handed_out_than_asked_however_many_there_are(units, make_all):
    begun = []
    pages = make_all(lambda unit: begun.append(unit), ahead=2)

    next(pages)

    assert len(begun) <= 3
    pages.close()


def test_a_page_of_what_others_come_to_is_made_before_the_next_areas_pages(units, progress):
    areas = [f"E0600000{number}" for number in range(5)]
    all_units = [replace(unit, area=area, last=unit is units[-1]) for area in areas for unit in units]
    kept = SimpleNamespace(find=lambda unit: None, hand_on=lambda unit, cards: unit, keep=print, clear=print)
    done = []
    releases = SimpleNamespace(add=lambda unit, made: done.append(unit))

    with ThreadPoolExecutor(1) as pool:
        make_all = partial(make_pages, make=lambda unit: "page", executor=pool, ahead=1)
        make_units(all_units, kept, releases, progress, make_all)

    assert done == all_units


def test_a_fault_of_the_program_is_no_refusal(make_all):
    def make(unit):
        raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        list(make_all(make))


def test_a_unit_added_while_the_last_page_is_taken_is_made_too(units, progress):
    progress.expect(len(units))
    waiting, made = deque(units[:1]), []
    with ThreadPoolExecutor(2) as pool:
        for unit, _ in make_pages(waiting, lambda unit: "page", pool, progress):
            made.append(unit)
            waiting.extend(units[1:2] if unit is units[0] else [])

    assert made == units[:2]
