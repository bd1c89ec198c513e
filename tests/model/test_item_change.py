"""A change of an item against chance, and against what authorities ordinarily change."""

from datetime import date

import pandas as pd
import pytest

from analysis.definitions import Indicator
from analysis.definitions.indicators import CountedAgain
from analysis.definitions.learned_changes import IndicatorChanges, OrdinaryChange
from analysis.model import item_change
from analysis.model.item_change import NO_EARLIER, SAME_CHILDREN, change_from, find_own_step

MEANING = [{"since": date(2013, 4, 1), "definition": "Referrals.", "reference": "A guide"}]
RATE = Indicator(
    title="Referral rate",
    kind="rate",
    counts="events",
    unit="per 10,000",
    per=10000,
    topic="referrals",
    numerator="referrals",
    denominator="population_0_17",
    meaning=MEANING,
)
COUNT = Indicator(
    title="Referrals", kind="count", counts="events", unit="referrals", topic="referrals", meaning=MEANING
)


def series(*rows):
    table = pd.DataFrame(rows, columns=["end", "figure", "number", "whole"])
    end = pd.to_datetime(table["end"])
    return table.assign(end=end, start=end - pd.DateOffset(months=12) + pd.DateOffset(days=1))


def window(every="year", spread=0.15, centres=(0.0,)):
    return IndicatorChanges(
        source="An example",
        windows=[
            OrdinaryChange(
                kind="rate",
                every=every,
                first=date(2010, 3, 31),
                last=date(2013, 3, 31),
                areas=150,
                changes=450,
                spread=spread,
                dispersion=2.0,
                degrees=5.0,
                centres=list(centres),
            )
        ],
    )


YEARS = series(("2013-03-31", 720, 3400, 47200), ("2014-03-31", 815, 3850, 47250))


def test_what_beats_chance_is_not_unusual_where_authorities_change_so_much():
    alone, among = (change_from(YEARS, 0, RATE, kept, 0.95) for kept in (None, window()))

    assert alone.beyond_chance
    assert alone.unusual is None
    assert among.unusual is False
    assert among.ordinary.ordinary_upper > 815 / 720


def test_a_count_of_a_quarter_is_judged_by_quarters():
    quarters = series(("2013-12-31", 100, None, None), ("2014-03-31", 300, None, None))

    change = change_from(quarters, 0, COUNT, window("quarter", centres=(0.0, 0.0, 0.0, 0.0)), 0.95)

    assert change.ordinary.unusual
    assert change.upwards


def test_a_change_over_a_year_is_not_judged_by_quarters():
    change = change_from(YEARS, 0, RATE, window("quarter", centres=(0.0, 0.0, 0.0, 0.0)), 0.95)

    assert change.ordinary is None


def test_without_an_earlier_figure_there_is_no_change():
    change = change_from(YEARS, None, RATE, None, 0.95)

    assert change.reason == NO_EARLIER
    assert change.unusual is None


@pytest.mark.parametrize("figure", [800, 720])
def test_a_rate_without_its_numbers_is_not_tested(figure):
    table = series(("2013-03-31", 720, None, None), ("2014-03-31", figure, None, None))

    assert change_from(table, 0, RATE, window(), 0.95).unusual is None


STOCK = RATE.model_copy(
    update={"when_counted": "at_end", "counted_again": CountedAgain(share=0.1737, source="DfE, table D5")}
)


def test_a_stock_a_year_on_has_limits_where_it_is_known_how_many_are_counted_twice():
    plans = series(("2023-03-31", 46.0, 1323, 287600), ("2024-03-31", 49.3, 1428, 289700))
    known, unknown = (
        change_from(plans, 0, each, None, 0.95) for each in (STOCK, STOCK.model_copy(update={"counted_again": None}))
    )

    assert (known.estimate.lower, known.estimate.upper) == pytest.approx((1.0, 1.15), abs=0.01)
    assert unknown.reason == SAME_CHILDREN


def test_a_stock_of_a_quarter_before_is_not_tested():
    plans = series(("2023-12-31", 46.0, 1323, 287600), ("2024-03-31", 49.3, 1428, 289700))

    assert change_from(plans, 0, STOCK, None, 0.95).reason == SAME_CHILDREN


def test_a_count_and_its_rate_get_the_same_verdict_of_a_year():
    counts = series(("2023-03-31", 224, 224, None), ("2024-03-31", 276, 276, None))  # DfE, table C1: Rutland
    rates = series(("2023-03-31", 279, 224, 8030), ("2024-03-31", 346, 276, 7977))
    count, rate = (change_from(each, 0, what, window(), 0.95) for each, what in ((counts, COUNT), (rates, RATE)))

    assert count.estimate.clear
    assert count.unusual is rate.unusual is False


def test_a_change_is_judged_by_the_latest_window_that_ends_before_it():
    older, newer = window(spread=0.01).windows[0], window(spread=0.3).windows[0]
    older = older.model_copy(update={"last": date(2012, 3, 31)})
    kept = IndicatorChanges(source="An example", windows=[older, newer])

    assert change_from(YEARS, 0, RATE, kept, 0.95).ordinary.ordinary == newer


def test_a_share_of_cases_that_cluster_has_the_wider_limits_that_its_own_page_gives():
    # multi-agency training in Southampton's report: 107 of 127 places taken, then 114 of 176; places come by course
    share = Indicator(
        title="Places taken, share",
        kind="proportion",
        counts="things",
        unit="% of places",
        topic="training",
        clustering=2,
        meaning=MEANING,
    )
    places = series(("2013-12-31", 107 / 127, 107, 127), ("2014-03-31", 114 / 176, 114, 176))
    found = change_from(places, 0, share, None, 0.95).estimate

    assert (found.lower, found.upper) == pytest.approx((-0.32, -0.05), abs=0.005)


def shares(*figures):
    ends = pd.date_range(end="2014-03-31", periods=len(figures), freq="QE")
    return series(*((f"{end:%Y-%m-%d}", figure, None, None) for end, figure in zip(ends, figures, strict=True)))


SHARE = Indicator(
    title="Seen in time, share", kind="proportion", counts="people", unit="% of children", topic="t", meaning=MEANING
)
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)  # NIST e-Handbook, 6.3.2.2: average range 1.8778


def test_the_ordinary_step_of_a_series_is_the_limit_of_its_moving_range(monkeypatch):
    monkeypatch.setattr(item_change, "FEWEST_STEPS", 9)

    assert find_own_step(pd.Series([*FLOW, 60.0]), 9) == pytest.approx(3.268 * 1.8778, abs=1e-3)


@pytest.mark.parametrize(("latest", "unusual"), [(0.60, False), (0.45, True)])
def test_what_nobody_else_publishes_is_held_against_its_own_twelve_earlier_figures(latest, unusual):
    earlier = (0.62, 0.64, 0.61, 0.63, 0.60, 0.62, 0.65, 0.63, 0.61, 0.62, 0.64, 0.63)
    change = change_from(shares(*earlier, latest), 11, SHARE, None, 0.95)

    assert change.unusual is unusual
    assert change.reason is None


def test_with_fewer_earlier_figures_it_is_not_judged():
    change = change_from(shares(*[0.62, 0.64] * 5, 0.62, 0.2), 10, SHARE, None, 0.95)

    assert change.unusual is None


def test_what_chance_explains_is_not_unusual_whatever_the_earlier_figures_were():
    years = [f"20{year:02}-03-31" for year in range(2, 15)]
    steady = series(*((end, count, None, None) for end, count in zip(years, [*[9, 10] * 6, 14], strict=True)))

    assert change_from(steady, 11, COUNT, None, 0.95).unusual is False


def test_a_share_with_its_numbers_is_judged_as_one_and_without_them_as_a_value():
    both = [window().windows[0].model_copy(update={"kind": kind}) for kind in ("value", "proportion")]
    kept = IndicatorChanges(source="An example", windows=both)
    numbers = series(("2013-03-31", 0.85, 1700, 2000), ("2014-03-31", 0.86, 1720, 2000))
    bare = numbers.assign(number=None, whole=None)

    found = [change_from(each, 0, SHARE, kept, 0.95).ordinary for each in (numbers, bare)]

    assert [one.kind for one in found] == ["proportion", "value"]
    assert 0.86 + found[0].ordinary_upper < 1  # no share above 100%
