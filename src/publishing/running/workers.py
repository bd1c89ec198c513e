"""Pages made many at a time, each handed on as soon as it is there; a page of all others after them."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

from analysis.numbers import plural
from analysis.refusals import Refusal
from publishing.release.made_page import MadePage, Unit
from publishing.release.releasing import Releases
from publishing.running.kernels.provisioner import stop_kernels
from publishing.running.page_cache import KeptPages
from publishing.running.progress import RunProgress

LOOK = 0.2  # seconds between looks at which reports have begun
AHEAD = 2  # units that wait for each of those that are being made, so that nobody waits for the run

Make = Callable[[Unit], MadePage]
MakeAll = Callable[..., Iterator[tuple[Unit, MadePage | Refusal]]]


@contextmanager
def open_threads(jobs: int) -> Iterator[Executor]:
    """An executor for so many units at a time, on this machine; when it is left in a hurry every notebook ends."""
    with ThreadPoolExecutor(jobs) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_kernels()
            raise


def make_pages(
    units: deque[Unit], make: Make, executor: Executor, progress: RunProgress, ahead: int | None = None
) -> Iterator[tuple[Unit, MadePage | Refusal]]:
    """Each unit with its page, or why it has none, in the order in which they are done.

    `make` may be run by any executor of `concurrent.futures`; `ahead` is how many units it is given at once, else all.
    Whoever takes a page may add units that waited for it. No page is held here once it has been handed on.
    """
    running: dict[Future[MadePage | Refusal], Unit] = {}
    while True:
        while units and (ahead is None or len(running) < ahead):
            unit = units.popleft()
            running[executor.submit(make, unit)] = unit
        if not running:
            return
        done, _ = wait(running, timeout=LOOK, return_when=FIRST_COMPLETED)
        for future in done:
            unit, made = running.pop(future), _result(future)
            progress.end(unit, failed=isinstance(made, Refusal))
            yield unit, made
        for future, unit in running.items():
            if future.running():
                progress.begin(unit)


def make_units(
    units: Sequence[Unit], kept: KeptPages, releases: Releases, progress: RunProgress, make_all: MakeAll
) -> int:
    """Add the page of every unit to its release, kept or made; returns how many were kept.

    A unit that is `last` begins when the others of its area are done, and is given what they have come to: before all
    other areas' units, so that no more releases are open than are being made.
    """
    progress.expect(len(units))
    making: deque[Unit] = deque()
    awaited = Counter(unit.area for unit in units if not unit.last)
    late: dict[str, list[Unit]] = defaultdict(list)
    for unit in (one for one in units if one.last):
        late[unit.area].append(unit)
    cards: dict[str, dict] = defaultdict(dict)

    def add(unit: Unit, made: MadePage | Refusal) -> None:
        releases.add(unit, made)
        awaited[unit.area] -= 1
        if isinstance(made, MadePage) and unit.area in late:
            cards[unit.area][unit.report.name] = made.card

    def begin(unit: Unit, wait: Callable[[Unit], None] = making.append) -> None:
        page = kept.find(unit)
        if page is None:
            wait(unit)
        else:
            add(unit, page)
            progress.keep(unit)

    def begin_late(area: str) -> None:
        if not awaited[area]:
            come_to = cards.pop(area, {})
            for unit in late.pop(area, []):
                begin(kept.hand_on(unit, come_to), making.appendleft)

    for unit in (one for one in units if not one.last):
        begin(unit)
    for area in list(late):
        begin_late(area)
    count = len(units) - len(making) - sum(map(len, late.values()))
    if count:
        progress.say(f"{plural(count, 'report')} kept from an earlier run, since nothing in them changed")
    for unit, made in make_all(making, progress=progress):
        if isinstance(made, MadePage):
            kept.keep(made)
        add(unit, made)
        begin_late(unit.area)
    kept.clear()
    return count


def _result(future: Future) -> MadePage | Refusal:
    try:
        return future.result()
    except Refusal as refusal:
        return refusal
