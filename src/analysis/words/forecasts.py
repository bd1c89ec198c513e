"""What is expected of the months ahead, in sentences."""

import pandas as pd

from analysis.model.year_total import YearTotal
from analysis.numbers import listed, say_count, say_share
from analysis.words.statement import Statement, Status, Subject


def say_year_total(subject: Subject, total: YearTotal) -> Statement:
    """What to expect of the twelve months ahead, with limits; after a known change only what each level would bring."""
    if total.first is None:
        return Statement("forecast", subject, total, total.reason or "No month has a figure.", Status.CANNOT_SAY)
    ahead = f"{total.first:%B %Y} to {total.first + 11:%B %Y}"
    last = "" if pd.isna(total.last_year) else f" The twelve months before had {say_count(total.last_year)}."
    if total.reason is None:
        sentence = (
            f"For {ahead} about {say_about(total.total)} {subject.inside} are to be expected "
            f"({say_share(total.confidence)} limits {say_about(total.lower)} to {say_about(total.upper)}).{last}"
        )
        caption = f"{subject.title}: about {say_about(total.total)} are to be expected in {ahead}"
        return Statement("forecast", subject, total, sentence, caption=caption)
    levels = listed(f"{say_about(row.total)} at the {row.scenario}" for row in total.scenarios.itertuples())
    each = f" If the year went on at a level already seen, it would bring {levels}." if levels else ""
    return Statement(
        "forecast", subject, total, f"No total is given for {ahead}. {total.reason}{each}{last}", Status.CANNOT_SAY
    )


def say_about(figure: float) -> str:
    """A figure that is only expected, to two digits: '3,200', '47'."""
    step = 10 ** max(0, len(str(int(figure))) - 2)
    return say_count(round(figure / step) * step)
