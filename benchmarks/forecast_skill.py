"""How well `forecast` does beside the standard tools, on referrals to children's services 12 months ahead.

    python benchmarks/forecast_skill.py --referrals FILE [--origins 2020-03 2021-03 ...]

FILE is table c6 of DfE's "Characteristics of children in need" (referrals by month and local authority). Every method
sees each authority's months up to the origin and forecasts the twelve that follow; ours also sees the other
authorities' months up to the same origin. All run in this process, on one core. Needs benchmarks/requirements.in beside
the package.
"""

import argparse
import calendar
import os
import time
import warnings
from collections.abc import Callable

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd
from statsforecast.models import AutoETS, AutoTheta

from analysis.model.forecasting import forecast
from analysis.model.pooling import fit_pooled

AHEAD, YEAR, CONFIDENCE = 12, 12, 0.95
DEFAULT_ORIGINS = 4
MEASURES = ["mase", "coverage", "interval_score", "seconds"]


def read_referrals(path: str) -> pd.DataFrame:
    """Referrals by month (rows) and authority (columns, DfE number) for every authority with a complete series.

    `time_period` is the year ending 31 March: April to December fall in the calendar year before it. DfE's number
    stays where a county became a unitary authority and its ONS code changed.
    """
    table = pd.read_csv(path, dtype=str)
    table = table[table["geographic_level"] == "Local authority"]
    months = table.melt(["time_period", "old_la_code"], list(calendar.month_name[1:]), "month", "numerator")
    number = months["month"].map({name: number for number, name in enumerate(calendar.month_name)})
    year = months["time_period"].astype(int) - (number >= 4)
    months["start"] = pd.to_datetime({"year": year, "month": number, "day": 1})
    months["numerator"] = pd.to_numeric(months["numerator"], errors="coerce")
    panel = months.pivot_table(values="numerator", index="start", columns="old_la_code", dropna=False)
    return panel.asfreq("MS").dropna(axis="columns")


def select_origins(panel: pd.DataFrame, asked: list[str] | None) -> list[pd.Timestamp]:
    """The origins asked for, else the last four ends of March that leave twelve months; each is a month's first day."""
    if asked:
        return [pd.Timestamp(origin) for origin in asked]
    last = panel.index[-1] - pd.DateOffset(months=AHEAD)
    return list(panel.index[(panel.index.month == 3) & (panel.index <= last)][-DEFAULT_ORIGINS:])


def forecast_ours(past: pd.DataFrame) -> np.ndarray:
    """Expected, lower and upper of `forecast`, with the season pooled over the authorities' past."""
    pattern = fit_pooled(past)
    tables = [forecast(past[area], AHEAD, pattern, CONFIDENCE).table for area in past]
    return np.stack([table[["expected", "lower", "upper"]].to_numpy() for table in tables])


def forecast_seasonal_naive(past: pd.DataFrame) -> np.ndarray:
    """Last year's months again, with normal limits from the changes on the year before."""
    expected = past.to_numpy()[-YEAR:].T
    spread = 1.959964 * np.sqrt(((past.to_numpy()[YEAR:] - past.to_numpy()[:-YEAR]) ** 2).mean(axis=0))[:, None]
    return np.stack([expected, expected - spread, expected + spread], axis=1).transpose(0, 2, 1)


def forecast_standard(model: type) -> Callable[[pd.DataFrame], np.ndarray]:
    """A statsforecast model as a method: one fit per authority."""

    def run(past: pd.DataFrame) -> np.ndarray:
        found = [_forecast_one(model, past[area].to_numpy()) for area in past]
        return np.stack(found)

    return run


def _forecast_one(model: type, counts: np.ndarray) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model(season_length=YEAR).forecast(y=counts, h=AHEAD, level=[95])
    return np.column_stack([found["mean"], found["lo-95"], found["hi-95"]])


def score(past: pd.DataFrame, actual: np.ndarray, found: np.ndarray) -> dict[str, float]:
    """Mean absolute scaled error, coverage and scaled interval score over authorities and months.

    All are scaled by the authority's in-sample mean absolute error of the seasonal naïve forecast (Hyndman and Koehler
    2006); the interval score is Gneiting and Raftery's (2007) at 95%.
    """
    scale = np.abs(past.to_numpy()[YEAR:] - past.to_numpy()[:-YEAR]).mean(axis=0)[:, None]
    expected, lower, upper = np.moveaxis(found, -1, 0)
    outside = np.maximum(lower - actual, 0) + np.maximum(actual - upper, 0)
    return {
        "mase": float((np.abs(expected - actual) / scale).mean()),
        "coverage": float((outside == 0).mean()),
        "interval_score": float(((upper - lower + 2 / (1 - CONFIDENCE) * outside) / scale).mean()),
    }


METHODS = {
    "ours": forecast_ours,
    "seasonal naive": forecast_seasonal_naive,
    "AutoETS": forecast_standard(AutoETS),
    "AutoTheta": forecast_standard(AutoTheta),
}


def run(panel: pd.DataFrame, origins: list[pd.Timestamp]) -> pd.DataFrame:
    """Score every method from every origin; seconds are per series, with what the panel teaches counted in."""
    rows = []
    for origin in origins:
        past = panel.loc[:origin]
        actual = panel.loc[origin:].iloc[1 : AHEAD + 1].to_numpy().T
        if actual.shape[1] < AHEAD:
            raise SystemExit(f"{origin:%Y-%m} does not leave {AHEAD} months; the last month is {panel.index[-1]:%Y-%m}")
        for name, method in METHODS.items():
            began = time.perf_counter()
            found = method(past)
            seconds = (time.perf_counter() - began) / panel.shape[1]
            rows.append({"origin": f"{origin:%Y-%m}", "method": name, **score(past, actual, found), "seconds": seconds})
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--referrals", required=True, help="DfE table c6, CSV")
    parser.add_argument("--origins", nargs="+", help="months after whose end to forecast, as 2020-03")
    options = parser.parse_args()
    panel = read_referrals(options.referrals)
    origins = select_origins(panel, options.origins)
    run(panel.iloc[:48, :6], [panel.index[35]])  # compiles statsforecast, so that no method is charged for it
    table = run(panel, origins)
    mean = table.groupby("method", sort=False)[MEASURES].mean()
    print(f"{panel.shape[1]} authorities, origins {', '.join(f'{origin:%Y-%m}' for origin in origins)}\n")
    print(table.set_index(["origin", "method"]).round(4).to_string(), end="\n\n")
    print(mean.assign(mase_to_AutoETS=mean["mase"] / mean.loc["AutoETS", "mase"]).round(4).to_string())


if __name__ == "__main__":
    main()
