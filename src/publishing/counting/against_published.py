"""`--against`: what was counted beside what is published, with the likely reasons for each difference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median

import pandas as pd

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.measure_definitions import CountedMeasure
from analysis.periods import Period, day
from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.counting.counting import MeasureCounts
from publishing.counting.returns import write_period
from publishing.intake.cleaning import check_received, read_received
from publishing.intake.layouts import check_sources, read_sources

PUBLISHED = "published"
ROUNDED = "Published figures may be rounded to 5 or 10."
UNKNOWN = "No reason is known: look at the rules that are broken, and at what the files leave out."
ELSEWHERE = (
    "So far apart, the files hold a part of the area's records or another area's: see --input, --covers and --area."
)
FAR = 2.0  # times the published figure, or one part of it: further apart than any way of counting explains
SHOWN = 12  # differences of one count that have a line of their own

Figures = Mapping[tuple[str, str, str], float]


@dataclass(frozen=True)
class Pair:
    """A count and the published figure for the same area and period."""

    measure: CountedMeasure
    column: str
    area: str
    period: Period
    counted: int
    published: float

    @property
    def difference(self) -> float:
        return self.counted - self.published


def compare_with_published(project: Project, counted: Iterable[MeasureCounts], against: str) -> list[str]:
    """How many published figures are equal; then for each count that is not, every difference and the likely reasons.

    `against` is `published`, the official figures in data/raw/published; or a CSV file with the columns area_code,
    period and those of the counts. Raises ParametersRefused for what is neither.
    """
    definitions, counted = read_definitions(project.params), list(counted)
    wanted = {column.indicator for each in counted for column in each.measure.columns.values()}
    official = against == PUBLISHED
    figures = _read_official(project, definitions, wanted) if official else _read_table(Path(against), counted)
    pairs = [pair for each in counted for pair in _pair(each, figures, definitions)]
    if not pairs:
        return ["Against what is published: nothing is, for these counts in this area and these months."]
    unequal = [pair for pair in pairs if pair.difference]
    lines = [
        f"Against what is published: {len(pairs)} figures compared, {len(pairs) - len(unequal)} equal, "
        f"{len(unequal)} not."
    ]
    for (title, column, area), group in groupby(
        unequal, key=lambda pair: (pair.measure.title, pair.column, definitions.areas.names[pair.area])
    ):
        lines += [f"  {title}: {column}, {area}", *_describe(list(group))]
    return lines


def _pair(counted: MeasureCounts, figures: Figures, definitions: Definitions) -> Iterable[Pair]:
    """Each count of a whole period or day with the published figure; years first, and the count of a day once."""
    for name, column in counted.measure.columns.items() if not counted.measure.months else ():
        seen = set()
        at_end = definitions.indicator(column.indicator).when_counted == "at_end"
        for row in sorted(counted.rows, key=lambda row: (row.area, -len(row.period.months()))):
            when, written = (day(row.period.end) if at_end else row.period).label, write_period(row.period)
            keys = ((row.area, label, column.indicator) for label in (when, written))
            value, figure = row.counts[name], next((figures[key] for key in keys if key in figures), None)
            if row.breakdown or figure is None or not isinstance(value, int) or (row.area, when) in seen:
                continue
            seen.add((row.area, when))
            yield Pair(counted.measure, name, row.area, row.period, value, figure)


def _describe(pairs: Sequence[Pair]) -> Iterable[str]:
    """The differences of one count, and the reasons that are likely for how they fall out."""
    for pair in pairs[:SHOWN]:
        yield (
            f"    {pair.period.label}: counted {pair.counted:,}, published {pair.published:,.0f} "
            f"({pair.difference:+,.0f})"
        )
    if len(pairs) > SHOWN:
        yield f"    and {len(pairs) - SHOWN} shorter periods"
    yield f"    likely: {' '.join(_find_reasons(pairs)) or UNKNOWN}"


def _find_reasons(pairs: Sequence[Pair]) -> Iterable[str]:
    """Rounding for small differences; for large ones that the records are others; else those of the measure."""
    if all(abs(pair.difference) <= 5 and pair.published % 5 == 0 for pair in pairs):
        yield ROUNDED
    ratio = median((pair.counted + 1) / (pair.published + 1) for pair in pairs)
    if not 1 / FAR <= ratio <= FAR:
        yield ELSEWHERE
        return
    ways = {"more" if pair.difference > 0 else "fewer" for pair in pairs}
    for reason in pairs[0].measure.differs:
        if pairs[0].column in (reason.columns or [pairs[0].column]) and (reason.counted or min(ways)) in ways:
            yield reason.says


def _read_official(project: Project, definitions: Definitions, wanted: set[str]) -> Figures:
    """The figures of official statistics (precedence 1), by area, period and indicator."""
    sources = read_sources(project.params / "sources")
    check_sources(sources, definitions.indicators, definitions.areas)
    chosen = {name: each for name, each in sources.items() if each.precedence == 1 and wanted & each.indicators()}
    observations = check_received(read_received(project, chosen, definitions), definitions, chosen).observations
    known = observations[(observations["breakdown"] == "") & observations["value"].notna()]
    keys = zip(known["area"], known["period"], known["indicator"], strict=True)
    return dict(zip(keys, known["value"].astype(float), strict=True))


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
