"""Fingertips: England once, categories apart, and headings only is no answer.

The figures are the Office for Health Improvement and Disparities', indicator 90284, 2010/11, under the Open Government
Licence v3.0.
"""

import pytest
from replaying import Route

AT = "/api/all_data/csv/by_indicator_id"
HEAD = (
    "Indicator ID,Indicator Name,Parent Code,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,"
    "Count,Time period Sortable"
)
INJURIES = "90284,Injuries"
ENGLAND = f"{INJURIES},,E92000001,England,Persons,<15 yrs,,,2010/11,115.2166797,107429,20100000"
AGAIN = f"{INJURIES},E92000001,E92000001,England,Persons,<15 yrs,,,2010/11,115.2166797,107429,20100000"
DECILE = f"{INJURIES},E92000001,E92000001,England,Persons,<15 yrs,Deciles,Most deprived,2010/11,134.1,,20100000"
SOUTHAMPTON = f"{INJURIES},E92000001,E06000045,Southampton,Persons,<15 yrs,,,2010/11,133.1929455,506,20100000"
ENTRY = """\
title: Injuries
publisher: Office for Health Improvement and Disparities
service: fingertips
indicator: 90284
area_type: 502
parent_area_type: 15
lag: a year
take: [Value, Count]
row: [Indicator ID, Area Code, Sex, Age, Category Type, Category, Time period]
area: [Area Code]
period: Time period
"""


def answer(*rows: str, head: str = HEAD) -> Route:
    return Route(AT, ("\n".join([head, *rows]) + "\n").encode(), headers={"Content-Type": "text/csv"})


@pytest.fixture
def entries():
    return {"injuries": ENTRY}


def test_england_twice_and_a_decile_are_three_rows_of_one_table(run, server):
    server.put(answer(ENGLAND, AGAIN, DECILE, SOUTHAMPTON))

    assert run() == 0
    assert next((run.folder / "injuries").iterdir()).name.startswith("2010-11_")


def test_the_types_of_area_are_asked_for(run, server):
    server.put(answer(SOUTHAMPTON))
    run()

    assert server.asked[0].endswith("?indicator_ids=90284&child_area_type_id=502&parent_area_type_id=15")


FAULTS = {
    "headings only": (answer(), "has headings and no rows: the area type may be wrong"),
    "another indicator": (answer(SOUTHAMPTON.replace("90284", "90285")), "rows of other indicators than 90284"),
    "a column that is gone": (answer(SOUTHAMPTON, head=HEAD.replace("Time period,", "Period,")), "'Time period'"),
    "a period without a place": (answer(SOUTHAMPTON.replace("20100000", "")), "an answer has not the form"),
    "two figures for England": (answer(ENGLAND, AGAIN.replace("107429", "107000")), "other figures for the same"),
    "a fault of the service": (Route(AT, b"An error has occurred.", 500), "answered 500: has a fault of its own"),
}


@pytest.mark.parametrize(
    ("period", "name"),
    [("2010/11", "2010-11"), ("2019/20 - 21/22", "2019-20-21-22"), ("Mar 2021", "Mar-2021"), ("2021 Q2", "2021-Q2")],
)
def test_the_version_begins_with_the_newest_period_however_it_is_written(period, name, run, server):
    server.put(answer(SOUTHAMPTON.replace("2010/11", period)))

    assert run() == 0
    assert next((run.folder / "injuries").iterdir()).name.rpartition("_")[0] == name


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_used_is_refused(fault, run, server):
    route, words = FAULTS[fault]
    server.put(route)

    assert run() == 3
    assert words in run.faults
    assert not (run.folder / "injuries").exists()
