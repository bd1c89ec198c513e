"""Missing children in sentences: how many in the year, how often each, and whether that has changed."""

import pandas as pd

from analysis.model.missing import TOTALS, MissingYear, count_suppressed
from analysis.model.missing_trend import MissingTrend
from analysis.numbers import MINUS, plural, say_count, say_number, say_share
from analysis.words.statement import Statement, Status, Subject, judge


def say_missing_year(subject: Subject, year: MissingYear, months: pd.DataFrame, gaps: str) -> Statement:
    """What the months add up to: episodes of those with figures, children only by month.

    `months` are those of the year with their children; `gaps` a sentence on the months without figures.
    """
    if pd.isna(year.episodes_of_known_months) or year.months == year.months_missing:
        return Statement("level", subject, year, f"No month of the year has figures. {gaps}".strip(), Status.CANNOT_SAY)
    known = months["children"].dropna()
    range_ = f"between {say_count(known.min())} and {say_count(known.max())}"
    sentence = (
        f"There were {say_count(year.episodes_of_known_months)} missing episodes in "
        f"{plural(year.months - year.months_missing, 'month')}; {range_} children went missing in a month. {gaps}"
    ).strip()
    caption = f"Children missing, and their episodes, each month: {range_} children. {gaps}".rstrip(". ")
    facts = {"value": year.episodes_of_known_months}
    return Statement("level", subject, year, sentence, facts=facts, caption=caption)


def say_different_children(subject: Subject, year: MissingYear) -> Statement:
    """Why the months' children do not add up to the year's, and the bounds that they give.

    For a year of which no count of children, each once, was supplied; `who_goes_missing.say_distinct` says that.
    """
    if pd.isna(year.children_at_least):
        none = "We do not know how many different children went missing this year: no month has a figure."
        return Statement("gap", subject, year, none, Status.CANNOT_SAY)
    most = "" if pd.isna(year.children_at_most) else f" and at most {say_count(year.children_at_most)}"
    sentence = (
        "We do not know how many different children went missing this year: a child missing in two months is counted "
        f"twice. There were at least {say_count(year.children_at_least)}{most}."
    )
    return Statement("gap", subject, year, sentence, Status.CANNOT_SAY)


def say_repeats(subject: Subject, months: pd.DataFrame) -> Statement:
    """How often a child who goes missing does so in a month, over the months with all four totals."""
    if count_suppressed(months):
        none = "How many children go missing again in a month is not said: months in which few did are suppressed."
        return Statement("level", subject, None, none, Status.CANNOT_SAY)
    known = months[TOTALS].dropna()
    if known.empty:
        none = "No month has all the figures that show how many children go missing again."
        return Statement("level", subject, None, none, Status.CANNOT_SAY)
    sums = known.sum()
    sentence = (
        f"In a month, {say_share(sums['repeat_children'] / sums['children'])} of the children who went missing did so "
        f"more than once, and {say_share(sums['repeat_episodes'] / sums['episodes'])} of all episodes were theirs; a "
        f"child had {say_number(sums['episodes'] / sums['children'])} episodes on average."
    )
    return Statement("level", subject, None, sentence)


def say_repeat_trend(subject: Subject, trend: MissingTrend, months: pd.DataFrame) -> Statement:
    """Whether children went missing more often from the first month to the last, and whether more children did.

    `months` are the rows that the trend was fitted to, with period and the four totals. Differences between halves of
    the months carry limits; the verdict is that of the test with the child as the unit, for four related figures.
    """
    if trend.reason is not None:
        sentence = f"We cannot say whether children go missing more often. {trend.reason}"
        return Statement("trend", subject, trend, sentence, Status.CANNOT_SAY)
    rows = trend.table.set_index("measure")
    each, share, children = (rows.loc[name] for name in ("episodes_per_child", "repeat_share", "children_per_day"))
    known = months.dropna(subset=TOTALS)["period"]
    first, last = str(known.iloc[0]), str(known.iloc[-1])
    figures = (
        f"Each missing child had {say_number(each['first'])} episodes in {first} and {say_number(each['last'])} in "
        f"{last}. Repeats went from {say_share(share['first'])} to {say_share(share['last'])} of episodes"
    )
    halves = (
        f"From the first half of the months to the second, repeats went from {say_share(share['early'])} to "
        f"{say_share(share['late'])} of episodes ({say_share(trend.confidence)} limits of the difference: "
        f"{say_points_between(share['lower'], share['upper'])})"
    )
    unusual = bool(each["unusual"])
    upwards = bool(each["per_month"] > 0)
    often = f"went missing {'more' if upwards else 'less'} often"
    same = f"The number of missing children did not clearly change, but they {often}"
    verdict = f"Children {often}" if children["unusual"] else same
    verdict = verdict if unusual else "How often each child went missing did not clearly change"
    sentence = f"{verdict}. {figures}. {halves}. This rests on {plural(trend.months, 'month')}."
    question = f"Why did the children who go missing do so {'more' if upwards else 'less'} often by {last}?"
    return Statement(
        "trend",
        subject,
        trend,
        sentence,
        judge(upwards, "low") if unusual else Status.NO_CLEAR_CHANGE,
        unusual,
        question=question if unusual else "",
    )


def say_points_between(lower: float, upper: float) -> str:
    """Two differences of shares in percentage points: '+1 to +16 points'."""
    return f"{lower * 100:+.0f} to {upper * 100:+.0f} points".replace("-", MINUS)
