"""How counts by kind changed on the year before, where the change was printed and the earlier count was not."""

import pandas as pd

from analysis.charts import Chart, plot_shares
from analysis.measures.columns import Column
from analysis.measures.protection import Protected
from analysis.model.rates import ratio_of_rates
from analysis.numbers import listed, upper_first
from analysis.page.page import Page
from analysis.periods import Period
from analysis.subjects.breakdown import ALL, Breakdown, name_status
from analysis.words.narrative import describe_ratio


def read_changes(page: Page, found: Breakdown, change: str, added: str) -> pd.DataFrame:
    """A row for the area and for each kind of all places: count, printed change, the count before that it implies.

    Columns place, kind, count, printed, added, before, change (as printed), lower, upper, reason. The count before
    is the count less what was added where that was printed, else the count over one plus the change, to a whole
    number. The ratio of the two has exact limits; both counts are taken as independent.
    """
    places = [found.own, *([found.whole] if found.has_whole else [])]
    printed = page.read(change, areas=places, breakdown=None)
    more = page.read(added, areas=places, breakdown=None)
    wanted = [(place, kind) for place in places for kind in found.counts if place != found.own or kind == ALL]
    rows = pd.DataFrame(wanted, columns=["place", "kind"])
    rows["count"] = [found.counts.loc[place, kind] for place, kind in wanted]
    rows["printed"] = [_figure(printed, found, place, kind, "value") for place, kind in wanted]
    rows["added"] = [_figure(more, found, place, kind, "numerator") for place, kind in wanted]
    rows["before"] = (rows["count"] / (1 + rows["printed"])).round()
    rows["before"] = (rows["count"] - rows["added"]).fillna(rows["before"])
    ratio = ratio_of_rates(rows["count"], 1, rows["before"], 1, page.confidence)
    page.method(ratio)
    change = rows["printed"].fillna(ratio.value - 1)
    return rows.assign(change=change, lower=ratio.lower - 1, upper=ratio.upper - 1, reason=ratio.reason)


def protect_changes(page: Page, found: Breakdown, rows: pd.DataFrame) -> Protected:
    """The rows of `read_changes` as they may be shown, with what the limits say in words."""
    why = [found.statuses.loc[row.place, row.kind] for row in rows.itertuples()]
    names = [_name(page, found, row.place, row.kind) for row in rows.itertuples()]
    figures = ["change", "lower", "upper"]
    table = rows.assign(what=names)[["what", "before", "count", *figures]]
    table = table.assign(**{name_status(name): why for name in ("count", "before")})
    shown = page.protect(
        table, counts=["count", "before"],
        derived={name: ["count", "before"] for name in figures},
        columns={
            "what": "Where and what", "count": Column(found.period.label, "count"),
            "before": Column("Year before, as it follows", "count"), "change": Column("Change", "change"),
            "lower": Column("Lower limit", "change"), "upper": Column("Upper limit", "change"),
        },
    )  # fmt: skip
    return shown.select(["what", "before", "count", *figures])


def plot_changes(shown: Protected) -> Chart:
    """Each change on the year before with its limits; the line is no change."""
    return plot_shares(
        shown.select(["what", "change", "lower", "upper"]), row="what", value="change", limits=("lower", "upper"),
        names=("change", "others"), axis="Change on the year before",
    )  # fmt: skip


def caption_changes(shown: Protected) -> str:
    """Which changes are more than chance explains."""
    rows = shown.table
    clear = rows.loc[(rows["lower"] > 0) | (rows["upper"] < 0), "what"]
    known = rows["change"].notna().sum()
    if not known:
        return "Changes on the year before: none can be given"
    if clear.empty:
        return f"Changes on the year before: all {known} that can be given lie within what chance explains"
    return f"Changes on the year before: more than chance explains for {listed(clear)}"


def describe_changes(page: Page, found: Breakdown, shown: Protected) -> list[str]:
    """The area's own change with its limits, from counts that may be shown."""
    own = shown.table.iloc[0]
    if pd.isna([own["count"], own["before"]]).any():
        return [f"How {page.area.name}’s count changed cannot be said: no earlier count was given or may be shown."]
    what = f"{page.definitions.indicator(found.indicator).title} in {page.area.name}"
    ratio = ratio_of_rates(own["count"], 1, own["before"], 1, page.confidence)
    return [describe_ratio(what, ratio, (own["before"], _before(found.period)), (own["count"], found.period.label))]


def describe_words(page: Page, found: Breakdown, change: str) -> list[str]:
    """Changes that the report puts in words, without the figure."""
    read = page.read(change, breakdown=None)
    read = read[read["text"].notna() & read["value"].isna() & (read["end"] == pd.Timestamp(found.period.end))]
    return [
        f"For the kind “{row.breakdown}” in {page.area.name} the report says “{row.text}” and gives no earlier count."
        for row in read.itertuples()
    ]


def _before(period: Period) -> str:
    return period.earlier().label


def _figure(read: pd.DataFrame, found: Breakdown, place: str, kind: str, column: str) -> float:
    here = read[(read["area"] == place) & (read["breakdown"] == kind) & (read["end"] == pd.Timestamp(found.period.end))]
    return float(here[column].iloc[0]) if len(here) else float("nan")


def _name(page: Page, found: Breakdown, place: str, kind: str) -> str:
    if place == found.own:
        return page.area.name
    return f"All places, {kind}" if kind else upper_first("all places")
