"""Commands about what figures come from: forms and specifications, records that are counted, published figures."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.project import find_project
from analysis.refusals import ParametersRefused
from publishing.command_options import Data


def count_command(
    form: Annotated[str, typer.Argument(help="A form of params/records, such as ssd, ssda903 or police_missing.")],
    folder: Annotated[Path | None, typer.Option("--input", help="The folder of the record-level files.")] = None,
    covers: Annotated[str | None, typer.Option(help="Months held in full, such as 2024-04..2025-03.")] = None,
    to: Annotated[Path, typer.Option(help="The folder that the counts go to.")] = Path("."),
    check: Annotated[bool, typer.Option("--check", help="Only say which rules the records break.")] = False,
    threshold: Annotated[int, typer.Option(min=0, help="Suppress counts below this before anything is sent.")] = 0,
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


def dictionary_command() -> None:
    """Write docs/dictionary.md and docs/published.csv from the parameters."""
    from publishing.fetching.published_document import PATH as PUBLISHED
    from publishing.fetching.published_document import rewrite_document
    from publishing.forms.dictionary import PATH, rewrite_dictionary

    project = find_project()
    rewrite_dictionary(project)
    rewrite_document(project)
    typer.echo(f"Wrote {PATH} and {PUBLISHED}")


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


COMMANDS = {
    "count": count_command,
    "template": template_command,
    "new": new_command,
    "dictionary": dictionary_command,
    "fetch": fetch_command,
}
"""By what is typed."""
