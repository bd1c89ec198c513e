"""A page is made where there are figures for it, and left out by name where there are none."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.definitions import Report
from publishing.release.made_page import Unit
from publishing.running.needs import split_by_needs

OBSERVED = pd.DataFrame(
    {
        "area": ["E06000045", "E06000045", "E06000044"],
        "indicator": ["missing_children", "looked_after_rate", "missing_children"],
        "end": pd.to_datetime(["2013-04-30", "2014-03-31", "2013-04-30"]),
        "numerator": [91.0, None, None],
        "value": [91.0, 105.0, None],
        "text": [None, None, None],
    }
)


def unit(needs: list[str], area: str = "E06000045", quarter: str = "2013-14 Q4") -> Unit:
    report = Report(name="one", title="One", audience="All", question="What?", notebook="one.ipynb", needs=needs)
    return Unit(report, area, quarter, Path("one.ipynb"), {})


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (unit(["missing_children"]), True),
        (unit(["referral_rate", "missing_children"]), True),
        (unit(["referral_rate"]), False),
        (unit([]), True),
        (unit(["missing_children"], area="E06000044"), False),
        (unit(["looked_after_rate"], quarter="2013-14 Q3"), False),
    ],
    ids=["a figure", "one of two", "none", "nothing needed", "only a missing figure", "only a later figure"],
)
def test_a_report_is_made_where_the_area_has_a_figure_by_the_quarters_end(given, made):
    kept, left_out = split_by_needs([given], OBSERVED)

    assert (kept, left_out) == (([given], []) if made else ([], [given]))
