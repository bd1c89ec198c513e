"""How the command line enters counting: with one plain sentence where the engine is not installed."""

import importlib.util
from pathlib import Path
from typing import Any

from rich.console import Console

from analysis.definitions.record_forms import read_forms
from analysis.definitions.reports import read_run
from analysis.project import Project
from analysis.refusals import ParametersRefused

NEEDED = ("duckdb", "ibis")
ALL = "all"


def run_count(project: Project, form: str, folder: Path | None, *, example: bool, **options: Any) -> None:
    """Count one form, or all that a folder has files of, and show what came of it.

    With `example` the made-up town is written first. Raises as `count_records` does.
    """
    check_installed()
    from publishing.counting.count_lines import Screen, describe_outcome
    from publishing.counting.count_records import Request, count_records
    from publishing.counting.recognition import find_forms
    from publishing.counting.town import write_town

    if folder is None and (example or form == ALL):
        raise ParametersRefused("Name a folder with --input: that of the files, or one that the example is written to.")
    if example and folder:
        write_town(project, folder, read_run(project.params / "run.yaml").area)
    given = {name: value for name, value in options.items() if value is not None}
    forms = find_forms(project, folder, read_forms(project.params / "records")) if form == ALL and folder else [form]
    with Screen(Console()) as screen:
        for name in forms:
            outcome = count_records(project, Request(name, folder, **given), screen.begin)
            for line in describe_outcome(outcome):
                screen.say(line)


def check_installed() -> None:
    """Raises ParametersRefused, with what to do, where a library that counting needs is not there."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise ParametersRefused(
            "lscb count needs DuckDB and Ibis, which are not installed. Install them, in the checkout, with: "
            'python -m pip install ".[records]"'
        )
