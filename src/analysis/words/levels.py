"""A figure with its period and its limits, in a sentence."""

import pandas as pd

from analysis.numbers import lower_first, say, say_limits, say_share


def describe_figure(
    what: str,
    figure: float,
    form: str,
    when: str,
    *,
    per: int | None = None,
    lower: float | None = None,
    upper: float | None = None,
    confidence: float = 0.95,
) -> str:
    """A figure with its period and limits: 'Referrals came to 734 per 10,000 in 2013-14 (95% confidence: …).'"""
    if pd.isna(figure):
        return f"For {lower_first(what)} there is no figure for {when}."
    limits = ""
    if lower is not None and upper is not None and not pd.isna([lower, upper]).any():
        limits = f" ({say_share(confidence)} confidence: {say_limits(lower, upper, form)})"
    return f"{what} came to {say(figure, form, per=per)} in {when}{limits}."
