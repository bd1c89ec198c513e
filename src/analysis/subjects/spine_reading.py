"""What a spine of rates against England says, in sentences, and what to ask."""

import pandas as pd

from analysis.measures.columns import column_of
from analysis.measures.protection import Protected
from analysis.numbers import (
    listed,
    lower_first,
    plural,
    say,
    say_count,
    say_limits,
    say_share,
    upper_first,
)
from analysis.page.page import Page
from analysis.subjects.spine import IN_WORDS, NO_ENGLAND, NO_FIGURE, NO_LIMITS

JUDGED = ("worse", "better", "similar", "higher", "lower")


def describe_spine(page: Page, shown: Protected) -> list[str]:
    """How many rates can be judged and how they stand, those without a number, and those without England's figure."""
    rows = shown.table[shown.table["ratio"].notna() | shown.table["verdict"].isin([NO_ENGLAND, NO_FIGURE])]
    judged, rates = rows[rows["verdict"].isin(JUDGED)], (shown.table["verdict"] != IN_WORDS).sum()
    known = "the number of people or events behind it and England’s rate are both given"
    told = [f"{len(judged)} of {plural(rates, 'rate')} can be judged against England, since {known}."]
    if judged.empty:
        told = [f"None of {plural(rates, 'rate')} can be judged against England: for none, {known}."]
    for verdict, part in judged.groupby("verdict", sort=False):
        if verdict == "similar":
            told.append(f"Cannot be told apart from England: {_names(part)}.")
        else:
            told.append(
                f"{verdict.capitalize()} than England by more than chance explains: {_names(part, times=True)}."
            )
    for row in rows[rows["verdict"] == NO_LIMITS].itertuples():
        form = column_of(page.definitions.indicator(row.indicator))
        side = "above" if row.ratio > 1 else "below" if row.ratio < 1 else "level with"
        told.append(
            f"{row.what}: {say(row.value, form.form, per=form.per)} is {side} England’s {form.write(row.england)} "
            f"({row.period}), but without the number behind it whether that is more than chance cannot be said."
        )
    absent = rows[rows["verdict"].isin([NO_ENGLAND, NO_FIGURE])]
    return (
        [*told, f"Not judged, for want of a figure of the area or of England: {_names(absent)}."]
        if len(absent)
        else told
    )


def describe_similar(page: Page, shown: Protected) -> list[str]:
    """What "similar" would mean for the rate with the fewest people or events behind it, and for the one with most."""
    rows = shown.table[shown.table["similar_high"].notna() & shown.table["count"].notna()].sort_values("count")
    if rows.empty:
        return ["What “similar” would mean cannot be said: no rate has both the number behind it and England’s."]
    told = [_say_similar(page, rows.iloc[0])]
    if len(rows) > 1:
        told.append(_say_similar(page, rows.iloc[-1]))
    return [*told, "“Similar” is not “the same”: the fewer there are, the more a real difference can hide in it."]


def list_questions(shown: Protected) -> list[str]:
    """What to ask for, so that more rates can be judged: the numbers, England's figures, the figures in words."""
    rows, told = shown.table, []
    for verdict, words in (
        (NO_LIMITS, "How many children are behind the rate, and over how many years? {}."),
        (NO_ENGLAND, "What is England’s figure for the same period and ages? {}."),
        (NO_FIGURE, "What is the figure that the words stand for, and how many children is it? {}."),
    ):
        part = rows[rows["verdict"].replace(IN_WORDS, NO_FIGURE) == verdict]
        told += [words.format(upper_first(_names(part)))] if len(part) else []
    return told


def caption_spine(page: Page, shown: Protected) -> str:
    """Which rates stand out, as the finding of the chart."""
    rows = shown.table
    worse, judged = (rows["verdict"] == "worse").sum(), rows["verdict"].isin(JUDGED).sum()
    when = f"{page.area.name} against England"
    if not judged:
        return f"{when}: {plural(rows['ratio'].notna().sum(), 'rate')} can be shown and none judged"
    some = "all" if worse == judged else "none" if worse == 0 else f"{worse}"
    return f"{when}: {some} of the {plural(judged, 'rate')} that can be judged {'is' if worse == 1 else 'are'} worse"


def _say_similar(page: Page, row: pd.Series) -> str:
    form = column_of(page.definitions.indicator(row["indicator"]))
    ends = [row["similar_low"] * row["england"], row["similar_high"] * row["england"]]
    return (
        f"{row['what']}, {say_count(row['count'])}: were the risk here exactly England’s, chance alone would still put "
        f"the rate anywhere from {say_limits(*ends, form.form, per=form.per)}, that is {_share(row['similar_low'])} to "
        f"{_share(row['similar_high'])} of England’s."
    )


def _share(ratio: float) -> str:
    return say_share(ratio, 0)


def _names(rows: pd.DataFrame, times: bool = False) -> str:
    return listed(lower_first(row.what) + (f" ({row.ratio:.1f} times)" if times else "") for row in rows.itertuples())
