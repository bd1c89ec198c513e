"""A count by category in sentences: how many, which categories differ from elsewhere, and what changed."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.breakdowns import Breakdown
from analysis.measures.protection import Protected
from analysis.model.categories import find_clear_changes
from analysis.model.judged_change import Change
from analysis.numbers import listed, lower_first, plural, say, say_count, say_limits, say_share
from analysis.schemas import Readings
from analysis.words.chance import state_beside_chance
from analysis.words.changes import say_how_unusual
from analysis.words.missing_data import say_why
from analysis.words.statement import Statement, Status, Subject, judge, say_direction

CHANGES = "Changes on the year before: "
NO_SHARES = "no share of both places is known."
MOST_NAMED = 2
MOST_IN_A_CAPTION = 3


def say_total(subject: Subject, counts: Protected, when: str) -> Statement:
    """How many there were in the area, from what may be published: `counts` has a row for each area, its own first."""
    own = counts.table[""].iloc[0] if len(counts.table) else float("nan")
    if pd.isna(own):
        why = say_why(str(counts.marks[""].iloc[0]) if len(counts.table) else "")
        sentence = f"How many {subject.inside} there were in {subject.area_name} {when} {why}."
        return Statement("level", subject, counts, sentence, Status.CANNOT_SAY)
    sentence = f"There were {say_count(own)} {subject.inside} in {subject.area_name} {when}."
    return Statement("level", subject, counts, sentence, facts={"value": float(own)})


def say_commonest(subject: Subject, whole: Subject, shares: Protected, when: str) -> Statement:
    """The categories that most of the `whole` had, where one can have several, with how many and their share.

    The whole may have other categories that are not among these, so it is said of how many these are the most common.
    A category that nobody had is none of the most common; how many have no figure is said, since one may be.
    """
    rows = shares.table
    found = rows[rows["value"] > 0] if len(rows) else rows
    if found.empty:
        mark = next(filter(None, shares.marks["value"]), "") if len(rows) else "not_supplied"
        unknown = rows.empty or rows["value"].isna().any()
        which = f"Which {subject.inside} are the most common in {subject.area_name} {when}"
        sentence = f"{which} {say_why(mark)}." if unknown else f"{which} cannot be said: none was found."
        return Statement("level", whole, shares, sentence, Status.CANNOT_SAY)
    unknown = int(rows["value"].isna().sum())
    without = f" {plural(unknown, 'kind has', 'kinds have')} no figure that can be shown." if unknown else ""
    first = found.sort_values("value", ascending=False, kind="stable").head(MOST_IN_A_CAPTION)
    named = [
        f"{lower_first(row.category)} ({say_count(row.count)}, {say_share(row.value)})" for row in first.itertuples()
    ]
    total, of = say_count(first["total"].iloc[0]), plural(len(rows), "kind")
    were = "was" if len(named) == 1 else "were"
    sentence = (
        f"Of {of}, the most common in the {total} {whole.inside} in {subject.area_name} {when} {were} "
        f"{listed(named)}.{without}"
    )
    return Statement("level", whole, shares, sentence)


def say_categories(
    subject: Subject, shares: Protected, others: str, whole: Subject, *, confidence: float = 0.95
) -> list[Statement]:
    """The categories whose share differs most from elsewhere, each with its base; one statement where none does.

    One statement also where no category was supplied. `whole` is what they are parts of, `shares` are the rows of
    `compare_categories` as they may be published, worked out at `confidence`.
    """
    rows, sentence = shares.table, ""
    judged = rows[rows["differs"].isin(["yes", "no"])] if len(rows) else rows
    if rows.empty:
        sentence = f"The kinds of {subject.inside} in {subject.area_name} were not supplied."
    elif not others or rows["other_value"].isna().all():
        sentence = f"There is nothing to compare the categories of {subject.inside} with."
    elif judged.empty:
        sentence = f"Whether a kind of {subject.inside} is unusual in {subject.area_name} cannot be said: {NO_SHARES}"
    if sentence:
        return [Statement("comparison", subject, shares, sentence, Status.CANNOT_SAY)]
    clear = rows[(rows["differs"] == "yes") & rows["difference"].notna()]
    clear = clear.sort_values("difference", key=abs, ascending=False, kind="stable")
    among = "median" in rows and rows["median"].notna().any()
    if clear.empty:
        beside = "is unusual among its neighbours" if among else f"differs clearly from that of {others}"
        some = f"no kind that can be judged ({len(judged)} of {len(rows)})"
        kinds = f"none of the {len(rows)} kinds" if 1 < len(judged) == len(rows) else some
        caption = f"Of {subject.inside}, {kinds} has a share in {subject.area_name} that {beside}"
        return [Statement("comparison", subject, shares, f"{caption}.", Status.SIMILAR, False, caption=caption)]
    ways = {"larger": clear[clear["difference"] > 0], "smaller": clear[clear["difference"] < 0]}
    phrases = [f"{way} for {_name_some(some['category'])}" for way, some in ways.items() if len(some)]
    than = f"than in {'most of its neighbours' if among else others}"
    caption = f"{subject.area_name}’s share is clearly {' and '.join(phrases)} {than}"
    return [
        Statement(
            "comparison",
            subject,
            row,
            f"{say_share(row.value)} of {subject.area_name}’s {say_count(row.total)} {whole.inside} are under "
            f"“{row.category}”, against {say_share(row.other_value)} of {say_count(row.other_total)} in {others}. "
            f"{_say_how_unusual(row, confidence)}",
            Status.HIGHER if row.difference > 0 else Status.LOWER,
            None if pd.isna(getattr(row, "median", None)) else True,
            caption=caption,
            question=f"Why is “{row.category}” so {'large' if row.difference > 0 else 'small'} a part of "
            f"{whole.inside} in {subject.area_name}?",
            facts={"beyond_chance": True},
        )
        for row in clear.head(MOST_NAMED).itertuples()
    ]


def _say_how_unusual(row: Any, confidence: float) -> str:
    """What a category that differs is unusual by: its neighbours' spread, or chance where they are too few."""
    if pd.isna(getattr(row, "median", None)):
        return "The difference is larger than chance explains."
    usual = say_limits(row.usual_lower, row.usual_upper, "share")
    most = f"{say_share(confidence)} of areas like them would have {usual}"
    return f"Its neighbours’ median is {say_share(row.median)}, and {most}."


def caption_drawn(caption: str, drawn: Protected, shares: Protected, chosen: str = "differ most") -> str:
    """A chart's caption; where not every category is drawn, with how many of them are, and by what they are chosen."""
    some, every = len(drawn.table), len(shares.table)
    return caption if some == every else f"{caption}. Drawn are the {some} of {every} that {chosen}"


def _name_some(categories: pd.Series) -> str:
    """Categories in a caption: the first of them, and how many more."""
    names = [lower_first(name) for name in categories]
    more = len(names) - MOST_IN_A_CAPTION
    return listed([*names[:MOST_IN_A_CAPTION], f"{more} more"] if more > 1 else names)


def say_base(subject: Subject, counts: Protected, others: str) -> str:
    """The two shares that the largest category's count has, each with its base; empty without both."""
    categories = [name for name in counts.table if name not in ("area", "")]
    own, beside = counts.table.iloc[0], counts.table.iloc[-1]
    if not others or len(counts.table) < 2 or own[categories].isna().all():
        return ""
    largest = own[categories].astype(float).idxmax()
    count, total, whole = own[largest], own[""], beside[largest]
    if pd.isna([count, total, whole]).any():
        return ""
    return (
        f"{say_count(count)} of {subject.area_name}’s {say_count(total)} were “{largest}”: {say_share(count / total)}. "
        f"They are {say_share(count / whole)} of the {say_count(whole)} in {others}. "
        "The two percentages have different bases."
    )


def say_year_change(
    subject: Subject,
    changes: Protected,
    now: str,
    before: str,
    change: Change | None,
    *,
    clear: bool | None,
    confidence: float = 0.95,
) -> Statement:
    """The change of the area's own count on the year before, from counts that may be published.

    `now` and `before` are when the counts are of, `change` how the change lies among ordinary ones, which decides where
    that is known; `clear` whether its limits leave out that nothing changed.
    """
    both = [table.to_dict("records") for table in (changes.table, changes.marks)]
    total, marks = (rows[0] if rows else {} for rows in both)
    gone = [name for name in ("before", "count") if pd.isna(total.get(name))]
    if gone:
        which = f"the count {before if gone[0] == 'before' else now} {say_why(marks.get(gone[0], ''))}"
        sentence = f"We do not know how {subject.inside} changed: {which}."
        caption = (
            f"{CHANGES}{subject.area_name}’s total is not known{_say_others(subject, changes.table[1:], confidence)}"
        )
        return Statement("change", subject, changes, sentence, Status.CANNOT_SAY, caption=caption)
    own, judged = changes.table.iloc[0], change is not None and change.unusual is not None
    sentence = (
        f"{subject.title} in {subject.area_name}: {say_count(own['before'])} {before}, {say_count(own['count'])} {now}"
    )
    if np.isfinite(own["change"]):  # from none there is no size
        limits = f"{say(own['lower'], 'change')} to {say(own['upper'], 'change')}"
        sentence += f", {say(own['change'], 'change')} ({say_share(confidence)} limits {limits})"
    beyond, upwards = pd.notna(clear) and bool(clear), bool(own["count"] > own["before"])
    found = "more than chance explains" if beyond else "no more than chance explains"
    if change is not None and judged:
        found = f"{'' if change.unusual else 'no '}more than usual"
    caption = (
        f"{CHANGES}{subject.area_name}’s total changed by {found}{_say_others(subject, changes.table[1:], confidence)}"
    )
    if change is None or not judged:
        text = f"{sentence}." if beyond else f"{sentence}. That may be chance."
        facts = {"year": say_direction(None if beyond else False, upwards, beyond=beyond)}
        return state_beside_chance(subject, changes, text, clear=beyond, upwards=upwards, caption=caption, facts=facts)
    status = judge(upwards, None) if change.unusual else Status.NO_CLEAR_CHANGE
    facts = {"year": say_direction(change.unusual, upwards)}
    text = f"{sentence}. {say_how_unusual(change)}."
    return Statement("change", subject, changes, text, status, change.unusual, caption=caption, facts=facts)


def _say_others(subject: Subject, rows: pd.DataFrame, confidence: float) -> str:
    """How many of the other changes are larger than chance explains with all of them judged together, and which."""
    known = int((rows["before"] + rows["count"]).gt(0).sum())  # also those from none, which have no size
    if rows.empty or not known:
        return "" if rows.empty else "; no other is known"
    larger = find_clear_changes(rows, clustering=subject.indicator.clustering, confidence=confidence)
    stand = rows.loc[larger, "what"]
    together = ", judged together" if known > 1 else ""
    if stand.empty:
        every = {1: "the one other", 2: "both others"}.get(known, f"all {known} others")
        return f"; {every} may be chance{together}"
    names = f" ({_name_some(stand)})" if len(stand) <= MOST_IN_A_CAPTION else ""
    return f"; {len(stand)} of {plural(known, 'other')} changed by more than chance explains{together}{names}"


def say_change_in_words(subject: Subject, found: Breakdown, changes: Readings) -> list[str]:
    """Changes of the area to the period of its counts that a report gives in words, without a figure."""
    if changes.empty or "text" not in changes or found.period is None:
        return []
    of_period = (changes["area"] == found.own) & (changes["end"] == pd.Timestamp(found.period.end))
    worded = changes[of_period & changes["text"].notna() & changes["value"].isna()]
    earlier = found.earlier.loc[found.own] if found.own in found.earlier.index else pd.Series(dtype=float)
    return [
        f"For “{row.breakdown}” in {subject.area_name} the change is given as “{row.text}”"
        f"{'' if pd.notna(earlier.get(row.breakdown)) else ', without an earlier count'}."
        for row in worded.itertuples()
    ]
