"""Which returns are in, late or never supplied."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from analysis.project import Project, find_project
from publishing.intake.files import set_aside
from publishing.running.due import IN, LATE, NEVER, NOT_YET, REFUSED, find_due, list_due
from publishing.running.latest import find_complete_quarter, find_newest_quarter

ROOT = find_project(Path(__file__).parent).root

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


MONTHLY = """\
title: Missing children
supplier: the police
file: missing_{financial year}
required: true
layout: periods_across
period: month
precedence: 2
area: E06000045
rows: {Children: missing_children, Episodes: missing_episodes}
"""
MONTHS = [
    f"{name}-{year}"
    for year, names in ((13, "Apr May Jun Jul Aug Sep Oct Nov Dec"), (14, "Jan Feb Mar"))
    for name in names.split()
]


@pytest.fixture
def half_a_year(project) -> Project:
    """A return for a year with six months empty; one cell of September is empty too."""
    for name in ("indicators", "areas", "policy", "partnership", "annotations", "run", "ordinary_change"):
        shutil.copy(ROOT / "params" / f"{name}.yaml", project.params)
    shutil.copytree(ROOT / "params" / "reports", project.params / "reports")
    (project.params / "sources" / "missing.yaml").write_text(MONTHLY, encoding="utf-8")
    rows = ["Children,91,128,121,114,102,,,,,,,", "Episodes,130,182,192,190,169,180,,,,,,"]
    text = "\n".join([",".join(["", *MONTHS]), *rows])
    (project.raw / "returns" / "missing_2013-14.csv").write_text(text, encoding="utf-8")
    return project


@pytest.mark.parametrize("quarter", ["2013-14 Q1", "2013-14 Q2"])
def test_a_return_for_a_year_is_in_for_the_quarters_whose_months_it_has(quarter, half_a_year):
    assert (due(half_a_year, quarter).state, due(half_a_year, quarter).period.label) == (IN, quarter)


@pytest.mark.parametrize(("quarter", "since"), [("2013-14 Q3", date(2014, 1, 28)), ("2013-14 Q4", date(2014, 4, 28))])
def test_a_return_for_a_year_is_late_for_the_quarters_whose_months_are_empty(quarter, since, half_a_year):
    found = due(half_a_year, quarter)

    assert (found.state, found.since, found.last.label) == (LATE, since, "2013-09")


def test_the_months_that_a_quarter_is_without_are_named(half_a_year):
    path = half_a_year.raw / "returns" / "missing_2013-14.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("180,,", "180,175,"), encoding="utf-8")

    assert (
        "  Missing children, from the police: for 2013-14 Q3, no figures for November 2013 and December 2013, due "
        "since 28 January 2014, the last one is for October 2013"
    ) in list_due(half_a_year, "2013-14 Q3")


def test_the_latest_quarter_is_the_last_whose_months_are_in(half_a_year):
    assert find_complete_quarter(half_a_year, date(2014, 6, 1)) == "2013-14 Q2"


def test_what_is_due_latest_is_of_the_newest_quarter_of_which_a_return_came(project):
    assert find_newest_quarter(project, date(2014, 6, 1)) == "2013-14 Q4"
    contract(project, "quarterly", "quarterly_{quarter}")
    send(project, "quarterly_2013-14_q3.csv")
    assert find_newest_quarter(project, date(2014, 6, 1)) == "2013-14 Q3"


def test_a_return_that_is_set_aside_or_cannot_be_read_has_no_months(half_a_year):
    path = half_a_year.raw / "returns" / "missing_2013-14.csv"
    set_aside(half_a_year.raw, path.name, "sent again next week")
    assert due(half_a_year, "2013-14 Q1").state == NEVER

    set_aside(half_a_year.raw, path.name, None)
    path.write_text(path.read_text(encoding="utf-8").replace("91", "tbc"), encoding="utf-8")
    assert due(half_a_year, "2013-14 Q1").state == REFUSED


def test_a_file_that_cannot_be_read_says_nothing_of_the_year_before_it(half_a_year):
    path = half_a_year.raw / "returns" / "missing_2014-15.csv"
    text = (half_a_year.raw / "returns" / "missing_2013-14.csv").read_text(encoding="utf-8")
    path.write_text(text.replace("-14", "-15").replace("-13", "-14").replace("91", "tbc"), encoding="utf-8")

    assert due(half_a_year, "2013-14 Q2").state == IN
    assert find_complete_quarter(half_a_year, date(2015, 6, 1)) == "2013-14 Q2"
    assert due(half_a_year, "2014-15 Q1").state == REFUSED
    assert "  Missing children, from the police: for 2014-15 Q1, the file that came cannot be read" in list_due(
        half_a_year, "2014-15 Q1"
    )
