"""Rates beside England's as they may be published: what the chart draws, and what the table says."""

import pandas as pd

from analysis.measures.columns import Column, column_of, write_plainly
from analysis.measures.protection import WITHHELD, Protected
from analysis.measures.rates_beside_england import BesideEngland
from analysis.model.comparison import IN_WORDS
from analysis.numbers import say, say_limits
from analysis.page.page import Page

RESTING = ("value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper", "similar_low", "similar_high")
WORDS = ("what", "inside", "indicator", "period", "verdict", "claim", "others", "written", "england_period")
SILENT = {"verdict": WITHHELD, "written": "", "claim": ""}
"""What words say of a rate whose number is suppressed: they rest on it as well."""


def publish_rates(page: Page, rows: BesideEngland) -> Protected:
    """The rows of `judge_rates`: the number of people in the area, and what rests on it."""
    names = [*WORDS, "count", "count_status", *RESTING, "england"]

    def protect(table: pd.DataFrame) -> Protected:
        return page.protect(
            table,
            counts=["count"],
            derived={name: ["count"] for name in RESTING},
            uncounted=["england"],
            columns={"what": "What", "ratio": Column("Times England’s", "number")},
        )

    small = protect(rows[names]).marks["count"] == WITHHELD
    return protect(rows[names].assign(**{name: rows[name].mask(small, words) for name, words in SILENT.items()}))


def select_rates(shown: Protected) -> Protected:
    """The rows that are rates, without what is only said in words: what a chart draws."""
    return shown.select(rows=shown.table["verdict"] != IN_WORDS)


def tabulate_rates(page: Page, shown: Protected) -> Protected:
    """The rows as a reader sees them: each rate with what it is per, its limits, England's, and how it reads."""
    made = [
        _row(page, row, mark) for row, mark in zip(shown.table.to_dict("records"), shown.marks["count"], strict=True)
    ]
    return page.protect(
        pd.DataFrame(made).assign(count_status=shown.marks["count"].to_numpy()),
        counts=["count"],
        columns={
            "what": "What",
            "period": "Period",
            "count": Column("Number", "count"),
            "rate": page.area.name,
            "limits": f"Limits ({say(page.confidence, 'share')} confidence)",
            "england": "England",
            "similar": "Would be called similar",
            "verdict": "Against England",
            "claim": "Also stated",
        },
    )


def _row(page: Page, row: dict, mark: str) -> dict[str, object]:
    form = column_of(page.definitions.indicator(row["indicator"]))
    withheld = mark == WITHHELD
    older = f" ({row['england_period']})" if row["england_period"] else ""
    similar = (row["similar_low"] * row["england"], row["similar_high"] * row["england"])
    return {
        "what": row["what"],
        "period": row["period"],
        "count": row["count"],
        "rate": "[c]" if withheld else row["written"] or write_plainly(row["value"], form),
        "limits": _say_pair(row["lower"], row["upper"], form),
        "england": write_plainly(row["england"], form) + older,
        "similar": _say_pair(*similar, form),
        "verdict": "suppressed" if withheld else row["verdict"],
        "claim": "; ".join(filter(None, [row["claim"], row["others"]])),
    }


def _say_pair(lower: float, upper: float, form: Column) -> str:
    return "" if pd.isna([lower, upper]).any() else say_limits(lower, upper, form.form)
