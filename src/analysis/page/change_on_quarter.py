"""What changed since the quarter before, told first; or that a page's figures cannot say, and why."""

from itertools import islice

import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import column_of
from analysis.measures.protection import WITHHELD
from analysis.measures.published import read_shown
from analysis.numbers import listed, period_from
from analysis.page.page import Page
from analysis.periods import Period
from analysis.subjects.scorecard_items import OWN_WORK, Item, read_item
from analysis.subjects.scorecard_wording import describe_change, is_clear, is_told, subject_of

MOST = 4  # sentences; the page tells the rest


def describe_since(page: Page) -> tuple[list[str], bool]:
    """Each figure of the quarter beside the same source's figure of the quarter before, what changed clearly first.

    Where nothing on the page is given by quarter, one sentence says of when its newest figures are, and False that
    nothing is compared. No sentence where the summary tells of the quarter before already, or the page reads no figure
    of the area up to its quarter. A count that a share or rate is made of gives way to that.
    """
    read = page.read_so_far
    own = read[(read["area"] == page.area.code) & (read["breakdown"] == "")]
    own = own[own[["numerator", "value"]].notna().any(axis=1) & (own["end"] <= pd.Timestamp(page.quarter.end))]
    if own.empty or is_told_already(page):
        return [], False
    names = list(own["indicator"].unique())
    items = [item for name in names if (item := read_since(page, name))]
    parts = {part for item in items for part in (item.definition.numerator, item.definition.denominator)}
    items = sorted((item for item in items if item.indicator not in parts), key=lambda item: not is_clear(item))
    months = (describe_months(page, name, own) for name in names if name not in {item.indicator for item in items})
    told = list(islice([*map(say_item, items), *filter(None, months)], MOST))
    return (told, True) if told else ([describe_newest(page, own)], False)


def is_told_already(page: Page) -> bool:
    """Whether a sentence of the summary names the quarter before, or both quarters' ends."""
    before, ends = page.quarter.earlier(), [f"{one.end:%B %Y}" for one in (page.quarter, page.quarter.earlier())]
    boxes = [part.details["statements"] for part in page.handed.parts if part.kind == "summary"]
    sentences = [one["sentence"] for box in boxes for one in box]
    return any(
        before.words in told or before.label in told or all(end in told for end in ends) for told in sentences
    )  # fmt: skip


def read_since(page: Page, indicator: str) -> Item | None:
    """An indicator's item where its newest figure is the quarter's and the one before it the quarter before's.

    The Board's own work has none: its page counts it, and no chance draws it.
    """
    if not has_both(page, indicator):
        return None
    item = read_item(page, indicator)
    if item is None or item.before is None or item.period.kind not in ("quarter", "day") or not is_told(item):
        return None
    if item.change.reason == OWN_WORK:
        return None
    ends = item.period.end, item.period_at(item.before).end
    return item if ends == (page.quarter.end, page.quarter.earlier().end) else None


def has_both(page: Page, indicator: str) -> bool:
    """Whether figures of the area end with the quarter and with the quarter before; else nothing more need be read."""
    rows = read_shown(page.project, page.definitions, [indicator], [page.area.code])
    ends = set(rows.loc[rows["breakdown"] == "", "end"])
    return {pd.Timestamp(one.end) for one in (page.quarter, page.quarter.earlier())} <= ends


def say_item(item: Item) -> str:
    """An item's change; where none can be tested, its two figures and the reason."""
    if item.period.kind != "day":
        return describe_change(item)
    column = column_of(item.definition)
    told = [f"{column.write(item.shown.table['figure'].iloc[place])} on {item.period_at(place).words}"
            for place in (item.before, -1)]  # fmt: skip
    return f"{subject_of(item)} stood at {' and '.join(told)}. {item.change.reason or ''}".strip()


def describe_months(page: Page, name: str, own: pd.DataFrame) -> str:
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
    now = f"{definition.title} in {page.quarter.words}: {sums[1]}"
    if sums[0] is None:
        return f"{now}. Whether that is a change cannot be said: there is no figure for {listed(gaps[0])}."
    return f"{now}; in {quarters[0].words}: {sums[0]}."


def add_up(page: Page, definition: Indicator, months: pd.DataFrame, quarter: Period) -> tuple[str | None, list[str]]:
    """The sum of a quarter's months as it may be shown, and the months without a figure; no sum where there are any."""
    figures = months.assign(figure=months["numerator"].fillna(months["value"])).dropna(subset="figure")
    known = figures.drop_duplicates("start").set_index("start")["figure"]
    gaps = [one.words for one in quarter.months() if pd.Timestamp(one.start) not in known.index]
    if gaps:
        return None, gaps
    total = sum(known[pd.Timestamp(one.start)] for one in quarter.months())
    shown = page.protect(pd.DataFrame({"period": [quarter.label], "figure": [total]}), counts=["figure"],
                         columns={"figure": column_of(definition)})  # fmt: skip
    hidden = shown.marks["figure"].iloc[0] == WITHHELD
    return (None if hidden else shown.columns["figure"].write(shown.table["figure"].iloc[0])), []


def describe_newest(page: Page, own: pd.DataFrame) -> str:
    """Why a page says nothing of the quarter before: of when its newest figures are."""
    newest = own.sort_values("end", kind="stable").iloc[-1]
    period = period_from(newest["start"], newest["end"], newest["period"])
    return (f"What changed since {page.quarter.earlier().words} cannot be said: no figure here is given for both "
            f"quarters. The newest is for {period.words}.")  # fmt: skip
