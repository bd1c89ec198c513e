"""The corpus as the rows of docs/faults.csv."""

import csv
import io
from collections.abc import Iterable

from faults import Fault

HEADINGS = ("requirement", "fault", "outcome", "message or rule")
OUTCOMES = {"refused": "not accepted", "read": "read", "noted": "read with a finding", "set aside": "set aside"}


def list_faults(faults: Iterable[Fault]) -> str:
    """One row for each fault: what is done to the file, what happens, and the message, rule or status that says so."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEADINGS)
    for fault in sorted(faults, key=lambda fault: fault.requirement.strip('`"').lower()):
        told = fault.told.replace("\\", "").replace(" .*", " … ")
        writer.writerow([fault.requirement, fault.what, OUTCOMES.get(fault.then, "read as missing"), told])
    return table.getvalue()
