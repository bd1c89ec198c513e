"""A report's caveats are said for as long as they are true."""

from dataclasses import replace

from analysis.definitions.reports import Caveat

SPENDING = """
board_spending:
  title: The Board's spending
  kind: money
  counts: nothing
  unit: pounds
  topic: finance
  meaning: [{since: 2013-04-01, definition: Spending., reference: Annual report 2013-14}]
"""
TEXT = "Only income was supplied."


def with_caveat(page):
    caveat = Caveat(text=TEXT, until=["board_spending"])
    return replace(page, report=page.report.model_copy(update={"caveats": [caveat]}))


def spent(**changes) -> dict:
    return {"indicator": "board_spending", "start": "2013-04-01", "end": "2014-03-31", "value": 200_000} | changes


def test_a_caveat_is_said_while_nothing_it_misses_was_supplied(make_page):
    assert with_caveat(make_page(SPENDING, spent(area="E92000001"))).caveats() == [TEXT]


def test_a_caveat_goes_when_what_it_misses_is_supplied(make_page):
    assert with_caveat(make_page(SPENDING, spent())).caveats() == []


def test_a_figure_of_a_later_period_does_not_take_a_caveat_away(make_page):
    later = spent(start="2014-04-01", end="2015-03-31")

    assert with_caveat(make_page(SPENDING, later)).caveats() == [TEXT]
