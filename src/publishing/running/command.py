"""What `lscb run` does: nothing, where an earlier release stands; else the whole job, told as it goes on."""

from typing import TYPE_CHECKING

from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.release.pdf import Printed, find_browser
from publishing.running.typed_words import name_areas, name_quarter, name_reports
from publishing.running.up_to_date import Asked, find_up_to_date

if TYPE_CHECKING:
    from pathlib import Path

    from publishing.running.quarter import Outcome


def choose_printed(pdf: bool, short: bool) -> Printed:
    """How much is printed, by the options `--pdf` and `--short`. Raises ParametersRefused for the second alone."""
    if short and not pdf:
        raise ParametersRefused("--short says how PDFs are printed. Give --pdf too.")
    return Printed.SHORT if short else Printed.WHOLE if pdf else Printed.NOT


def ask(
    project: Project,
    areas: list[str] | None,
    quarter: str | None,
    only: list[str] | None,
    printed: Printed = Printed.NOT,
) -> Asked:
    """What a run is asked for by the options of the command line, in one form whatever words were typed.

    Raises ParametersRefused for an area, quarter or report that is not known, and for PDFs with no browser.
    """
    if printed is not Printed.NOT:
        find_browser()
    codes, names = name_areas(project, areas), name_reports(project, only)
    return Asked(codes, name_quarter(project, quarter), names, printed)


def run_or_stand(
    project: Project,
    output: "Path",
    asked: Asked,
    *,
    jobs: int,
    fresh: bool = False,
    scheduler: str | None = None,
    strict: bool = False,
) -> str:
    """Make what is asked for, unless an earlier release of it stands; returns the line to end with. Raises a Refusal.

    Libraries that only a run needs are imported only for one.
    """
    if not fresh and not strict and (is_unchanged := find_up_to_date(project, output, asked)):
        return is_unchanged
    from rich.console import Console

    from publishing.release.accounts import note_runner
    from publishing.running.progress import RunProgress
    from publishing.running.quarter import run_quarter

    several = len(asked.areas) > 1 or any(not word[-1:].isdigit() for word in asked.areas)
    with RunProgress(Console(), several_areas=several) as progress:
        outcome = run_quarter(
            project, progress, output, asked, jobs=jobs, fresh=fresh, scheduler=scheduler, strict=strict
        )
    note_runner(outcome.releases)
    return say_outcome(outcome)


def say_outcome(outcome: "Outcome") -> str:
    """How many reports and findings there were, how long it took, and the page to open."""
    from analysis.numbers import plural
    from publishing.running.progress import say_path

    if not outcome.releases:
        return f"{plural(outcome.findings, 'finding')}, and no area has figures to report: nothing was released."
    page = outcome.releases[0] if len(outcome.releases) == 1 else outcome.releases[0].parent
    return (
        f"{plural(outcome.reports, 'report')}, {plural(outcome.findings, 'finding')}, {outcome.seconds:.1f} seconds. "
        f"Open {say_path(page / 'index.html')}"
    )
