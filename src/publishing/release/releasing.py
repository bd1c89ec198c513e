"""The releases of one run: an area's pages gathered as they come, and all of them made public together."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from analysis.refusals import Refusal
from publishing.release.made_page import MadePage, Unit
from publishing.release.pdf import Printed
from publishing.release.staging import Staging

Describe = Callable[[str, str], Mapping]
Attach = Callable[[str], Mapping[str, str]]


class Releases:
    """Releases of the areas of a run, all with the same stamp; what is not published when it ends is removed.

    `words` are those for what is not a page's own, and `describe` gives the facts of an area and quarter for its
    manifest; `attach` the further CSV files of an area's release by name. An area whose report fails has no release.
    `printed` says whether each page has a PDF beside it, and of how much. Raises StorageRefused.
    """

    def __init__(
        self,
        output: Path,
        made: datetime,
        units: Sequence[Unit],
        words: Mapping[str, str],
        describe: Describe,
        attach: Attach,
        printed: Printed = Printed.NOT,
    ):
        self.output, self.made, self.words, self.printed = output, made, words, printed
        self.describe, self.attach = describe, attach
        self.reports: dict[str, list[str]] = {}
        for unit in units:
            self.reports.setdefault(unit.area, []).append(unit.report.name)
        self.awaited = Counter(unit.area for unit in units)
        self.failures: dict[Unit, Refusal] = {}
        self.failed: set[str] = set()
        self.stagings: dict[str, Staging] = {}

    def __enter__(self) -> "Releases":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for staging in self.stagings.values():
            staging.discard()

    def add(self, unit: Unit, made: MadePage | Refusal) -> None:
        """Write a page where its area's release is being made, or note why there is none."""
        if isinstance(made, Refusal):
            self._give_up(unit, made)
        elif unit.area not in self.failed:
            self._staging(unit).add(made, self.words)
        self.awaited[unit.area] -= 1
        if not self.awaited[unit.area] and unit.area not in self.failed:
            facts, files = self.describe(unit.area, unit.quarter), self.attach(unit.area)
            self.stagings[unit.area].finish(facts, self.reports[unit.area], files)

    def publish(self) -> list[Path]:
        """Give every area's release its name, in the order of the areas; only now can anyone see one.

        All are held against what was written into them before the first of them is made public.
        """
        whole = [area for area in self.reports if area in self.stagings and not self.awaited[area]]
        for area in whole:
            self.stagings[area].check()
        published = []
        for area in whole:
            published.append(self.stagings[area].publish())
            del self.stagings[area]
        return published

    def _staging(self, unit: Unit) -> Staging:
        if unit.area not in self.stagings:
            self.stagings[unit.area] = Staging(self.output, self.made, unit.area, unit.quarter, self.printed)
        return self.stagings[unit.area]

    def _give_up(self, unit: Unit, refusal: Refusal) -> None:
        self.failures[unit] = refusal
        self.failed.add(unit.area)
        if unit.area in self.stagings:
            self.stagings.pop(unit.area).discard()
