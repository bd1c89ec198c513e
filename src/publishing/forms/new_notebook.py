"""The starting notebook of a report: it runs at once, and its comments say what to choose."""

import json

from analysis.definitions import Definitions
from publishing.forms.starting_entries import ask_about, say_title

_FOR_YEARS = "from analysis.model.level_shift import find_level_shifts\nfrom analysis.model.slope import fit_slope"
_SETUP = (
    f"from analysis import charts\n{_FOR_YEARS}\n"
    "from analysis.page.page import open_page\n"
    "from analysis.words import counts_by_month, levels, trends"
)
_MODEL = (
    "# docs/methods.md says which method answers which question; find_level_shifts and fit_slope are for years.\n"
    'shifts = find_level_shifts(read, "value", known=page.breaks(figure))\n'
    'slope = fit_slope(read, "value", known=page.breaks(figure), confidence=page.confidence)\n'
    'known = read.dropna(subset=["value"])\n'
    'span = " to ".join(read["period"].iloc[[0, -1]]) if len(read) else "no period"\n'
    "page.summary(trends.say_course(page.subject(figure), known, shifts, slope))"
)
_CHART = (
    "# A caption states what the chart shows, where that can be said in a line.\n"
    "if len(read):\n"
    "    page.chart(charts.plot_years(shown, [figure], axis=page.title(figure)), results=[shifts],\n"
    '               caption=f"{{page.title(figure)}}, {{span}}")'
)
_FOR_MONTHS = {
    _SETUP: _SETUP.replace(_FOR_YEARS, "from analysis.model.control_chart import xmr"),
    _MODEL: (
        "# docs/methods.md says which method answers which question; xmr finds months that stand out.\n"
        'control = xmr(read["value"])\n'
        'span = " to ".join(read["period"].iloc[[0, -1]]) if len(read) else "no period"\n'
        'stands_out = counts_by_month.say_control(page.subject(figure), control, read["start"])\n'
        "page.summary(stands_out)"
    ),
    _CHART: (
        "# A caption states what the chart shows, where that can be said in a line.\n"
        "if len(read):\n"
        "    page.chart(charts.plot_months(shown, figure, control=control), results=[control],\n"
        '               caption=f"{{page.title(figure)}} each month, {{span}}")\n'
        "page.say(stands_out)"
    ),
}
"""What a page on months has in place of a trend over years."""

_CELLS = (
    ("markdown", "# {title}\n\nFor: {audience}\n\n{question}"),
    (
        "parameters",
        'report: str = "{name}"  # the entry of params/reports that this page is\n'
        'area: str = "{area}"  # ONS code of the area\n'
        'quarter: str = "{quarter}"  # last quarter on the page\n'
        'data: str = "../data"  # folder that holds raw/ and processed/\n'
        'figure: str = "{figure}"  # indicator that the page is about\n'
        'kind: str = "{kind}"  # periods that are read: year, quarter, month or day',
    ),
    ("setup", _SETUP),
    ("markdown", "## What was received"),
    (
        "data",
        "page = open_page(report, area=area, quarter=quarter, data=data)\n"
        "read = page.read(figure, kind=kind)  # last=12 reads the newest twelve\n"
        "page.data(read)\n"
        'page.summary(levels.say_age(read["end"].max(), page.quarter))',
    ),
    ("markdown", "## How it has changed"),
    (
        "measure",
        "# Charts and tables take only what page.protect() gives: policy withholds small counts in it.\n"
        "shown = page.protect(page.spread(read)) if len(read) else None",
    ),
    ("model", _MODEL),
    ("chart", _CHART),
    ("markdown", "## Every figure as a table"),
    ("table", 'if len(read):\n    page.table(shown, caption=f"{{page.title(figure)}}, {{span}}")'),
    ("markdown", "## Reading this"),
    (
        "reading",
        "# Say here what the group must know to read the figures; remarks on a day go into params/annotations.yaml.\n"
        "meaning = page.definitions.indicator(figure).meaning_on(page.quarter.end)\n"
        'page.say(f"{{page.title(figure)}}: {{meaning.definition}}")',
    ),
    ("provenance", "page.close()"),
)
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def write_notebook(name: str, figure: str, periods: str, definitions: Definitions, audience: str) -> str:
    """A notebook that runs from its first cell to its last, written as every notebook of the repository is."""
    values = {
        "name": name,
        "figure": figure,
        "kind": periods,
        "area": definitions.run.area,
        "quarter": definitions.run.quarter,
        "title": say_title(name),
        "audience": audience,
        "question": ask_about(definitions.indicators[figure]),
    }
    instead = _FOR_MONTHS if periods == "month" else {}
    texts = [(tag, instead.get(text, text).format(**values)) for tag, text in _CELLS]
    identity = name.replace("_", "-")
    cells = [_make_cell(tag, text, f"{identity}-{number:02d}") for number, (tag, text) in enumerate(texts)]
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _make_cell(tag: str, text: str, name: str) -> dict:
    source = text.splitlines(keepends=True)
    if tag == "markdown":
        return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"tags": [tag]},
        "outputs": [],
        "source": source,
    }
