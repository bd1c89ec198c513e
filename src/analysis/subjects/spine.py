"""An area's rates of several kinds against England's, as one page reads, judges and shows them."""

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND, Indicator
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import WITHHELD, Protected
from analysis.model.comparison import compare
from analysis.model.funnel import ratio_funnel
from analysis.model.limits import count_limits
from analysis.model.rates import add_rate
from analysis.numbers import period_from, say, say_limits, short_period, upper_first
from analysis.page.page import Page
from analysis.periods import Period
from analysis.subjects.quoted_in_report import read_stated

WORDED = "comparison"  # how a breakdown begins that holds a comparison in words
RATIOS = {"value": "ratio", "lower": "ratio_lower", "upper": "ratio_upper"}
NO_LIMITS = "no limits"
NO_ENGLAND = "no figure for England"
NO_FIGURE = "no figure"
IN_WORDS = "said in words"


def read_spine(page: Page, indicators: list[str]) -> pd.DataFrame:
    """A row for each rate: the area's latest figure, its count and limits, England's, and the verdict on them.

    Columns indicator, what, period, count, value, lower, upper, england, age (the period of England's where it is
    another), ratio, ratio_lower and ratio_upper (times England's), similar_low and similar_high (between which
    chance alone would put an area of this size at England's rate), verdict and claim (what the source says in
    words). A rate has limits where its count is known: those of the count, to scale. Rates of which nothing is
    known have no row.
    """
    rows = pd.DataFrame([_read_row(page, name) for name in indicators])
    rows = rows[rows["value"].notna() | (rows["claim"] != "") | (rows["count_status"] == WITHHELD)]
    rows = rows.reset_index(drop=True)
    lower, upper = count_limits(rows["count"], page.confidence)
    scale = rows["value"] / rows["count"]
    rows["lower"], rows["upper"] = lower * scale, upper * scale
    for name in RATIOS:
        rows[RATIOS[name]] = rows[name] / rows["england"]
    chance = ratio_funnel(rows["count"] / rows["ratio"], page.confidence)
    rows["similar_low"], rows["similar_high"] = chance["lower"].to_numpy(), chance["upper"].to_numpy()
    page.method(chance[chance["reason"].isna()], add_rate(_implied(rows), 1, page.confidence))
    return rows.assign(verdict=[_judge(page, row) for row in rows.to_dict("records")])


def _implied(rows: pd.DataFrame) -> pd.DataFrame:
    """The counts over themselves, so that the page tells the method of their limits."""
    known = rows["count"].dropna()
    return pd.DataFrame({"numerator": known, "denominator": known})


def protect_spine(page: Page, rows: pd.DataFrame) -> Protected:
    """The rows' figures as they may be shown: the count, and what rests on it, of people in the area."""
    figures = ["value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper", "similar_low", "similar_high"]
    names = [
        "what",
        "indicator",
        "period",
        "count",
        "count_status",
        *figures,
        "england",
        "verdict",
        "claim",
        "others",
        "written",
        "age",
    ]
    known = {"counts": ["count"], "derived": {name: ["count"] for name in figures}, "uncounted": ["england"]}
    columns = {"what": "What", "ratio": Column("Times England’s", "number")}
    small = page.protect(rows[names], **known).marks["count"] == WITHHELD
    # words tell of the count that they rest on as well, and the door knows figures only
    silent = {"verdict": WITHHELD, "written": "", "claim": ""}
    told = {name: rows[name].mask(small, words) for name, words in silent.items()}
    return page.protect(rows[names].assign(**told), **known, columns=columns)


def select_rates(shown: Protected) -> Protected:
    """The rows that are rates, without what is only said in words: what a chart draws."""
    return shown.select(rows=shown.table["verdict"] != IN_WORDS)


def tabulate_spine(page: Page, shown: Protected) -> Protected:
    """The rows as a reader sees them: each rate with what it is per, its limits, England's, and how it reads."""
    made = []
    for place, row in enumerate(shown.table.to_dict("records")):
        form = column_of(page.definitions.indicator(row["indicator"]))
        withheld = shown.marks["count"].iloc[place] == WITHHELD
        made.append({
            "what": row["what"], "period": row["period"], "count": row["count"],
            "rate": "[c]" if withheld else row["written"] or _say(row["value"], form),
            "limits": _say_pair(row["lower"], row["upper"], form),
            "england": _say(row["england"], form) + row["age"],
            "similar": _say_pair(row["similar_low"] * row["england"], row["similar_high"] * row["england"], form),
            "verdict": "withheld" if withheld else row["verdict"],
            "claim": "; ".join(filter(None, [row["claim"], row["others"]])),
        })  # fmt: skip
    table = pd.DataFrame(made)
    marks = shown.marks["count"].to_numpy()
    absent = np.where(table["count"].isna(), "not_supplied", "")
    statuses = {"count_status": np.where(marks == WITHHELD, WITHHELD, absent)}
    return page.protect(
        table.assign(**statuses), counts=["count"],
        columns={
            "what": "What", "period": "Period", "count": Column("Number", "count"), "rate": page.area.name,
            "limits": f"Limits ({say(page.confidence, 'share')} confidence)", "england": "England",
            "similar": "Would be called similar", "verdict": "Against England", "claim": "Also stated",
        },
    )  # fmt: skip


def _read_row(page: Page, name: str) -> dict:
    indicator = page.definitions.indicator(name)
    groups = [area.code for area in page.definitions.areas.areas if area.kind in ("country", "group")]
    read = read_stated(page, *_with_number(indicator, name), areas=[page.area.code, *groups])
    worded = read["breakdown"].str.startswith(WORDED) | (read["value"].isna() & read["text"].notna())
    said = read[(read["area"] == page.area.code) & worded & read["text"].notna()]
    read = read[~worded & (read["value"].notna() | (read["status"] == WITHHELD)) & (read["indicator"] == name)]
    own = read[read["area"] == page.area.code]
    row = {
        "indicator": name,
        "what": upper_first(indicator.title.removeprefix("Rate of ")),
        "others": "",
        "age": "",
        "written": "",
        "english": None,
        "count_status": "",
    } | dict.fromkeys(["value", "count", "england"], np.nan)
    if own.empty:
        return row | {"period": _period(said.iloc[-1]).label if len(said) else "", "claim": _join(said)}
    last = own.sort_values("end", kind="stable").iloc[-1]
    said, period = said[said["end"] == last["end"]], _period(last)
    row |= {"period": short_period(period), "own": period, "value": last["value"], "claim": _join(said)}
    row["count"], row["count_status"] = _read_count(page, indicator, last)
    others = read[~read["area"].isin([page.area.code, ENGLAND]) & read["value"].notna()]
    row["others"] = _say_others(page, others, indicator)
    row["written"] = f"{last['text']} per {indicator.per:,}" if pd.notna(last["text"]) and indicator.per else ""
    english = read[(read["area"] == ENGLAND) & (read["end"] <= last["end"]) & read["value"].notna()]
    english = english[english["breakdown"] == last["breakdown"]].sort_values("end", kind="stable")
    if len(english):
        when = _period(english.iloc[-1])
        row |= {
            "england": english["value"].iloc[-1],
            "english": when,
            "age": "" if when == period else f" ({when.label})",
        }
    return row


def _with_number(indicator: Indicator, name: str) -> list[str]:
    return [name, indicator.numerator] if indicator.numerator else [name]


def _say_others(page: Page, read: pd.DataFrame, indicator: Indicator) -> str:
    form, names = column_of(indicator), page.definitions.areas
    last = read.sort_values("end", kind="stable").drop_duplicates("area", keep="last")
    return "; ".join(f"{names.named(row.area).name} {_say(row.value, form)} ({_period(row._asdict()).label})"
                     for row in last.itertuples())  # fmt: skip


def _read_count(page: Page, indicator: Indicator, last: pd.Series) -> tuple[float, str]:
    """The number behind a rate, where its definition names one and it was given for the same days and people.

    With it `withheld` where the number or the rate is.
    """
    if indicator.numerator is None:
        return np.nan, WITHHELD if last["status"] == WITHHELD else ""
    read = page.read(indicator.numerator, breakdown=last["breakdown"])
    same = read[(read["start"] == last["start"]) & (read["end"] == last["end"])]
    gone = WITHHELD in [last["status"], *same["status"]]
    return float(same["numerator"].iloc[0]) if len(same) else np.nan, WITHHELD if gone else ""


def _judge(page: Page, row: dict) -> str:
    """How a row reads against England: a verdict where there are limits, else why there is none."""
    if pd.isna(row["value"]):
        return IN_WORDS if page.definitions.indicator(row["indicator"]).kind == "statement" else NO_FIGURE
    if pd.isna(row["england"]):
        return NO_ENGLAND
    if pd.isna(row["lower"]):
        return NO_LIMITS
    return compare(
        row["lower"], row["upper"], row["england"], page.definitions.indicator(row["indicator"]).polarity,
        period=row["own"], comparator_period=row["english"], accept_age=True, confidence=page.confidence,
    ).verdict  # fmt: skip


def _period(row) -> Period:
    return period_from(row["start"], row["end"], row["period"])


def _join(said: pd.DataFrame) -> str:
    return "; ".join(dict.fromkeys(said["text"]))


def _say(figure: float, form: Column) -> str:
    places = 0 if float(figure * (100 if form.form == "share" else 1)).is_integer() else 1
    return "" if pd.isna(figure) else say(figure, form.form, per=form.per, places=places)


def _say_pair(lower: float, upper: float, form: Column) -> str:
    return "" if pd.isna([lower, upper]).any() else say_limits(lower, upper, form.form)
