"""Time a quarter beside other ways to do the same work, in one run on one machine, and write docs/performance.md.

    python benchmarks/quarter.py [--dfe FOLDER] [--rounds N] [--only PART ...] [--write docs/performance.md]

Parts: quarter, unchanged, figure, cluster, areas, releases, returns, cleaning, lab. Each works on a copy of the
checkout in a temporary folder. `--dfe` names a folder with the Department for Education's files for the parts on many
areas and on cleaning; without it they are left out.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import psutil
from distributed import Client
from growth import Row, measure_cleaning, measure_lab, measure_releases, measure_returns
from performance_page import describe_results, write_results

from analysis.definitions import read_definitions
from analysis.measures.needed_figures import are_met
from analysis.periods import parse_period
from analysis.project import find_project
from publishing.running.units import plan_units

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("quarter", "unchanged", "figure", "cluster", "areas", "releases", "returns", "cleaning", "lab")
AREA_REPORT, AREA_QUARTER, AREAS = "referrals", "2023-24 Q4", (1, 10, 150)
SAMPLE = 20  # pages of all areas whose notebooks papermill and nbconvert make, to tell what all would take them
POLICE, POLICE_CELL = "police_missing_2013-14.xlsx", "B5"


@dataclass
class Workplace:
    """A copy of the checkout, with its figures cleaned."""

    root: Path
    output: Path = field(init=False)

    def __post_init__(self):
        for name in ("notebooks", "params", "data/raw", "src", "requirements.lock", "pyproject.toml"):
            source, target = ROOT / name, self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        self.output = self.root / "reports"

    def lscb(self, *arguments: str) -> str:
        """Run `lscb` in the copy, on the copy's own code, and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "publishing", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "src")},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"lscb {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def run(self, *arguments: str) -> str:
        return self.lscb("run", "--output", str(self.output), *arguments)


def seconds(task: Callable, *arguments: object) -> float:
    begun = time.perf_counter()
    task(*arguments)
    return time.perf_counter() - begun


def list_units(place: Workplace) -> list[tuple[Path, dict]]:
    """The notebooks of the quarter with the parameters of each report that has figures."""
    project = find_project(place.root)
    definitions = read_definitions(project.params)
    planned = plan_units(project, definitions, [definitions.run.area], definitions.run.quarter)
    end = parse_period(definitions.run.quarter, ["quarter"]).end
    units = [unit for unit in planned if are_met(project, definitions, unit.report.needs, unit.area, end)]
    return [(unit.notebook, dict(unit.parameters)) for unit in units]


def papermill_and_nbconvert(place: Workplace, units: list[tuple[Path, dict]], jobs: int) -> None:
    """Each notebook with the commands `papermill` and then `jupyter nbconvert`, so many at a time."""
    folder = Path(tempfile.mkdtemp(dir=place.root))
    scripts = Path(sys.executable).parent

    def make(unit: tuple[Path, dict]) -> None:
        notebook, parameters = unit
        executed = folder / f"{parameters['area']}_{parameters['report']}.ipynb"
        given = [word for name, value in parameters.items() for word in ("-p", name, str(value))]
        for command in (
            [scripts / "papermill", notebook, executed, "--cwd", notebook.parent, "-k", "python3", *given],
            [scripts / "jupyter", "nbconvert", "--to", "html", executed],
        ):
            subprocess.run(command, check=True, capture_output=True)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(make, units))


WORK = """
import contextlib, io, json, sys
units = json.load(open(sys.argv[1]))
import analysis.charts, analysis.page.page
with contextlib.redirect_stdout(io.StringIO()):
    for cells, parameters in units:
        names = {}
        for tagged, source in cells:
            exec(source, names)
            if tagged:
                names.update(parameters)
"""


def the_work_itself(place: Workplace) -> None:
    """One plain Python process that imports once and executes the cells of all notebooks in turn."""
    units = []
    for notebook, parameters in list_units(place):
        cells = [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
        units.append(([("parameters" in cell.metadata.get("tags", []), cell.source) for cell in cells], parameters))
    listed = place.root / "units.json"
    listed.write_text(json.dumps(units), encoding="utf-8")
    environment = {**os.environ, "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(place.root / "src")}
    subprocess.run(
        [sys.executable, "-c", WORK, str(listed)],
        cwd=place.root / "notebooks",
        env=environment,
        check=True,
        capture_output=True,
    )


def measure_quarter(place: Workplace, rounds: int) -> dict[str, float]:
    """Median seconds of the whole quarter, nothing kept, and of its peers, in turn: all meet the same machine."""
    ways: dict[str, Callable[[], object]] = {
        "lscb run --fresh": lambda: place.run("--fresh"),
        "one process, the cells alone": lambda: the_work_itself(place),
        "papermill and nbconvert, two at a time": lambda: papermill_and_nbconvert(place, list_units(place), 2),
        "papermill and nbconvert, in turn": lambda: papermill_and_nbconvert(place, list_units(place), 1),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(seconds(way))
            print(f"{name}: {taken[name][-1]:.1f} s", flush=True)
    return {name: statistics.median(values) for name, values in taken.items()}


def measure_unchanged(place: Workplace, rounds: int) -> tuple[float, str]:
    """Median seconds of a run where nothing has changed, with the start of Python, and what it says."""
    place.run()
    said = place.run()
    return statistics.median(seconds(place.run) for _ in range(max(3, rounds))), said.strip().splitlines()[-1]


class Watch:
    """The most memory that a process and all below it ever held: shared pages are counted once."""

    def __init__(self, process: psutil.Process):
        self.process, self.most, self.ended = process, 0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.ended.wait(0.25):
            with suppress(psutil.NoSuchProcess):  # it may have just ended
                processes = [self.process, *self.process.children(recursive=True)]
                self.most = max(self.most, sum(map(held_by, processes)))


def held_by(process: psutil.Process) -> int:
    """The bytes that a process holds, its part of shared pages; none where it has ended meanwhile."""
    try:
        return process.memory_full_info().pss
    except (psutil.Error, OSError):
        return 0


def run_watched(place: Workplace, *arguments: str) -> tuple[float, float]:
    """Seconds and the most megabytes of a run."""
    command = [sys.executable, "-m", "publishing", "run", "--output", str(place.output), *arguments]
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=place.root, env={**os.environ, "PYTHONPATH": str(place.root / "src")}, stdout=subprocess.DEVNULL
    )
    with Watch(psutil.Process(process.pid)) as watch:
        code = process.wait()
    if code:
        raise SystemExit(f"{' '.join(arguments)} ended with {code}")
    return time.perf_counter() - begun, watch.most / 2**20


def measure_figure(place: Workplace) -> tuple[str, list[str]]:
    """What a run says, and the reports whose pages differ, after one of the police's figures was changed by one."""
    path, cell = place.root / "data" / "raw" / "published" / POLICE, POLICE_CELL
    place.run()
    before = read_pages(newest(place.output))
    received = path.read_bytes()
    book = openpyxl.load_workbook(path)
    book.active[cell] = str(int(book.active[cell].value) + 1)
    book.save(path)
    said = place.run()
    after = read_pages(newest(place.output))
    path.write_bytes(received)
    return said, sorted(name for name in after if after[name] != before.get(name))


def newest(output: Path) -> Path:
    return max(output.glob("*/manifest.json")).parent


def read_pages(release: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in release.glob("*.html") if path.name != "index.html"}


def measure_areas(place: Workplace, files: Path) -> tuple[list[dict[str, float]], float]:
    """Seconds and memory of all reports for a growing number of areas, nothing kept; seconds a page by papermill.

    The last is the mean of some pages of the largest run, spread evenly over it, made in turn.
    """
    received = place.root / "data" / "raw" / "returns"
    received.mkdir(parents=True, exist_ok=True)
    for file in files.glob("*.csv"):
        shutil.copy(file, received)
    place.lscb("clean")
    codes = areas_with_figures(place)
    measured = []
    for number in (count for count in AREAS if count <= len(codes)):
        shutil.rmtree(place.output, ignore_errors=True)
        taken, most = run_watched(place, "--fresh", "--quarter", AREA_QUARTER, "--area", ",".join(codes[:number]))
        pages = list_released(place)
        measured.append({"areas": number, "pages": len(pages), "seconds": taken, "megabytes": most})
        print(measured[-1], flush=True)
    chosen = pages[:: max(1, len(pages) // SAMPLE)][:SAMPLE]
    return measured, seconds(papermill_and_nbconvert, place, chosen, 1) / len(chosen)


def list_released(place: Workplace) -> list[tuple[Path, dict]]:
    """The notebook and the parameters of every page of the releases, in the order of the areas."""
    pages = []
    for path in sorted(place.output.glob("*/manifest.json")):
        for page in json.loads(path.read_text(encoding="utf-8"))["pages"]:
            pages.append((place.root / "notebooks" / page["notebook"], page["parameters"]))
    return pages


def areas_with_figures(place: Workplace) -> list[str]:
    """The authorities for which the report has something to show, in the order of their codes."""
    project = find_project(place.root)
    definitions = read_definitions(project.params)
    needed = definitions.reports[AREA_REPORT].needs
    known = pd.read_parquet(project.processed / "observations.parquet", filters=[("indicator", "in", list(needed))])
    return sorted(set(known.loc[known["value"].notna(), "area"]) & set(definitions.areas.names) - {"E92000001"})


def measure_cluster(place: Workplace, rounds: int) -> dict[str, float]:
    """Median seconds of the quarter on two Dask workers of one thread, and in one process with two jobs, in turn."""
    file = place.root / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    environment = {**os.environ, "PYTHONPATH": str(place.root / "src")}
    dask = [sys.executable, "-m", "dask"]
    options = ["--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard"]
    started = [subprocess.Popen([*dask, "scheduler", "--port", "0", *options], env=environment, **quiet)]
    try:
        while not (file.exists() and file.read_text()):
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        worker = [*dask, "worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(place.root), *options]
        started += [subprocess.Popen(worker, env=environment, **quiet) for _ in range(2)]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        ways = {"cluster": ["--scheduler", address], "one process, two jobs": ["--jobs", "2"]}
        place.run("--fresh", *ways["cluster"])  # the workers import and fork what they keep
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, arguments in ways.items():
                taken[name].append(seconds(place.run, "--fresh", *arguments))
                print(f"{name}: {taken[name][-1]:.1f} s", flush=True)
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return {name: statistics.median(values) for name, values in taken.items()}


def measure_growth(place: Workplace, arguments: argparse.Namespace) -> list[Row]:
    """Rows of what grows with use, of the parts that were asked for."""
    received, rounds = place.root / "data" / "raw" / "returns", arguments.rounds
    run = partial(place.run, "--fresh")
    parts: dict[str, Callable[[], Row]] = {
        "releases": lambda: measure_releases(run, place.output, rounds),
        "returns": lambda: measure_returns(run, received, rounds),
        "cleaning": lambda: measure_cleaning(place.root, arguments.dfe, rounds),
        "lab": lambda: measure_lab(place.root, rounds),
    }
    wanted = [name for name in parts if name in arguments.only and (name != "cleaning" or arguments.dfe)]
    return [parts[name]() for name in wanted]


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dfe", type=Path, help="a folder with the Department for Education's files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--write", type=Path, help="the page whose measured part is written anew")
    return parser.parse_args()


def main(arguments: argparse.Namespace) -> None:
    """Measure the parts that were asked for, print them as the page's tables and write them into it."""
    measured: dict = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Workplace(Path(folder) / "checkout")
        place.lscb("clean")
        if "quarter" in arguments.only:
            measured["quarter"] = measure_quarter(place, arguments.rounds)
        if "unchanged" in arguments.only:
            measured["unchanged"] = measure_unchanged(place, arguments.rounds)
        if "figure" in arguments.only:
            measured["figure"] = measure_figure(place)
        if "cluster" in arguments.only:
            measured["cluster"] = measure_cluster(place, arguments.rounds)
        if "areas" in arguments.only and arguments.dfe:
            measured["areas"], measured["papermill"] = measure_areas(place, arguments.dfe)
        measured["growth"] = measure_growth(place, arguments)
    print(describe_results(measured))
    if arguments.write:
        write_results(arguments.write, measured)


if __name__ == "__main__":
    main(read_arguments())
