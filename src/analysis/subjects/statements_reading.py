"""What stated figures come to, in sentences: how many can be judged, what changed, what stands apart."""

import re
from collections.abc import Mapping

import pandas as pd

from analysis.measures.protection import Protected
from analysis.model.comparison import verdict
from analysis.model.limits import Estimate, proportion_limits
from analysis.numbers import listed, lower_first, period_from, plural, say_share, upper_first
from analysis.page.page import Page
from analysis.subjects.statements import AWAITED, BARE, CHANGE, CLAIM, COUNT, RANK, SHARE, compare_counts
from analysis.subjects.statements_table import PERHAPS, check_claim, name_row, say_beside, say_figure
from analysis.words.changes import describe_ratio
from analysis.words.comparisons import describe_comparison
from analysis.words.statement import Statement, Status, judge

MOST = 5  # sentences that a summary holds


def describe_statements(page: Page, rows: pd.DataFrame, shown: Protected) -> list[Statement]:
    """The summary: what can be judged first, then what cannot and why."""
    if rows.empty:
        sentence = f"No figure of these is known for {page.area.name}."
        asked = page.parameter("figures", "").split()[0]
        return [Statement("missing", page.subject(asked), rows, sentence, Status.CANNOT_SAY)]
    judged = [
        *describe_shares(page, rows, shown),
        *describe_changes(page, rows, shown),
        *describe_steps(page, rows, shown),
        *describe_gaps(page, rows, shown),
    ]
    first = rows.iloc[0].to_dict()
    rest = [
        *((Status.CANNOT_SAY, sentence) for sentence in describe_awaited(page, rows)),
        *((None, sentence) for sentence in describe_stated(page, rows, shown)),
        *((Status.CANNOT_SAY, sentence) for sentence in describe_needs(page, rows, shown)),
        *((Status.CANNOT_SAY, sentence) for sentence in describe_claims(page, rows, shown)),
    ]
    return [*judged, *(_state(page, first, "level", rows, sentence, status) for status, sentence in rest)][:MOST]


def _state(
    page: Page,
    row: Mapping,
    kind: str,
    result: object,
    sentence: str,
    status: Status | None = None,
    unusual: bool | None = None,
) -> Statement:
    """A sentence on one stated figure, with what it is about."""
    about = page.subject(row["indicator"], breakdown=row["breakdown"], period=row["period"])
    return Statement(kind, about, result, sentence, status, unusual)


def _status_of(page: Page, indicator: str, ratio: Estimate) -> Status:
    """What the limits of a ratio say: a rise or fall, judged where the indicator has a good direction; or neither."""
    if ratio.reason is not None:
        return Status.CANNOT_SAY
    if ratio.lower <= 1 <= ratio.upper:
        return Status.NO_CLEAR_CHANGE
    return judge(bool(ratio.lower > 1), page.definitions.indicator(indicator).polarity)


def describe_stated(page: Page, rows: pd.DataFrame, shown: Protected) -> list[str]:
    """The first few figures as they are stated, where no limits or comparison tell more of them."""
    marks, told = shown.marks.to_dict("records"), []
    for place, row, figures in _each(rows, shown):
        thing = pd.notna(figures["things"]) and page.definitions.indicator(row["indicator"]).unit != "people"
        if (
            row["kind"] in (COUNT, BARE)
            and not thing
            and pd.isna(figures["england"])
            and pd.isna(figures["before_count"])
        ):
            told.append(f"{name_row(page, row)} {say_figure(page, row, figures, marks[place])}")
    if not told:
        return []
    return [f"The report gives these figures, and there is nothing to compare them with: {'; '.join(told[:4])}."]


def describe_needs(page: Page, rows: pd.DataFrame, shown: Protected) -> list[str]:
    """The shares without their numbers, and how much hangs on them, by the first of them."""
    bare = [
        (row, figures)
        for _, row, figures in _each(rows, shown)
        if row["kind"] == BARE
        and pd.isna(figures["base"])
        and 0 < figures["value"] < 1
        and page.definitions.indicator(row["indicator"]).counts in ("people", "events")
    ]
    if not bare:
        return []
    row, figures = bare[-1]
    low, high = _limits_of_few(page, figures)
    return [
        f"{plural(len(bare), 'share')} came without the number behind {'it' if len(bare) == 1 else 'them'}: were "
        f"{say_share(figures['value'])} ({lower_first(name_row(page, row))}) of {PERHAPS[0]}, the limits would be "
        f"{say_share(low)} to {say_share(high)}."
    ]


def describe_shares(page: Page, rows: pd.DataFrame, shown: Protected) -> list[Statement]:
    """Shares that have limits and England's figure of the same period, against it."""
    told = []
    for _, row, figures in _each(rows, shown):
        if row["kind"] == SHARE and pd.notna([figures["lower"], figures["england"]]).all() and not row["england_when"]:
            polarity = page.definitions.indicator(row["indicator"]).polarity
            compared = str(verdict(figures["lower"], figures["upper"], figures["england"], polarity))
            what, figure = f"The figure for {name_row(page, row)}", figures["value"]
            sentence = describe_comparison(what, figure, compared, figures["england"], "England", "share")
            told.append(_state(page, row, "comparison", compared, sentence, Status(compared)))
    return told


def describe_changes(page: Page, rows: pd.DataFrame, shown: Protected) -> list[Statement]:
    """Changes whose count is known, with the count before that they imply and exact limits."""
    told = []
    for _, row, figures in _each(rows, shown):
        now = figures["count"] if pd.notna(figures["count"]) else figures["things"]
        if row["kind"] == CHANGE and pd.notna([row["implied"], now]).all():
            indicator = row["indicator"].removesuffix("_change")
            what = page.definitions.indicator(indicator).title + (
                "" if row["area"] == page.area.code else " in England"
            )
            before = (row["implied"], f"{_earlier(row)} (as the change implies)")
            ratio = compare_counts(page, row)
            sentence = describe_ratio(what, ratio, before, (now, row["period"]))
            told.append(_state(page, row, "change", ratio, sentence, _status_of(page, indicator, ratio)))
    return told


def describe_steps(page: Page, rows: pd.DataFrame, shown: Protected) -> list[Statement]:
    """Counts with the count of the period before, as long as this one, and whether chance explains the step."""
    told = []
    for _, row, figures in _each(rows, shown):
        both = pd.notna([figures["count"], figures["before_count"]]).all()
        if row["kind"] == COUNT and both and row["before_when"] == _earlier(row):
            what = name_row(page, row)
            ratio = compare_counts(page, row)
            ends = (figures["before_count"], row["before_when"]), (figures["count"], row["period"])
            status = _status_of(page, row["indicator"], ratio)
            told.append(_state(page, row, "change", ratio, describe_ratio(what, ratio, *ends), status))
    return told


def describe_gaps(page: Page, rows: pd.DataFrame, shown: Protected) -> list[Statement]:
    """The gap between everyone's share and a group's, and whether it would outlast a small number behind it.

    A gap that would is unusual, and judged where the indicator has a good direction.
    """
    told = []
    for _, row, figures in _each(rows, shown):
        same = (rows["indicator"] == row["indicator"]) & (rows["breakdown"] == "") & (rows["period"] == row["period"])
        if row["kind"] != BARE or not row["breakdown"] or not same.any() or pd.isna(figures["value"]):
            continue
        everyone = shown.table.loc[same, "value"].iloc[0]
        if pd.isna(everyone) or not 0 < figures["value"] < 1:
            continue
        what = lower_first(page.definitions.indicator(row["indicator"]).title)
        gap = abs(everyone - figures["value"]) * 100
        sentence = (
            f"{upper_first(row['breakdown'])}: {say_share(figures['value'])} reached {what}, against "
            f"{say_share(everyone)} of all in {row['period']}, a gap of {gap:.0f} percentage points."
        )
        low, high = _limits_of_few(page, figures)
        if low <= everyone <= high:
            doubt = " How many are behind it is not given, and with few of them chance alone could make such a gap."
            told.append(_state(page, row, "comparison", rows, sentence + doubt, Status.CANNOT_SAY))
            continue
        limits = f"{say_share(low)} to {say_share(high)}"
        sentence += (
            f" Even if only {PERHAPS[0]} were behind it, its limits would be {limits}: more than chance explains."
        )
        status = judge(figures["value"] > everyone, page.definitions.indicator(row["indicator"]).polarity)
        told.append(_state(page, row, "comparison", rows, sentence, status, True))
    return told


def describe_ranks(page: Page, rows: pd.DataFrame, shown: Protected) -> list[str]:
    """Each rank with what it leaves open: a place moves when others do, and near places may be one by chance."""
    told = []
    marks = shown.marks.to_dict("records")
    for place, row, figures in _each(rows, shown):
        if row["kind"] != RANK:
            continue
        stated = f"{name_row(page, row)}: {say_figure(page, row, figures, marks[place])} ({row['period']})"
        beside = say_beside(page, row, figures)
        size = re.search(r"\d+", page.definitions.indicator(row["indicator"]).unit)
        alone = pd.notna(figures["value"]) and not row["text"].startswith("joint")
        within = f", within the first {say_share(figures['value'] / int(size[0]))}" if size and alone else ""
        told.append(f"{stated}{within}{f'; {beside}' if beside else ''}.")
    if told:
        told.append(
            "How sure a place is cannot be said without the others’ figures: authorities with nearly the same "
            "share can change places by chance, and a place can fall while the share rises."
        )
    return told


def describe_awaited(page: Page, rows: pd.DataFrame) -> list[str]:
    """What was announced and not supplied."""
    names = [lower_first(name_row(page, row)) for row in rows[rows["kind"] == AWAITED].to_dict("records")]
    return [f"Awaited: {listed(names)}."] if names else []


def describe_claims(page: Page, rows: pd.DataFrame, shown: Protected) -> list[str]:
    """What is claimed in words, without a figure that could be checked."""
    claims = [row for row in rows[rows["kind"] == CLAIM].to_dict("records") if not check_claim(page, row, rows, shown)]
    claims = [f"“{row['text']}” ({lower_first(name_row(page, row))})" for row in claims]
    return [f"Said in words, with no figure to check: {listed(claims)}."] if claims else []


def _limits_of_few(page: Page, figures: dict) -> tuple[float, float]:
    """The limits that a share would have were few behind it."""
    low, high = proportion_limits(figures["value"] * PERHAPS[0], PERHAPS[0], page.confidence)
    return float(low), float(high)


def _earlier(row: dict) -> str:
    return period_from(row["start"], row["end"]).earlier().label


def _each(rows: pd.DataFrame, shown: Protected):
    figures = shown.table.to_dict("records")
    return ((place, row, figures[place]) for place, row in enumerate(rows.to_dict("records")))


def _plural(kind: str, many: int) -> str:
    first, _, rest = kind.partition(" ")
    return kind if many == 1 or kind == AWAITED else f"{first}s {rest.replace('its', 'their')}".strip()


def describe_judged(page: Page, rows: pd.DataFrame, shown: Protected) -> list[str]:
    """The ranks, or that nothing here can be judged and why."""
    told = describe_ranks(page, rows, shown)
    judged = shown.table["lower"].notna() | shown.table["england"].notna()
    if not judged.any():
        return ["Nothing here has both its numbers and something to stand beside; the table says what to ask.", *told]
    return told or ["What has neither limits nor anything beside it is in the table below, with what to ask."]


def caption_statements(page: Page, rows: pd.DataFrame, shown: Protected) -> str:
    """Which figures lie clear of England's (or of no change), as the finding of the chart."""
    table = shown.table.assign(what=[name_row(page, row) for row in rows.to_dict("records")])
    shares = table[rows["kind"].isin([SHARE, BARE]) & (table["lower"].notna() | table["england"].notna())]
    if len(shares):
        clear = shares[(shares["lower"] > shares["england"]) | (shares["upper"] < shares["england"])]
        unjudged = shares.loc[shares["lower"].isna() & shares["england"].notna(), "what"]
        found = f"{listed(clear['what'])}: clear of England’s by more than chance" if len(clear) else ""
        left = f"{listed(unjudged)}: beside England’s, without the number that would judge it" if len(unjudged) else ""
        return upper_first("; ".join(filter(None, [found, left]))) or "Shares as stated, with their limits"
    changes = table[(rows["kind"] == CHANGE) & table["lower"].notna()]
    clear = changes[(changes["lower"] > 0) | (changes["upper"] < 0)]
    many = "Every change" if len(clear) == len(changes) else f"{len(clear)} of {plural(len(changes), 'change')}"
    return f"{many} shown is more than chance explains"
