"""Which returns are in, late or never supplied."""

from datetime import date
from pathlib import Path

import pytest

from analysis.project import Project
from publishing.running.due import IN, LATE, NEVER, NOT_YET, find_due, list_due

CONTRACT = """\
title: {title}
supplier: the police
file: {file}
required: true
layout: rows
precedence: {precedence}
area: E06000045
breakdown_columns: [place]
columns: {{children: missing_children}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for folder in ("params/sources", "data/raw/published", "data/raw/returns", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
    return Project(tmp_path, tmp_path / "data")


def contract(project: Project, name: str, file: str, precedence: int = 2) -> None:
    text = CONTRACT.format(title=name.capitalize(), file=file, precedence=precedence)
    (project.params / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")


def send(project: Project, name: str) -> None:
    (project.raw / "returns" / name).write_text("children\n9\n", encoding="utf-8")


def due(project: Project, quarter: str = "2013-14 Q4"):
    (one,) = find_due(project, quarter)
    return one


def test_a_return_for_the_quarter_is_in(project):
    contract(project, "quarterly", "quarterly_{quarter}")
    send(project, "quarterly_2013-14_q4.csv")

    assert (due(project).state, due(project).period.label) == (IN, "2013-14 Q4")


def test_a_return_that_came_before_and_not_now_is_late_from_four_weeks_after_the_quarter(project):
    contract(project, "quarterly", "quarterly_{quarter}")
    send(project, "quarterly_2013-14_q3.csv")

    found = due(project)
    assert (found.state, found.since, found.last.label) == (LATE, date(2014, 4, 28), "2013-14 Q3")


@pytest.mark.parametrize(("today", "state"), [(date(2014, 4, 28), NOT_YET), (date(2014, 4, 29), NEVER)])
def test_a_return_is_not_late_until_its_day_is_over(project, today, state):
    contract(project, "quarterly", "quarterly_{quarter}")

    (one,) = find_due(project, "2013-14 Q4", today)
    assert (one.state, one.since) == (state, date(2014, 4, 28))


def test_a_contract_says_after_how_many_days_its_return_is_due(project):
    contract(project, "quarterly", "quarterly_{quarter}")
    with (project.params / "sources" / "quarterly.yaml").open("a", encoding="utf-8") as file:
        file.write("due_days: 0\n")

    assert due(project).since == date(2014, 3, 31)


def test_a_return_that_comes_after_the_quarter_does_not_stand_in_for_it(project):
    contract(project, "quarterly", "quarterly_{quarter}")
    send(project, "quarterly_2014-15_q1.csv")

    assert due(project).state == NEVER


def test_a_return_that_never_came_was_never_supplied(project):
    contract(project, "once", "once")

    assert due(project).state == NEVER


@pytest.mark.parametrize(("quarter", "state"), [("2013-14 Q3", NOT_YET), ("2013-14 Q4", NEVER)])
def test_a_years_return_is_due_when_the_year_ends(project, quarter, state):
    contract(project, "yearly", "yearly_{financial year}")

    assert due(project, quarter).state == state


def test_official_statistics_are_not_owed(project):
    contract(project, "official", "official", precedence=1)

    assert find_due(project, "2013-14 Q4") == []


def test_the_day_of_receipt_is_that_of_the_log(project):
    contract(project, "once", "once")
    send(project, "once.csv")
    (project.raw / "README.md").write_text("| `once.csv` | the police | 2014-05-01 | all |\n", encoding="utf-8")

    assert due(project).since == date(2014, 5, 1)
    assert "  Once, from the police: received 1 May 2014" in list_due(project, "2013-14 Q4")


def test_what_is_late_or_never_came_is_listed_first(project):
    contract(project, "once", "once")
    contract(project, "quarterly", "quarterly_{quarter}")
    send(project, "once.csv")

    lines = list(list_due(project, "2013-14 Q4"))
    assert lines.index("Never supplied (1)") < lines.index("In (1)")
