"""The scorecard's first sentences: what is unusual, the most serious first, and how many verdicts that is."""

from collections.abc import Sequence

from analysis.numbers import listed, lower_first, plural
from analysis.words.gravity import by_gravity
from analysis.words.statement import Statement

MOST = 4  # sentences that name one item


def say_scorecard(
    changes: Sequence[Statement], comparisons: Sequence[Statement], left_out: Sequence[str]
) -> list[Statement | str]:
    """What is unusual among changes and comparisons, then how many are not, and what has no figure."""
    unusual = [one for one in by_gravity([*changes, *comparisons]) if one.unusual]
    stated: list[Statement | str] = list(unusual[:MOST])
    if len(unusual) > MOST:
        stated.append(
            f"{plural(len(unusual) - MOST, 'further result is', 'further results are')} unusual: see the table."
        )
    judged = [one for one in changes if one.unusual is not None]
    steady = [one for one in judged if not one.unusual]
    if steady:
        stated.append(f"{len(steady)} of {plural(len(judged), 'change')} that can be tested are no more than usual.")
    untested = len(changes) - len(judged)
    if untested:
        stated.append(f"{plural(untested, 'change')} cannot be tested; the reasons are below the table.")
    if left_out:
        stated.append(f"No figure of the last two years: {listed(map(lower_first, left_out))}.")
    return stated or ["There is no figure of these items for this area."]
