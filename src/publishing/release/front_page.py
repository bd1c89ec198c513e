"""The rows of a release's front page: each report's headline with its status, how it changed, and what to ask."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.numbers import upper_first
from analysis.words.order import TO_SETTLE, Group, choose_headlines, headline_order, say_verdict
from analysis.words.statement import Status

WORSE = Status.WORSE.value
ENOUGH = 200  # characters of a headline
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NOBODY = "whoever supplied the figures"
ARROWS = {"rose": "▲", "fell": "▼", "no clear change": "="}
AGAINST = {"quarter": "Quarter before", "year": "Year before", "beside": "Similar areas"}
NOTHING = dict.fromkeys((*AGAINST, "figure", "period", "title", "status", "unusual"))


@dataclass(frozen=True)
class FrontRow:
    """One report on the front page. `gravity` sorts: smaller is graver.

    `quarter` and `year` say which way the lead figure went against the quarter and the year before, `beside` how it
    stands among similar areas; '' where nothing is said. `about` names the lead figure where the headline is of
    another. `verdict` is the status with how sure it is. The question begins with whom it is put to.
    """

    title: str
    file: str
    pdf: str
    audience: str
    headline: str
    status: str | None
    verdict: str
    quarter: str
    year: str
    beside: str
    about: str
    figure: str
    question: str
    gravity: tuple[int, ...]

    @property
    def compared(self) -> list[str]:
        """How the lead figure stands against what it is compared with: 'Quarter before: ▼ fell, more than chance'.

        Where nothing is said of it a headline that was judged holds the comparison itself.
        """
        said = [f"{against}: {words}" for name, against in AGAINST.items() if (words := getattr(self, name))]
        if not said:
            return ["see the headline"] if self.status not in (None, Status.CANNOT_SAY) else []
        return [f"{self.about}:", *said] if self.about else said

    @property
    def unasked(self) -> str:
        """What stands where the row has no question: its verdict says why, or the page does."""
        return "none" if self.group is Group.ORDINARY else "none: see the page"

    @property
    def group(self) -> str:
        """What the row comes to."""
        return list(Group)[min(self.gravity[1], len(Group) - 1) if self.gravity[0] == 2 else 0]


def read_rows(pages: Sequence[Mapping[str, Any]]) -> list[FrontRow]:
    """A row for each page of a manifest, in its order, under the headline that `choose_headlines` gives it."""
    stated = [page.get("statements") or [] for page in pages]
    chosen = choose_headlines(stated)
    judged = {one["sentence"] for own in stated for one in own if one["status"]}
    return [
        _read_row(page, None if place is None else own[place], own, judged)
        for page, own, place in zip(pages, stated, chosen, strict=True)
    ]


def sort_by_gravity(rows: Sequence[FrontRow]) -> list[FrontRow]:
    """Rows in the order in which a board wants them: worse than similar areas and getting worse first."""
    return sorted(rows, key=lambda row: row.gravity)


def sort_by_audience(rows: Sequence[FrontRow], audiences: Sequence[str]) -> list[FrontRow]:
    """Rows by their audience in the partnership's order, the most serious of each first."""
    order = {audience: place for place, audience in enumerate(audiences)}
    return sorted(rows, key=lambda row: (order.get(row.audience, len(order)), row.audience, row.gravity))


def say_direction(words: str) -> str:
    """A direction with its arrow: '▲ rose', '▼ fell, more than chance'; '' for none."""
    arrow = ARROWS.get(words.partition(",")[0])
    return f"{arrow} {words}" if arrow else words


def shorten(words: str, enough: int = ENOUGH) -> str:
    """The first sentences of a text, as many as a row has room for: whole ones, at least the first."""
    kept = ""
    for sentence in re.split(r"(?<=[.?!]) (?=[A-Z“])", words):
        if kept and len(kept) + len(sentence) > enough:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


def _read_row(
    page: Mapping[str, Any], first: Mapping[str, Any] | None, stated: Sequence[Mapping], judged: set[str]
) -> FrontRow:
    """A page's row under its headline, `first` of what it has stated, else a sentence that no page has `judged`."""
    whole = lead = NOTHING | (page.get("lead") or {})
    if first and first is not min(stated, key=headline_order):  # the page's lead is about another finding
        lead = NOTHING | {name: first[name] for name in AGAINST if name in first}
    is_led = first is None or lead.get("indicator") == first["indicator"] or any(lead[name] for name in AGAINST)
    plain = [one for one in [*(page.get("settle") or []), *(page.get("summary") or [])] if one not in judged]
    sentence = first["sentence"] if first else next(iter(plain), "")
    headline = (first or {}).get("headline") or shorten(sentence)
    asked = {one: partner for partner, some in (page.get("questions") or {}).items() for one in some}
    figure = f"{lead['title']}: {lead['figure']} ({lead['period']})"
    question = upper_first((first or {}).get("question") or next(iter(asked), ""))
    return FrontRow(
        title=page["title"],
        file=page["file"],
        pdf=page.get("pdf", ""),
        audience=page["audience"],
        headline=headline,
        status=(first or lead)["status"],
        verdict=say_verdict(first or lead),
        quarter=say_direction(lead["quarter"] or ""),
        year=say_direction(lead["year"] or ""),
        beside=lead["beside"] or "",
        about=lead["title"] or "" if first and lead.get("indicator") not in (None, first["indicator"]) else "",
        figure=figure if lead["figure"] and is_led else _say_period(headline, first),
        question=f"To {asked.get(question, NOBODY)}: {question}" if question else "",
        gravity=_weigh(stated, whole, page.get("settle") or []),
    )


def _say_period(headline: str, first: Mapping[str, Any] | None) -> str:
    """Of when a headline is that does not say so, or that its source does not."""
    return "" if first is None or YEAR.search(headline) else f"Period: {first.get('period') or 'not stated'}"


def _weigh(statements: Sequence[Mapping[str, Any]], lead: Mapping[str, Any], settle: Sequence[str]) -> tuple[int, ...]:
    """How grave a page is: worse than similar areas and getting worse, then either, then by its gravest statement."""
    unusual = [one for one in statements if one["unusual"] and one["status"] == WORSE]
    worsening = any(one["kind"] != "comparison" for one in unusual)
    behind = lead["beside"] == WORSE or any(one["kind"] == "comparison" for one in unusual)
    return (2 - worsening - behind, *min([*map(headline_order, statements or [lead]), *((TO_SETTLE,) for _ in settle)]))
