"""Two editions of one data set held against each other: what is new, what is lost, which figures were revised."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.definitions.areas import AreaChanges
from analysis.definitions.published_data import Published
from publishing.fetching.content_checks import area_codes

KINDS = ("rows", "areas", "columns")
REVISIONS = ["column", "area", "period", "before", "after", "change"]
ENOUGH = 5  # figures that all became a hundredth, or a hundredfold: fewer may be chance


@dataclass(frozen=True)
class Comparison:
    """What differs between an edition and a later one.

    `rows_lost` and `rows_new` are those of areas and periods that both have, `revised` one row for each figure that
    changed: its column, area and period, the texts before and after, and the relative change where both are numbers.
    `rescaled` are columns in which the figures became a hundredth or a hundredfold.
    """

    columns_lost: tuple[str, ...] = ()
    columns_new: tuple[str, ...] = ()
    areas_lost: tuple[str, ...] = ()
    areas_new: tuple[str, ...] = ()
    periods_lost: tuple[str, ...] = ()
    periods_new: tuple[str, ...] = ()
    rows_lost: int = 0
    rows_new: int = 0
    symbols_new: tuple[str, ...] = ()
    rescaled: tuple[str, ...] = ()
    revised: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=REVISIONS))

    @property
    def losses(self) -> tuple[str, ...]:
        """The kinds of loss: rows, areas, columns."""
        found = {"rows": self.rows_lost or self.periods_lost, "areas": self.areas_lost, "columns": self.columns_lost}
        return tuple(kind for kind in KINDS if found[kind])


def compare_editions(before: pd.DataFrame, after: pd.DataFrame, data: Published, changes: AreaChanges) -> Comparison:
    """What differs between two editions, as tables of texts with headings.

    Rows are matched by the columns under `row`, with an area's former code read as its present one; the order of rows
    and columns does not count, and the same row twice counts once. Tables that nothing tells rows apart in are not
    compared.
    """
    if not data.row:
        return Comparison()
    old, new = (_place(table, data, changes) for table in (before, after))
    areas_lost, areas_new = _differ(old, new, "__area")
    periods_lost, periods_new = _differ(old, new, "__period")
    gone, come = old.index.difference(new.index), new.index.difference(old.index)
    shared = [column for column in before.columns if column in after.columns and column not in data.row]
    both = old.index.intersection(new.index)
    revised = _find_revised(
        old.loc[both], new.loc[both], [column for column in shared if not data.take or column in data.take]
    )
    return Comparison(
        columns_lost=tuple(column for column in before.columns if column not in after.columns),
        columns_new=tuple(column for column in after.columns if column not in before.columns),
        areas_lost=areas_lost,
        areas_new=areas_new,
        periods_lost=periods_lost,
        periods_new=periods_new,
        rows_lost=_count_elsewhere(old.loc[gone], areas_lost, periods_lost),
        rows_new=_count_elsewhere(new.loc[come], areas_new, periods_new),
        symbols_new=tuple(sorted(_symbols(new, shared) - _symbols(old, shared))),
        rescaled=_find_rescaled(revised),
        revised=revised,
    )


def to_numbers(texts: pd.Series) -> pd.Series:
    """The texts as numbers, missing where one is a symbol; a comma between thousands is read over."""
    plain = texts.astype(str).str.replace(r"(?<=\d),(?=\d{3}\b)", "", regex=True)
    return pd.to_numeric(plain, errors="coerce")


def _place(table: pd.DataFrame, data: Published, changes: AreaChanges) -> pd.DataFrame:
    """The table by what tells its rows apart, with present codes, and with each row's area and period beside it."""
    table = table.assign(**{column: table[column].replace(changes.present_codes()) for column in data.area})
    area = area_codes(table, data) if data.area else ""
    table = table.assign(__area=area, __period=table[data.period] if data.period else "")
    return table.drop_duplicates(data.row).set_index(data.row)


def _differ(old: pd.DataFrame, new: pd.DataFrame, column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    before, after = set(old[column]), set(new[column])
    return tuple(sorted(before - after)), tuple(sorted(after - before))


def _count_elsewhere(rows: pd.DataFrame, areas: tuple[str, ...], periods: tuple[str, ...]) -> int:
    """How many of these rows are of an area and a period that both editions have."""
    return int((~rows["__area"].isin(areas) & ~rows["__period"].isin(periods)).sum())


def _find_revised(old: pd.DataFrame, new: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    found = []
    for column in columns:
        before, after = old[column].str.strip(), new[column].str.strip()
        numbers = to_numbers(before), to_numbers(after)
        changed = ((numbers[0] != numbers[1]) & (before != after)).to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            change = ((numbers[1] - numbers[0]) / numbers[0].abs()).to_numpy()
        found.append(
            pd.DataFrame(
                {
                    "column": column,
                    "area": old["__area"].to_numpy(),
                    "period": old["__period"].to_numpy(),
                    "before": before.to_numpy(),
                    "after": after.to_numpy(),
                    "change": change,
                }
            )[changed]
        )
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=REVISIONS)
    return table.astype({"change": "float64"})


def _symbols(table: pd.DataFrame, columns: list[str]) -> set[str]:
    """What stands in place of a number, among columns that have numbers at all."""
    found: set[str] = set()
    for column in columns:
        numbers = to_numbers(table[column])
        if numbers.notna().any():
            found |= set(table.loc[numbers.isna(), column].str.strip()) - {""}
    return found


def _find_rescaled(revised: pd.DataFrame) -> tuple[str, ...]:
    """Columns whose revised figures all became a hundredth or a hundredfold: a percentage and a fraction."""
    numbers = revised.assign(first=to_numbers(revised["before"]), second=to_numbers(revised["after"]))
    numbers = numbers[numbers["first"].notna() & (numbers["first"] != 0) & numbers["second"].notna()]
    ratio = numbers["second"] / numbers["first"]
    scaled = ratio.between(0.009, 0.011) | ratio.between(90, 110)
    counts = scaled.groupby(numbers["column"]).agg(["size", "mean"])
    return tuple(counts.index[(counts["size"] >= ENOUGH) & (counts["mean"] > 0.9)])
