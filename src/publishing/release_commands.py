"""Commands about a release that is there: held against its manifest, signed off, sent."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.project import find_project
from analysis.refusals import StorageRefused
from publishing.command_options import STOPPED, Addresses

Released = Annotated[Path, typer.Argument(help="A release's folder, or its name.")]


def verify_command(release: Released) -> None:
    """Hold a release against its manifest."""
    from publishing.release.manifest import verify_release

    folder = _release(release)
    differences = verify_release(folder)
    if differences:
        raise StorageRefused("\n".join([f"{folder.name} is not as it was released:", *differences]))
    typer.echo(f"{folder.name} is as it was released.")


def approve_command(
    release: Released,
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="Who signs it off, as in circulation.yaml.")],
    addresses: Addresses = None,
) -> None:
    """Sign a release off, so that it can be circulated."""
    from publishing.circulation.approved_release import approve, read_release
    from publishing.circulation.circulating import find_circulation

    typer.echo(approve(read_release(_release(release)), find_circulation(find_project(), addresses), by))


def circulate_command(
    release: Released,
    to: Annotated[list[str] | None, typer.Option(help="An audience; may be repeated. Else all.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send. Without it, only show what would go to whom.")] = False,
    again: Annotated[list[str] | None, typer.Option(help="Send once more to this address; with --send.")] = None,
    resolve: Annotated[list[str] | None, typer.Option(help="The unknown message to this address arrived.")] = None,
    addresses: Addresses = None,
) -> None:
    """Send each audience its pages, once."""
    from publishing.circulation.circulating import circulate

    named = {"to": to or (), "again": again or (), "resolve": resolve or ()}
    try:
        circulate(find_project(), _release(release), typer.echo, send=send, addresses=addresses, **named)
    except KeyboardInterrupt:
        typer.echo("Stopped. The same command without --send shows what has gone.", err=True)
        raise typer.Exit(STOPPED) from None


def _release(named: Path) -> Path:
    return named if named.is_dir() else find_project().root / "reports" / named


COMMANDS = {"verify": verify_command, "approve": approve_command, "circulate": circulate_command}
"""By what is typed."""
