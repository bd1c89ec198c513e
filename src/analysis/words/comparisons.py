"""A figure beside that of others, in sentences."""

from analysis.model.comparison import Comparison
from analysis.numbers import say


def describe_comparison(
    what: str,
    figure: float,
    compared: Comparison | str,
    benchmark: float,
    name: str,
    form: str,
    *,
    per: int | None = None,
) -> str:
    """A figure against a benchmark, from a verdict; which side is better is said only where the indicator has one."""
    verdict = compared if isinstance(compared, str) else compared.verdict
    age = None if isinstance(compared, str) else compared.age
    after = f" {age}" if age else ""
    if verdict == "not compared":
        reason = None if isinstance(compared, str) else compared.reason
        return f"{what} cannot be compared with {name}. {reason or 'One of the two has no figure.'}"
    told = f"{what}, {say(figure, form, per=per)}, "
    against = f"{name}, {say(benchmark, form)}"
    if verdict == "similar":
        return f"{told}cannot be told apart from that of {against}.{after}"
    above = figure > benchmark
    good = "lower" if above == (verdict == "worse") else "higher"
    judged = f", and {good} is better" if verdict in ("better", "worse") else ""
    return f"{told}stood {'above' if above else 'below'} that of {against}{judged}.{after}"
