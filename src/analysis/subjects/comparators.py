"""An area's rate beside those of its statistical neighbours and England, as a page reads and shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.charts import Chart, plot_areas, plot_years
from analysis.definitions import ENGLAND, NeighbourSet
from analysis.measures.columns import column_of
from analysis.measures.protection import Protected
from analysis.model.comparison import Comparison, compare
from analysis.model.neighbours import add_neighbours
from analysis.model.population import add_population, add_whole, rates_of_areas
from analysis.model.yearly_change import STOCK_CAVEAT, Trend, fit_trend
from analysis.numbers import listed, lower_first, period_from, say, say_count, say_limits, say_share
from analysis.page.page import Page
from analysis.periods import Period
from analysis.refusals import ParametersRefused
from analysis.words.comparisons import describe_comparison

POPULATION = "population_0_17"
PRINTED = "SN:printed"
OTHERS = {"england": ENGLAND, "printed": PRINTED}
BESIDE = {"neighbours": "its statistical neighbours", "england": "England"}
TITLES = {
    "value": "", "lower": "Lower limit", "upper": "Upper limit", "neighbours": "Neighbours’ average",
    "neighbours_lowest": "Lowest neighbour", "neighbours_highest": "Highest neighbour", "england": "England",
    "printed": "Neighbours as printed",
}  # fmt: skip


@dataclass(frozen=True)
class YearlyRates:
    """A rate or share year by year: `areas`, one row for each area and period; `years`, one for each period.

    The columns of `years` are those of `analysis.model.neighbours.add_neighbours`, with `england` and `printed` (the
    neighbours' average as the annual report printed it, of a set that it does not name).
    """

    indicator: str
    areas: pd.DataFrame
    years: pd.DataFrame
    neighbours: NeighbourSet | None

    @property
    def own(self) -> pd.DataFrame:
        """The area's own figures, one row for each year for which it has one."""
        return self.years[self.years["value"].notna()]

    @property
    def england(self) -> pd.DataFrame:
        """England's figures of the same years, as the column `value`."""
        return self.years.assign(value=self.years["england"])

    @property
    def latest(self) -> pd.Series:
        """The area's last year with a figure, or a row without one where it has none."""
        return self.own.iloc[-1] if len(self.own) else self.years.reindex([-1]).iloc[0]

    @property
    def period(self) -> Period | None:
        """The period of the area's latest figure, None where it has none."""
        return period_from(self.latest["start"], self.latest["end"], self.latest["period"]) if len(self.own) else None

    @property
    def span(self) -> str:
        """The first and last year with a figure, in words."""
        return f"{self.own['period'].iloc[0]} to {self.own['period'].iloc[-1]}" if len(self.own) else "no year"


def read_rates(page: Page, rate: str) -> YearlyRates:
    """A rate or share of the page's area, its neighbours and England for every year up to the page's quarter.

    It is worked out from the parts that its definition names where both are known, so that it has limits, and is taken
    as published for other years. What is read is registered with the page. Raises ParametersRefused for an indicator
    whose definition names no parts.
    """
    indicator = page.definitions.indicator(rate)
    if indicator.numerator is None or indicator.denominator is None:
        raise ParametersRefused(f"indicator {rate}: name its numerator and denominator in params/indicators.yaml.")
    chosen = page.definitions.areas.neighbours_of(page.area.code)
    codes = chosen.neighbours if chosen else []
    places = [page.area.code, *OTHERS.values(), *codes]
    parts, published = (page.read(name, kind="year", areas=places) for name in (indicator.numerator, rate))
    if indicator.denominator == POPULATION:
        counts = add_population(parts, page.read(POPULATION, kind="day", areas=places))
    else:
        counts = add_whole(parts, page.read(indicator.denominator, kind="year", areas=places))
    areas = rates_of_areas(counts, published, per=indicator.per, confidence=page.confidence)
    version = (chosen.year, chosen.version) if chosen else (0, "")
    years = add_neighbours(areas, page.area.code, OTHERS, codes, set_year=version[0], set_version=version[1])
    return YearlyRates(rate, areas, years, chosen)


def fit_change(page: Page, rates: YearlyRates, breaks: Iterable[date] = (), confidence: float = 0.95) -> Trend:
    """The area's rate from year to year; of children counted on one day, with the caveat that a stock needs."""
    change = fit_trend(rates.own, "value", breaks=breaks, confidence=confidence)
    stock = page.definitions.indicator(rates.indicator).when_counted == "at_end"
    return replace(change, caveat=STOCK_CAVEAT) if stock and change.reason is None else change


def compare_latest(page: Page, rates: YearlyRates, comparator: str, name: str) -> Comparison:
    """The area's latest rate against a comparator of the same year, else its last one before, with its age."""
    known = rates.years[rates.years[comparator].notna() & (rates.years["end"] <= rates.latest["end"])]
    if known.empty:
        reason = f"There is no figure of {name} to compare with."
        return Comparison("not compared", float("nan"), None, "", page.confidence, reason)
    last = known.iloc[-1]
    # a published rate without its count has no limits, and is compared as it stands
    lower, upper = (rates.latest["value"] if pd.isna(rates.latest[side]) else rates.latest[side]
                    for side in ("lower", "upper"))  # fmt: skip
    return compare(
        float(lower), float(upper), float(last[comparator]), page.definitions.indicator(rates.indicator).polarity,
        period=rates.period, accept_age=True,
        comparator_period=period_from(last["start"], last["end"], last["period"]),
        name=f"The figure of {name}", confidence=page.confidence,
    )  # fmt: skip


def describe_latest(page: Page, rates: YearlyRates) -> list[str]:
    """The latest figure in sentences: how many, how often with its limits, and against neighbours and England."""
    indicator = page.definitions.indicator(rates.indicator)
    number = page.definitions.indicator(indicator.numerator)
    if rates.own.empty:
        return [f"There is no figure of {lower_first(number.title)} for {page.area.name}."]
    latest, form = rates.latest, column_of(indicator).form
    when = f"{'On' if rates.period.kind == 'day' else 'In'} {rates.period.words}"
    limits = ""
    if pd.notna(latest["lower"]):
        told = say_limits(latest["lower"], latest["upper"], form)
        limits = f" ({say_share(page.confidence)} confidence: {told})"
    many = f"{say_count(latest['numerator'])} {lower_first(number.title)}, " if pd.notna(latest["numerator"]) else ""
    sentences = [f"{when} there were {many}{say(latest['value'], form, per=indicator.per)}{limits}."]
    for column, name in BESIDE.items():
        compared = compare_latest(page, rates, column, name)
        sentences.append(describe_comparison(
            page.name(rates.indicator), latest["value"], compared, compared.benchmark, name, form))  # fmt: skip
    return sentences


def protect_years(page: Page, rates: YearlyRates) -> Protected:
    """The years as they may be shown: the area with its limits, its neighbours' average and range, and England."""
    indicator = page.definitions.indicator(rates.indicator)
    form, number = column_of(indicator), column_of(page.definitions.indicator(indicator.numerator))
    known = [name for name in TITLES if name == "value" or rates.years[name].notna().any()]
    own = [name for name in known if name in ("value", "lower", "upper")]
    titles = TITLES | {"value": page.area.name}
    return page.protect(
        rates.years[["period", "start", "end", "numerator", *known, "value_status"]],
        counts=["numerator"], derived={name: ["numerator"] for name in own},
        uncounted=[name for name in known if name not in own],
        columns={"numerator": number}
        | {name: replace(form, title=titles[name]) for name in known},
    )  # fmt: skip


def protect_latest(page: Page, rates: YearlyRates) -> Protected:
    """Each area's rate in the period of the area's latest figure, by the areas' names."""
    table = rates.areas[rates.areas["end"] == rates.latest["end"]]
    names = {code: page.definitions.areas.named(code).name for code in table["area"]}
    table = table[table["area"] != PRINTED].assign(area=table["area"].map(names))
    indicator = page.definitions.indicator(rates.indicator)
    form, number = column_of(indicator), column_of(page.definitions.indicator(indicator.numerator))
    return page.protect(
        table[["area", "numerator", "value", "lower", "upper"]], counts=["numerator"],
        derived={name: ["numerator"] for name in ("value", "lower", "upper")},
        columns={"area": "Area", "numerator": number, "value": form,
                 "lower": replace(form, title="Lower limit"), "upper": replace(form, title="Upper limit")},
    )  # fmt: skip


def plot_rates(page: Page, rates: YearlyRates) -> Chart:
    """The area, its neighbours' average and range, and England, year by year."""
    shown = protect_years(page, rates)
    indicator = page.definitions.indicator(rates.indicator)
    series = [name for name in ("value", "neighbours", "england", "printed") if name in shown.columns]
    ranged = "neighbours_lowest" in shown.columns
    return plot_years(
        shown, series, axis=page.title(rates.indicator), indicators=[rates.indicator, indicator.numerator],
        limits={"value": ("lower", "upper")} if "lower" in shown.columns else None,
        band=("neighbours_lowest", "neighbours_highest", "range of neighbours") if ranged else None,
    )  # fmt: skip


def caption_rates(page: Page, rates: YearlyRates) -> str:
    """What the chart of the years shows last: the area's figure and its comparators' of the same period."""
    title, form = page.title(rates.indicator), column_of(page.definitions.indicator(rates.indicator))
    if rates.own.empty:
        return f"{title}: no figure for {page.area.name}"
    names = {"value": page.area.name, "neighbours": "its neighbours’ average", "england": "England"}
    told = [f"{name} {form.write(rates.latest[column])}" for column, name in names.items()
            if pd.notna(rates.latest[column])]  # fmt: skip
    return f"{title}: {listed(told)} {'on' if rates.period.kind == 'day' else 'in'} {rates.period}"


def plot_latest(page: Page, rates: YearlyRates) -> Chart:
    """The area beside each of its neighbours, with England as a line, in the area's latest period."""
    return plot_areas(
        protect_latest(page, rates), "value", emphasis=page.area.name, benchmark="England", limits=("lower", "upper")
    )


def caption_latest(page: Page, rates: YearlyRates) -> str:
    """Where the area stands among its neighbours, highest first, and of which year the neighbours' set is."""
    known = rates.areas[(rates.areas["end"] == rates.latest["end"]) & rates.areas["value"].notna()]
    peers = known[known["area"].isin(rates.neighbours.neighbours if rates.neighbours else [])]
    if rates.own.empty or peers.empty:
        return f"{page.title(rates.indicator)}: nothing to compare with"
    above = int((peers["value"] > rates.latest["value"]).sum())
    place = f"{above} of its {len(peers)} statistical neighbours stood above {page.area.name}"
    return f"{page.title(rates.indicator)}, {rates.period}: {place} (neighbours of {rates.neighbours.version})"
