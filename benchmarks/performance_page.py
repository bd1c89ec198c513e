"""What benchmarks/quarter.py measured, as the tables of docs/performance.md."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

BEGIN, END = "<!-- measured by benchmarks/quarter.py: begin -->", "<!-- end -->"
NAMED = ("papermill", "nbconvert", "pandas", "matplotlib")
GOALS = {
    "papermill and nbconvert, in turn": "at least 8 times",
    "papermill and nbconvert, two at a time": "at least 8 times",
    "one process, the cells alone": "at most 0.8 of it",
}


def write_results(page: Path, measured: dict) -> None:
    """Put what was measured in the place of what stands between the page's two marks."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n\n{describe_results(measured)}\n\n{END}{after}", encoding="utf-8")


def describe_results(measured: dict) -> str:
    """The machine, the table of ratios and the table of areas."""
    lines = [describe_machine(), "", "| what | against | seconds | the other's | ratio | to reach |"]
    lines += ["| --- | --- | --- | --- | --- | --- |", *describe_ratios(measured)]
    return "\n".join([*lines, *describe_areas(measured.get("areas", []), measured.get("papermill", 0))])


def describe_ratios(measured: dict) -> list[str]:
    """A row for each comparison."""
    rows, whole = [], measured.get("quarter", {}).get("lscb run --fresh")
    for name, taken in measured.get("quarter", {}).items():
        if name in GOALS:
            told = f"{whole / taken:.2f} of it" if "of it" in GOALS[name] else f"{taken / whole:.1f} times as fast"
            rows.append(("a quarter", name, f"{whole:.1f}", f"{taken:.1f}", told, GOALS[name]))
    if "unchanged" in measured:
        taken = measured["unchanged"][0]
        told, other = (f"{whole / taken:.0f} times as fast", f"{whole:.1f}") if whole else ("", "")
        rows.append(("nothing changed", "a quarter", f"{taken:.2f}", other, told, "under 1 s, at least 30 times"))
    if "figure" in measured:
        told = f"pages that differ: {', '.join(measured['figure'][1])}"
        rows.append(("one figure changed", "a quarter", "", "", told, "only its pages"))
    if cluster := measured.get("cluster"):
        there, here = cluster["cluster"], cluster["one process, two jobs"]
        names = ("Dask, two workers on loopback", "one process, two jobs")
        rows.append((*names, f"{there:.1f}", f"{here:.1f}", f"{there / here:.2f} of it", "at most 1.1 of it"))
    for what, against, taken, other, goal in measured.get("growth", []):
        rows.append((what, against, f"{taken:.1f}", f"{other:.1f}", f"{taken / other:.2f} of it", goal))
    return [f"| {' | '.join(row)} |" for row in rows]


def describe_areas(areas: list[dict[str, float]], papermill: float) -> list[str]:
    """A row for each number of areas, beside what papermill and nbconvert would take for as many pages in turn."""
    if not areas:
        return []
    ten = next((row["megabytes"] for row in areas if row["areas"] == 10), areas[0]["megabytes"])
    heads = (
        "| areas, all reports | pages | seconds | for each area | memory, MB | of that for 10 | papermill, in turn |"
    )
    lines = ["", heads, "| --- | --- | --- | --- | --- | --- | --- |"]
    for row in areas:
        taken, other = row["seconds"], papermill * row["pages"]
        lines.append(
            f"| {row['areas']} | {row['pages']:,} | {taken:.0f} | {taken / row['areas']:.1f} | {row['megabytes']:.0f} "
            f"| {row['megabytes'] / ten:.2f} | {other / taken:.1f} times as long |"
        )
    return lines


def describe_machine() -> str:
    """The day, the machine and the versions."""
    memory, cores = psutil.virtual_memory().total / 2**30, len(os.sched_getaffinity(0))
    packages = ", ".join(f"{name} {version(name)}" for name in NAMED)
    return (
        f"{datetime.now(UTC):%-d %B %Y}; {cores} cores, {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}."
    )
