"""What leaves: for each measure a CSV file of counts in the form `measures_across`, and a JSON file that says how."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from analysis.definitions.record_forms import RecordForm
from analysis.hashes import hash_of
from analysis.periods import Period
from analysis.refusals import StorageRefused
from publishing.counting.counting import Absent, MeasureCounts, Value, Withheld
from publishing.counting.cover import Cover
from publishing.counting.record_checks import Finding
from publishing.release.storage import replace_file, storage

DESCRIBED = ("area_code", "area", "period")
BREAKDOWN = "breakdown"
NOT_AVAILABLE, SUPPRESSED = "not_available", "suppressed_at_source"


def name_return(form: RecordForm, measure: str, cover: Cover) -> str:
    """The name of a measure's files, without the kind of file: count_ssd_rereferrals_2024-04_2025-03."""
    return f"count_{form.name}_{measure}_{cover.label}"


def write_returns(
    folder: Path,
    form: RecordForm,
    cover: Cover,
    counted: Iterable[MeasureCounts],
    findings: list[Finding],
    names: Mapping[str, str],
) -> list[str]:
    """Write both files of every measure that has rows, for the owner's eyes only; the names of the CSV files.

    Files of the same measure and cover are replaced. Raises StorageRefused.
    """
    if folder.exists() and not folder.is_dir():
        raise StorageRefused("--to is a file. Name a folder for the counts.")
    written = []
    with storage(folder, "No count was written."):
        for each in counted:
            if each.rows:
                name = name_return(form, each.measure.name, cover)
                content = make_csv(each, names).encode()
                replace_file(folder / f"{name}.csv", content)
                replace_file(folder / f"{name}.json", make_json(form, cover, each, findings, content))
                written.append(f"{name}.csv")
    return written


def make_csv(counted: MeasureCounts, names: Mapping[str, str]) -> str:
    """A row for each area, period and breakdown, a column for each count."""
    measure, text = counted.measure, io.StringIO()
    keys = [*DESCRIBED, BREAKDOWN] if measure.breakdowns or measure.months else [*DESCRIBED]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*keys, *measure.columns])
    for row in counted.rows:
        key = [row.area, names[row.area], write_period(row.period), row.breakdown][: len(keys)]
        writer.writerow([*key, *(write_value(row.counts[name]) for name in measure.columns)])
    return text.getvalue()


def write_period(period: Period) -> str:
    """A period's label; a month whose label is a financial year's too (2011-12) is written with its name."""
    year, number = period.start.year, period.start.month
    is_ambiguous = period.kind == "month" and number == (year + 1) % 100
    return period.words if is_ambiguous else period.label


def write_value(value: Value) -> str:
    if isinstance(value, Withheld):
        return SUPPRESSED
    return NOT_AVAILABLE if isinstance(value, Absent) else str(value)


def make_json(form: RecordForm, cover: Cover, counted: MeasureCounts, findings: list[Finding], content: bytes) -> str:
    """How the counts were made. Nothing of the input: no name, no hash, no number of rows."""
    measure = counted.measure
    described = {
        "form": form.name,
        "edition": form.edition,
        "measure": measure.name,
        "measure_version": measure.version,
        "definition": measure.definition,
        "covers": [cover.first.label, cover.last.label],
        "settings": measure.settings_on(cover.first.start),
        "not_available": [{"reason": reason, "columns": columns} for reason, columns in counted.reasons.items()],
        "rules": [
            {"table": each.table, "rule": each.number, "says": each.says, "severity": each.severity, "rows": each.band}
            for each in findings
        ],
        "versions": {name: version(name) for name in ("lscb-analysis", "duckdb", "ibis-framework")},
        "sha256": hash_of(content),
    }
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
