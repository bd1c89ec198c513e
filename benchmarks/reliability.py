"""Kill what publishes and what runs, over and over, and count what readers then see.

Run it with `python benchmarks/reliability.py --publishing 1000 --operations --runs 60 --plain 30 --json figures.json`
on a quiet machine. It writes its figures as it goes, and begun again with the same file it goes on from there. It ends
with exit code 1 where an attack on this project found a fault; those on the plain script are what it is compared with.
"""

import argparse
import json
import os
import platform
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from killed_publishing import DISK_FULL, KILLED, READ_ONLY, Publishing, prepare_pages
from killed_runs import REPORTS, PlainRuns, Runs
from readers import NEW, NEXT, OLD

from analysis.page.environment import find_commit
from analysis.project import Project, find_project

Attack = Callable[[random.Random], Iterator[str]]
MOST_KEPT = 20  # faults told in full


class Figures:
    """What was counted so far, in a file that is written anew after each attack."""

    def __init__(self, path: Path):
        self.path = path
        self.counts: dict[str, dict] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def add(self, name: str, outcomes: Iterable[str]) -> None:
        """Count the outcomes of one attack; whatever begins with 'fault' is kept in its words too."""
        counts = self.of(name)
        counts["attempts"] += 1
        for outcome in outcomes:
            kind = outcome
            if outcome.startswith("fault: "):
                counts["faults"] = [*counts["faults"], outcome][:MOST_KEPT]
                kind = re.split(r": exit|; ", outcome)[0]
            counts["outcomes"][kind] = counts["outcomes"].get(kind, 0) + 1
        self.write()

    def of(self, name: str) -> dict:
        return self.counts.setdefault(name, {"attempts": 0, "seconds": 0, "outcomes": {}, "faults": []})

    def write(self) -> None:
        waiting = self.path.with_suffix(".writing")
        waiting.write_text(json.dumps(self.counts, indent=2) + "\n", encoding="utf-8")
        waiting.replace(self.path)

    def attack(self, name: str, kills: int, attack: Attack) -> None:
        """Attack until there were so many kills, each at a moment that its number decides."""
        counts = self.of(name)
        while counts["outcomes"].get("kills", 0) < kills and counts["attempts"] < 3 * kills + 10:
            begun = time.monotonic()
            self.add(name, attack(random.Random(f"{name} {counts['attempts']}")))
            counts["seconds"] = round(counts["seconds"] + time.monotonic() - begun, 1)
        self.write()


def attack_publishing(figures: Figures, project: Project, folder: Path, kills: int, small: bool) -> None:
    publishing = Publishing(folder, prepare_pages(project, small=small))
    figures.attack("publishing", kills, publishing.kill_at_random)


def attack_operations(figures: Figures, project: Project, folder: Path, every: int) -> None:
    """Kill publishing two small pages at each of its file operations, and let the disk fail from each n-th on."""
    publishing = Publishing(folder, prepare_pages(project, small=True))
    for how, step in ((KILLED, 1), (DISK_FULL, every), (READ_ONLY, every)):
        name = f"each operation, {how}"
        while outcomes := list(publishing.interrupt(figures.of(name)["attempts"] * step + 1, how)):
            figures.add(name, outcomes)


def describe(counts: dict[str, dict]) -> Iterator[str]:
    """The rows of the table in docs/reliability.md, and every fault in its words."""
    for name, told in counts.items():
        if name != "machine":
            found = told["outcomes"]
            happened = found.get("kills") or max(found.values(), default=0)
            other = happened - found.get(OLD, 0) - found.get(NEW, 0)
            cells = [name, happened, found.get(OLD, 0), found.get(NEW, 0), other, found.get(NEXT, "not tried")]
            yield f"| {' | '.join(map(str, cells))} |"
    for name, told in counts.items():
        yield from (f"{name}: {fault}" for fault in told.get("faults", []))


def describe_machine(project: Project) -> dict:
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "commit": find_commit(project.root),
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
    }


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--publishing", type=int, default=0, metavar="KILLS", help="of publishing prepared pages")
    parser.add_argument("--small", action="store_true", help="publish two small pages, not as many as the demo has")
    parser.add_argument("--operations", action="store_true", help="at each file operation of publishing")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each n-th only, where the disk fails")
    parser.add_argument("--runs", type=int, default=0, metavar="KILLS", help="of whole runs")
    parser.add_argument("--plain", type=int, default=0, metavar="KILLS", help="of a plain script's runs")
    parser.add_argument("--reports", nargs="+", default=REPORTS, help="the reports of a whole run")
    parser.add_argument(
        "--project", type=Path, default=Path(__file__).parent, help="the checkout whose runs are killed"
    )
    parser.add_argument("--folder", type=Path, help="where to work, on the disk to be tried; else a temporary one")
    parser.add_argument("--json", type=Path, required=True, help="the figures, gone on from where they are there")
    return parser.parse_args()


def main() -> int:
    """Make the attacks that are asked for; the number of kinds of fault found in this project."""
    wanted = read_arguments()
    project, figures = find_project(wanted.project), Figures(wanted.json)
    figures.counts["machine"] = describe_machine(project)
    with tempfile.TemporaryDirectory(dir=wanted.folder, prefix="lscb-attack-") as name:
        folder = Path(name)
        if wanted.publishing:
            attack_publishing(figures, project, folder / "publishing", wanted.publishing, wanted.small)
        if wanted.operations:
            attack_operations(figures, project, folder / "operations", wanted.every)
        if wanted.runs:
            figures.attack("runs", wanted.runs, Runs(project, folder / "runs", wanted.reports).kill_at_random)
        if wanted.plain:
            figures.attack("plain", wanted.plain, PlainRuns(project, folder / "plain", wanted.reports).kill_at_random)
    print("\n".join(describe(figures.counts)))
    return sum(len(counts.get("faults", [])) for name, counts in figures.counts.items() if name != "plain")


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
