"""Options that several commands of `lscb` take, and the exit code of one that was stopped."""

from pathlib import Path
from typing import Annotated

import typer

STOPPED = 130  # as a shell says that Ctrl-C ended a command
Data = Annotated[Path | None, typer.Option("--data", help="Another folder with raw/ and processed/ in it.")]
Addresses = Annotated[Path | None, typer.Option("--addresses", help="Real addresses, kept outside the checkout.")]
