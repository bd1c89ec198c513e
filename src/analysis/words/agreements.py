"""Whether two sources say the same of one figure, in words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.definitions import Indicator
from analysis.measures.columns import Column, column_of
from analysis.numbers import listed, plural
from analysis.words.statement import Statement, Status, Subject

SUPPRESSED = "[c] suppressed"
TWICE = "stated with different dates"
AGREES, ROUNDED, DIFFERS = "agrees", "agrees when rounded", "differs"
ALONE, IN_WORDS, NOT_TOLD = "no other source", "words, no figure to check", "not shown"
MONTHLY = ", but counts a child again in each month"


def say_agreements(subject: Subject, verdicts: Sequence[str]) -> Statement:
    """How many quoted figures agree with those used, how many differ and how many cannot be checked."""
    phrases = pd.Series(list(verdicts), dtype=object)
    agree, differ = phrases.str.startswith(AGREES), phrases.isin([DIFFERS, TWICE])
    counted = {
        f"{'agrees' if agree.sum() == 1 else 'agree'} with a table or statistic": agree.sum(),
        "differs" if differ.sum() == 1 else "differ": differ.sum(),
        "cannot be checked": (~agree & ~differ).sum(),
    }
    parts = [f"{count if count < len(phrases) else 'all'} {words}" for words, count in counted.items() if count]
    sentence = f"Of {plural(len(phrases), 'statement')} in the report’s sentences, {listed(parts)}."
    return Statement("agreement", subject, None, sentence, Status.CANNOT_SAY if differ.any() else None)


def judge_agreement(stated: float, used: float, scale: float = 1) -> str:
    """Whether a quoted figure is the one used, at the decimals that it was quoted with; `scale` makes percent."""
    if np.isclose(stated, used):
        return AGREES
    first, second = round(stated * scale, 6), round(used * scale, 6)
    places = next(places for places in range(7) if np.isclose(round(first, places), first))
    half = 0.5 * 10**-places
    return ROUNDED if abs(first - second) <= half + 1e-9 else DIFFERS


def say_agreement(stated: float, used: float, indicator: Indicator, *, suppressed: bool, summed: bool) -> str:
    """The verdict on one quoted figure: NaN for what was quoted in words, or for what no other source has."""
    if suppressed:
        return NOT_TOLD
    if pd.isna(stated):
        return IN_WORDS
    if pd.isna(used):
        return ALONE
    verdict = judge_agreement(stated, used, 100 if indicator.kind in ("proportion", "change") else 1)
    return verdict + (MONTHLY if summed and verdict == AGREES else "")


def write_figure(indicator: Indicator, figure: float) -> str:
    """A figure in its indicator's form, without decimals that it was not given with."""
    column: Column = column_of(indicator)
    whole = column.form == "rate" and float(figure).is_integer()
    return (replace(column, places=0) if whole else column).write(figure)
