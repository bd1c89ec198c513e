"""The corpus as the table that docs/faults.md shows."""

from collections.abc import Iterable

from faults import Fault

START, END = "<!-- the corpus, written by tests/intake/test_faults.py -->", "<!-- the corpus ends -->"

_THEN = {"refused": "refused", "read": "read as it stands", "noted": "read, and noted", "set aside": "set aside"}


def list_faults(faults: Iterable[Fault]) -> str:
    """One row for each fault: what is done to the file, what happens, and by which words or rule it is told."""
    lines = ["| named in the requirement | what is wrong | what happens | told as |", "| --- | --- | --- | --- |"]
    last = ""
    for fault in sorted(faults, key=lambda fault: fault.requirement.strip('`"').lower()):
        requirement = "" if fault.requirement == last else fault.requirement
        last = fault.requirement
        told = fault.told.replace("\\", "").replace(" .*", " … ").replace("|", "\\|")
        then = _THEN.get(fault.then, "read as missing")
        told = f"`{told}`" if fault.then in ("noted", "set aside", "missing") else f"“{told}”" * bool(told)
        lines.append(f"| {requirement} | {fault.what.replace('|', chr(92) + '|')} | {then} | {told} |")
    return "\n".join(["", *lines, "", ""])
