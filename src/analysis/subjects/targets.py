"""A target that partners set themselves: what it says, what was reached, and what so few cases can show of it."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.charts import Chart, plot_counts
from analysis.definitions.indicators import Target
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import Protected
from analysis.model.differences import ratio_of_rates
from analysis.model.limits import count_limits
from analysis.model.needed import events_to_tell, largest_fall_told
from analysis.numbers import lower_first, say, say_count, say_share
from analysis.page.page import Page
from analysis.subjects.youth_justice import with_later
from analysis.words.changes import describe_ratio

COMPARED = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
AS_PRINTED = {">": "above", "<": "below", "≥": "at least", "≤": "at most"}


@dataclass(frozen=True)
class Aim:
    """A target with what is known of it: counts by year with `made` in words where worked out, and what was reached."""

    indicator: str
    count: str
    target: Target | None
    printed: str | None
    reached: float | None
    change: float | None
    counts: pd.DataFrame


def read_aim(page: Page, rate: str, count: str, change: str, *, later: bool = True) -> Aim:
    """The target on a rate or on its change, what was reached, and the counts behind it.

    A year for which only the change from the year before was stated gets a count worked out from that, and says so.
    """
    reader = with_later(page) if later else page
    counted, stated = reader.read(count, kind="year"), page.read(rate, change, breakdown=None, kind="year")
    own = {name: page.definitions.indicator(name).targets for name in (rate, change)}
    named = next((name for name in (rate, change) if own[name]), rate)
    return Aim(
        named, count, own[named][-1] if own[named] and len(stated) else None,
        _only(stated, named, "target", "text"), _only(stated, named, "", "value"), _only(stated, change, "", "value"),
        _with_made(counted, stated, change),
    )  # fmt: skip


def _only(stated: pd.DataFrame, indicator: str, breakdown: str, column: str):
    """The one thing stated of an indicator, None where nothing is."""
    found = stated[(stated["indicator"] == indicator) & (stated["breakdown"] == breakdown)][column].dropna()
    return found.iloc[-1] if len(found) else None


def _with_made(counted: pd.DataFrame, stated: pd.DataFrame, change: str) -> pd.DataFrame:
    """The counts in time order, with those worked out from the count of the year before and its stated change."""
    columns = {"numerator": "count", "status": "count_status"}
    table = counted[["period", "start", "end", *columns]].rename(columns=columns).assign(made="")
    known = stated[(stated["indicator"] == change) & (stated["breakdown"] == "") & stated["value"].notna()]
    for row in known.itertuples():
        before = table[table["end"] == row.start - pd.Timedelta(days=1)]
        if before["count"].notna().any() and row.end not in set(table["end"]):
            made = {
                "period": row.period,
                "start": row.start,
                "end": row.end,
                "made": f"{say(row.value, 'change')} as stated",
                "count_status": "derived",
            }
            table.loc[len(table)] = made | {"count": float(round(before["count"].iloc[0] * (1 + row.value)))}
    return table.sort_values("end", ignore_index=True)


def protect_counts(page: Page, aim: Aim) -> Protected:
    """The counts with their limits as they may be shown."""
    lower, upper = count_limits(aim.counts["count"].astype(float), page.confidence)
    title = page.definitions.indicator(aim.count).title
    whole = {name: Column(words, "count", places=0) for name, words in
             (("count", title), ("lower", "Lower limit"), ("upper", "Upper limit"))}  # fmt: skip
    table = aim.counts.assign(lower=lower, upper=upper)[["period", "count", "count_status", "lower", "upper", "made"]]
    return page.protect(table, counts=["count"], derived={"lower": ["count"], "upper": ["count"]},
                        columns=whole | {"period": "Year", "made": "Worked out"})  # fmt: skip


def plot_aim(page: Page, aim: Aim) -> Chart:
    """The counts as bars with their limits."""
    chart = plot_counts(protect_counts(page, aim), "count", limits=("lower", "upper"), made="made",
                        axis=page.definitions.indicator(aim.count).title)  # fmt: skip
    return replace(chart, indicators=(aim.count,))


def caption_aim(page: Page, aim: Aim) -> str:
    """The first and the last count in words."""
    shown, title = protect_counts(page, aim).table, page.definitions.indicator(aim.count).title
    known = shown[shown["count"].notna() & (shown["made"] == "")]
    told = [f"{say_count(row['count'])} in {row['period']}" for row in known.to_dict("records")]
    return f"{title}: {', then '.join(told)}" if told else title


def describe_aim(page: Page, aim: Aim) -> list[str]:
    """What the target says, how it is printed, and whether it was reached as far as that is stated."""
    if aim.target is None:
        return [
            f"No target on {lower_first(page.definitions.indicator(aim.indicator).title)} is held for {page.area.name}."
        ]
    indicator, target = page.definitions.indicator(aim.indicator), aim.target
    column = column_of(indicator)
    name, goal = page.name(aim.indicator), say_goal(target, column)
    sentences = [_describe_printed(aim, indicator.polarity, goal)]
    if aim.reached is None:
        sentences.append(f"{name} itself is not stated for {target.period}, so whether it came to {goal} rests on the "
                         "report’s word.")  # fmt: skip
    else:
        met = _meets(aim.reached, target)
        sentences.append(f"The target for {target.period} was {goal}; {_reached(aim.reached, column)} was reached, so "
                         f"it was {'met' if met else 'missed'} as the figures stand.")  # fmt: skip
    return [sentence for sentence in sentences if sentence]


def _describe_printed(aim: Aim, polarity: str | None, goal: str) -> str:
    """That the target is printed the wrong way round for what is better, if it is."""
    printed = AS_PRINTED.get((aim.printed or "")[:1])
    wrong = {"low": ("above", "at least"), "high": ("below", "at most")}.get(polarity or "", ())
    if printed not in wrong:
        return ""
    better = "lower" if polarity == "low" else "higher"
    read = f"The target is printed as “{aim.printed}”, which reads as {printed}"
    return f"{read}; {better} is better, so {goal} must be meant."


def say_goal(target: Target, column: Column) -> str:
    """What a target asks for, in words: 'below 1.00 per 1,000', 'a fall of 10% or more'."""
    if column.form == "change":
        return f"a fall of {say_share(abs(target.value))} or more"
    return f"{COMPARED[target.comparison]} {column.write(target.value)}{f' per {column.per:,}' if column.per else ''}"


def _reached(value: float, column: Column) -> str:
    if column.form == "change":
        return f"a {'fall' if value < 0 else 'rise'} of {say_share(abs(value))}"
    return column.write(value)


def _meets(value: float, target: Target) -> bool:
    return {"<": value < target.value, "<=": value <= target.value, ">": value > target.value,
            ">=": value >= target.value}[target.comparison]  # fmt: skip


def describe_stated_change(page: Page, aim: Aim) -> list[str]:
    """Whether the stated change is more than chance, and how many cases or how large a fall that would have needed."""
    made = aim.counts[aim.counts["made"] != ""]
    title = page.definitions.indicator(aim.count).title
    if aim.change is None or made.empty or not protect_counts(page, aim).is_complete("count"):
        return []
    after = made.iloc[-1]
    before = aim.counts[aim.counts["end"] == after["start"] - pd.Timedelta(days=1)].iloc[0]
    ratio = ratio_of_rates(after["count"], 1, before["count"], 1, page.confidence)
    page.method(ratio)
    told = f"{say_share(abs(aim.change))} {'fewer' if aim.change < 0 else 'more'} than {say_count(before['count'])}"
    least, needed = largest_fall_told(before["count"], page.confidence), events_to_tell(aim.change, page.confidence)
    clear = ratio.upper < 1 or ratio.lower > 1
    verdict = "more than chance explains" if clear else "which chance alone could explain"
    sentence = f"{told} would be {say_count(after['count'])}, {verdict}."
    size = (
        f"Only {say_count(least)} or fewer would have been a clear fall from {say_count(before['count'])}"
        if least
        else ""
    )
    many = f"a change of {say_share(abs(aim.change))} shows only from about {say_count(_rounded(needed))} cases a year"
    return [f"{title}: {sentence}", f"{size}; {many}." if size and not clear and needed else ""]


def describe_counted(page: Page, aim: Aim) -> list[str]:
    """The change from the first to the last year counted, with limits."""
    title = page.definitions.indicator(aim.count).title
    if aim.counts.empty:
        return [
            f"How many {lower_first(title)} there were is not known for {page.area.name}, so no change can be told."
        ]
    shown = protect_counts(page, aim)
    known = shown.table[(shown.table["made"] == "") & shown.table["count"].notna()]
    if len(known) < 2:
        return []
    first, last = known.iloc[0], known.iloc[-1]
    ratio = ratio_of_rates(last["count"], 1, first["count"], 1, page.confidence)
    page.method(ratio)
    return [describe_ratio(title, ratio, (first["count"], first["period"]),
                           (last["count"], last["period"]))]  # fmt: skip


def _rounded(number: int) -> int:
    step = 10 ** max(0, len(str(number)) - 2)
    return -(-number // step) * step
