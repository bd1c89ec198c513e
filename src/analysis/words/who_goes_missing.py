"""Children missing in a year, each counted once, and which of them go missing again more often, in sentences."""

import pandas as pd

from analysis.numbers import say_count, say_limits, say_share
from analysis.words.missing_data import say_why
from analysis.words.statement import Statement, Status, Subject


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


def say_groups_of_episodes() -> str:
    """Why no share of children missing again is given by place or length, where children stand in several rows."""
    return (
        "A child with episodes from several places or of several lengths is in each of these rows, so that they can "
        "add up to more than all children. One who goes missing more often is in more of them: which place or length "
        "goes with going missing again cannot be read from them."
    )


def say_repeats(subject: Subject, whole: pd.Series) -> Statement:
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


def say_who_stands_out(subject: Subject, rows: pd.DataFrame, whole: pd.Series) -> Statement:
    """The characteristic with the highest share missing again, where its limits leave the share of all children out.

    `rows` have characteristic, numerator, denominator, value, lower and upper, as they may be shown.
    """
    known = rows[rows["value"].notna()]
    apart = known[known["lower"] > whole["value"]].sort_values("value", ascending=False, kind="stable")
    if apart.empty:
        sentence = "In no group that can be shown do clearly more children go missing again than among all."
        caption = f"No group is clearly higher among children missing in {subject.period}"
        return Statement("comparison", subject, rows, sentence, Status.SIMILAR, False, caption=caption)
    row = apart.iloc[0]
    sentence = (
        f"{row['characteristic'].capitalize()}: {say_share(row['value'])} of {say_count(row['denominator'])} children "
        f"went missing again, clearly more than {say_share(whole['value'])} of all."
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
