"""What share of a whole each of its parts is, in sentences."""

from itertools import pairwise

import pandas as pd

from analysis.numbers import lower_first, say_count, say_limits, say_share
from analysis.words.missing_data import say_missing
from analysis.words.statement import Statement, Subject


def say_part(subject: Subject, row: pd.Series, whole: str, confidence: float) -> Statement:
    """How many of how many, which share that is with its limits, and the share of the year before where it is known.

    `row` is one of `beside_year_before`; `whole` is what the denominator counts, as it stands inside a sentence. No
    verdict is given on the change: many children are in both years, so that the two shares are not of other children.
    """
    if pd.isna(row["value"]):
        return say_missing(subject, str(row["why"]), subject.period)
    earlier = f" In {row['period_before']} it was {say_share(row['before'])}." if pd.notna(row["before"]) else ""
    share = say_share(row["value"])
    sentence = (
        f"{subject.title} in {subject.period}: {say_count(row['numerator'])} of {say_count(row['denominator'])} "
        f"{whole}, which is {share} ({say_share(confidence)} limits {say_limits(row['lower'], row['upper'], 'share')})."
        f"{earlier}"
    )
    caption = f"{subject.title}: {share} in {subject.period}"
    return Statement("level", subject, row, sentence, caption=caption, facts={"value": float(row["value"])})


def say_largest_fall(subject: Subject, rows: pd.DataFrame, whole: str) -> Statement | None:
    """Between which two steps most of the children fall away; None where fewer than two steps are known.

    `rows` are the parts in the order of the steps, with part and value; the first step is the whole itself.
    """
    known = rows[rows["value"].notna()]
    shares, names = [1.0, *known["value"]], [whole, *map(lower_first, known["part"])]
    falls = [before - after for before, after in pairwise(shares)]
    if len(falls) < 2 or max(falls) <= 0:
        return None
    step = falls.index(max(falls))
    sentence = (
        f"Most fall away between two steps: {names[step]} ({say_share(shares[step])}) and {names[step + 1]} "
        f"({say_share(shares[step + 1])})."
    )
    question = f"What becomes of the children who are not among the {names[step + 1]}?"
    return Statement("level", subject, rows, sentence, question=question, facts={"value": float(max(falls))})
