"""What a report says in its sentences beside its tables and the published statistics, on a page."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures.figures_in_sentences import Quoted, counts_people, read_quoted
from analysis.measures.protection import SUPPRESSED, WITHHELD, Protected
from analysis.measures.rate_readings import QUOTED
from analysis.numbers import period_from, short_period
from analysis.page.headline_items import work_out_item
from analysis.page.page import Page
from analysis.words.stated_cells import TWICE, say_agreement, say_agreements, write_figure

TITLES = {
    "what": "What is quoted",
    "stated": "As quoted",
    "where": "Where (cell)",
    "used": "In a table or statistic",
    "source": "From",
    "agrees": "Do they agree?",
}
CAPTION = "What the report’s sentences say, by their cell in the list of quoted figures, beside its tables"


def show_quoted(page: Page, *indicators: str) -> None:
    """Hand the page each figure that its report's sentences give, beside the figure that the page uses.

    Nothing is shown where nothing was quoted of the area.
    """
    shown = protect_quoted(page, *indicators)
    if shown is not None:
        page.table(shown, caption=CAPTION)
        page.say(say_agreements(page.subject(indicators[0]), list(shown.table["agrees"])))


def protect_quoted(page: Page, *indicators: str) -> Protected | None:
    """Each quoted figure as written, where, the figure elsewhere, and whether the two agree; None where none is."""
    rows = _take_headlines(page, read_quoted(page, *indicators))
    if rows.empty:
        return None
    hidden = _find_suppressed(page, rows)
    summed = set(page.findings().query("rule == 'people_summed'")["indicators"].str.split().explode())
    dates = np.array([page.definitions.indicator(name).kind == "date" for name in rows["indicator"]])
    twice = dates & (rows.groupby(["indicator", "breakdown"])["start"].transform("nunique") > 1)  # two of one event
    words = [
        _row(page, row, suppressed, row.indicator in summed, again)
        for row, suppressed, again in zip(rows.itertuples(), hidden, twice, strict=True)
    ]
    return page.protect(pd.DataFrame(words)[list(TITLES)], columns=TITLES)


def _take_headlines(page: Page, rows: Quoted) -> Quoted:
    """The rows with the figure that heads a rate on every page, where that is worked out, not another source's."""
    rows = rows.copy()
    own = rows[(rows["area"] == page.area.code) & (rows["breakdown"] == "")]
    items = {name: work_out_item(page, name) for name in own["indicator"].unique()}
    for row in own.itertuples():
        item = items[row.indicator]
        place = item.place_of(row.end.date()) if item else None
        if item and place is not None:
            made = [*item.series.loc[place, ["figure", "number", "whole"]], item.source]
            rows.loc[row.Index, ["used", "number", "whole", "used_source"]] = made
    return rows


def _find_suppressed(page: Page, rows: pd.DataFrame) -> np.ndarray:
    """Which rows policy withholds: a small number, or a share or rate of one, as quoted or as used."""
    indicators = [page.definitions.indicator(name) for name in rows["indicator"]]
    protected = np.array([indicator.counts in ("people", "events") for indicator in indicators])
    counted = np.array([counts_people(indicator) for indicator in indicators])
    table = pd.DataFrame(
        {
            "people_stated": rows["stated"].where(counted),
            "people_used": rows["used"].where(counted),
            "number": rows["number"].where(protected & ~counted),
            "whole": rows["whole"].where(protected & ~counted),
            "other_stated": rows["stated"].where(~counted),
            "other_used": rows["used"].where(~counted),
        }
    ).astype(float)
    made = ["number", "whole"]
    shown = page.protect(
        table,
        counts=["people_stated", "people_used", *made],
        derived={"other_stated": made, "other_used": made},
        complements=[("number", "whole")],
    )
    lost = (shown.table.isna() & table.notna()).drop(columns=made).any(axis=1)
    return (lost | (rows[["status", "used_status"]] == WITHHELD).any(axis=1)).to_numpy(dtype=bool)


def _row(page: Page, row: Any, suppressed: bool, summed: bool, twice: bool) -> dict[str, str]:
    indicator = page.definitions.indicator(row.indicator)
    stated = write_figure(indicator, row.stated) if pd.notna(row.stated) else "none"
    quoted = f"“{row.text}”" if pd.notna(row.text) else stated
    used = write_figure(indicator, row.used) if pd.notna(row.used) else "none"
    places = {page.area.code: "", QUOTED: "neighbours’ average", ENGLAND: "England"}
    period = short_period(period_from(row.start, row.end, row.period))
    agrees = say_agreement(row.stated, row.used, indicator, suppressed=suppressed, summed=summed)
    return {
        "what": ", ".join(part for part in (indicator.title, row.breakdown, places[row.area], period) if part),
        "stated": SUPPRESSED if suppressed else quoted,
        "where": row.cell,
        "used": SUPPRESSED if suppressed else used,
        "source": page.titles.get(row.used_source, "") if pd.notna(row.used_source) else "",
        "agrees": TWICE if twice else agrees,
    }
