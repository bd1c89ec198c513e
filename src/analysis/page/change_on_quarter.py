"""What changed since the quarter before, told first; or that a page's figures cannot say, and why."""

import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import column_of
from analysis.measures.items import Item, read_item
from analysis.measures.protection import WITHHELD
from analysis.measures.rate_readings import OFFICIAL
from analysis.measures.readings import period_of
from analysis.model.item_change import OWN_WORK, ItemChange, change_from
from analysis.model.judged_change import judge_total
from analysis.page.headline_items import read_headline_item
from analysis.page.page import Page
from analysis.periods import Period
from analysis.schemas import Readings
from analysis.words.changes import say_sum_alone, say_sums
from analysis.words.item_changes import after_official, say_item_change, say_no_change_on_quarter
from analysis.words.statement import Statement

MOST = 4  # sentences; the page tells the rest


def describe_change_on_quarter(page: Page) -> tuple[list[Statement | str], bool]:
    """Each figure of the quarter beside the same source's figure of the quarter before, what is unusual first.

    Where nothing on the page is given by quarter, one sentence says of when its newest figures are, and False that
    nothing is compared. No sentence where the summary tells of the quarter before already, or the page reads no figure
    of the area up to its quarter. A count that a share or rate is made of gives way to that.
    """
    read = page.read_so_far
    own = read[(read["area"] == page.area.code) & (read["breakdown"] == "")]
    own = own[own[["numerator", "value"]].notna().any(axis=1) & (own["end"] <= pd.Timestamp(page.quarter.end))]
    if own.empty or is_said_already(page):
        return [], False
    names = list(own["indicator"].unique())
    given = [change for name in names if (change := read_change_on_quarter(page, name))]
    found = [one for one in given if is_compared(*one)]
    parts = {part for item, _ in found for part in (item.definition.numerator, item.definition.denominator)}
    found = sorted((one for one in found if one[0].indicator not in parts), key=lambda one: not one[1].unusual)
    known = {item.indicator for item, _ in found}
    stated: list[Statement | str] = [say_change_on_quarter(page, *one) for one in found]
    stated += [said for name in names if name not in known and (said := describe_months(page, name, own))]
    if stated:
        return stated[:MOST], True
    newest = period_of(own.sort_values("end", kind="stable").iloc[-1])
    return [say_no_change_on_quarter(newest, given)], False


def is_said_already(page: Page) -> bool:
    """Whether a sentence of the summary names the quarter before, or both quarters' ends."""
    before, ends = page.quarter.earlier(), [f"{one.end:%B %Y}" for one in (page.quarter, page.quarter.earlier())]
    boxes = [part.details["statements"] for part in page.outputs.parts if part.kind == "summary"]
    sentences = [one["sentence"] for box in boxes for one in box]
    return any(
        before.words in sentence or before.label in sentence or all(end in sentence for end in ends)
        for sentence in sentences
    )


def read_change_on_quarter(page: Page, indicator: str, breakdown: str = "") -> tuple[Item, ItemChange] | None:
    """The change from the quarter before to the page's quarter, by the best source that gives both."""
    ends = page.quarter.end, page.quarter.earlier().end
    rows = page.look_up([indicator], [page.area.code])
    if not set(map(pd.Timestamp, ends)) <= set(rows.loc[rows["breakdown"] == breakdown, "end"]):
        return None
    item = read_item(page, indicator, breakdown, ends)
    if item is None or item.period.end != ends[0]:
        return None
    kept = page.ordinary_change_of(indicator)
    return item, change_from(item.series, item.place_of(ends[1]), item.definition, kept, page.confidence)


def is_compared(item: Item, change: ItemChange) -> bool:
    """Whether a page tells of a change on the quarter: of two figures that are shown, not of the Board's own work."""
    of_quarters = item.period.kind in ("quarter", "day") and change.reason != OWN_WORK
    return of_quarters and change.before is not None and item.is_shown(change.before, -1)


def say_change_on_quarter(page: Page, item: Item, change: ItemChange) -> Statement:
    """A change on the quarter before, as a statement; with the official figure and the source where it has another."""
    statement = say_item_change(page.subject(item.indicator, period=item.period.words), item, change)
    head = read_headline_item(page, item.indicator)
    if head is None or head.source == item.source or head.period != item.period or not head.is_shown(-1):
        return statement
    if page.specification(head.source).precedence != OFFICIAL:
        return statement
    return after_official(statement, head, page.titles[item.source])


def describe_months(page: Page, name: str, own: Readings) -> Statement | str:
    """The quarter's months together beside those of the quarter before, or which of them have no figure.

    Only of what may be added up; whether a month stands out the page itself says.
    """
    definition = page.definitions.indicator(name)
    months = own[(own["indicator"] == name) & (own["end"] - own["start"] < pd.Timedelta(days=31))]
    if not definition.additive or definition.kind != "count" or months.empty:
        return ""
    quarters = page.quarter.earlier(), page.quarter
    sums, gaps = zip(*(add_up(page, definition, months, one) for one in quarters), strict=True)
    if sums[1] is None:
        return ""
    figures = [column_of(definition).write(one) for one in sums if one is not None]
    about = page.subject(name, period=page.quarter.words)
    if sums[0] is None:
        return say_sum_alone(about, figures[0], gaps[0])
    end, kept = pd.Timestamp(page.quarter.end), page.ordinary_change_of(name)
    change = judge_total(sums[0], sums[1], end, kept, "quarter", confidence=page.confidence)
    return say_sums(about, (figures[0], figures[1]), quarters, change)


def add_up(page: Page, definition: Indicator, months: Readings, quarter: Period) -> tuple[float | None, dict[str, str]]:
    """The sum of a quarter's months where it may be shown, and why a month has no figure."""
    figures = months.assign(figure=months["numerator"].fillna(months["value"])).dropna(subset="figure")
    known = figures.drop_duplicates("start").set_index("start")["figure"]
    status = months.drop_duplicates("start").set_index("start")["status"]
    gaps = {
        one.words: str(status.get(pd.Timestamp(one.start), ""))
        for one in quarter.months()
        if pd.Timestamp(one.start) not in known.index
    }
    if gaps:
        return None, gaps
    total = sum(known[pd.Timestamp(one.start)] for one in quarter.months())
    shown = page.protect(
        pd.DataFrame({"period": [quarter.label], "figure": [total]}),
        counts=["figure"],
        columns={"figure": column_of(definition)},
    )
    return (None if shown.marks["figure"].iloc[0] == WITHHELD else float(shown.table["figure"].iloc[0])), {}
