"""The command line: `lscb`, or `python -m publishing`."""

import io
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused, Refusal, StorageRefused

STOPPED = 130  # as a shell says that Ctrl-C ended a command

app = typer.Typer(
    help="Annotated reports for safeguarding partnerships, from the figures they receive each quarter.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Data = Annotated[Path | None, typer.Option("--data", help="Another folder with raw/ and processed/ in it.")]
Released = Annotated[Path, typer.Argument(help="A release's folder, or its name.")]
Addresses = Annotated[Path | None, typer.Option("--addresses", help="Real addresses, kept outside the checkout.")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at a file that cannot be read, with exit code 3.")]
Output = Annotated[Path | None, typer.Option("--output", help="Where releases go, in place of reports/.")]


@app.command("run")
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
    from publishing.running.command import ask, choose_printed, run_or_stand
    from publishing.running.returns_folder import introduce_returns
    from publishing.running.stopping import Ended, ended_in_order

    project = find_project(data=data)
    introduce_returns(project)

    def run() -> str:
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

                message = run_and_tell(project, run, addresses)
            else:
                message = run()
    except Ended as ended:
        typer.echo(f"The system ended the run ({ended}). Earlier releases are as they were; run again.", err=True)
        raise typer.Exit(ended.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("Stopped. Earlier releases are as they were.", err=True)
        raise typer.Exit(STOPPED) from None
    typer.echo(message)


@app.command("clean")
def clean_command(strict: Strict = False, data: Data = None) -> None:
    """Turn data/raw into data/processed, and no more."""
    from rich.console import Console

    from analysis.definitions import read_definitions
    from publishing.running.progress import RunProgress
    from publishing.running.quarter import clean
    from publishing.running.returns_folder import introduce_returns

    project = find_project(data=data)
    introduce_returns(project)
    with RunProgress(Console()) as message:
        clean(project, read_definitions(project.params), message, _output(project, None), strict=strict)


@app.command("check")
def check_command(
    reply: Annotated[str | None, typer.Option(help="A source: print a reply to its supplier, and no more.")] = None,
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


@app.command("set-aside")
def set_aside_command(
    file: Annotated[str, typer.Argument(help="A received file, by its name.")],
    why: Annotated[str | None, typer.Option(help="The reason, which pages give. Without it the file is read.")] = None,
    data: Data = None,
) -> None:
    """Leave a received file out of everything, or read it again."""
    from publishing.intake.files import set_aside

    typer.echo(set_aside(find_project(data=data).raw, file, why))


@app.command("list")
def list_command() -> None:
    """Reports by audience, sources and indicators."""
    from publishing.running.listing import list_everything

    for line in list_everything(find_project()):
        typer.echo(line)


@app.command("due")
def due_command(
    quarter: Annotated[str | None, typer.Option(help="A quarter, such as '2013-14 Q4'. Else as in run.yaml.")] = None,
    data: Data = None,
) -> None:
    """Which returns of a quarter are in, late or never supplied, and which figures are awaited."""
    from analysis.definitions import read_definitions
    from publishing.running.due import list_due
    from publishing.running.returns_folder import introduce_returns
    from publishing.running.typed_words import read_quarter

    project = find_project(data=data)
    introduce_returns(project)
    definitions = read_definitions(project.params)
    for line in list_due(project, read_quarter(quarter or definitions.run.quarter)):
        typer.echo(line)


@app.command("count")
def count_command(
    form: Annotated[str, typer.Argument(help="A form of params/records, such as ssd, ssda903 or police_missing.")],
    folder: Annotated[Path | None, typer.Option("--input", help="The folder of the record-level files.")] = None,
    covers: Annotated[str | None, typer.Option(help="Months held in full, such as 2024-04..2025-03.")] = None,
    to: Annotated[Path, typer.Option(help="The folder that the counts go to.")] = Path("."),
    check: Annotated[bool, typer.Option("--check", help="Only say which rules the records break.")] = False,
    threshold: Annotated[int, typer.Option(min=0, help="Withhold counts below this before anything is sent.")] = 0,
    against: Annotated[str | None, typer.Option(help="`published`, or a CSV file: compare with these figures.")] = None,
    engine: Annotated[str | None, typer.Option(help="Count where the tables are: postgresql://…")] = None,
    area: Annotated[str | None, typer.Option(help="The area that the records are about. Else as in run.yaml.")] = None,
    history: Annotated[str | None, typer.Option(help="The month from which the records are complete.")] = None,
    memory: Annotated[str | None, typer.Option(help="The most memory that the engine takes, such as 2GB.")] = None,
    example: Annotated[bool, typer.Option("--example", help="Write a made-up town into --input first.")] = False,
) -> None:
    """Count record-level files where they live: only counts are written."""
    from publishing.counting.entry import run_count

    run_count(
        find_project(),
        form,
        folder,
        example=example,
        covers=covers,
        to=to,
        check=check,
        threshold=threshold,
        against=against,
        engine=engine,
        area=area,
        history=history,
        memory=memory,
    )


@app.command("template")
def template_command(
    source: Annotated[str | None, typer.Argument(help="A source's name, as `lscb list` gives it.")] = None,
    records: Annotated[str | None, typer.Option(help="A form of params/records: write its empty files.")] = None,
    quarter: Annotated[str | None, typer.Option(help="A quarter, such as '2013-14 Q4'. Else as in run.yaml.")] = None,
    to: Annotated[Path, typer.Option(help="The folder that the form goes to.")] = Path("."),
    data: Data = None,
) -> None:
    """Write the form that a supplier fills in, with the quarter's period filled in."""
    if records is not None and source is None:
        from publishing.counting.blank_forms import write_blank_forms

        for line in write_blank_forms(find_project(data=data), records, to):
            typer.echo(line)
    elif source is not None and records is None:
        from publishing.forms.template import write_template

        typer.echo(write_template(find_project(data=data), source, quarter, to))
    else:
        raise ParametersRefused("Name a source, or a form of records with --records.")


@app.command("new")
def new_command(
    kind: Annotated[str, typer.Argument(help="report, source or indicator.")],
    name: Annotated[str, typer.Argument(help="Its name (small letters, digits, underscores); a file for a source.")],
    indicator: Annotated[str | None, typer.Option(help="The indicator that a report or a source is about.")] = None,
    layout: Annotated[str | None, typer.Option(help="The layout of a source's files.")] = None,
) -> None:
    """Write starting files that run at once, with their choices explained."""
    from publishing.forms.new_files import write_new

    for line in write_new(find_project(), kind, name, indicator=indicator, layout=layout):
        typer.echo(line)


@app.command("dictionary")
def dictionary_command() -> None:
    """Write docs/dictionary.md and docs/published.csv from the parameters."""
    from publishing.fetching.published_document import PATH as PUBLISHED
    from publishing.fetching.published_document import rewrite_document
    from publishing.forms.dictionary import PATH, rewrite_dictionary

    project = find_project()
    rewrite_dictionary(project)
    rewrite_document(project)
    typer.echo(f"Wrote {PATH} and {PUBLISHED}")


@app.command("fetch")
def fetch_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="A data set of params/published.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Say what is new or lost, and write nothing.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Move the pins to what is new.")] = False,
    service: Annotated[list[str] | None, typer.Option(help="Only a service's data sets; may be repeated.")] = None,
    accept_losses: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="With --update: rows, areas or columns that may go.")
    ] = None,
    base: Annotated[
        list[str] | None,
        typer.Option(metavar="SERVICE=URL", envvar="LSCB_FETCH_BASE", help="An address in place of a service's own."),
    ] = None,
    data: Data = None,
) -> None:
    """Bring published figures, as pinned in params/published.lock; the one command that goes online."""
    from publishing.fetching.fetch_command import fetch_command

    code = fetch_command(
        names, service, check, update, accept_losses, base, data, typer.echo, lambda line: typer.echo(line, err=True)
    )
    raise typer.Exit(code)


@app.command("verify")
def verify_command(release: Released) -> None:
    """Hold a release against its manifest."""
    from publishing.release.manifest import verify_release

    folder = _release(release)
    differences = verify_release(folder)
    if differences:
        raise StorageRefused("\n".join([f"{folder.name} is not as it was released:", *differences]))
    typer.echo(f"{folder.name} is as it was released.")


@app.command("approve")
def approve_command(
    release: Released,
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="Who signs it off, as in circulation.yaml.")],
    addresses: Addresses = None,
) -> None:
    """Sign a release off, so that it can be circulated."""
    from publishing.circulation.approved_release import approve, read_release
    from publishing.circulation.circulating import find_circulation

    typer.echo(approve(read_release(_release(release)), find_circulation(find_project(), addresses), by))


@app.command("circulate")
def circulate_command(
    release: Released,
    to: Annotated[list[str] | None, typer.Option(help="An audience; may be repeated. Else all.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send. Without it, only show what would go to whom.")] = False,
    again: Annotated[list[str] | None, typer.Option(help="Send once more to this address; with --send.")] = None,
    resolve: Annotated[list[str] | None, typer.Option(help="The unknown message to this address arrived.")] = None,
    addresses: Addresses = None,
) -> None:
    """Send each audience its pages, once."""
    from publishing.circulation.circulating import Wanted, circulate

    wanted = Wanted(tuple(to or ()), send, tuple(again or ()), tuple(resolve or ()), addresses)
    try:
        circulate(find_project(), _release(release), wanted, typer.echo)
    except KeyboardInterrupt:
        typer.echo("Stopped. The same command without --send shows what has gone.", err=True)
        raise typer.Exit(STOPPED) from None


def main() -> None:
    """Run a command; end with a refusal's own exit code and its words alone.

    A fault of the program is told by its kind and place, since its message could quote a return; with LSCB_DEBUG set
    the whole of it is shown. What is written is for the owner's eyes only.
    """
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console without a sign for ‘ still gets the line
    try:
        app(prog_name="lscb")
    except Refusal as refusal:
        for line in (str(refusal), *getattr(refusal, "__notes__", [])):
            typer.echo(line, err=True)
        sys.exit(refusal.exit_code)
    except Exception as error:
        if os.environ.get("LSCB_DEBUG"):
            raise
        place = traceback.extract_tb(error.__traceback__)[-1]
        typer.echo(
            f"A fault in the program: {type(error).__name__} in {Path(place.filename).name}, "
            f"line {place.lineno}. Nothing was released. Set LSCB_DEBUG=1 to see more.",
            err=True,
        )
        sys.exit(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _release(named: Path) -> Path:
    return named if named.is_dir() else find_project().root / "reports" / named


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


if __name__ == "__main__":
    main()
