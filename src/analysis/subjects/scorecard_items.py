"""An item of a scorecard: its series, its latest figure, the one before, and whether chance explains the step."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import Protected
from analysis.measures.published import read_shown
from analysis.measures.readings import is_known, select_readings
from analysis.model.differences import difference_of_proportions, ratio_of_rates
from analysis.model.limits import Estimate, proportion_limits
from analysis.numbers import period_from
from analysis.page.page import Page
from analysis.periods import Period

KINDS = ["quarter", "day", "financial year", "calendar year"]  # the shortest that ends last is the item's
OLDEST = pd.Timedelta(days=731)  # what ended longer before the quarter's end says nothing of the quarter
LONGEST = 12  # figures that a sparkline can hold
NO_EARLIER = "There is no earlier figure of the same kind."
OWN_WORK = "They are the Board’s own work, which no chance draws."
STANDING = "Mostly the same children or actions stand in both counts, so chance alone is not the question."
NO_NUMBERS = "The numbers behind them were not supplied."


@dataclass(frozen=True)
class Item:
    """One row of a scorecard. `series` holds one source's figures of one kind of period, the latest last.

    Its columns are start, end, period, figure, number and whole (what a share or rate is made of, `approximate` where
    one was worked out from the other). `shown` is the same as it may be shown.
    """

    indicator: str
    breakdown: str
    definition: Indicator
    source: str
    series: pd.DataFrame
    shown: Protected
    change: Estimate

    @property
    def name(self) -> str:
        """The item's title, with its breakdown."""
        return f"{self.definition.title}, {self.breakdown}" if self.breakdown else self.definition.title

    @property
    def period(self) -> Period:
        """The period of the latest figure."""
        return self.period_at(-1)

    def period_at(self, place: int) -> Period:
        """The period of the figure at a place of the series."""
        row = self.series.iloc[place]
        return period_from(row["start"], row["end"], row["period"])

    def place_of(self, steps: int) -> int | None:
        """The place of the period that many steps before the latest, None where it is not among the rows."""
        ends = {end: place for place, end in enumerate(self.series["end"].dt.date)}
        return ends.get(self.period.earlier(steps).end)

    @property
    def before(self) -> int | None:
        """The place of the figure before the latest, None where there is none."""
        known = np.flatnonzero(self.series["figure"].notna().to_numpy())
        return int(known[-2]) if len(known) > 1 else None

    @property
    def year_before(self) -> int | None:
        """The place of the same quarter or day a year earlier, None where it is not among the rows."""
        return self.place_of(4 if self.period.kind == "quarter" else 1)

    def is_shown(self, place: int) -> bool:
        """Whether policy lets the figure at a place be shown."""
        return bool(pd.notna(self.shown.table["figure"].iloc[place]))


def read_items(page: Page, names: str) -> tuple[list[Item], list[str]]:
    """The items named (`indicator` or `indicator:break_down`, with spaces between) and the titles of those left out.

    An item is left out that has no figure from the last two years.
    """
    items, left_out = [], []
    for name in names.split():
        indicator, _, breakdown = name.partition(":")
        item = read_item(page, indicator, breakdown.replace("_", " "))
        if item is None:
            left_out += [title] if (title := page.definitions.indicator(indicator).title) not in left_out else []
        else:
            items.append(item)
    return items, left_out


def read_item(page: Page, indicator: str, breakdown: str = "") -> Item | None:
    """One item with its series, None where it has no figure from the last two years. Registers what is read."""
    definition = page.definitions.indicator(indicator)
    found = select_readings(
        read_shown(page.project, page.definitions, [indicator], [page.area.code]), page.quarter, every_source=True
    )
    rows = choose_series(found[found["breakdown"] == breakdown], pd.Timestamp(page.quarter.end))
    if rows is None:
        return None
    page.handed.keep("reading", rows)
    series = add_parts(rows, _read_parts(page, definition, rows), definition)
    change = estimate_change(series, definition, page.confidence)
    shown = protect_series(page, series, definition)
    return Item(indicator, breakdown, definition, rows["source"].iloc[0], series, shown, change)


def choose_series(found: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame | None:
    """The rows of one source and one kind of period: that which ends last.

    Among several the shortest kind of period is taken, then the source whose figure before lies nearest, then by
    precedence, then one that gives the numbers behind a share; a figure is never held against another source's. None
    where all ended two years before a day.
    """
    known = found[found["kind"].isin(KINDS) & is_known(found)]
    if known.empty or until - known["end"].max() > OLDEST:
        return None
    last = known["end"].max()
    ranked = []
    for (source, kind), rows in known.groupby(["source", "kind"]):
        ends = sorted(set(rows["end"]))
        if ends[-1] == last:
            step = (last - ends[-2]).days if len(ends) > 1 else np.inf
            without_parts = bool(rows["denominator"].isna().all())
            ranked.append((KINDS.index(kind), step, int(rows["precedence"].min()), without_parts, source, kind))
    *_, source, kind = min(ranked)
    rows = found[(found["source"] == source) & (found["kind"] == kind)].sort_values("end", kind="stable")
    return rows.drop_duplicates("end").tail(LONGEST).reset_index(drop=True)


def add_parts(rows: pd.DataFrame, parts: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The figures with the number and the whole that a share or rate is made of.

    Both are as supplied, in the row or beside it in the same source; where only one is known the other is worked out
    from the printed share and `approximate` says so.
    """
    if indicator.kind == "count":
        figures = rows["numerator"].fillna(rows["value"])
        return rows[["start", "end", "period"]].assign(
            figure=figures, number=np.nan, whole=np.nan, approximate=False, status=rows["status"]
        )
    given = {name: rows["end"].map(_by_end(parts, name)).astype(float)
             for name in (indicator.numerator, indicator.denominator) if name}  # fmt: skip
    number, whole = rows["numerator"], rows["denominator"]
    if indicator.numerator:
        number = number.fillna(given[indicator.numerator])
    if indicator.denominator:
        whole = whole.fillna(given[indicator.denominator])
    share = (rows["value"] / (indicator.per or 1)).where(rows["value"] > 0)
    approximate = number.isna() ^ whole.isna()
    number, whole = number.fillna((whole * share).round()), whole.fillna((number / share).round())
    return rows[["start", "end", "period"]].assign(
        figure=rows["value"], number=number, whole=whole, approximate=approximate & number.notna() & whole.notna(),
        status=rows["status"],
    )  # fmt: skip


def estimate_change(series: pd.DataFrame, indicator: Indicator, confidence: float) -> Estimate:
    """The latest figure against the one before: a difference of shares, else a ratio, with its limits or the reason.

    What stands on a day has none, since mostly the same children are counted twice, nor has what the Board itself does.
    """
    known = series[series["figure"].notna()]
    if len(known) < 2:
        return Estimate(np.nan, np.nan, np.nan, "", confidence, NO_EARLIER)
    before, latest = known.iloc[-2], known.iloc[-1]
    if indicator.when_counted == "at_end":
        return Estimate(np.nan, np.nan, np.nan, "", confidence, STANDING)
    if indicator.kind == "count":
        if indicator.counts == "things":
            return Estimate(np.nan, np.nan, np.nan, "", confidence, OWN_WORK)
        return ratio_of_rates(latest["figure"], 1, before["figure"], 1, confidence)
    numbers = (latest["number"], latest["whole"], before["number"], before["whole"])
    if pd.isna(list(numbers)).any():
        return Estimate(np.nan, np.nan, np.nan, "", confidence, NO_NUMBERS)
    compare = difference_of_proportions if indicator.kind == "proportion" else ratio_of_rates
    return compare(*numbers, confidence)


def limits_of(item: Item, confidence: float) -> tuple[float, float]:
    """The limits of the latest share from its numbers; any other figure as it stands."""
    latest = item.series.iloc[-1]
    if item.definition.kind == "proportion" and pd.notna([latest["number"], latest["whole"]]).all():
        return proportion_limits(latest["number"], latest["whole"], confidence)
    return latest["figure"], latest["figure"]


def protect_series(page: Page, series: pd.DataFrame, indicator: Indicator) -> Protected:
    """The figures as they may be shown, with the numbers behind a share or rate where they are known."""
    table = series.rename(columns={"status": "figure_status"}).drop(columns="approximate")
    parts = [name for name in ("number", "whole") if table[name].notna().any()]
    table = table.drop(columns=[name for name in ("number", "whole") if name not in parts])
    columns = {"figure": column_for(series, indicator)}
    if indicator.counts not in ("people", "events"):
        return page.protect(table, uncounted=["figure", *parts], columns=columns)
    if indicator.kind == "count":
        return page.protect(table, counts=["figure"], columns=columns)
    if not parts:
        return page.protect(table, uncounted=["figure"], columns=columns)
    pairs = [("number", "whole")] if indicator.kind == "proportion" and len(parts) == 2 else []
    return page.protect(table, counts=parts, derived={"figure": parts}, complements=pairs, columns=columns)


def column_for(series: pd.DataFrame, indicator: Indicator) -> Column:
    """How an item's figures are written: a rate that was supplied in whole numbers stays in whole numbers."""
    figures = series["figure"].dropna()
    whole = indicator.kind == "rate" and bool((figures == figures.round()).all())
    return replace(column_of(indicator), places=0 if whole else None)


def _read_parts(page: Page, indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """What the same source says, for the same periods, of the numbers that a share or rate is made of."""
    names = [name for name in (indicator.numerator, indicator.denominator) if name]
    if indicator.kind == "count" or not names:
        return rows.iloc[:0]
    found = read_shown(page.project, page.definitions, names, [page.area.code])
    found = found[(found["source"] == rows["source"].iloc[0]) & (found["breakdown"] == "")]
    found = found[found["end"].isin(rows["end"]) & found["start"].isin(rows["start"])]
    if len(found):
        page.handed.keep("reading", select_readings(found, page.quarter))
    return found


def _by_end(parts: pd.DataFrame, indicator: str) -> pd.Series:
    own = parts[parts["indicator"] == indicator].drop_duplicates("end")
    return own.set_index("end")["numerator"]
