"""How the command line enters counting: with one plain sentence where the engine is not installed."""

import importlib.util
from pathlib import Path
from typing import Any

from rich.console import Console

from analysis.project import Project
from analysis.refusals import ParametersRefused

NEEDED = ("duckdb", "ibis")


def run_count(project: Project, form: str, folder: Path | None, *, example: bool, **options: Any) -> None:
    """Count, or write the made-up town first, and show what came of it. Raises as `count_records` does."""
    check_installed()
    from publishing.counting.command import Request, count_records
    from publishing.counting.screen import Screen, describe_outcome
    from publishing.counting.town import write_town

    console = Console()
    if example:
        if folder is None:
            raise ParametersRefused("--example writes a made-up town into the folder of --input. Name one.")
        write_town(project, folder)
    given = {name: value for name, value in options.items() if value is not None}
    with Screen(console) as screen:
        outcome = count_records(project, Request(form, folder, **given), screen.begin)
        for line in describe_outcome(outcome):
            screen.say(line)


def check_installed() -> None:
    """Raises ParametersRefused, with what to do, where a library that counting needs is not there."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise ParametersRefused(
            "lscb count needs DuckDB and Ibis, which are not installed. Install them with: "
            'python -m pip install "lscb-analysis[records]", or from this folder: python -m pip install ".[records]".'
        )
