"""A set-up gives the same packages however it is made, and the code keeps to its own rules."""

import functools
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

from analysis.project import find_project

ROOT = find_project(Path(__file__).parent).root
BUDGETS = [("analysis", (), 19_300, 147), ("publishing", ("fetching", "counting"), 18_905, 150)]
"""A package, the packages within it that do not count, and the most lines and modules that it may have."""
LOCKS = ["requirements.lock", "requirements-all.lock"]
SET_UP = ["pyproject.toml", "environment.yml", *LOCKS]
CONDA_NAMES = {"matplotlib-base": "matplotlib", "playwright-python": "playwright"}
"""Packages that conda-forge knows by another name than Python does."""
NOT_ON_CONDA = {"axe-playwright-python", "gptables"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def declared() -> dict[str, Requirement]:
    """Every package of pyproject.toml, with those for the tests, for development and for more than one machine."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    lines = project["dependencies"] + [line for extra in project["optional-dependencies"].values() for line in extra]
    return {canonicalize_name(line.name): line for line in map(Requirement, lines)}


def for_conda() -> tuple[dict[str, Requirement], list[str]]:
    """The packages of environment.yml by their Python names, and those that it leaves to pip."""
    environment = YAML(typ="safe").load(read("environment.yml"))["dependencies"]
    (by_pip,) = (line["pip"] for line in environment if isinstance(line, dict))
    lines = [Requirement(line) for line in environment if isinstance(line, str)]
    lines += [Requirement(line) for line in by_pip if not line.startswith("-e")]
    return {CONDA_NAMES.get(line.name, canonicalize_name(line.name)): line for line in lines}, by_pip


def for_reports() -> dict[str, Requirement]:
    """The packages that reports need: what `make reports` installs."""
    lines = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    return {canonicalize_name(line.name): line for line in map(Requirement, lines)}


@functools.cache
def locked(lock: str = "requirements-all.lock") -> dict[str, list[tuple[str, str]]]:
    """The versions and markers that a lock pins for each package."""
    pins: dict[str, list[tuple[str, str]]] = {}
    for name, version, marker in re.findall(r"^([\w.-]+)==(\S+)(?: ; (.*?))?(?: \\)?$", read(lock), re.MULTILINE):
        pins.setdefault(canonicalize_name(name), []).append((version, marker))
    return pins


def test_conda_gets_the_packages_and_bounds_of_the_project():
    conda, _ = for_conda()
    only_conda = {"python", "pip"}

    assert set(conda) - only_conda == set(declared())
    for name, line in declared().items():
        assert conda[name].specifier == line.specifier, name


def test_conda_and_the_project_want_the_same_versions_of_python():
    conda, _ = for_conda()
    project = tomllib.loads(read("pyproject.toml"))["project"]

    assert conda["python"].specifier == Requirement(f"python{project['requires-python']}").specifier


def test_conda_leaves_to_pip_this_project_and_what_conda_forge_lacks():
    names = [line if line.startswith("-e") else canonicalize_name(Requirement(line).name) for line in for_conda()[1]]

    assert names == [*sorted(NOT_ON_CONDA), "-e ."]


SYSTEMS = [("linux", "posix", "Linux"), ("win32", "nt", "Windows"), ("darwin", "posix", "Darwin")]
MACHINES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.4",
        "sys_platform": system,
        "os_name": kind,
        "platform_system": name,
    }
    for python in ("3.11", "3.12", "3.13")
    for system, kind, name in SYSTEMS
]


@pytest.mark.parametrize(
    "machine", MACHINES, ids=lambda machine: f"{machine['python_version']} {machine['sys_platform']}"
)
def test_the_lock_gives_every_machine_one_version_of_each_package_within_its_bounds(machine):
    for name, line in declared().items():
        chosen = [
            version for version, marker in locked().get(name, []) if not marker or Marker(marker).evaluate(machine)
        ]

        assert len(chosen) == 1, f"{name} has {len(chosen)} versions in requirements-all.lock: make lock"
        assert line.specifier.contains(Version(chosen[0])), name


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    entries = re.split(r"^(?=\S)", read(lock), flags=re.MULTILINE)
    pins = [entry for entry in entries if "==" in entry.split("\n", 1)[0] and not entry.startswith("#")]

    assert len(pins) == sum(map(len, locked(lock).values()))
    assert all("--hash=sha256:" in entry for entry in pins)


def test_what_reports_need_is_a_part_of_the_whole_lock_with_the_same_versions():
    part, whole = (locked(lock) for lock in LOCKS)

    assert set(for_reports()) <= set(part)
    versions = {name: {version for version, _ in pins} for name, pins in whole.items()}
    assert not [name for name, pins in part.items() if not {version for version, _ in pins} <= versions[name]]


def test_make_needs_the_versions_of_python_that_the_project_does():
    bounds = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    low, high = re.search(r"\((\d), (\d+)\) <= sys.version_info\[:2\] < \((?:\d), (\d+)\)", read("Makefile")).group(
        2, 3
    )

    assert bounds == f">=3.{low},<3.{high}"


@pytest.mark.parametrize("name", [*SET_UP, "Makefile", ".ci/run"])
def test_no_address_of_an_index_stands_in_a_set_up(name):
    text = read(name)

    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links|^-[if] ", text, re.MULTILINE)


def test_what_is_installed_here_is_what_the_lock_says():
    if not (ROOT / ".venv" / "made-from-the-whole-lock").is_file() or Path(sys.prefix).resolve() != ROOT / ".venv":
        pytest.skip("this Python was not set up by make")

    for name in declared():
        assert importlib.metadata.version(name) in {version for version, _ in locked()[name]}, name


def test_the_code_keeps_to_its_style():
    for check in (["check"], ["format", "--check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *check, "."], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_imports_run_one_way():
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_types_hold_as_the_project_asks():
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def modules_of(package: str, *without: str) -> list[Path]:
    """The modules of a package by their paths, but for the packages within it that are named."""
    folder = ROOT / "src" / package
    every = [path for path in sorted(folder.rglob("*.py")) if path.name != "__init__.py"]
    return [path for path in every if path.relative_to(folder).parts[0] not in without]


def test_no_two_modules_have_one_name():
    names = Counter(path.name for path in [*modules_of("analysis"), *modules_of("publishing")])

    assert [name for name, times in names.items() if times > 1] == []


def test_no_line_is_exempt_from_the_layout():
    written = "# fmt" + ": "  # in two parts, so that this line is none itself
    python = [path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]

    assert [path for path in python if written in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(("package", "without", "lines", "modules"), BUDGETS)
def test_a_package_keeps_to_its_budget(package, without, lines, modules):
    """What was reached, with a little room: docs/decisions/0052-two-packages.md says how far the design is."""
    found = modules_of(package, *without)

    assert len(found) <= modules
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in found) <= lines


@pytest.mark.parametrize("name", ["ci.yml", "nightly.yml", "quarterly.yml"])
def test_a_workflow_is_yaml_whose_commands_exist(name):
    workflow = YAML(typ="safe").load(read(f".github/workflows/{name}"))
    steps = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    targets = re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[0].split()

    assert steps
    for command in steps:
        words = command.split()
        known = ("make", "pytest", "pipx", "playwright", "lscb", ".ci/run", ".venv/bin/python")
        assert words[0] in known or (ROOT / words[0]).is_file()
        assert words[0] != "make" or words[1] in targets


def test_every_system_runs_the_two_commands_and_jupyterlabs_test():
    conda = YAML(typ="safe").load(read(".github/workflows/ci.yml"))["jobs"]["conda"]
    steps = [step["run"] for step in conda["steps"] if "run" in step]

    assert {machine.partition("-")[0] for machine in conda["strategy"]["matrix"]["machine"]} == {
        "ubuntu",
        "windows",
        "macos",
    }
    assert {"lscb run", "pytest", "pytest tests/lab -m nightly"} <= set(steps)


def test_the_quarterly_run_comes_five_weeks_after_a_quarters_end():
    workflow = YAML(typ="safe").load(read(".github/workflows/quarterly.yml"))

    assert [entry["cron"] for entry in workflow["on"]["schedule"]] == ["0 6 5 2,5,8,11 *"]
    assert "0 6 5 2,5,8,11 *" in read("docs/schedule.md")


@pytest.mark.skipif(sys.platform == "win32", reason="the build server's command is for POSIX")
def test_the_build_servers_command_fails_when_a_test_fails(tmp_path):
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_bytes((ROOT / ".ci" / "run").read_bytes())
    (tmp_path / "Makefile").write_text("test:\n\t@echo CI=$$CI; exit 3\n", encoding="utf-8")
    chromium = tmp_path / "chromium"
    chromium.write_text("#!/bin/sh\n", encoding="utf-8")
    chromium.chmod(0o700)

    done = subprocess.run(
        ["bash", str(tmp_path / ".ci" / "run")],
        capture_output=True,
        text=True,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
    )

    assert done.returncode != 0
    assert "CI=true" in done.stdout


@pytest.mark.parametrize(
    "path", ["data/raw/returns/police.xlsx", "data/processed/observations.parquet", "reports/one/index.html"]
)
def test_git_takes_no_return_nothing_made_of_one_and_no_release(path):
    told = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", path], cwd=ROOT, check=False)

    assert told.returncode == 0
