"""The starting files of a report (its entry and its notebook), of a received file and of an indicator, and their names.

They are filled in from the templates beside this module, and run as they are; their comments say what to choose.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.definitions import Definitions, Indicator
from analysis.definitions.reports import NAME
from analysis.numbers import lower_first, upper_first
from analysis.periods import financial_year_of, parse_period
from analysis.refusals import ParametersRefused
from publishing.intake.layouts import LAYOUTS
from publishing.intake.layouts.layout import Layout

USUAL_TOPIC = "context"
LONGEST = 40
_CELL = re.compile(r"^# %% (\w+)\n", re.MULTILINE)  # begins a cell of the notebook: its tag, or that it is words
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_KEPT_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)")


def choose_kind(figure: str, indicator: Indicator, sources: Mapping[str, Layout]) -> str:
    """The periods that a page on an indicator reads: years, unless every source of it gives shorter ones alone."""
    supplying = [source for source in sources.values() if figure in source.indicators()]
    kinds = {_shortest(source) for source in supplying}
    if not supplying or "year" in kinds:
        return "year"
    if indicator.when_counted == "at_end":
        return "day"
    return "month" if kinds == {"month"} else "quarter"


def _shortest(source: Layout) -> str:
    """The periods of a source's figures: months or quarters where it gives no year beside them."""
    step = source.step()
    if step in ("month", "quarter"):
        whole = getattr(source, "columns", None) if getattr(source, "months", None) else getattr(source, "total", None)
        return "year" if whole else step
    return "quarter" if step is None and "{quarter}" in source.file else "year"


def write_page_file(name: str, figure: str, kind: str, indicator: Indicator, audience: str) -> str:
    """The report's entry, which is accepted as it is."""
    texts = {"title": say_title(name), "audience": audience, "question": ask_about(indicator)}
    quoted = {key: json.dumps(text, ensure_ascii=False) for key, text in texts.items()}
    return fill_template("report.yaml.j2", name=name, figure=figure, kind=kind, **quoted)


def ask_about(indicator: Indicator) -> str:
    """The question that a page starts with."""
    return f"How has the figure changed ({lower_first(indicator.title)})?"


def write_contract(name: str, figure: str, title: str, area: str, layout: str) -> str:
    """A contract that is accepted as it is: one figure of the area, in a layout that cleaning knows."""
    kind = LAYOUTS[layout]
    common = fill_template("source.yaml.j2", name=name, title=say_title(name), file=kind.FILE.format(name=name))
    start = kind.START.format(name=name, area=area, figure=figure, words=json.dumps(title, ensure_ascii=False))
    return f"{common}layout: {layout}\n{start}"


def write_entry(name: str, title: str, definitions: Definitions) -> str:
    """An entry that is accepted as it is: a count of people, defined from the year of the run's quarter on."""
    since = financial_year_of(parse_period(definitions.run.quarter, ["quarter"]).start).start
    topics = definitions.questions.partners
    topic = USUAL_TOPIC if USUAL_TOPIC in topics or not topics else next(iter(topics))
    return fill_template("indicator.yaml.j2", name=name, title=title, topic=topic, since=since.isoformat())


def fill_template(template: str, **content: object) -> str:
    """A file of text from its template, as it is written."""
    loader = FileSystemLoader(Path(__file__).parent / "template")
    environment = Environment(loader=loader, trim_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined)
    return environment.get_template(template).render(content)


def check_name(kind: str, name: str) -> None:
    """Refuse a name that could not be a file's on every system. Raises ParametersRefused."""
    if not re.fullmatch(NAME, name) or len(name) > LONGEST or _KEPT_BY_WINDOWS.fullmatch(name):
        raise ParametersRefused(
            f"No {kind} can be called {name!r}. Use small letters, digits and single underscores, a letter first and "
            f"{LONGEST} at most, such as young_carers."
        )


def say_title(name: str) -> str:
    """A name in words: 'young_carers' is 'Young carers'."""
    return upper_first(name.replace("_", " "))


def write_notebook(name: str, figure: str, periods: str, definitions: Definitions, audience: str) -> str:
    """A notebook that runs from its first cell to its last, written as every notebook of the repository is."""
    text = fill_template(
        "notebook.py.j2",
        name=name,
        figure=figure,
        kind=periods,
        area=definitions.run.area,
        quarter=definitions.run.quarter,
        title=say_title(name),
        audience=audience,
        question=ask_about(definitions.indicators[figure]),
    )
    _, *parts = _CELL.split(text)
    identity = name.replace("_", "-")
    cells = [
        _make_cell(tag, source.rstrip("\n"), f"{identity}-{number:02d}")
        for number, (tag, source) in enumerate(zip(parts[::2], parts[1::2], strict=True))
    ]
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _make_cell(tag: str, text: str, name: str) -> dict:
    cell = {"id": name, "source": text.splitlines(keepends=True)}
    if tag == "markdown":
        return {**cell, "cell_type": "markdown", "metadata": {}}
    return {**cell, "cell_type": "code", "execution_count": None, "metadata": {"tags": [tag]}, "outputs": []}
