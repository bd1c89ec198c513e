"""What comes in: every fault of the corpus is refused, noted, or set aside, and no number is ever changed by one."""

import math
import os
import re
from pathlib import Path

import pytest
from faults import Fault, books, packages, records, texts, values
from faults.listing import list_faults
from faults.tables import SOURCES, tell_truth

from analysis.definitions.parameter_files import check_definition
from analysis.project import Project
from publishing.intake.cleaning import check_received, read_received
from publishing.intake.layouts import LAYOUTS

FAULTS = [*texts.FAULTS, *values.FAULTS, *books.FAULTS, *packages.FAULTS, *records.FAULTS]
DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.csv"
TRUTH = tell_truth()


@pytest.fixture(scope="module")
def contracts():
    return {each["name"]: check_definition(LAYOUTS[each["layout"]], each, each["name"]) for each in SOURCES}


@pytest.fixture
def raw(tmp_path) -> Path:
    for folder in ("published", "returns"):
        (tmp_path / "data" / "raw" / folder).mkdir(parents=True)
    return tmp_path / "data" / "raw"


def read_figures(observations) -> dict[tuple, float | None]:
    """The figure of every observation by its key, None where it is missing."""
    rows = observations.to_dict("records")
    return {
        (row["indicator"], row["area"], row["breakdown"], row["start"].date(), row["end"].date()): row["value"]
        if row["value"] == row["value"]
        else None
        for row in rows
    }


def check_figures(observations, fault: Fault) -> None:
    """No number but the sound one, or one that the file itself has; and all of them where nothing was set aside."""
    figures = read_figures(observations)
    for key, value in figures.items():
        is_sound = value is None or value in fault.says or value == pytest.approx(TRUTH.get(key, math.nan), rel=1e-12)
        assert is_sound, f"{key} is {value}, and not {TRUTH.get(key)}"
    are_missing = None in figures.values()
    assert not are_missing or fault.then in ("missing", "set aside")
    assert are_missing or fault.then != "missing"
    if fault.then in ("read", "noted") and not fault.says:
        read = {key[0] for key in figures}
        assert {key for key in TRUTH if key[0] in read} == set(figures)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_refused_noted_or_set_aside_and_changes_no_number(fault, raw, contracts, definitions):
    fault.make(raw)
    read = read_received(Project(raw.parents[1], raw.parent), contracts, definitions)
    told = [*map(str, read.refusals), *(str(finding.values()) for finding in read.findings)]

    assert not [secret for secret in records.SECRETS for line in told if secret.lower() in line.lower()]
    if fault.then == "refused":
        [refusal] = read.refusals
        assert re.search(fault.told, str(refusal)), str(refusal)
        assert refusal.exit_code == 3
        assert read.observations == []
        return
    assert [str(refusal) for refusal in read.refusals] == []
    rules = {finding["rule"] for finding in read.findings}
    if fault.then in ("noted", "set aside") and fault.told not in rules:
        cleaned = check_received(read, definitions, contracts)
        assert fault.told in set(cleaned.findings["rule"])
        check_figures(cleaned.observations, fault)
        before = sum(observations["value"].notna().sum() for observations in read.observations)
        assert (cleaned.observations["value"].notna().sum() < before) == (fault.then == "set aside")
        return
    for observations in read.observations:
        check_figures(observations, fault)
        if fault.then == "missing":
            assert set(observations.loc[observations["value"].isna(), "status"]) == {fault.told}


def test_every_fault_that_is_named_in_the_requirement_is_in_the_corpus():
    named = [
        "encodings",
        "delimiters",
        "stray quotes that swallow rows",
        "short and long rows",
        "duplicate headers",
        "empty rows and columns",
        "notes and marks",
        "lists of events",
        "raised and struck-out signs",
        "title rows",
        "merged headers",
        "footers",
        "totals and subtotals",
        "hidden and extra sheets",
        "hidden rows",
        "cells that display `*` over a number",
        "formula cells without a value",
        "error cells",
        "Excel dates and serials",
        "1904 workbooks",
        "`Apr-13`",
        "day-month order",
        "financial-year labels",
        "thousands",
        "brackets",
        "minus signs",
        "non-breaking spaces",
        "percent and proportion mixed",
        '"number and %"',
        "markers",
        "negative",
        "fractional",
        "infinite",
        "numerator above denominator",
        "zero denominators",
        "duplicate and conflicting rows",
        "unknown and retired area codes",
        "renamed, added and dropped columns",
        "unit changes",
        "stale copies of last quarter",
        "two files for one period",
        "future dates",
        "a file at the format's row limit",
        "phantom used ranges",
        "zip bombs",
        "entity bombs",
        "macro files",
        "password-protected files",
        "truncated and bit-flipped files",
        "symlinks",
        "fifos",
        "huge files",
        "file names with newlines or `../`",
        "records about children",
    ]
    assert sorted({fault.requirement for fault in FAULTS}) == sorted(named)


def test_the_names_of_the_faults_are_different():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_the_list_of_faults_is_the_corpus():
    listed = list_faults(FAULTS)
    if os.environ.get("LSCB_WRITE_FAULTS"):
        DOCUMENT.write_text(listed, encoding="utf-8")
    message = "docs/faults.csv is not the corpus: run this test once with LSCB_WRITE_FAULTS=1"
    assert DOCUMENT.read_text(encoding="utf-8") == listed, message
