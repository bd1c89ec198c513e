"""One finding of a check: what was seen, where, what was done, and what to ask the supplier."""

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from analysis.schemas import FINDINGS
from publishing.intake.checks.cell_ranges import join_places

Finding = dict[str, str | pd.Timestamp | None]
_FIGURES = ("numerator", "denominator", "value", "text")
KEPT_OUT = "Kept out: treated as not available, so that nothing is compared with them."


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
