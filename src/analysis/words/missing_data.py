"""Why a figure cannot be given, said in one way on every page: suppressed, not supplied, not available."""

from collections.abc import Iterable, Mapping, Sequence

from analysis.measures.protection import WITHHELD, Protected
from analysis.numbers import listed
from analysis.words.statement import Statement, Status, Subject

WHY = {
    WITHHELD: "is suppressed, so that no small number can be worked out",
    "suppressed_at_source": "was suppressed at source",
    "suppressed at source": "was suppressed at source",
    "not_supplied": "was not supplied",
    "not supplied": "was not supplied",
    "not_available": "is not available",
    "not available": "is not available",
    "not_applicable": "does not apply",
    "not applicable": "does not apply",
}
"""What a status of a row, or a mark of a protected table, says of the figure that is not there."""
NO_FIGURE = "is not known"
SEVERAL = {"is": "are", "was": "were", "does": "do"}
MOST_NAMED = 4  # periods without a figure that are named one by one; more are counted


def say_why(status: str, count: int = 1) -> str:
    """Why a figure is not there, as the end of a sentence: 'was not supplied', of several 'were not supplied'."""
    verb, rest = WHY.get(status, NO_FIGURE).split(" ", 1)
    return f"{verb if count == 1 else SEVERAL[verb]} {rest}"


def say_missing(subject: Subject, status: str = "", when: str = "") -> Statement:
    """That there is no figure of the subject, and why: suppressed and not supplied are two things."""
    period = f" for {when}" if when else ""
    sentence = f"{subject.opening}{period} {say_why(status)} for {subject.area_name}."
    return Statement("gap", subject, None, sentence, Status.CANNOT_SAY)


def say_gaps(shown: Protected, columns: Iterable[str]) -> str:
    """Which periods of a table have no figure in one of the columns, and why; empty where none is missing."""
    reasons: dict[str, list[str]] = {}
    names = list(columns)
    for period, marks, figures in zip(
        shown.table["period"], shown.marks[names].to_numpy(), shown.table[names].isna().to_numpy(), strict=True
    ):
        absent = [mark for mark, missing in zip(marks, figures, strict=True) if missing]
        if absent:
            reasons.setdefault(WITHHELD if WITHHELD in absent else absent[0], []).append(str(period))
    return " ".join(
        f"{name_periods(periods, len(shown.table))} {say_why(status, len(periods))}."
        for status, periods in reasons.items()
    )


def name_periods(periods: Sequence[str], whole: int) -> str:
    """Periods by name, or how many of how many they are where that would be a long list."""
    return listed(periods) if len(periods) <= MOST_NAMED else f"{len(periods)} of {whole} periods"


def say_absent(statuses: Mapping[str, str]) -> str:
    """Why each of some periods has no figure, by its status: 'December 2013 was not supplied'."""
    reasons: dict[str, list[str]] = {}
    for period, status in statuses.items():
        reasons.setdefault(status, []).append(period)
    return "; ".join(f"{listed(periods)} {say_why(status, len(periods))}" for status, periods in reasons.items())


def say_not_published(subject: Subject) -> Statement:
    """That no official figure of the subject was received for the area."""
    sentence = f"No published figure of {subject.within} was received for {subject.area_name}."
    return Statement("gap", subject, None, sentence, Status.CANNOT_SAY)
