"""What is made of one notebook: the unit of work that asks for it, and the page that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.definitions import Report

CARDS_FILE = "cards_file"
"""The parameter that a notebook declares to be made after its area's others, from what they hand on."""
Value = str | int | float | bool


@dataclass(frozen=True, eq=False)
class Unit:
    """One page to make: what is executed, and with what; `last` if after the others of its area."""

    report: Report
    area: str
    quarter: str
    notebook: Path
    parameters: Mapping[str, Value]
    last: bool = False


@dataclass(frozen=True)
class MadePage:
    """A page as it will be circulated, what the contents list says of it, and the tables that it shows.

    `tables` holds each table's caption and columns, as `analysis.page.tables.describe_columns` gives them, by the name
    of its CSV file; `read` the cells that its figures were read from, by source; `rests_on` what its notebook looked
    at, as `analysis.measures.dependencies` noted it, or None where the page does not say; `figures` every figure that
    it has read, as CSV; `charts` its drawings as `publishing.release.tables_and_charts` reads them, by name; `card`
    what the page of all pages needs of it, as `analysis.page.figures_on_page.describe_card` gives it.
    """

    unit: Unit
    html: str
    head: Mapping
    tables: Mapping[str, Mapping[str, Any]]
    read: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rests_on: Sequence[list] | None = None
    figures: str = ""
    charts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)
