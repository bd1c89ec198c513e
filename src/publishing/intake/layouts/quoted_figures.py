"""Figures that stand in a sentence: one row each, with what they are figures of and where they are stated."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from analysis.definitions import Indicator
from analysis.definitions.contract import Figures, Measure, as_measure
from analysis.periods import UNSTATED, Period, parse_period, unstated
from analysis.refusals import suggest
from publishing.intake.cells import Written, parse_stated
from publishing.intake.figures import Reading, read_figures
from publishing.intake.findings import describe_cells
from publishing.intake.grids import Grid
from publishing.intake.headings import Table, find_table
from publishing.intake.layouts.layout import Layout
from publishing.intake.measured_cells import Cell, place_cells

HEADINGS = ["indicator", "breakdown", "period", "area", "figure", "per", "kind", "statement", "chapter"]
KINDS = {
    "count": ("count", "quantity", "money"),
    "share": ("proportion",),
    "rate": ("rate", "proportion"),
    "rank": ("rank", "rate"),
    "change": ("change", "count"),
    "target": ("count", "rate", "proportion", "change", "statement"),
    "date": ("date",),
    "claim": ("count", "rate", "proportion", "rank", "change", "statement", "date"),
}
"""Which kinds of indicator a stated figure of each kind can be of."""

_FALLS = ("reduction", "decrease", "fewer", "less")
_PERIODS = ["quarter", "financial year", "day", "month", "calendar year"]
_MOMENTS = ["month", "quarter", "day", "financial year", "calendar year"]


class Stated(Layout):
    """Figures that stand in sentences: indicator, breakdown, period, area, figure, per, kind, statement, chapter.

    `names` gives the indicator that a name in the file means (or a name, a comma and a breakdown); `endings` the
    breakdown that the end of a name means.
    """

    layout: Literal["stated"]
    names: dict[str, Figures] = Field(default_factory=dict)
    endings: dict[str, str] = Field(default_factory=dict)
    labels: list[str] = Field(default_factory=list)

    NO_FORM = "There is no form for sentences: read the report, and write one row for each figure."
    FILE = "{name}*"
    START = """\
# Figures that stand in sentences, a row for each: indicator, breakdown, period, area, figure, per, kind, statement and
# chapter. The indicator is its id, or a name that `names` gives one.
names:
  {words}: {figure}
"""

    def _figures(self) -> Iterable[Figures | None]:
        return self.names.values()

    def read(self, grid: Grid[Any], codes: Mapping[str, str], indicators: dict[str, Indicator]) -> Reading:
        """One observation a row: the number in the figure where there is one, and its words where there are more.

        A claim is kept as words. A reduction or decrease is a negative change. A date's period is the date itself, so
        that two dates for one event can be seen. Raises SourceRefused for a name, area, period or kind that is unknown.
        """
        table = find_table(grid, [*HEADINGS, *self.labels])
        grid.mark(table.rows, slice(None), "label")
        rows = pd.DataFrame({heading: table.texts(grid, heading) for heading in HEADINGS})
        rows.index = pd.Index(table.rows)
        placed: list[Cell] = []
        claims: list[Cell] = []
        findings: list[dict] = []
        for row, stated in rows.to_dict("index").items():
            measure = _find_measure(grid, row, table, stated, indicators)
            _check_per(grid, row, table, stated, indicators[measure.indicator], findings)
            target = claims if stated["kind"] == "claim" else placed
            period = _read_period(grid, row, table, stated, indicators[measure.indicator])
            area = _read_area(grid, row, table, stated, codes)
            column = table.columns["figure"]
            text = _signed(stated, indicators[measure.indicator])
            target.append(Cell(row, column, measure, area, period, text))
        readings = [
            read_figures([place_cells(chosen)], grid, indicators, parse=parse)
            for chosen, parse in ((placed, parse_stated), (claims, lambda text, contract: Written(text=text)))
            if chosen
        ]
        observations = pd.concat([reading.observations for reading in readings])
        return Reading(observations, findings + [finding for reading in readings for finding in reading.findings])


def _find_measure(
    grid: Grid[Stated], row: int, table: Table, stated: dict, indicators: dict[str, Indicator]
) -> Measure:
    """The indicator that a name means: the contract's, the name itself, or what its ending makes of it."""
    contract, name = grid.contract, stated["indicator"]
    exactly = contract.names.get(f"{name}, {stated['breakdown']}")
    measure = as_measure(exactly or contract.names.get(name, name if name in indicators else None))
    for ending, breakdown in contract.endings.items():
        if measure is None and name.endswith(ending):
            base = name.removesuffix(ending)
            found = as_measure(contract.names.get(base, base))
            measure = found.model_copy(update={"breakdown": breakdown}) if found.indicator in indicators else None
    column = table.columns["indicator"]
    if measure is None:
        hint = f". {suggest(name, indicators)}" if grid.is_public else ""
        raise grid.refuse(
            row, column, f"expected the id of an indicator, or a name in the file specification{hint}".rstrip(".")
        )
    kind = indicators[measure.indicator].kind
    if kind not in KINDS.get(stated["kind"], ()):
        raise grid.refuse(row, table.columns["kind"], f"expected a kind of figure that a {kind} can be")
    if stated["breakdown"] in contract.exempt and not exactly:
        raise grid.refuse(
            row,
            table.columns["breakdown"],
            "expected no breakdown that the file specification keeps for targets or comparisons",
        )
    words = [measure.breakdown, "" if exactly else stated["breakdown"]]
    return measure.model_copy(update={"breakdown": ", ".join(filter(None, words))})


def _check_per(
    grid: Grid[Stated], row: int, table: Table, stated: dict, indicator: Indicator, findings: list[dict]
) -> None:
    """A finding where a rate is stated per another number than its indicator is."""
    if indicator.kind != "rate" or f"{indicator.per:,}" in stated["per"] or stated["kind"] in ("rank", "claim"):
        return
    findings += describe_cells(
        grid,
        "per_differs",
        "error",
        f"{indicator.title}: the rate is stated per another number than its definition says.",
        "Kept as stated; not compared.",
        [(row, table.columns["per"])],
        question="Per how many is this rate?",
    )


def _read_area(grid: Grid[Stated], row: int, table: Table, stated: dict, codes: Mapping[str, str]) -> str:
    area = grid.contract.areas.get(stated["area"]) or codes.get(stated["area"].casefold())
    if not area:
        raise grid.refuse(row, table.columns["area"], "expected the name of an area in params/areas.yaml")
    return area


def _read_period(grid: Grid[Stated], row: int, table: Table, stated: dict, indicator: Indicator) -> Period:
    """The period stated; for a date, the date itself where it names its year."""
    if indicator.kind == "date" and stated["kind"] == "date":
        words = stated["figure"].replace(" of ", " ").split(" ")
        for text in (" ".join(words), " ".join(words[1:]), " ".join(words[-1:])):
            try:
                return parse_period(text, _MOMENTS)
            except ValueError:
                continue
    try:
        period = parse_period(stated["period"], _PERIODS)
        return unstated(period) if UNSTATED in stated["statement"] else period
    except ValueError as error:
        raise grid.refuse(row, table.columns["period"], str(error)) from error


def _signed(stated: dict, indicator: Indicator) -> str:
    """A change's figure with the sign that its words give it: a reduction of 30% is -30%."""
    figure = stated["figure"]
    falls = indicator.kind == "change" and any(word in stated["per"] for word in _FALLS)
    return f"-{figure}" if falls and figure[:1].isdigit() else figure
