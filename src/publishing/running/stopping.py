"""A run that the system ends (SIGTERM, SIGHUP, SIGBREAK) stops as one that a person stops: in order, and says so."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = [name for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
AFTER_SIGNAL = 128  # what a shell adds to a signal's number


class Ended(KeyboardInterrupt):
    """The system, or another process, asks this one to end: a machine that is shut down, a closed terminal."""

    def __init__(self, number: int):
        super().__init__(signal.Signals(number).name)
        self.number = number

    @property
    def exit_code(self) -> int:
        """The exit code of a command that the signal ended, as a shell gives it."""
        return AFTER_SIGNAL + self.number


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Raise Ended in the main thread at the first such signal; those that are ignored stay ignored, as under nohup.

    A second one does not disturb the clearing up.
    """
    process = os.getpid()
    taken: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        if os.getpid() != process:  # a process that was forked from this one just ends
            os._exit(AFTER_SIGNAL + number)
        for other in taken:
            signal.signal(other, signal.SIG_IGN)
        raise Ended(number)

    for name in SIGNALS:
        number = getattr(signal, name)
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)
            taken.append(number)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
