"""What a release says of itself: the hash of every file, what it was made from and with, and what the checks found."""

import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from analysis.definitions import Partnership
from analysis.hashes import compare_files, hash_of
from analysis.page.environment import find_commit, hash_file
from analysis.periods import parse_period
from analysis.project import Project
from analysis.refusals import StorageRefused
from publishing.release.made_page import CARDS_FILE, MadePage
from publishing.release.storage import MANIFEST

TOP_LEVEL = (
    "annotations.yaml",
    "areas.yaml",
    "circulation.yaml",
    "indicators.yaml",
    "ordinary_change.yaml",
    "partnership.yaml",
    "policy.yaml",
    "questions.yaml",
    "run.yaml",
)


class Entry(BaseModel):
    """A page, as a manifest tells of it."""

    model_config = ConfigDict(extra="allow")

    report: str
    file: str
    title: str
    audience: str
    question: str
    summary: list[str]


class Manifest(BaseModel):
    """What every manifest holds; other facts may stand beside it."""

    model_config = ConfigDict(extra="allow")

    release: str
    made: AwareDatetime
    area: str
    quarter: Annotated[str, AfterValidator(lambda words: parse_period(words, ["quarter"]).label)]
    pages: list[Entry]
    files: dict[str, str]


def describe_inputs(project: Project, partnership: Partnership, files: Iterable[str]) -> dict:
    """What every release of a run is made from: received files by hash, parameters, code, lock.

    With how it is marked and whom to ask.
    """
    lock = project.root / "requirements.lock"
    return {
        "marking": partnership.marking,
        "contact": partnership.contact,
        "code": {
            "version": version("lscb-analysis"),
            "commit": find_commit(project.root),
            "python": platform.python_version(),
            "lock": hash_of(lock.read_bytes()) if lock.is_file() else None,
        },
        "inputs": {file: hash_file(project, file) for file in sorted(set(files))},
        "params": hash_params(project),
    }


def hash_params(project: Project) -> dict[str, str]:
    """The hash of each parameter file, and of each comment on a report; any other file is not named, nor is a stray."""
    params = project.params
    reports = {path.stem for path in params.glob("reports/*.yaml")}
    found = [path for folder in ("sources", "reports") for path in params.glob(f"{folder}/*.yaml")]
    found += [params / name for name in TOP_LEVEL if (params / name).is_file()]
    found += [
        path for ending in ("md", "yaml") for path in params.glob(f"comments/*/*.{ending}") if path.stem in reports
    ]
    return {path.relative_to(params).as_posix(): hash_of(path.read_bytes()) for path in sorted(found)}


def describe_page(page: MadePage, file: str) -> dict:
    """A page's entry: for whom, what it asks and answers first, what it was executed with and the cells it rests on.

    The data folder is left out, since where it lies on one machine means nothing on another, and so is what a run hands
    on.
    """
    report = page.unit.report
    return {
        "report": report.name,
        "file": file,
        "title": report.title,
        "audience": report.audience,
        "question": report.question,
        "notebook": report.notebook,
        "notebook_hash": hash_of(page.unit.notebook.read_bytes()),
        "parameters": {name: value for name, value in page.unit.parameters.items() if name not in ("data", CARDS_FILE)},
        "summary": list(page.head["summary"]),
        "since": list(page.head.get("since", [])),
        "settle": list(page.head.get("settle", [])),
        "statements": list(page.head.get("statements", [])),
        "lead": page.head.get("lead"),
        "questions": dict(page.head.get("questions", {})),
        "read": dict(page.read),
    }


def write_manifest(facts: Mapping, hashes: Mapping[str, str]) -> str:
    """The manifest of a release: facts about it, and the hash of each of its files."""
    return json.dumps({**facts, "files": dict(sorted(hashes.items()))}, indent=2, ensure_ascii=False) + "\n"


def read_manifest(release: Path) -> dict:
    """A release's manifest. Raises StorageRefused where there is none, or it lacks what the lists are made from."""
    try:
        return Manifest.model_validate_json((release / MANIFEST).read_bytes()).model_dump(mode="json")
    except (OSError, ValueError) as error:
        raise StorageRefused(
            f"{release.name}/{MANIFEST} is missing or cannot be read. Name the folder of a release."
        ) from error


def verify_release(release: Path) -> list[str]:
    """What differs between a release and its manifest, a line each; nothing where they agree. Raises StorageRefused."""
    return compare_files(release, read_manifest(release)["files"], besides=MANIFEST)
