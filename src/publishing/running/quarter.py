"""The whole job: clean what was received, make every page, release the areas whose pages are all there."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.contract import describe_sources, find_owners
from analysis.measures.published import check_unchanged, hash_shown
from analysis.measures.released_figures import read_earlier
from analysis.page.comment_files import find_unshown
from analysis.page.environment import describe_made_with
from analysis.page.quality import read_tellable
from analysis.project import Project
from analysis.refusals import (
    DisclosureRefused,
    FileSetAside,
    NotebookFailed,
    ParametersRefused,
    Refusal,
    ReturnsAwaited,
    SourceRefused,
)
from publishing.intake.cleaning import Cleaned, clean_sources
from publishing.release.made_page import Unit
from publishing.release.manifest import describe_inputs
from publishing.release.release_list import choose_stamp, clear_staging, note_attempt, write_list
from publishing.release.releasing import Releases
from publishing.running.checking import check_parameter_files, count_findings
from publishing.running.due import NOT_YET, find_due
from publishing.running.kernels.provisioner import PrivateKernel
from publishing.running.kernels.warm import warm_kernels
from publishing.running.latest import find_complete_quarter, find_latest_quarter
from publishing.running.lock import hold
from publishing.running.needs import leave_out_ended, say_reports_left_out, split_by_needs
from publishing.running.page_cache import KeptPages
from publishing.running.pages import PRELOADED, make_page
from publishing.running.progress import RunProgress
from publishing.running.release_facts import ReleaseFacts
from publishing.running.stopping import Ended
from publishing.running.typed_words import Chosen, choose_areas
from publishing.running.units import plan_units
from publishing.running.up_to_date import Asked, hash_everything, note_up_to_date
from publishing.running.workers import AHEAD, MakeAll, make_pages, make_units, open_threads
from publishing.withholding.deciding import write_shown

LATEST = "latest"
NOTHING_NAMED = Asked()
PATIENCE = 120  # seconds to wait while another run cleans the same data folder
REASONS = {
    SourceRefused: "a received file was refused",
    ReturnsAwaited: "required returns are awaited",
    NotebookFailed: "a report could not be made",
    DisclosureRefused: "a figure could have been worked out that policy withholds",
}


@dataclass(frozen=True)
class Outcome:
    """What a run released, from how many reports and findings, in how many seconds; `kept` reports were not remade."""

    releases: list[Path]
    reports: int
    findings: int
    seconds: float
    kept: int = 0


def run_quarter(
    project: Project,
    progress: RunProgress,
    output: Path,
    asked: Asked = NOTHING_NAMED,
    *,
    jobs: int = 1,
    fresh: bool = False,
    scheduler: str | None = None,
    strict: bool = False,
) -> Outcome:
    """Make and release what is asked for; that of params/run.yaml where nothing is named.

    What can be refused without the figures is refused before anything runs. A page that would come out as an earlier
    run made it is kept, unless all is to be `fresh`. A report that fails keeps its area from being released; the other
    reports are still made, and other areas released. Raises a Refusal, which the list of releases then tells of.
    """
    began, made_from = time.monotonic(), hash_everything(project)
    definitions = read_definitions(project.params)
    chosen, quarter = choose_areas(definitions, asked.areas), asked.quarter or definitions.run.quarter
    any_quarter = definitions.run.quarter if quarter == LATEST else quarter
    check_parameter_files(project, definitions, chosen.codes, any_quarter, asked.only)
    # the kernels are opened first, so that they import what notebooks need while the figures are cleaned
    kernels = nullcontext(PrivateKernel) if scheduler else warm_kernels(preload=PRELOADED, spare=jobs, project=project)
    with hold(output), recorded(output), kernels as kernel:
        for line in clear_staging(output):
            progress.say(line)
        with kernel.held_back():
            cleaned = clean(project, definitions, progress, output, strict=strict)
        shown = hash_shown(project)
        planned, ended = leave_out_ended(
            choose_units(project, definitions, cleaned, chosen, quarter, asked.only), definitions.areas
        )
        owners = find_owners(describe_sources(project.params / "sources"))
        units, left_out = split_by_needs(planned, cleaned.observations, definitions.indicators, owners)
        for line in ended:
            progress.say(line)
        for line in find_unshown(project.params / "comments", definitions.reports):
            progress.say(line)
        for line in say_reports_left_out(units, left_out, definitions.areas):
            progress.say(line)
        findings = read_tellable(project, definitions)
        shared = describe_inputs(project, definitions.partnership, cleaned.accounts["file"])
        facts = ReleaseFacts(project, definitions, shared, findings, left_out)
        words = describe_made_with(project, cleaned.accounts["file"])
        making = Releases(output, choose_stamp(output), units, words, facts.describe, facts.attach, asked.printed)
        workers = open_workers(project, scheduler, jobs, definitions.run.time_limit_seconds, kernel)
        with making as releases, workers as make_all:
            kept = make_units(units, KeptPages(project, definitions, fresh=fresh), releases, progress, make_all)
            check_unchanged(project, shown)
            published = releases.publish()
        if releases.failures:
            raise NotebookFailed("\n".join(map(str, releases.failures.values())))
        if published:
            only_today = quarter == LATEST or any(due.state == NOT_YET for due in find_due(project, quarter))
            note_up_to_date(project, output, asked, made_from, published, only_today)
    return Outcome(published, len(units), len(cleaned.findings), time.monotonic() - began, kept)


def clean(
    project: Project, definitions: Definitions, progress: RunProgress, output: Path, *, strict: bool = False
) -> Cleaned:
    """Clean what was received and decide what may be shown of it, one run at a time for each data folder.

    What the releases in `output` have shown is reckoned with. A file that cannot be read is set aside and named, unless
    all is to be `strict`. Raises SourceRefused, naming every refusal, and DisclosureRefused where a small figure cannot
    be protected.
    """
    with hold(project.processed, patience=PATIENCE):
        cleaned = clean_sources(project, definitions)
        write_shown(project, definitions, cleaned.observations, read_earlier(output))
    if any(strict or not isinstance(refusal, FileSetAside) for refusal in cleaned.refusals):
        raise SourceRefused("\n".join(map(str, cleaned.refusals)))
    for refusal in cleaned.refusals:
        progress.say(f"Set aside: {refusal}")
    progress.say(f"{len(cleaned.observations):,} figures read, with {count_findings(cleaned.findings)}")
    return cleaned


def choose_units(
    project: Project, definitions: Definitions, cleaned: Cleaned, chosen: Chosen, quarter: str, only: Sequence[str]
) -> list[Unit]:
    """The units of every area, each for the quarter named or for the newest that the area has figures for.

    The newest of the partnership's own area is the one whose required returns are in. An area without a figure whose
    quarter cannot be found is passed over, unless it was named. Raises ParametersRefused for one that was, and
    ReturnsAwaited.
    """
    today, covers = datetime.now(UTC).date(), definitions.partnership.covers
    quarters = dict.fromkeys(chosen.codes, quarter)
    complete = find_complete_quarter(project, today) if quarter == LATEST and any(map(covers, quarters)) else None
    for area in chosen.codes if quarter == LATEST else ():
        try:
            known = complete if covers(area) else None
            quarters[area] = known or find_latest_quarter(cleaned.observations, area, today)
        except ParametersRefused:
            if area not in chosen.unnamed:
                raise
            del quarters[area]
    return [unit for area, own in quarters.items() for unit in plan_units(project, definitions, [area], own, only)]


@contextmanager
def open_workers(
    project: Project, scheduler: str | None, jobs: int, seconds: float, kernel: type[PrivateKernel]
) -> Iterator[MakeAll]:
    """What makes pages of units: so many threads of this process, or the workers of a Dask scheduler."""
    if scheduler:
        from publishing.running.cluster import make_page_on_worker, open_cluster

        with open_cluster(scheduler, project) as executor:
            yield partial(make_pages, make=partial(make_page_on_worker, seconds=seconds), executor=executor)
    else:
        with open_threads(jobs) as executor:
            make = partial(make_page, seconds=seconds, kernel=kernel)
            yield partial(make_pages, make=make, executor=executor, ahead=AHEAD * jobs)


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
    except Ended:
        note_attempt(output, "the system ended the run")
        raise
    finally:
        write_list(output)
