"""What a page says of one result, and all that must not disagree with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from html import escape
from typing import Any

from analysis.definitions import Definitions, Indicator
from analysis.measures.columns import Column, column_of
from analysis.numbers import upper_first


class Status(StrEnum):
    """What a result comes to, in the words that readers see; in the order in which a board wants to see them."""

    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    CANNOT_SAY = "cannot say"
    NO_CLEAR_CHANGE = "no clear change"
    SIMILAR = "similar"
    BETTER = "better"

    @property
    def sign(self) -> str:
        """A sign that says the same as the word, so that colour never stands alone."""
        return SIGNS[self]


SIGNS = {
    Status.BETTER: "✓",
    Status.WORSE: "!",
    Status.HIGHER: "▲",
    Status.LOWER: "▼",
    Status.NO_CLEAR_CHANGE: "=",
    Status.SIMILAR: "≈",
    Status.CANNOT_SAY: "?",
}


def judge(upwards: bool, polarity: str | None) -> Status:
    """The status of a figure that is above (or went up against) what it is compared with.

    Better or worse only where the indicator has a good direction (`polarity`: `low` or `high`), else higher or lower.
    """
    if polarity is None:
        return Status.HIGHER if upwards else Status.LOWER
    return Status.BETTER if upwards == (polarity == "high") else Status.WORSE


def say_direction(unusual: bool | None, upwards: bool, *, beyond: bool = False) -> str:
    """Which way a change went, in words that a front page has room for: rose or fell only beyond usual or chance.

    `beyond` says that a change of which nothing more is known is more than chance explains.
    """
    way = "rose" if upwards else "fell"
    if unusual is None:
        return f"{way}, more than chance" if beyond else "not tested"
    return way if unusual else Status.NO_CLEAR_CHANGE.value


def ask_why(what: str, upwards: bool, since: str) -> str:
    """What to ask of a change: 'What lies behind the rise in referrals since January to March 2014?'."""
    return f"What lies behind the {'rise' if upwards else 'fall'} in {what} {since}?"


@dataclass(frozen=True)
class Subject:
    """What a result is about: the indicator, the area, the periods, and the sources that it rests on.

    `period` is the newest period in words and `before` the earlier one that it is compared with, where there is one.
    `counted` and `whole` are what a rate or share is made of, as they stand inside a sentence; `began` is the first day
    of an area that has not always been.
    """

    name: str
    indicator: Indicator
    area: str
    area_name: str
    period: str = ""
    before: str = ""
    breakdown: str = ""
    sources: tuple[str, ...] = ()
    counted: str = ""
    whole: str = ""
    began: date | None = None

    @property
    def column(self) -> Column:
        """How the indicator's figures are written."""
        return column_of(self.indicator)

    def write(self, figure: float) -> str:
        """A figure of the subject as its column writes it, without what it is per."""
        return self.column.write(figure)

    @property
    def title(self) -> str:
        """The indicator's title as it stands at the beginning of a sentence."""
        return self.indicator.title

    @property
    def inside(self) -> str:
        """The indicator's title as it stands inside a sentence."""
        return self.indicator.inside

    @property
    def opening(self) -> str:
        """The subject as it begins a sentence: 'Referrals', 'The referral rate', 'The share of re-referrals'."""
        return upper_first(self.within)

    @property
    def headed(self) -> str:
        """The subject as it heads a chart, with what a rate is per and the category that it is of."""
        return f"{self.column.heading}{f', {self.breakdown}' if self.breakdown else ''}"

    @property
    def within(self) -> str:
        """The subject as it stands inside a sentence, with its article: 'the referral rate'."""
        of = f" ({self.breakdown})" if self.breakdown else ""
        named = self.indicator.kind in ("rate", "change") or self.inside.startswith(("share of ", "rank of "))
        return f"{'the ' if named else ''}{self.inside}{of}"

    @property
    def per_what(self) -> str:
        """What a rate is per, as its indicator says it: 'per 10,000 children'; nothing for any other figure."""
        return self.indicator.unit if self.indicator.per else ""


DESCRIBED = (
    *("kind", "indicator", "breakdown", "area", "period", "before"),
    *("sentence", "status", "unusual", "question"),
)
"""What a manifest keeps of a statement beside its facts, in the order in which it keeps it."""


class ToSettle(str):
    """A sentence of no one figure that readers must settle before they use the others: grave on the front page."""


@dataclass(frozen=True)
class Statement:
    """One result as a page says it.

    `kind` is the kind of result (`level`, `change`, `comparison`, `trend`, `season`, `control`, `forecast`, `target`,
    `agreement`, `gap`, `parts`), `result` what the model returned. `sentence` is for the box, the text, the e-mail and
    the front page, `caption` for its chart, `question` what to ask of a partner. `unusual` says whether the result is
    unusual at the stated level; None where that was not judged. `facts` are more for the manifest:
    `beyond_chance`, the figures, and where the sentence opens with something else, a `headline` that carries the
    verdict with its reason.
    """

    kind: str
    subject: Subject
    result: Any
    sentence: str
    status: Status | None = None
    unusual: bool | None = None
    caption: str = ""
    question: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence

    @property
    def beyond_chance(self) -> bool:
        """Whether the result is more than chance explains, and nothing is known of how unusual it is."""
        return bool(self.facts.get("beyond_chance"))

    @property
    def headline(self) -> str:
        """The words that carry the verdict with its reason, for a list of pages."""
        return str(self.facts.get("headline") or self.sentence)

    def set_aside(self) -> "Statement":
        """The same about something else than its page's subject, so that it never heads the page."""
        return replace(self, facts={**self.facts, "aside": True})

    def _repr_html_(self) -> str:
        """What a notebook shows: the status, the sentence, and the model's result with its table where it has one."""
        mark = f"<strong>{self.status.sign} {self.status}</strong> " if self.status else ""
        result = getattr(self.result, "_repr_html_", None)
        return f"<p>{mark}{escape(self.sentence)}</p>{result() if result else ''}"

    def describe(self) -> dict[str, Any]:
        """The statement as a manifest keeps it: without the model's result."""
        about, status = self.subject, self.status.value if self.status else None
        described = (
            *(self.kind, about.name, about.breakdown, about.area, about.period, about.before),
            *(self.sentence, status, self.unusual, self.question),
        )
        return {**dict(zip(DESCRIBED, described, strict=True)), **self.facts}


def read_statement(described: Mapping[str, Any], definitions: Definitions) -> Statement:
    """The statement that `Statement.describe` gave, without the model's result."""
    facts = dict(described)
    kind, name, breakdown, area, period, before, sentence, status, unusual, question = map(facts.pop, DESCRIBED)
    indicator, area_name = definitions.indicator(name), definitions.areas.named(area).name
    subject = Subject(name, indicator, area, area_name, period, before, breakdown)
    return Statement(kind, subject, None, sentence, Status(status) if status else None, unusual, "", question, facts)
