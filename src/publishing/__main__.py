"""The command line: `lscb`, or `python -m publishing`."""

import gc
import io
import os
import sys
import traceback
from pathlib import Path

import typer

from analysis.refusals import Refusal
from publishing import RARELY, release_commands, run_commands, supply_commands

app = typer.Typer(
    help="Annotated reports for safeguarding partnerships, from the figures they receive each quarter.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (run_commands, supply_commands, release_commands):
    for name, command in commands.COMMANDS.items():
        app.command(name)(command)


def main() -> None:
    """Run a command; end with a refusal's own exit code and its words alone.

    A fault of the program is told by its kind and place, since its message could quote a return; with LSCB_DEBUG set
    the whole of it is shown. What is written is for the owner's eyes only.
    """
    os.umask(0o077)
    gc.set_threshold(RARELY)
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


if __name__ == "__main__":
    main()
