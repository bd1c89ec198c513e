"""Pages made many at a time, each handed on as soon as it is there."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

from analysis.refusals import Refusal
from publishing.release.made_page import MadePage, Unit
from publishing.running.kernels.provisioner import stop_kernels
from publishing.running.progress import RunProgress

LOOK = 0.2  # seconds between looks at which reports have begun
AHEAD = 2  # units that wait for each of those that are being made, so that nobody waits for the run

Make = Callable[[Unit], MadePage]


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


def _result(future: Future) -> MadePage | Refusal:
    try:
        return future.result()
    except Refusal as refusal:
        return refusal
