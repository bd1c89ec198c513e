"""A finding of reading: what a file held that its contract could not simply take as it stands."""

import pandas as pd

from analysis.observations import FINDINGS


def make_reading_finding(
    rule: str,
    severity: str,
    source: str,
    file: str,
    message: str,
    treatment: str,
    *,
    cell: str = "",
    indicators: str = "",
    detail: str | None = None,
    question: str | None = None,
) -> dict[str, str | None]:
    """One row of the findings; the detail of a file that is not published is left out."""
    return {
        "rule": rule,
        "severity": severity,
        "source": source,
        "file": file,
        "cell": cell,
        "indicators": indicators,
        "message": message,
        "detail": detail if file.startswith("published/") else None,
        "treatment": treatment,
        "question": question,
    }


def make_findings_table(findings: list[dict[str, str | None]]) -> pd.DataFrame:
    """Findings as a table, which may have no rows."""
    return FINDINGS.validate(pd.DataFrame(findings, columns=list(FINDINGS.columns)))
