"""A service on loopback with one small data set, a checkout that takes it, and `lscb fetch` run on the two."""

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from analysis.project import Project, find_project
from publishing.fetching.fetch_command import Wanted, fetch
from publishing.fetching.web import Web

for _name in ("replaying", "service_routes"):  # modules beside the tests, which the tests import by these names
    _spec = importlib.util.spec_from_file_location(_name, Path(__file__).parent / f"{_name}.py")
    sys.modules[_name] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_name])
from replaying import Replay  # noqa: E402
from service_routes import ENTRY, SPECIFICATION, as_published  # noqa: E402

ROOT = find_project(Path(__file__).parent).root


@dataclass
class Fetching:
    """`lscb fetch` on a checkout, against a server: what was said, what was warned of, how long was waited."""

    project: Project
    server: Replay
    waits: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    clock: Callable[[], float] = lambda: 0.0

    def __call__(self, *names: str, **options: object) -> int:
        """Fetch with every service at the server; the exit code."""
        self.said, self.warned = [], []
        bases = [
            f"{name}={self.server.address}" for name in ("ees_catalogue", "govuk", "nomis", "fingertips", "geography")
        ]
        bases.append(f"ees={self.server.address}/statistics")
        wanted = Wanted(names=names, bases=tuple(bases), **options)
        with Web("test", sleep=self.waits.append, draw=lambda: 1.0, clock=self.clock) as web:
            return fetch(self.project, wanted, web, self.said.append, self.warned.append)

    @property
    def screen(self) -> str:
        return "\n".join(self.said)

    @property
    def faults(self) -> str:
        return "\n".join(self.warned)

    @property
    def folder(self) -> Path:
        return self.project.raw / "published"

    @property
    def lock(self) -> str:
        path = self.project.params / "published.lock"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def log(self) -> list[dict]:
        path = self.folder / "fetched.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []

    def change_entry(self, name: str, changes: dict[str, str]) -> None:
        """A data set's entry with other words in place of some."""
        path = self.project.params / "published" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        for before, after in changes.items():
            assert before in text
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything below the data folder but what a run leaves while it works, and the lock."""
        found = {path: path for path in self.project.raw.rglob("*") if path.is_file()}
        return {str(path.relative_to(self.project.raw)): path.read_bytes() for path in found} | {
            "lock": self.lock.encode()
        }


@pytest.fixture
def entries() -> dict[str, str]:
    """What params/published holds, by name."""
    return {"c1": ENTRY}


@pytest.fixture
def project(tmp_path: Path, entries: dict[str, str]) -> Project:
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "params", root / "params", ignore=shutil.ignore_patterns("published", "published.lock"))
    (root / "params" / "published").mkdir()
    (root / "params" / "sources" / "test_referrals.yaml").write_text(SPECIFICATION, encoding="utf-8")
    for name, text in entries.items():
        (root / "params" / "published" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (root / "data" / "raw" / "published").mkdir(parents=True)
    (root / "data" / "raw" / "README.md").write_text("# What was received\n\nBy hand.\n", encoding="utf-8")
    return find_project(root)


@pytest.fixture
def server() -> Iterator[Replay]:
    with Replay(as_published()) as running:
        yield running


@pytest.fixture
def run(project: Project, server: Replay) -> Fetching:
    return Fetching(project, server)
