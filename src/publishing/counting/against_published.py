"""`--against`: what was counted beside what is published, with the likely reasons for each difference."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from analysis.definitions import Definitions, read_definitions
from analysis.periods import day
from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.counting.counting import CountRow, MeasureCounts
from publishing.intake.cleaning import clean_sources

PUBLISHED = "published"
ROUNDING = "Published figures may be rounded to 5 or 10."

Figures = Mapping[tuple[str, str, str], float]


def compare_with_published(project: Project, counted: Iterable[MeasureCounts], against: str) -> list[str]:
    """A line for each published figure: equal, or how far apart and why that may be.

    `against` is `published`, the official figures in data/raw/published; or a CSV file with the columns area_code,
    period and those of the counts. Raises ParametersRefused for what is neither.
    """
    definitions = read_definitions(project.params)
    figures = _read_official(project, definitions) if against == PUBLISHED else _read_table(Path(against), counted)
    lines, compared = [], 0
    for each in counted:
        for row, column, indicator in _cells(each):
            value = row.counts[column]
            when = day(row.period.end) if definitions.indicator(indicator).when_counted == "at_end" else row.period
            figure = figures.get((row.area, when.label, indicator))
            if figure is None or not isinstance(value, int):
                continue
            compared += 1
            if figure != value:
                lines.append(_describe(each, column, row, value, figure))
    equal = compared - len(lines)
    return [f"Against what is published: {compared} figures compared, {equal} equal, {len(lines)} not.", *lines]


def _describe(counted: MeasureCounts, column: str, row: CountRow, value: int, figure: float) -> str:
    difference = value - figure
    reasons = [*counted.measure.differs]
    if abs(difference) <= 5 and figure % 5 == 0:
        reasons.insert(0, ROUNDING)
    likely = (
        " ".join(reasons) or "No reason is known: look at the rules that are broken, and at what the files leave out."
    )
    return (
        f"  {counted.measure.title}: {column}, {row.area}, {row.period.label}: counted {value:,}, published "
        f"{figure:,.0f} ({difference:+,.0f}). {likely}"
    )


def _cells(counted: MeasureCounts) -> Iterable[tuple[CountRow, str, str]]:
    for row in counted.rows:
        for name, column in counted.measure.columns.items():
            if not row.breakdown and not counted.measure.months:
                yield row, name, column.indicator


def _read_official(project: Project, definitions: Definitions) -> Figures:
    """The figures of official statistics (precedence 1), by area, period and indicator."""
    observations = clean_sources(project, definitions, write=False).observations
    chosen = observations[(observations["precedence"] == 1) & (observations["breakdown"] == "")]
    chosen = chosen[chosen["value"].notna()]
    keys = zip(chosen["area"], chosen["period"], chosen["indicator"], strict=True)
    return dict(zip(keys, chosen["value"].astype(float), strict=True))


def _read_table(path: Path, counted: Iterable[MeasureCounts]) -> Figures:
    """The figures of a CSV file in the form of the counts."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows = table[["area_code", "period"]]
    except (OSError, ValueError, KeyError):
        raise ParametersRefused(
            "--against: expected `published`, or a CSV file with the columns area_code, period and those of the counts."
        ) from None
    figures: dict[tuple[str, str, str], float] = {}
    for each in counted:
        for name, column in each.measure.columns.items():
            if name in table.columns:
                numbers = pd.to_numeric(table[name].str.replace(",", ""), errors="coerce")
                found = zip(rows["area_code"], rows["period"], numbers, strict=True)
                figures |= {(area, when, column.indicator): value for area, when, value in found if value == value}
    return figures
