"""Missing children in sentences: how many, how often each, who goes missing again, and whether that has changed."""

from collections.abc import Sequence

import pandas as pd

from analysis.measures.missing_profile import Profile
from analysis.model.missing import TOTALS, MissingMonths, MissingTrend, MissingYear, count_suppressed
from analysis.numbers import plural, say_count, say_limits, say_number, say_share, say_signed
from analysis.words.missing_data import say_why
from analysis.words.statement import Statement, Status, Subject, judge


def say_missing_year(subject: Subject, year: MissingYear, months: MissingMonths, gaps: str) -> Statement:
    """What the months add up to: episodes of those with figures, children only by month.

    `months` are those of the year with their children; `gaps` a sentence on the months without figures.
    """
    known, episodes = months["children"].dropna(), months["episodes"].dropna()
    if known.empty or episodes.empty:
        of = "children" if known.empty else "episodes"
        what = "figures" if known.empty and episodes.empty else f"a figure of {of}"
        none = f"No month of the year has {what}. {gaps}".strip()
        return Statement("level", subject, year, none, Status.CANNOT_SAY)
    range_ = f"between {say_count(known.min())} and {say_count(known.max())}"
    of = "" if len(known) == len(episodes) else f", by the {plural(len(known), 'month')} with a figure of children"
    sentence = (
        f"There were {say_count(episodes.sum())} missing episodes in {plural(len(episodes), 'month')}; {range_} "
        f"children went missing in a month{of}. {gaps}"
    ).strip()
    caption = f"Children missing, and their episodes, each month: {range_} children in the last "
    caption = f"{caption}{plural(year.months, 'month')}. {gaps}".rstrip(". ")
    return Statement("level", subject, year, sentence, facts={"value": float(episodes.sum())}, caption=caption)


def say_different_children(subject: Subject, year: MissingYear, distinct: Sequence[Statement]) -> list[Statement]:
    """The counts of the year's children, each once; without one, why the months' do not add up, and their bounds.

    `distinct` are the counts supplied, as `say_distinct` says them.
    """
    if distinct:
        return list(distinct)
    sentence = "We do not know how many different children went missing this year: no month has a figure."
    if pd.notna(year.children_at_least):
        most = "" if pd.isna(year.children_at_most) else f" and at most {say_count(year.children_at_most)}"
        sentence = (
            "We do not know how many different children went missing this year: a child missing in two months is "
            f"counted twice. There were at least {say_count(year.children_at_least)}{most}."
        )
    return [Statement("gap", subject, year, sentence, Status.CANNOT_SAY)]


def say_repeats(subject: Subject, months: MissingMonths) -> Statement:
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


def say_repeat_trend(subject: Subject, trend: MissingTrend, months: MissingMonths) -> Statement:
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
        f"{say_signed(round(share['lower'] * 100))} to {say_signed(round(share['upper'] * 100))} points)"
    )
    unusual = bool(each["unusual"])
    upwards = bool(each["per_month"] > 0)
    often = f"went missing {'more' if upwards else 'less'} often"
    same = f"The number of missing children did not clearly change, but they {often}"
    verdict = f"Children {often}" if children["unusual"] else same
    verdict = verdict if unusual else "How often each child went missing did not clearly change"
    sentence = f"{verdict}. {figures}. {halves}. This rests on {plural(trend.months, 'month')}."
    question = f"Why did the children who go missing do so {'more' if upwards else 'less'} often by {last}?"
    status = judge(upwards, "low") if unusual else Status.NO_CLEAR_CHANGE
    return Statement("trend", subject, trend, sentence, status, unusual, question=question if unusual else "")


def say_distinct(subject: Subject, children: float, status: str, months: float) -> Statement:
    """How many children went missing in the year, each once, and what their months add up to where that is known.

    `status` is that of the count, which says why there is none.
    """
    if pd.isna(children):
        sentence = f"How many children went missing in {subject.period}, each counted once, {say_why(status)}."
        return Statement("level", subject, children, sentence, Status.CANNOT_SAY)
    beside = f" The months add up to {say_count(months)}." if pd.notna(months) else ""
    sentence = f"{say_count(children)} children went missing in {subject.period}, each counted once.{beside}"
    return Statement("level", subject, children, sentence, facts={"value": float(children)})


def say_no_groups(groups: int) -> str:
    """Why nothing is said on which children go missing again: no figures of `groups` by age or sex, or none of all."""
    what = "of all children together" if groups else "by age or sex"
    return f"No figures {what} were supplied, so which children go missing again cannot be said."


def say_groups_of_episodes() -> str:
    """Why no share of children missing again is given by place or length, where children stand in several rows."""
    return (
        "A child with episodes from several places or of several lengths is in each of these rows, so that they can "
        "add up to more than all children. One who goes missing more often is in more of them: which place or length "
        "goes with going missing again cannot be read from them."
    )


def say_repeats_of_year(subject: Subject, whole: pd.Series) -> Statement:
    """Which share of all missing children went missing again in the year, with limits."""
    if pd.isna(whole["value"]):
        absent = [name for name in ("missing_children", "missing_repeat_children") if pd.isna(whole[name])]
        why = say_why(str(whole[f"{absent[0]}_status"])) if absent else "is none, since no child went missing"
        sentence = f"The share of children who went missing again in {subject.period} {why}."
        return Statement("level", subject, whole, sentence, Status.CANNOT_SAY)
    limits = say_limits(whole["lower"], whole["upper"], "share")
    sentence = (
        f"{say_count(whole['numerator'])} of {say_count(whole['denominator'])} of them went missing more than once: "
        f"{say_share(whole['value'])} (limits {limits})."
    )
    return Statement("level", subject, whole, sentence, facts={"value": float(whole["value"])})


def say_who_stands_out(subject: Subject, rows: Profile, whole: pd.Series) -> Statement:
    """The group with the highest share missing again of those that stand out with all groups judged together.

    `rows` have characteristic, denominator, value and `apart` (`find_groups_apart`), as they may be shown.
    """
    known = rows[rows["value"].notna()]
    higher = known[known["apart"] & (known["value"] > whole["value"])]
    if higher.empty:
        groups = plural(len(known), "group that can be shown", "groups that can be shown")
        sentence = f"Of {groups}, none has clearly more children who go missing again than the others."
        caption = f"No group is clearly higher among children missing in {subject.period}"
        return Statement("comparison", subject, rows, sentence, Status.SIMILAR, False, caption=caption)
    row = higher.sort_values("value", ascending=False, kind="stable").iloc[0]
    sentence = (
        f"{row['characteristic'].capitalize()}: {say_share(row['value'])} of {say_count(row['denominator'])} children "
        f"went missing again, against {say_share(whole['value'])} of all. That is more than chance explains, with "
        f"{plural(len(known), 'group')} judged together."
    )
    question = f"What is done after the first episode for children in the group {row['characteristic']}?"
    caption = f"Going missing again is most frequent in the group {row['characteristic']}: {say_share(row['value'])}"
    facts = {"value": float(row["value"])}
    return Statement(
        "comparison", subject, rows, sentence, Status.HIGHER, caption=caption, question=question, facts=facts
    )
