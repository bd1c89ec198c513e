"""Methods, reasons and meanings at the end of a page."""

from datetime import date

import pandas as pd

from analysis.model.control_chart import xmr
from analysis.model.differences import difference_of_proportions
from analysis.model.rates import add_proportion
from analysis.page.methods import render_methods


def test_a_method_is_told_once_with_its_confidence():
    change = difference_of_proportions(77, 100, 87, 100)

    html = render_methods([change, change], {}, date(2014, 3, 31))

    assert html.count("Newcombe") == 1
    assert "95% confidence" in html


def test_a_table_of_results_tells_its_methods_and_its_reasons():
    table = add_proportion(pd.DataFrame({"numerator": [3, 0], "denominator": [10, 0]}))

    html = render_methods([table], {}, date(2014, 3, 31))

    assert html.count("Wilson score limits") == 1
    assert "What the figures cannot say" in html
    assert html.count("The denominator is zero.") == 1


def test_a_caveat_is_told():
    assert "provisional" in render_methods([xmr([5, 6, 7, 6, 5])], {}, date(2014, 3, 31))


def test_each_figure_has_its_meaning_and_where_it_is_set(page):
    html = render_methods([], page.definitions.indicators, date(2014, 3, 31))

    assert '<dt id="means-missing_episodes">Missing episodes</dt><dd>Reports of a child missing.' in html
    assert "Annual report 2013-14, police table; in force since 1 April 2013." in html
