"""Which returns a quarter still waits for, from whom and since when, by the contracts and by what is in data/raw."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.definitions import Definitions, read_definitions
from analysis.numbers import plural, say_day, upper_first
from analysis.observations import read_findings
from analysis.page.quality import read_tellable
from analysis.periods import Period, parse_period
from analysis.project import Project
from analysis.refusals import SourceRefused, StorageRefused
from publishing.intake.checks.wording import join_words
from publishing.intake.files import OFFICIAL, SUFFIXES, ReceivedFile, find_files, find_received, read_log
from publishing.intake.layouts import read_sources
from publishing.intake.layouts.layout import Layout
from publishing.intake.period_grammar import PERIOD_OF_DAY
from publishing.intake.written_periods import find_period_in_name, parse_file_period
from publishing.running.supplied_months import find_supplied_months, is_owed_by_months

IN, LATE, NEVER, NOT_YET, REFUSED = "in", "late", "never supplied", "not due yet", "cannot be read"
ORDER = (LATE, NEVER, REFUSED, NOT_YET, IN)
AWAITED = {"figure_awaited": "announced", "not_supplied": "missing in a return"}


@dataclass(frozen=True)
class Due:
    """One return of a quarter: its state, the period it is for, and since when (received, or due and not in).

    `required`: no quarter is complete without it. `kind` is that of a file that came and is of none that is read.
    `without` are months of the period that the return has no figure of, where it has others.
    """

    title: str
    supplier: str
    file: str
    state: str
    period: Period | None
    since: date | None
    last: Period | None = None
    required: bool = False
    kind: str = ""
    without: tuple[Period, ...] = ()


def find_due(
    project: Project, quarter: str, today: date | None = None, contracts: Iterable[Layout] | None = None
) -> list[Due]:
    """Every return that partners owe for a quarter, what is late or was never supplied first.

    A return whose file names no period is owed once. One with a figure for each month is owed by months: a file for a
    year in which the quarter's months are empty is late for the quarter. Any other for a year is owed when the year has
    ended. Each is due so many days later as its contract says. Of all contracts but those of official statistics,
    unless some are given. Raises ParametersRefused for a contract that is wrong.
    """
    end, today = parse_period(quarter, ["quarter"]), today or datetime.now(UTC).date()
    received, log = find_received(project.raw), read_log(project.raw)
    returns = find_returns(project) if contracts is None else contracts
    definitions = cache(lambda: read_definitions(project.params))
    found = [_find_state(project, contract, end, received, log, today, definitions) for contract in returns]
    return sorted(found, key=lambda due: (ORDER.index(due.state), due.supplier, due.title))


def find_returns(project: Project) -> list[Layout]:
    """The contracts of what partners send, by name: all but those of official statistics. Raises ParametersRefused."""
    return [source for source in read_sources(project.params / "sources").values() if source.precedence > OFFICIAL]


def list_due(project: Project, quarter: str) -> Iterator[str]:
    """The returns and the awaited figures as lines to read."""
    due = find_due(project, quarter)
    counts = {state: [one for one in due if one.state == state] for state in ORDER}
    yield f"Returns for {parse_period(quarter, ['quarter']).words}"
    for state, members in counts.items():
        if members:
            yield ""
            yield f"{upper_first(state)} ({len(members)})"
            yield from (f"  {one.title}, from {one.supplier}: {say_due(one)}" for one in members)
    awaited = list(_list_awaited(project))
    if awaited:
        yield ""
        yield f"Figures awaited ({plural(len(awaited), 'figure')})"
        yield from (f"  {words}" for words in awaited)


def describe_returns(project: Project, definitions: Definitions, quarter: str) -> dict:
    """The returns of a quarter for a manifest: their state, what each is, since when; and the figures awaited.

    Of these only what its readers may see (`analysis.page.quality.read_tellable`).
    """
    phrases = [
        {"state": due.state, "title": due.title, "supplier": due.supplier, "since": say_due(due)}
        for due in find_due(project, quarter)
    ]
    return {"returns": phrases, "awaited": list(say_awaited(project, read_tellable(project, definitions)))}


def say_due(due: Due) -> str:
    """What there is to say of a return: 'for 2013-14 Q4, received 23 November 2026', 'for …, due since …, last …'."""
    phrases = [f"for {due.period}"] if due.period else []
    if due.without:
        phrases.append(f"no figures for {join_words(month.words for month in due.without)}")
    if due.kind:
        phrases.append(f"came as {due.kind}, which is not read; save it as .xlsx")
    elif due.state == REFUSED:
        phrases.append("the file that came cannot be read")
    elif due.state == IN:
        phrases.append(f"received {say_day(due.since)}" if due.since else "received, the day is not in the log")
    elif due.since:
        phrases.append(f"due {'' if due.state == NOT_YET else 'since '}{say_day(due.since)}")
    if due.state in (LATE, NOT_YET):
        last = due.last and (due.last.words if due.last.kind == "month" else due.last)
        phrases.append(f"the last one is for {last}" if last else "none before")
    return ", ".join(phrases) or due.file


def say_awaited(project: Project, findings: pd.DataFrame) -> Iterator[str]:
    """The figures that were announced, or left out of a return that is in, as the checks found them."""
    sources = read_sources(project.params / "sources")
    for row in findings[findings["rule"].isin(AWAITED)].itertuples():
        supplier = sources[row.source.split()[0]].supplier if row.source.split()[0] in sources else row.source
        yield f"{row.message} Ask {supplier}."


def _list_awaited(project: Project) -> Iterator[str]:
    """The figures awaited as analysts are told, of whatever was cleaned last."""
    try:
        yield from say_awaited(project, read_findings(project.processed))
    except StorageRefused:
        return


def find_period_owed(contract: Layout, quarter: Period) -> Period | None:
    """The period whose file a quarter asks for: itself, its last month, or the year that it lies in.

    None for a file of all periods.
    """
    kind = find_period_in_name(contract.file)[1]
    if kind is None:
        return None
    moment = quarter.end if kind == "month" else quarter.start
    return PERIOD_OF_DAY.get(kind, PERIOD_OF_DAY["calendar year"])(moment)  # a mid-year lies in one


def find_day_due(contract: Layout, owed: Period) -> date:
    """The day by which a contract's file for a period is to be in."""
    return owed.end + timedelta(days=contract.due_days)


def _find_state(
    project: Project,
    contract: Layout,
    quarter: Period,
    received: list,
    log: dict[str, date],
    today: date,
    definitions: Callable[[], Definitions],
) -> Due:
    """Whether a contract's file for the quarter is in, late, never supplied or not due yet."""
    file_period = find_period_owed(contract, quarter)
    owed = quarter if is_owed_by_months(contract) else file_period
    due = Due(contract.title, contract.supplier, contract.file, IN, owed, None, None, contract.required)
    try:
        files = find_files(project.raw, contract.model_copy(update={"required": False}), received, log)
        last, came, without = _find_progress(project, contract, owed, files, definitions)
    except SourceRefused:
        return replace(due, state=REFUSED)
    if came and not without:
        return replace(due, since=came.received)
    other = _find_other_kind(contract, received, file_period)
    if other:
        return replace(due, state=REFUSED, kind=other)
    if owed is None:
        return replace(due, state=NEVER)
    due = replace(due, since=find_day_due(contract, owed), last=last, without=tuple(without) if came else ())
    if owed.end > quarter.end or find_day_due(contract, owed) >= today:
        return replace(due, state=NOT_YET)
    return replace(due, state=LATE if last or came else NEVER)


def _find_progress(
    project: Project,
    contract: Layout,
    owed: Period | None,
    files: Sequence[ReceivedFile],
    definitions: Callable[[], Definitions],
) -> tuple[Period | None, ReceivedFile | None, list[Period]]:
    """The last period before the one owed that is in, the file that has any of it, and the months that it is without.

    Raises SourceRefused for a file by months that cannot be read.
    """
    if owed is None or not is_owed_by_months(contract):
        mine = [found for found in files if owed is None or found.period == owed]
        return _last((found.period for found in files), owed), mine[0] if mine else None, []
    supplied = find_supplied_months(project, contract, files, definitions, owed)
    mine = [supplied[month] for month in owed.months() if month in supplied]
    without = [month for month in owed.months() if month not in supplied]
    return _last(supplied, owed), mine[-1] if mine else None, without


def _find_other_kind(contract: Layout, received: Iterable[Path], owed: Period | None) -> str:
    """The kind of a file of the contract's name that is of none that is read, as .xlsm; empty where there is none."""
    pattern, kind = find_period_in_name(contract.file)
    for path in received:
        match = pattern.fullmatch(path.stem)
        if match and path.suffix.lower() not in SUFFIXES and path.is_file():
            try:
                if owed is None or kind is None or parse_file_period(match[1], kind) == owed:
                    return path.suffix
            except ValueError:
                continue
    return ""


def _last(periods: Iterable[Period | None], owed: Period | None) -> Period | None:
    return max((each for each in periods if each and (owed is None or each.end < owed.end)), default=None)
