"""What checks look at and say: figures with what their indicators mean, and findings of what was seen and done."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import FINDINGS
from publishing.intake.checks.cell_ranges import join_places

Finding = dict[str, str | pd.Timestamp | None]
_FIGURES = ("numerator", "denominator", "value", "text")
KEPT_OUT = "Kept out: treated as not available, so that nothing is compared with them."
MEANING = ["kind", "counts", "additive", "when_counted", "span"]
SERIES = ["indicator", "area", "breakdown"]
FILED = ["source", "file"]


def make_finding(
    rule: str,
    severity: str,
    rows: pd.DataFrame,
    message: str,
    *,
    treatment: str,
    detail: str | None = None,
    question: str | None = None,
    also_from: Iterable[str] = (),
) -> Finding:
    """A finding about some observations, with their sources, files, cells, indicators, areas and days.

    Several sources are joined by a space, as indicators are; several files by '; ', and their cells in the same
    order. `message` holds no figure that was supplied. `detail` does, so it is dropped as soon as one of the files,
    or of the others that its figures are `also_from`, is not a published one.
    """
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, file, cell in zip(rows["source"], rows["file"], rows["cell"], strict=True):
        cells[source, file].append(cell)
    files = [file for _, file in cells]
    return {
        "rule": rule,
        "severity": severity,
        "source": " ".join(dict.fromkeys(source for source, _ in cells)),
        "file": "; ".join(files),
        "cell": "; ".join(map(join_places, cells.values())),
        "indicators": " ".join(dict.fromkeys(rows["indicator"])),
        "areas": " ".join(dict.fromkeys(rows["area"])),
        "start": rows["start"].min(),
        "end": rows["end"].max(),
        "message": message,
        "detail": detail if all(file.startswith("published/") for file in [*files, *also_from]) else None,
        "treatment": treatment,
        "question": question,
    }


def make_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings as a table, errors first, then by source and rule in the order of the checks."""
    table = FINDINGS.validate(pd.DataFrame(list(findings), columns=list(FINDINGS.columns)))
    rank = table["severity"].map({"error": 0, "warning": 1, "note": 2})
    return table.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank").reset_index(drop=True)


def keep_out(observations: pd.DataFrame, rows: pd.Index) -> pd.DataFrame:
    """The observations with the figures of some rows taken out of them; no row is added or dropped."""
    out = observations.index.isin(rows)
    figures = {name: observations[name].mask(out) for name in _FIGURES}
    return observations.assign(**figures, status=observations["status"].mask(out, "not_available"))


def add_meaning(observations: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Add what params/indicators.yaml says of each row's indicator, and `span`, the kind of period it covers."""
    known = definitions.indicators
    columns = {
        name: observations["indicator"].map({each: getattr(known[each], name) for each in known})
        for name in MEANING
        if name != "span"
    }
    return observations.assign(**columns, span=select_spans(observations))


def select_spans(observations: pd.DataFrame) -> pd.Series:
    """The kind of period from `start` to `end`: month, quarter, financial year, calendar year, day or other."""
    start, end = observations["start"], observations["end"]
    months = (end.dt.year - start.dt.year) * 12 + end.dt.month - start.dt.month + 1
    whole = start.dt.is_month_start & end.dt.is_month_end
    first = start.dt.month
    kinds = {
        "day": start == end,
        "month": whole & (months == 1),
        "quarter": whole & (months == 3) & (first % 3 == 1),
        "financial year": whole & (months == 12) & (first == 4),
        "calendar year": whole & (months == 12) & (first == 1),
    }
    return pd.Series(np.select(list(kinds.values()), list(kinds), "other"), index=observations.index)


def start_of_span(start: pd.Series, span: str) -> pd.Series:
    """The first day of the quarter, financial year or calendar year that each day lies in."""
    if span == "quarter":
        return start.dt.to_period("Q").dt.start_time
    year = start.dt.year - (start.dt.month < 4) if span == "financial year" else start.dt.year
    return pd.to_datetime({"year": year, "month": 4 if span == "financial year" else 1, "day": 1})


def count_decimals(value: float) -> int:
    """How many decimals a figure is written with, as far as its value tells: one for 32.1, none for 32.0."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def select_figures(observations: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """The rows with a number, of the kinds of indicator named (all where none is); targets are no figures."""
    figures = observations["value"].notna() & (observations["breakdown"] != "target")
    return observations[figures & observations["kind"].isin(kinds)] if kinds else observations[figures]
