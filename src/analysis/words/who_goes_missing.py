"""Children missing in a year, each counted once, and which of them go missing again more often, in sentences."""

import pandas as pd

from analysis.numbers import plural, say_count, say_limits, say_share
from analysis.words.statement import Statement, Status, Subject


def say_distinct(subject: Subject, children: float, months: float = float("nan")) -> Statement:
    """How many children went missing in the year, each once, and what their months add up to where that is known."""
    if pd.isna(children):
        sentence = f"How many children went missing in {subject.period}, each counted once, is not known."
        return Statement("level", subject, children, sentence, Status.CANNOT_SAY)
    beside = f" The months add up to {say_count(months)}." if pd.notna(months) else ""
    sentence = f"{say_count(children)} children went missing in {subject.period}, each counted once.{beside}"
    return Statement("level", subject, children, sentence, facts={"value": float(children)})


def say_groups_of_episodes() -> str:
    """Why no share of children missing again is given by place or length, where children stand in several rows."""
    return (
        "A child with episodes from several places or of several lengths is in each of these rows, so that they add "
        "up to more than all children. One who goes missing more often is in more of them: which place or length goes "
        "with going missing again cannot be read from them."
    )


def say_repeats(subject: Subject, whole: pd.Series) -> Statement:
    """Which share of all missing children went missing again in the year, with limits."""
    if pd.isna(whole["value"]):
        sentence = f"Which share of children went missing again in {subject.period} is not known."
        return Statement("level", subject, whole, sentence, Status.CANNOT_SAY)
    limits = say_limits(whole["lower"], whole["upper"], "share")
    sentence = (
        f"{say_count(whole['numerator'])} of {say_count(whole['denominator'])} of them went missing more than once: "
        f"{say_share(whole['value'])} (limits {limits})."
    )
    return Statement("level", subject, whole, sentence, facts={"value": float(whole["value"])})


def say_who_stands_out(subject: Subject, rows: pd.DataFrame, whole: pd.Series) -> Statement:
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
    return Statement(
        "comparison",
        subject,
        rows,
        sentence,
        Status.HIGHER,
        caption=caption,
        question=question,
        facts={"value": float(row["value"])},
    )
