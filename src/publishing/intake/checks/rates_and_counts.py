"""Rates against the counts and the population that they are made of."""

import pandas as pd

from analysis.definitions import Definitions
from analysis.observations import select_best_source
from publishing.intake.checks.described import FILED, Described, count_decimals, select_figures
from publishing.intake.checks.wording import SMALLEST_SHOWN, describe_area, describe_period, describe_value, join_words
from publishing.intake.findings import Finding, make_finding

FARTHEST = 0.02  # an estimate of population is revised by less
MOST_SHOWN = 4
OLDEST = pd.Timedelta(days=366)  # a population of an earlier mid-year is another year's

_PLACE = ["area", "breakdown", "start", "end"]


def check_rates(observations: Described, definitions: Definitions) -> list[Finding]:
    """Hold each rate × population against the count: beyond 2% of the count is a warning, within it a note.

    The count is the one of the same file, else the best source's of the same area and period; the population is the
    latest of the last twelve months to the period's end (30 June 2013 for 2013-14 and for 31 March 2014). A rate
    written in whole units is allowed its rounding, which for a small rate is more than 2%. One finding for each
    indicator of a file, because one population behind a publication touches all its areas.
    """
    rates = select_figures(observations, "rate").reset_index()
    rates = rates.assign(**{role: _named(rates, role, definitions) for role in ("numerator_of", "denominator_of")})
    rates = rates.assign(per=_named(rates, "per", definitions).astype(float))
    rates = _add_population(_add_count(rates, observations), observations).dropna(subset=["count", "population"])
    rates = rates[rates["count"] > 0].set_index("index")
    expected = rates["value"] * rates["population"] / rates["per"]
    above_zero = rates["value"].where(rates["value"] > 0)
    rounding = 0.5 * 10.0 ** -rates["value"].map(count_decimals) / above_zero
    apart = (expected - rates["count"]).abs() / rates["count"]
    rates = rates.assign(
        apart=apart,
        far=apart > rounding.clip(lower=FARTHEST).fillna(FARTHEST),
        implied=rates["count"] / above_zero * rates["per"],
    )
    findings = []
    for _, rows in rates.groupby([*FILED, "indicator"], sort=False):
        findings += [
            _describe(rows, far=far, definitions=definitions) for far in (True, False) if (rows["far"] == far).any()
        ]
    return findings


def _named(rates: pd.DataFrame, role: str, definitions: Definitions) -> pd.Series:
    field = role.removesuffix("_of")
    return rates["indicator"].map({name: getattr(each, field) for name, each in definitions.indicators.items()})


def _add_count(rates: pd.DataFrame, observations: Described) -> pd.DataFrame:
    """Add `count` and the file it stands in: the rate's own, else the best source's."""
    counts = select_figures(observations, "count")
    counts = counts.rename(columns={"indicator": "numerator_of"})
    own = counts.drop_duplicates([*FILED, "numerator_of", *_PLACE])
    best = select_best_source(counts.rename(columns={"numerator_of": "indicator"}))
    best = best.rename(columns={"indicator": "numerator_of", "file": "count_file", "value": "count"})
    on = ["numerator_of", *_PLACE]
    rates = rates.merge(own[[*FILED, *on, "value"]].rename(columns={"value": "own"}), on=[*FILED, *on], how="left")
    rates = rates.merge(best[[*on, "count", "count_file"]], on=on, how="left")
    has_own = rates["own"].notna()
    return rates.assign(
        count=rates["own"].where(has_own, rates["count"]), count_file=rates["file"].where(has_own, rates["count_file"])
    )


def _add_population(rates: pd.DataFrame, observations: Described) -> pd.DataFrame:
    """Add `population`: the latest one that is at most a year older than the period's end."""
    names = rates["denominator_of"].dropna().unique()
    populations = select_best_source(
        observations[observations["indicator"].isin(names) & observations["value"].notna()]
    )
    populations = populations[(populations["breakdown"] == "") & (populations["span"] == "day")]
    populations = populations.rename(
        columns={"indicator": "denominator_of", "value": "population", "file": "population_file"}
    )
    return pd.merge_asof(
        rates.dropna(subset=["denominator_of"])
        .astype({"denominator_of": populations["denominator_of"].dtype})
        .sort_values("end"),
        populations[["denominator_of", "area", "end", "population", "population_file"]].sort_values("end"),
        on="end",
        by=["denominator_of", "area"],
        tolerance=OLDEST,
    )


def _describe(rates: pd.DataFrame, *, far: bool, definitions: Definitions) -> Finding:
    """The finding about the places of one indicator where rate and population are far from the count, or are not."""
    rows = rates[rates["far"] == far]
    indicator = definitions.indicator(rows["indicator"].iloc[0])
    few = rows["area"] if rows["area"].nunique() <= MOST_SHOWN else ()  # a page is on one place of many
    areas = join_words(describe_area(area, definitions) for area in few)
    where = f"{len(rows)} of {len(rates)} places"
    also_from = [*rows["count_file"], *rows["population_file"]]
    severity, said = "note", f"give the count within two per cent in {where}"
    treatment, question = "Nothing to do.", None
    if far:
        severity, said = "warning", f"do not give the count in {where}{f': {areas}' if areas else ''}"
        treatment = "Kept as supplied; reports that need limits work the rate out from count and population. Estimates "
        treatment += "of the population that were revised later may explain it."
        question = f"Which population is behind {indicator.inside}, and is the count beside it the same one?"
    message, about = f"{indicator.title}: rate and population {said}.", ("rate_and_population", severity, rows)
    implied = _imply(rows, definitions)
    return make_finding(*about, message, detail=implied, also_from=also_from, treatment=treatment, question=question)


def _imply(rows: pd.DataFrame, definitions: Definitions) -> str | None:
    """The population that count and rate imply, where they are farthest apart and the count may be shown."""
    shown = rows[(rows["count"] >= SMALLEST_SHOWN) & rows["implied"].notna()].nlargest(MOST_SHOWN, "apart")
    figures = [
        f"{describe_area(row['area'], definitions)}, {describe_period(row)}: {row['count']:,.0f} at "
        f"{describe_value(row['value'], definitions.indicator(row['indicator']))} imply a population of "
        f"{row['implied']:,.0f}, estimated {row['population']:,.0f}"
        for row in shown.to_dict("records")
    ]
    return f"{'; '.join(figures)}." if figures else None
