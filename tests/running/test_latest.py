"""The latest quarter is the one whose required returns are in, or in which the newest supplied figure ends."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from analysis.definitions import read_definitions
from analysis.project import Project
from analysis.refusals import ParametersRefused, ReturnsAwaited, SourceRefused
from publishing.intake.cleaning import Cleaned
from publishing.running.latest import find_complete_quarter, find_latest_quarter
from publishing.running.quarter import choose_units
from publishing.running.typed_words import Chosen

HERE, ELSEWHERE = "E06000045", "E06000044"


def observations(*rows: tuple[str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["area", "end", "status"])
    return table.assign(end=pd.to_datetime(table["end"]))


def test_it_is_the_quarter_that_the_newest_figure_ends_in():
    table = observations((HERE, "2013-06-30", "reported"), (HERE, "2014-02-28", "provisional"))

    assert find_latest_quarter(table, HERE, date(2020, 1, 1)) == "2013-14 Q4"


@pytest.mark.parametrize("status", ["not_supplied", "not_available", "not_applicable", "suppressed_at_source"])
def test_a_missing_figure_does_not_count(status):
    table = observations((HERE, "2013-06-30", "reported"), (HERE, "2014-02-28", status))

    assert find_latest_quarter(table, HERE, date(2020, 1, 1)) == "2013-14 Q1"


def test_another_areas_figure_does_not_count():
    table = observations((HERE, "2013-06-30", "reported"), (ELSEWHERE, "2014-02-28", "reported"))

    assert find_latest_quarter(table, HERE, date(2020, 1, 1)) == "2013-14 Q1"


def test_a_figure_for_a_time_to_come_does_not_count():
    table = observations((HERE, "2013-06-30", "reported"), (HERE, "2014-02-28", "reported"))

    assert find_latest_quarter(table, HERE, date(2014, 2, 28)) == "2013-14 Q4"
    assert find_latest_quarter(table, HERE, date(2014, 2, 27)) == "2013-14 Q1"


def test_an_area_without_figures_must_have_its_quarter_named():
    with pytest.raises(ParametersRefused, match="Name a quarter"):
        find_latest_quarter(observations((ELSEWHERE, "2013-06-30", "reported")), HERE, date(2020, 1, 1))


LATER = date(2020, 1, 1)


@pytest.fixture
def require(project: Project) -> Callable[..., None]:
    """Write the contract of a return of the police, required unless told otherwise."""

    def write(name: str, file: str, *, required: bool = True, precedence: int = 2) -> None:
        text = (
            f"title: {name.capitalize()}\nsupplier: the police\nfile: {file}\nrequired: {str(required).lower()}\n"
            f"layout: rows\nprecedence: {precedence}\narea: E06000045\nbreakdown_columns: [place]\n"
            "columns: {children: missing_children}\n"
        )
        (project.params / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def send(project: Project) -> Callable[..., None]:
    def write(*names: str) -> None:
        for name in names:
            (project.raw / "returns" / f"{name}.csv").write_text("place,children\nHere,9\n", encoding="utf-8")

    return write


def test_it_is_the_newest_quarter_for_which_every_required_return_is_in(project, require, send):
    require("one", "one_{quarter}")
    require("two", "two_{quarter}")
    send("one_2014-15_q1", "two_2014-15_q1", "one_2014-15_q2")

    assert find_complete_quarter(project, LATER) == "2014-15 Q1"


def test_a_return_that_is_not_required_is_not_waited_for(project, require, send):
    require("one", "one_{quarter}")
    require("two", "two_{quarter}", required=False)
    send("one_2014-15_q1")

    assert find_complete_quarter(project, LATER) == "2014-15 Q1"


@pytest.mark.parametrize(("quarter", "complete"), [("2014-15_q3", "2014-15 Q3"), ("2014-15_q4", None)])
def test_a_years_return_is_required_once_its_year_is_over(project, require, send, quarter, complete):
    require("quarterly", "quarterly_{quarter}")
    require("yearly", "yearly_{financial year}")
    send(f"quarterly_{quarter}")

    if complete:
        assert find_complete_quarter(project, LATER) == complete
    else:
        with pytest.raises(ReturnsAwaited, match="Yearly, from the police: for 2014-15"):
            find_complete_quarter(project, LATER)


def test_where_no_quarter_is_complete_what_is_awaited_is_listed_with_its_supplier(project, require, send):
    require("one", "one_{quarter}")
    require("two", "two_{quarter}")
    send("one_2014-15_q1", "one_2014-15_q2")

    with pytest.raises(SourceRefused) as refused:
        find_complete_quarter(project, LATER)

    assert refused.value.exit_code == 3
    assert str(refused.value).splitlines() == [
        "No quarter has every return that is required. For 2014-15 Q2 these are awaited:",
        "  Two, from the police: for 2014-15 Q2, due since 28 October 2014",
    ]


def test_where_no_required_return_ever_came_the_last_quarter_that_is_over_is_asked_about(project, require):
    require("one", "one_{quarter}")

    with pytest.raises(ReturnsAwaited, match="For 2019-20 Q3 these are awaited"):
        find_complete_quarter(project, date(2020, 1, 1))


def test_a_return_that_is_not_due_yet_is_still_awaited(project, require, send):
    require("one", "one_{quarter}")
    require("two", "two_{quarter}")
    send("one_2014-15_q2")

    with pytest.raises(ReturnsAwaited, match="Two, from the police: for 2014-15 Q2, due 28 October 2014, none before"):
        find_complete_quarter(project, date(2014, 10, 5))


def test_a_quarter_that_is_not_over_is_never_the_latest(project, require, send):
    require("one", "one_{quarter}")
    send("one_2014-15_q1", "one_2014-15_q2")

    assert find_complete_quarter(project, date(2014, 9, 30)) == "2014-15 Q1"
    assert find_complete_quarter(project, date(2014, 10, 1)) == "2014-15 Q2"


def test_a_required_return_for_all_periods_must_be_in_too(project, require, send):
    require("one", "one_{quarter}")
    require("always", "always")
    send("one_2014-15_q1")

    with pytest.raises(ReturnsAwaited, match="Always, from the police"):
        find_complete_quarter(project, LATER)


@pytest.mark.parametrize("others", [{"required": False}, {"precedence": 1}])
def test_where_no_return_is_required_there_is_no_such_quarter(project, require, others):
    require("one", "one_{quarter}", **others)

    assert find_complete_quarter(project, LATER) is None


def choose(project: Project, *areas: str) -> dict[str, str]:
    """The quarter that each area's report is for, where Southampton has figures to 2015 and Portsmouth to 2016."""
    table = observations((HERE, "2015-03-31", "reported"), (ELSEWHERE, "2016-03-31", "reported"))
    cleaned = Cleaned(table, table, [], table)
    units = choose_units(project, read_definitions(project.params), cleaned, Chosen(areas), "latest", ())
    return {unit.area: unit.quarter for unit in units}


def test_the_returns_decide_for_the_partnerships_own_area_and_figures_for_every_other(project, require, send):
    require("one", "one_{quarter}")
    send("one_2014-15_q1")

    assert choose(project, HERE, ELSEWHERE) == {HERE: "2014-15 Q1", ELSEWHERE: "2015-16 Q4"}


def test_without_required_returns_figures_decide_for_the_own_area_too(project):
    assert choose(project, HERE) == {HERE: "2014-15 Q4"}


def test_returns_that_are_awaited_keep_no_other_area_from_its_quarter(project, require):
    require("one", "one_{quarter}")

    assert choose(project, ELSEWHERE) == {ELSEWHERE: "2015-16 Q4"}
