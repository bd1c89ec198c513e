"""The command line: `lscb`, or `python -m analysis`."""

import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.project import Project, find_project
from analysis.refusals import Refusal, StorageRefused

if TYPE_CHECKING:
    from analysis.run.quarter import Outcome

STOPPED = 130  # as a shell says that Ctrl-C ended a command

app = typer.Typer(
    help="Annotated reports for safeguarding partnerships, from the figures they receive each quarter.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Data = Annotated[Path | None, typer.Option("--data", help="Another folder with raw/ and processed/ in it.")]
Output = Annotated[Path | None, typer.Option("--output", help="Where releases go, in place of reports/.")]


@app.command("run")
def run_command(
    area: Annotated[
        list[str] | None, typer.Option(help="An area's code; may be repeated. Else as in run.yaml.")
    ] = None,
    quarter: Annotated[str | None, typer.Option(help="A quarter, such as '2013-14 Q4', or 'latest'.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="A report's name; may be repeated. Else all.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Reports made at a time. Else one for each core.")] = None,
    data: Data = None,
    output: Output = None,
) -> None:
    """Clean what was received, make the reports and release them."""
    from rich.console import Console

    from analysis.run.progress import Told
    from analysis.run.quarter import run_quarter

    project = find_project(data=data)
    areas, names = _words(area), _words(only)
    try:
        with Told(Console(), several_areas=len(areas) > 1) as told:
            outcome = run_quarter(
                project, told, _output(project, output), areas=areas, quarter=quarter, only=names, jobs=jobs or _cores()
            )
    except KeyboardInterrupt:
        typer.echo("Stopped. Earlier releases are as they were.", err=True)
        raise typer.Exit(STOPPED) from None
    typer.echo(_last_line(outcome))


@app.command("clean")
def clean_command(data: Data = None) -> None:
    """Turn data/raw into data/processed, and no more."""
    from rich.console import Console

    from analysis.definitions import read_definitions
    from analysis.run.progress import Told
    from analysis.run.quarter import clean

    project = find_project(data=data)
    with Told(Console()) as told:
        clean(project, read_definitions(project.params), told)


@app.command("check")
def check_command(data: Data = None) -> None:
    """Read every parameter and every received file, print what was found, and write nothing."""
    from analysis.run.checking import check_everything

    lines, refusal = check_everything(find_project(data=data))
    for line in lines:
        typer.echo(line)
    if refusal:
        raise refusal


@app.command("list")
def list_command() -> None:
    """Reports by audience, sources and indicators."""
    from analysis.run.listing import list_everything

    for line in list_everything(find_project()):
        typer.echo(line)


@app.command("due")
def due_command(
    quarter: Annotated[str | None, typer.Option(help="A quarter, such as '2013-14 Q4'. Else as in run.yaml.")] = None,
    data: Data = None,
) -> None:
    """Which returns of a quarter are in, late or never supplied, and which figures are awaited."""
    from analysis.definitions import read_definitions
    from analysis.run.due import list_due
    from analysis.run.parameters import read_quarter

    project = find_project(data=data)
    definitions = read_definitions(project.params)
    for line in list_due(project, read_quarter(quarter or definitions.run.quarter)):
        typer.echo(line)


@app.command("verify")
def verify_command(release: Annotated[Path, typer.Argument(help="A release's folder, or its name.")]) -> None:
    """Hold a release against its manifest."""
    from analysis.run.manifest import verify_release

    folder = release if release.is_dir() else find_project().root / "reports" / release
    differences = verify_release(folder)
    if differences:
        raise StorageRefused("\n".join([f"{folder.name} is not as it was released:", *differences]))
    typer.echo(f"{folder.name} is as it was released.")


def main() -> None:
    """Run a command; end with a refusal's own exit code and its words alone.

    A fault of the program is told by its kind and place, since its message could quote a return; with LSCB_DEBUG set
    the whole of it is shown. What is written is for the owner's eyes only.
    """
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a Windows console without a sign for ‘ still gets the line
    try:
        app(prog_name="lscb")
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        sys.exit(refusal.exit_code)
    except Exception as error:
        if os.environ.get("LSCB_DEBUG"):
            raise
        place = traceback.extract_tb(error.__traceback__)[-1]
        typer.echo(f"A fault in the program: {type(error).__name__} in {Path(place.filename).name}, "
                   f"line {place.lineno}. Nothing was released. Set LSCB_DEBUG=1 to see more.", err=True)  # fmt: skip
        sys.exit(1)


def _words(given: list[str] | None) -> list[str]:
    """Every word of an option that may be repeated, or hold several words."""
    return [word for text in given or [] for word in text.replace(",", " ").split()]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _output(project: Project, named: Path | None) -> Path:
    """The folder for releases. Raises StorageRefused for a file, or a folder that holds what releases are made from."""
    output = (named or project.root / "reports").resolve()
    kept = [project.params, project.notebooks, project.data, project.root / "src", project.root / ".git"]
    inside = any(output == folder or folder in output.parents for folder in kept)
    if inside or output in (project.root, *project.root.parents) or (output.exists() and not output.is_dir()):
        raise StorageRefused(f"Releases cannot go to {output.name or output}. Name a folder of their own.")
    return output


def _last_line(outcome: "Outcome") -> str:
    from analysis.report.numbers import plural
    from analysis.run.progress import say_path

    page = outcome.releases[0] if len(outcome.releases) == 1 else outcome.releases[0].parent
    return (
        f"{plural(outcome.reports, 'report')}, {plural(outcome.findings, 'finding')}, {outcome.seconds:.1f} seconds. "
        f"Open {say_path(page / 'index.html')}"
    )


if __name__ == "__main__":
    main()
