"""Commands that clean what was received, say what it is, and make reports of it."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from analysis.project import Project, find_project
from analysis.refusals import StorageRefused
from publishing.command_options import STOPPED, Addresses, Data

Strict = Annotated[bool, typer.Option("--strict", help="Stop at a file that cannot be read, with exit code 3.")]
Output = Annotated[Path | None, typer.Option("--output", help="Where releases go, in place of reports/.")]


def run_command(
    area: Annotated[
        list[str] | None,
        typer.Option(help="An area's code, `all`, or `region:South East`; may be repeated. Else as in run.yaml."),
    ] = None,
    quarter: Annotated[str | None, typer.Option(help="A quarter, such as '2013-14 Q4', or 'latest'.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="A report's name; may be repeated. Else all.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Reports made at a time. Else one for each core.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make every report anew, whatever was kept.")] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler whose workers make the reports, such as tcp://10.0.0.5:8786.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="A tagged PDF beside each page, printed by a browser.")] = False,
    strict: Strict = False,
    short: Annotated[bool, typer.Option("--short", help="With --pdf: print pages without their checks.")] = False,
    tell_keeper: Annotated[
        bool, typer.Option("--tell-keeper", help="Mail the keeper (params/circulation.yaml) how the run ended.")
    ] = False,
    addresses: Addresses = None,
    data: Data = None,
    output: Output = None,
) -> None:
    """Clean what was received, make the reports and release them."""
    from publishing.forms.returns_folder import introduce_returns
    from publishing.running.command import ask, choose_printed, run_or_stand
    from publishing.running.stopping import Ended, ended_in_order

    def run() -> str:
        project = find_project(data=data)
        introduce_returns(project)
        asked = ask(project, area, quarter, only, choose_printed(pdf, short))
        return run_or_stand(
            project,
            _output(project, output),
            asked,
            jobs=jobs or _cores(),
            fresh=fresh,
            scheduler=scheduler,
            strict=strict,
        )

    try:
        with ended_in_order():
            if tell_keeper:
                from publishing.circulation.keeper import run_and_tell

                message = run_and_tell(find_project(), run, addresses)
            else:
                message = run()
    except Ended as ended:
        typer.echo(f"The system ended the run ({ended}). Earlier releases are as they were; run again.", err=True)
        raise typer.Exit(ended.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("Stopped. Earlier releases are as they were.", err=True)
        raise typer.Exit(STOPPED) from None
    typer.echo(message)


def clean_command(strict: Strict = False, data: Data = None) -> None:
    """Turn data/raw into data/processed, and no more."""
    from rich.console import Console

    from analysis.definitions import read_definitions
    from publishing.forms.returns_folder import introduce_returns
    from publishing.running.progress import RunProgress
    from publishing.running.quarter import clean

    project = find_project(data=data)
    introduce_returns(project)
    with RunProgress(Console()) as message:
        clean(project, read_definitions(project.params), message, _output(project, None), strict=strict)


def check_command(
    reply: Annotated[str | None, typer.Option(help="A source: print a reply to its partner, no more.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="What is about this area: a code, a name, or all.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every finding, notes too.")] = False,
    data: Data = None,
) -> None:
    """Read every parameter and every received file, print what was found, and write nothing.

    Without --area and --all: what is refused, what may mislead about the partnership's areas, and counts of the rest.
    """
    from publishing.running.checking import check_everything, write_reply
    from publishing.running.typed_words import name_areas

    project = find_project(data=data)
    if reply is not None:
        typer.echo(write_reply(project, reply))
        return
    lines, refusal = check_everything(project, name_areas(project, area) if area else None, every=every)
    for line in lines:
        typer.echo(line)
    if refusal:
        raise refusal


def set_aside_command(
    file: Annotated[str, typer.Argument(help="A received file, by its name.")],
    why: Annotated[str | None, typer.Option(help="The reason, which pages give. Without it the file is read.")] = None,
    data: Data = None,
) -> None:
    """Leave a received file out of everything, or read it again."""
    from publishing.intake.files import set_aside

    typer.echo(set_aside(find_project(data=data).raw, file, why))


def list_command() -> None:
    """Reports by audience, sources and indicators."""
    from publishing.running.listing import list_everything

    for line in list_everything(find_project()):
        typer.echo(line)


def due_command(
    quarter: Annotated[
        str | None, typer.Option(help="A quarter, such as '2013-14 Q4', or 'latest'. Else as in run.yaml.")
    ] = None,
    data: Data = None,
) -> None:
    """Which returns of a quarter are in, late or never supplied, and which figures are awaited."""
    from publishing.forms.returns_folder import introduce_returns
    from publishing.running.due import list_due
    from publishing.running.latest import find_newest_quarter
    from publishing.running.typed_words import LATEST, name_quarter

    project = find_project(data=data)
    introduce_returns(project)
    named = name_quarter(project, quarter)
    for line in list_due(project, find_newest_quarter(project, datetime.now(UTC).date()) if named == LATEST else named):
        typer.echo(line)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _output(project: Project, named: Path | None) -> Path:
    """The folder for releases. Raises StorageRefused for a file, or a folder that holds what releases are made from."""
    output = (named or project.root / "reports").resolve()
    kept = [project.params, project.notebooks, project.data, project.root / "src", project.root / ".git"]
    inside = next((folder.name for folder in kept if folder in (output, *output.parents)), "")
    why = f"it is in {inside}, which they are made from" if inside else ""
    if output in (project.root, *project.root.parents):
        why = "the project is in it"
    elif output.exists() and not output.is_dir():
        why = "it is a file"
    if why:
        raise StorageRefused(f"Releases cannot go to {output.name or output}: {why}. Name a folder of their own.")
    return output


COMMANDS = {
    "run": run_command,
    "clean": clean_command,
    "check": check_command,
    "set-aside": set_aside_command,
    "list": list_command,
    "due": due_command,
}
"""By what is typed."""
