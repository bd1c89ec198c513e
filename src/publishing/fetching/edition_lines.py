"""What fetching says: editions and their differences, in lines."""

from collections.abc import Iterator, Sequence

import pandas as pd

from publishing.fetching.comparing import Comparison
from publishing.fetching.content_checks import listed
from publishing.fetching.service_editions import Edition
from publishing.fetching.specification import Known


def describe_edition(edition: Edition) -> str:
    """A version with its release, its day and the publisher's note."""
    described = ", ".join(filter(None, [edition.version, edition.release, edition.published]))
    return f"{described} ({edition.notes})" if edition.notes else described


def describe_comparison(comparison: Comparison, known: Known) -> list[str]:
    """What an edition loses, adds and revises, a line for each kind; one line where it is the same."""
    lines = [
        *_describe_losses(comparison, known),
        *_describe_news(comparison, known),
        *_describe_revisions(comparison, known),
    ]
    if comparison.rescaled:
        lines.append(f"unit?     {listed(comparison.rescaled)}: figures became a hundredth or a hundredfold")
    return lines or ["no figure, row, area or column differs"]


def _describe_losses(comparison: Comparison, known: Known) -> Iterator[str]:
    yield from _line("lost", "column", comparison.columns_lost)
    yield from _line("lost", "area", [known.area(code) for code in comparison.areas_lost])
    yield from _line("lost", "period", comparison.periods_lost)
    if comparison.rows_lost:
        yield f"lost      {_rows(comparison.rows_lost)} of areas and periods that are still there"


def _describe_news(comparison: Comparison, known: Known) -> Iterator[str]:
    yield from _line("new", "column", comparison.columns_new)
    yield from _line("new", "area", [known.area(code) for code in comparison.areas_new])
    yield from _line("new", "period", comparison.periods_new)
    if comparison.rows_new:
        yield f"new       {_rows(comparison.rows_new)} of areas and periods that were there"
    yield from _line("new", "symbol", [repr(symbol) for symbol in comparison.symbols_new])


def _line(what: str, kind: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{what:9} {len(names):,} {kind}{'s' * (len(names) > 1)}: {listed(names)}"


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"


def _describe_revisions(comparison: Comparison, known: Known) -> Iterator[str]:
    """For each column, how many figures of how many areas were revised, and the largest relative change."""
    for column, rows in comparison.revised.groupby("column", sort=False):
        areas = rows["area"].nunique()
        words = f"revised   {column}: {len(rows):,} figure{'s' * (len(rows) > 1)} of {areas:,} area{'s' * (areas > 1)}"
        changes = rows["change"].replace([float("inf"), float("-inf")], pd.NA).dropna()
        if len(changes):
            largest = rows.loc[changes.abs().idxmax()]
            words += (
                f"; the largest is {known.area(largest['area'])} {largest['period']}, {largest['before']} to "
                f"{largest['after']} ({largest['change']:+.1%})"
            )
        missing = int(rows["change"].isna().sum())
        yield words + (f"; {missing:,} from or to a symbol" if missing else "")
