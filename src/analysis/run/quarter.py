"""The whole job: clean what was received, make every page, release the areas whose pages are all there."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis.clean.cleaning import Cleaned, clean_sources
from analysis.definitions import Definitions, read_definitions
from analysis.project import Project
from analysis.refusals import DisclosureRefused, NotebookFailed, Refusal, SourceRefused
from analysis.run.checking import check_parameter_files, count_findings
from analysis.run.due import describe_returns
from analysis.run.kernels import PrivateKernel, stop_kernels
from analysis.run.kernels_warm import LIBRARIES, warm_kernels
from analysis.run.latest import find_latest_quarter
from analysis.run.lock import hold
from analysis.run.manifest import describe_inputs
from analysis.run.needs import split_by_needs
from analysis.run.pages import MadePage, make_page
from analysis.run.parameters import Unit, plan_units
from analysis.run.progress import Told
from analysis.run.release import choose_stamp, clear_staging, note_attempt, write_list, write_release

LATEST = "latest"
PRELOADED = (
    *LIBRARIES,
    "analysis.report.charts",
    "analysis.report.page",
    "analysis.model.trend",
    "analysis.model.seasonality",
)
LOOK = 0.2  # seconds between looks at which reports have begun
PATIENCE = 120  # seconds to wait while another run cleans the same data folder
REASONS = {
    SourceRefused: "a received file was refused",
    NotebookFailed: "a report could not be made",
    DisclosureRefused: "a figure could have been worked out that policy withholds",
}


@dataclass(frozen=True)
class Outcome:
    """What a run released, from how many reports and findings, in how many seconds."""

    releases: list[Path]
    reports: int
    findings: int
    seconds: float


def run_quarter(
    project: Project,
    told: Told,
    output: Path,
    *,
    areas: Sequence[str] = (),
    quarter: str | None = None,
    only: Sequence[str] = (),
    jobs: int = 1,
) -> Outcome:
    """Make and release the reports of some areas for a quarter; those of params/run.yaml where none is named.

    What can be refused without the figures is refused before anything runs. A report that fails keeps its area from
    being released; the other reports are still made, and other areas released. Raises a Refusal, which the list of
    releases then tells of.
    """
    began, definitions = time.monotonic(), read_definitions(project.params)
    areas = list(dict.fromkeys(areas)) or [definitions.run.area]
    quarter = quarter or definitions.run.quarter
    any_quarter = definitions.run.quarter if quarter == LATEST else quarter
    check_parameter_files(project, definitions, areas, any_quarter, only)
    # the kernels are opened first, so that they import what notebooks need while the figures are cleaned
    with hold(output), recorded(output), warm_kernels(preload=PRELOADED, spare=jobs) as kernel:
        clear_staging(output)
        cleaned = clean(project, definitions, told)
        units, left_out = split_by_needs(
            choose_units(project, definitions, cleaned, areas, quarter, only), cleaned.observations
        )
        for unit in left_out:
            told.say(f"{unit.report.title}: left out, no figures for {definitions.areas.named(unit.area).name}")
        pages, failures = make_pages(units, definitions.run.time_limit_seconds, jobs, told, kernel)
        releases = release_pages(project, definitions, output, cleaned, pages, failures, left_out)
        if failures:
            raise NotebookFailed("\n".join(map(str, failures.values())))
    return Outcome(releases, len(pages), len(cleaned.findings), time.monotonic() - began)


def clean(project: Project, definitions: Definitions, told: Told) -> Cleaned:
    """Clean what was received, one run at a time for each data folder. Raises SourceRefused, naming every refusal."""
    with hold(project.processed, patience=PATIENCE):
        cleaned = clean_sources(project, definitions)
    if cleaned.refusals:
        raise SourceRefused("\n".join(map(str, cleaned.refusals)))
    told.say(f"{len(cleaned.observations):,} figures read, with {count_findings(cleaned.findings)}")
    return cleaned


def choose_units(
    project: Project,
    definitions: Definitions,
    cleaned: Cleaned,
    areas: Sequence[str],
    quarter: str,
    only: Sequence[str],
) -> list[Unit]:
    """The units of every area, each for the quarter named or for the newest that the area has figures for."""
    today = datetime.now(UTC).date()
    units = []
    for area in areas:
        chosen = find_latest_quarter(cleaned.observations, area, today) if quarter == LATEST else quarter
        units += plan_units(project, definitions, [area], chosen, only)
    return units


def make_pages(
    units: Sequence[Unit], seconds: float, jobs: int, told: Told, kernel: type[PrivateKernel] = PrivateKernel
) -> tuple[list[MadePage], dict[Unit, Refusal]]:
    """The pages that could be made, so many at a time, and why the others could not."""
    with ThreadPoolExecutor(jobs) as pool:
        try:
            return collect_pages(units, seconds, pool, told, kernel)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_kernels()
            raise


def collect_pages(
    units: Sequence[Unit],
    seconds: float,
    executor: Executor,
    told: Told,
    kernel: type[PrivateKernel] = PrivateKernel,
) -> tuple[list[MadePage], dict[Unit, Refusal]]:
    """The pages of units in their order, made by any executor, with the failures by unit."""
    futures = {executor.submit(make_page, unit, seconds, kernel): unit for unit in units}
    made, failures, pending = {}, {}, set(futures)
    told.expect(len(units))
    while pending:
        done, pending = wait(pending, timeout=LOOK, return_when=FIRST_COMPLETED)
        for future in done:
            unit = futures[future]
            try:
                made[unit] = future.result()
            except Refusal as refusal:
                failures[unit] = refusal
            told.end(unit, failed=unit in failures)
        for future in pending:
            if future.running():
                told.begin(futures[future])
    return [made[unit] for unit in units if unit in made], failures


def release_pages(
    project: Project,
    definitions: Definitions,
    output: Path,
    cleaned: Cleaned,
    pages: Sequence[MadePage],
    failures: dict[Unit, Refusal],
    left_out: Sequence[Unit] = (),
) -> list[Path]:
    """One release for each area whose pages were all made; all with the same stamp.

    The partnership's own area is told which returns of the quarter are in.
    """
    made, failed = choose_stamp(output), {unit.area for unit in failures}
    facts = describe_inputs(project, definitions.policy, cleaned.accounts["file"], cleaned.findings)
    releases = []
    for area in dict.fromkeys(page.unit.area for page in pages if page.unit.area not in failed):
        own = [page for page in pages if page.unit.area == area]
        named = {"area_name": definitions.areas.named(area).name, **facts}
        named["left_out"] = [unit.report.title for unit in left_out if unit.area == area]
        if area == definitions.run.area:
            named |= describe_returns(project, own[0].unit.quarter)
        releases.append(write_release(output, made, own, named))
    return releases


@contextmanager
def recorded(output: Path) -> Iterator[None]:
    """Bring the list of releases up to date when a run ends, and let it tell of a run that failed."""
    try:
        yield
        note_attempt(output, None)
    except Refusal as refusal:
        if type(refusal) in REASONS:
            note_attempt(output, REASONS[type(refusal)])
        raise
    finally:
        write_list(output)
