"""What a report says in its sentences beside its tables and the published statistics: figure by figure."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND, Indicator
from analysis.measures.columns import Column, column_of
from analysis.measures.protection import WITHHELD as GONE
from analysis.measures.protection import Protected
from analysis.measures.readings import is_known
from analysis.numbers import listed, period_from, plural, short_period
from analysis.page.page import Page
from analysis.subjects.comparators import PRINTED

SENTENCE = 4  # the precedence of a figure that stands in a sentence
KEY = ["indicator", "area", "breakdown", "start", "end"]
WITHHELD = "[c] withheld"
TWICE = "stated with different dates"
AGREES, ROUNDED, DIFFERS = "agrees", "agrees when rounded", "differs"
ALONE, IN_WORDS, UNTOLD = "no other source", "words, no figure to check", "not told"
TITLES = {"what": "What is stated", "stated": "As stated", "where": "Where (cell)", "used": "In a table or statistic",
          "source": "From", "agrees": "Do they agree?"}  # fmt: skip


def show_stated(page: Page, *indicators: str) -> None:
    """Hand the page what its report's sentences say of indicators, beside the figures that the page uses.

    The numbers that a rate or share is made of are taken with it. Nothing is shown where nothing was stated.
    """
    shown = stated_beside(page, *indicators)
    if shown is not None:
        page.table(
            shown,
            caption="What the report’s sentences say, by their cell in the list of stated figures, beside its tables",
        )
        page.say(describe_stated(shown))


def stated_beside(page: Page, *indicators: str) -> Protected | None:
    """Each stated figure, of the area, its printed neighbours and England: as written, where, the figure elsewhere.

    The last column says whether the two agree. None where nothing was stated of the area up to the quarter.
    """
    read = page.read(*_with_parts(page, indicators), areas=[page.area.code, ENGLAND, PRINTED], breakdown=None,
                     every_source=True)  # fmt: skip
    stated = read[(read["precedence"] == SENTENCE) & is_known(read)]
    if not (stated["area"] == page.area.code).any():
        return None
    rows = _pair(stated, read[read["precedence"] < SENTENCE], page)
    figures = _protect_figures(page, rows)
    summed = page.findings().query("rule == 'people_summed'")["indicators"].str.split().explode()
    summed, twice = set(summed), _stated_twice(page, rows)
    words = [_row(page, row, figures, place, row.indicator in summed) for place, row in enumerate(rows.itertuples())]
    words = [row | ({"agrees": TWICE} if again else {}) for row, again in zip(words, twice, strict=True)]
    return page.protect(pd.DataFrame(words)[list(TITLES)], columns=TITLES)


def describe_stated(shown: Protected) -> str:
    """How many stated figures agree with those used, how many differ and how many cannot be checked."""
    told = shown.table["agrees"]
    agree, differ = told.str.startswith(AGREES), told.isin([DIFFERS, TWICE])
    parts = [f"{int(agree.sum())} {'agrees' if agree.sum() == 1 else 'agree'} with a table or statistic",
             f"{int(differ.sum())} {'differs' if differ.sum() == 1 else 'differ'}",
             f"{int((~agree & ~differ).sum())} cannot be checked"]  # fmt: skip
    return f"Of {plural(len(told), 'statement')} in the report’s sentences, {listed(parts)}."


def agreement(stated: float, used: float, scale: float = 1) -> str:
    """Whether a stated figure is the one used, at the decimals that it was stated with; `scale` makes percent."""
    if np.isclose(stated, used):
        return AGREES
    first, second = round(stated * scale, 6), round(used * scale, 6)
    places = next(places for places in range(7) if np.isclose(round(first, places), first))
    half = 0.5 * 10**-places
    return ROUNDED if abs(first - second) <= half + 1e-9 else DIFFERS


def _with_parts(page: Page, indicators: tuple[str, ...]) -> list[str]:
    """The indicators, each rate or share after the number that it is made of."""
    names = []
    for name in indicators:
        number = page.definitions.indicator(name).numerator
        names += [number, name] if number else [name]
    return list(dict.fromkeys(names))


def _pair(stated: pd.DataFrame, tables: pd.DataFrame, page: Page) -> pd.DataFrame:
    """Each stated row with the best figure of a table or statistic for the same indicator, area, breakdown and days."""
    known = tables[tables[["numerator", "value"]].notna().any(axis=1) | (tables["status"] == GONE)]
    best = known.sort_values("precedence", kind="stable").drop_duplicates(KEY)
    best = best.assign(used=best["value"].fillna(best["numerator"]))
    best = best.rename(
        columns={"numerator": "number", "denominator": "whole", "source": "used_source", "status": "used_status"}
    )
    rows = stated.assign(stated=stated["value"].fillna(stated["numerator"]))
    return rows.merge(
        best[[*KEY, "used", "number", "whole", "used_source", "used_status"]], on=KEY, how="left"
    ).reset_index(drop=True)


def _protect_figures(page: Page, rows: pd.DataFrame) -> Protected:
    """The figures apart by what they count: `people` and `other`, each as stated and as used."""
    indicators = [page.definitions.indicator(name) for name in rows["indicator"]]
    counted = np.array([_counts_people(indicator) for indicator in indicators])
    protected = np.array([indicator.counts in ("people", "events") for indicator in indicators])
    table = pd.DataFrame({
        "people_stated": rows["stated"].where(counted), "people_used": rows["used"].where(counted),
        "number": rows["number"].where(protected & ~counted), "whole": rows["whole"].where(protected & ~counted),
        "other_stated": rows["stated"].where(~counted), "other_used": rows["used"].where(~counted),
    }).astype(float)  # fmt: skip
    made = ["number", "whole"]
    return page.protect(
        table, counts=["people_stated", "people_used", *made], derived={"other_stated": made, "other_used": made},
        complements=[("number", "whole")],
    )  # fmt: skip


def _counts_people(indicator: Indicator) -> bool:
    return indicator.kind == "count" and indicator.counts in ("people", "events")


def _row(page: Page, row, figures: Protected, place: int, summed: bool) -> dict[str, str]:
    indicator = page.definitions.indicator(row.indicator)
    kind = "people" if _counts_people(indicator) else "other"
    stated, used = (figures.table[f"{kind}_{which}"].iloc[place] for which in ("stated", "used"))
    hidden = GONE in (row.status, row.used_status)
    hidden |= (pd.notna(row.stated) and pd.isna(stated)) or (pd.notna(row.used) and pd.isna(used))
    agrees = UNTOLD if hidden else _agrees(row, indicator)
    column, many = column_of(indicator), ", but counts a child again in each month"
    written = _write(column, row.stated) if pd.notna(row.stated) else ""
    return {
        "what": _what(page, row, indicator),
        "stated": WITHHELD if hidden else _as_written(row, written),
        "where": row.cell,
        "used": WITHHELD if hidden else _write(column, row.used) if pd.notna(row.used) else "none",
        "source": page.titles.get(row.used_source, "") if pd.notna(row.used_source) else "",
        "agrees": agrees + (many if summed and agrees == AGREES else ""),
    }


def _stated_twice(page: Page, rows: pd.DataFrame) -> list[bool]:
    """Whether each row is a date of which another sentence gives another."""
    dates = [page.definitions.indicator(name).kind == "date" for name in rows["indicator"]]
    several = rows.groupby(["indicator", "breakdown"])["start"].transform("nunique") > 1
    return [date and many for date, many in zip(dates, several, strict=True)]


def _write(column: Column, figure: float) -> str:
    """A figure in its column's form; a rate in whole numbers keeps none of the decimals that it was not given."""
    whole = column.form == "rate" and float(figure).is_integer()
    return (replace(column, places=0) if whole else column).write(figure)


def _agrees(row, indicator: Indicator) -> str:
    if pd.isna(row.stated):
        return IN_WORDS
    if pd.isna(row.used):
        return ALONE
    return agreement(row.stated, row.used, 100 if indicator.kind in ("proportion", "change") else 1)


def _as_written(row, figure: str) -> str:
    """The figure, or the words that it stood in where they say more: 'over 150'."""
    return f"“{row.text}”" if pd.notna(row.text) else figure


def _what(page: Page, row, indicator: Indicator) -> str:
    """What a stated figure is of: its indicator, breakdown, area where it is another, and period."""
    places = {page.area.code: "", PRINTED: "neighbours’ average", ENGLAND: "England"}
    parts = [
        indicator.title,
        row.breakdown,
        places[row.area],
        short_period(period_from(row.start, row.end, row.period)),
    ]
    return ", ".join(part for part in parts if part)
