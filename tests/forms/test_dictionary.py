"""The data dictionary says what the parameters say."""

from pathlib import Path

import pytest

from analysis.definitions import read_definitions
from analysis.project import find_project
from publishing.forms.dictionary import PATH, describe_indicators
from publishing.intake.layouts import read_sources

PROJECT = find_project(Path(__file__).parent)
DEFINITIONS, SOURCES = read_definitions(PROJECT.params), read_sources(PROJECT.params / "sources")
WRITTEN = describe_indicators(DEFINITIONS, SOURCES)


def section(name: str) -> list[str]:
    """The lines of an indicator's section."""
    (found,) = [part for part in WRITTEN.split("\n### ") if f"\n`{name}`: " in part]
    return found.splitlines()


def test_the_dictionary_in_the_repository_is_the_one_that_the_parameters_make():
    assert (PROJECT.root / PATH).read_text(encoding="utf-8") == WRITTEN, "run `lscb dictionary`"


@pytest.mark.parametrize("report", DEFINITIONS.reports.values(), ids=lambda report: report.name)
def test_every_report_is_listed_with_its_audience_notebook_and_question(report):
    (row,) = [line for line in WRITTEN.splitlines() if f" (`{report.name}`) | " in line]

    assert row.startswith(f"| **{report.title}** ")
    assert f"| {report.audience} | `{report.notebook}` | {' '.join(report.question.split())} |" in row


@pytest.mark.parametrize("name", DEFINITIONS.indicators)
def test_every_indicator_has_its_section_with_each_definition_and_its_reference(name):
    lines, indicator = section(name), DEFINITIONS.indicators[name]

    assert lines[0] == indicator.title
    for meaning in indicator.meaning:
        assert [line for line in lines if meaning.definition.strip() in line and meaning.reference.strip() in line]


def test_a_section_says_kind_unit_what_it_counts_when_and_what_it_is_made_of():
    assert section("child_protection_plan_rate")[2] == (
        "`child_protection_plan_rate`: rate, per 10,000 children, counts people, counted at the end of a period, "
        "made of `child_protection_plans` and `population_0_17`."
    )


def test_a_target_stands_with_its_source():
    # Southampton LSCB, Annual Report 2013-14, Youth offending: custody below 1.00 per 1,000
    (target,) = [line for line in section("custody_rate") if line.startswith("- Target")]

    assert "below 1 per 1,000" in target
    assert "*Source:*" in target


def test_the_sources_that_supply_a_figure_are_named_by_title_and_name():
    supplied = section("missing_episodes")[-1]
    assert supplied.startswith("- Supplied by: ")
    assert "Missing children and young people (`police_missing`)" in supplied
    assert "(`count_missing_counts`)" in supplied
