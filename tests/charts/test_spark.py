"""Sparklines: small, from zero, no line across a gap, and words for those who do not see them."""

import re

import pandas as pd
import pytest

from analysis.charts.item_marks import HEIGHT, draw_spark
from analysis.definitions.partnership import Disclosure
from analysis.measures.protection import protect
from analysis.refusals import DisclosureRefused


def spark(figures, ends, *, counts=False, words="words"):
    table = pd.DataFrame({"end": pd.to_datetime(ends), "figure": figures})
    named = {"counts" if counts else "uncounted": ["figure"]}
    return draw_spark(protect(table, Disclosure(withhold_up_to=5), **named), "figure", words, "{:.0f}".format)


def heights(svg: str) -> list[float]:
    return [float(height) for height in re.findall(r'cy="([\d.]+)"', svg)]


def test_the_scale_starts_at_zero_so_that_a_small_step_looks_small():
    first, last = heights(spark([413.0, 410.0], ["2013-12-31", "2014-03-31"]))

    assert abs(first - last) < HEIGHT / 30


def test_neighbouring_periods_are_joined_and_no_line_crosses_a_gap():
    svg = spark([0.65, 0.84, 0.65], ["2013-03-31", "2013-12-31", "2014-03-31"])

    assert svg.count("<circle") == 3
    assert svg.count('stroke-width="2"') == 1


def test_a_withheld_figure_is_not_drawn():
    svg = spark([30, 3, 40], ["2011-03-31", "2012-03-31", "2013-03-31"], counts=True)

    assert svg.count("<circle") == 2


def test_one_figure_makes_no_line():
    assert spark([5.0], ["2014-03-31"]) == ""


def test_its_words_are_its_text_alternative_and_are_escaped():
    assert 'role="img" aria-label="2013 &lt;5&gt;"' in spark([1.0, 2.0], ["2013-03-31", "2014-03-31"], words="2013 <5>")


def test_only_a_protected_table_is_drawn():
    with pytest.raises(DisclosureRefused):
        draw_spark(pd.DataFrame({"end": [], "figure": []}), "figure", "", str)


def test_the_words_at_an_end_stand_above_every_point_that_they_would_touch():
    svg = spark([5000.0, *[10000.0] * 6, 5000.0], [f"{year}-03-31" for year in range(2007, 2015)])
    first, last, *_ = (float(down) for down in re.findall(r'y="([\d.]+)"(?: text-anchor="end")? font-size', svg))

    assert max(first, last) <= heights(svg)[1] - 6
