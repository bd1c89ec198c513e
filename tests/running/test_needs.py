"""A page is made where there are figures for it, and left out by name where there are none."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.definitions import Report
from analysis.definitions.areas import read_areas
from analysis.definitions.indicators import read_indicators
from analysis.project import find_project
from publishing.release.made_page import Unit
from publishing.running.needs import leave_out_ended, say_reports_left_out, split_by_needs

OBSERVED = pd.DataFrame(
    {
        "area": [*["E06000045"] * 2, "E06000044", "E92000001", *["E06000045"] * 3, "E06000044"],
        "indicator": [
            "missing_children",
            "looked_after_rate",
            "missing_children",
            "care_applications",
            "rereferrals",
            "referrals",
            "looked_after_missing_children",
            "referral_rate",
        ],
        "end": pd.to_datetime(["2013-04-30", "2014-03-31", "2013-04-30", *["2014-03-31"] * 5]),
        "numerator": [91.0, None, None, 9680.0, 90.0, 264.0, 28.0, 452.0],
        "value": [91.0, 105.0, None, 9680.0, 90.0, 264.0, 28.0, 452.0],
        "text": [None] * 8,
        "status": "reported",
        "source": ["police", "dfe", "police", "annual_report", "dfe", "dfe", "dfe", "annual_report"],
    }
)
INDICATORS = read_indicators(find_project(Path(__file__).parent).params / "indicators.yaml")


def unit(needs: list[str], area: str = "E06000045", quarter: str = "2013-14 Q4") -> Unit:
    report = Report(name="one", title="One", audience="All", question="What?", notebook="one.ipynb", needs=needs)
    return Unit(report, area, quarter, Path("one.ipynb"), {})


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (unit(["missing_children"]), True),
        (unit(["referral_rate", "missing_children"]), True),
        (unit(["custody_rate"]), False),
        (unit([]), True),
        (unit(["missing_children"], area="E06000044"), False),
        (unit([], area="E06000044"), False),
        (unit(["looked_after_rate"], quarter="2013-14 Q3"), False),
        (unit(["care_applications"]), True),
        (unit(["care_applications"], area="E06000044"), False),
        (unit(["referral_rate"], area="E06000044"), False),
        (unit(["rereferral_share"]), True),
        (unit(["looked_after_missing_share"]), False),
        (unit(["missing_children"], quarter="2014-15 Q4"), True),
        (unit(["missing_children"], quarter="2016-17 Q4"), False),
    ],
    ids=[
        "a figure",
        "one of two",
        "none",
        "nothing needed",
        "only a missing figure",
        "no figure at all",
        "only a later figure",
        "England's figure in the area's own document",
        "England's figure in another area's document",
        "its own figure in another area's document",
        "both parts of a share",
        "one part of a share",
        "a figure of the two years before",
        "an older figure",
    ],
)
def test_a_report_is_made_where_the_area_has_a_figure_by_the_quarters_end_that_is_not_too_old(given, made):
    kept, left_out = split_by_needs([given], OBSERVED, INDICATORS, {"annual_report": "E06000045"})

    assert (kept, left_out) == (([given], []) if made else ([], [given]))


@pytest.mark.parametrize(
    ("area", "quarter", "progress"),
    [
        ("E10000006", "2022-23 Q4", []),
        (
            "E10000006",
            "2023-24 Q4",
            [
                "Cumbria ended on 31 March 2023, and was followed by Cumberland (E06000063) and Westmorland and "
                "Furness "
                "(E06000064): it has no pages for 2023-24 Q4."
            ],
        ),
        ("E06000063", "2022-23 Q4", ["Cumberland began on 1 April 2023: it has no pages for 2022-23 Q4."]),
        ("E06000063", "2023-24 Q1", []),
    ],
)
def test_an_authority_that_ended_or_had_not_begun_has_a_line_in_place_of_pages(area, quarter, progress):
    areas = read_areas(find_project(Path(__file__).parent).params / "areas.yaml")
    kept, lines = leave_out_ended([unit([], area, quarter)], areas)

    assert lines == progress
    assert bool(kept) == (not progress)


def test_of_many_areas_what_is_left_out_is_said_in_one_line_and_of_a_few_for_each():
    areas = read_areas(find_project(Path(__file__).parent).params / "areas.yaml")
    codes = [area.code for area in areas.areas if area.code.startswith("E06")][:8]
    kept = [unit([], area=code) for code in codes[:-1]]
    left_out = [unit(["custody_rate"], area=code) for code in [*codes, codes[0]]]

    assert list(say_reports_left_out(kept, left_out, areas)) == [
        "Each of 7 areas: 1 to 2 reports left out, no figures",
        f"{areas.named(codes[-1]).name}: 1 report left out, no figures, so that it has no release",
    ]
    few = list(say_reports_left_out(kept[:2], left_out[:2], areas))
    assert few == [f"{areas.named(code).name}: 1 report left out, no figures" for code in codes[:2]]
