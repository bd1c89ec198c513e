"""How many changes and differences a release tests, and how many chance alone would call unusual, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.model.false_alarms import FalseAlarms, expect_false_alarms
from analysis.numbers import plural, say_number, say_share

VERDICTS = "verdicts"  # the mark that these words replace when all pages of a release are made
AT_RELEASE = "How many verdicts chance alone would make is told when all pages are made."


def count_verdicts(pages: Sequence[Mapping[str, Any]], confidence: float) -> FalseAlarms:
    """How many verdicts the pages give of their quarter, each once however many pages give it; how many are unusual."""
    judged = {
        tuple(str(one.get(name)) for name in ("kind", "indicator", "breakdown", "area", "period", "before")): one
        for page in pages
        for one in page.get("statements", [])
        if one["unusual"] is not None and not one.get("later")
    }
    return expect_false_alarms(len(judged), sum(one["unusual"] for one in judged.values()), confidence)


def say_verdicts(pages: Sequence[Mapping[str, Any]], confidence: float) -> str:
    """How many verdicts the pages give, and what chance alone would make of them, in two sentences."""
    verdicts = count_verdicts(pages, confidence)
    if not verdicts.given:
        return "No page of this release calls a figure usual or unusual."
    tested = plural(verdicts.given, "change or difference", "changes and differences")
    unusual = f"{verdicts.unusual} {'is' if verdicts.unusual == 1 else 'are'} unusual"
    expected = say_number(verdicts.expected, 0 if verdicts.expected >= 1 else 1)
    return (
        f"We tested {tested}: {unusual} ({say_share(verdicts.confidence)} level). Chance alone would make about "
        f"{expected} unusual, and seldom more than {verdicts.most}."
    )
