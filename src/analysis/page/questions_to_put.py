"""Questions to put: what a page's statements and the findings on its figures ask, and of which partner."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from analysis.definitions.reports import Questions
from analysis.numbers import listed, period_from, upper_first
from analysis.page.quality import YEAR, select_recent
from analysis.words.order import by_headline

if TYPE_CHECKING:
    from analysis.page.page import Page

MOST_NAMED = 4  # figures that one question names
GRAVEST, LATER = 0, 3


@dataclass(frozen=True)
class Raised:
    """A question of a finding before it is worded: of which partner, from which template, about what.

    `days` are those of its figures, named behind the question. `gravity` sorts.
    """

    partner: str
    template: str
    what: str
    days: tuple[date, date] | None = None
    gravity: int = LATER


def render_questions(asked: Mapping[str, Sequence[str]]) -> str:
    """The questions as lists, one under each partner; nothing where nothing is to be asked."""
    return "\n".join(
        f"<h3>To {escape(partner)}</h3>\n<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"
        for partner, texts in asked.items()
    )


def list_questions(page: "Page") -> dict[str, list[str]]:
    """The questions that the page raises, by the partner that can answer; those of one kind are put as one."""
    questions = page.definitions.questions
    together: dict[tuple[str, str], list[Raised]] = {}
    for one in sorted(dict.fromkeys(_raised_by_findings(page, questions)), key=lambda one: one.gravity):
        together.setdefault((one.partner, one.template), []).append(one)
    found = [
        (several[0].gravity, partner, _word(template, several)) for (partner, template), several in together.items()
    ]
    texts = [(partner, text) for gravity, partner, text in found if gravity == GRAVEST]
    texts += [*page.outputs.questions, *_asked_by_statements(page, questions)]
    texts += [(partner, text) for gravity, partner, text in found if gravity != GRAVEST]
    asked: dict[str, list[str]] = {}
    for partner, text in dict.fromkeys(texts):
        asked.setdefault(partner, []).append(text)
    return asked


def _asked_by_statements(page: "Page", questions: Questions) -> Iterator[tuple[str, str]]:
    """The question of each statement, that of the page's headline first, with its topic's partner."""
    for statement in by_headline(page.outputs.statements):
        if statement.question:
            yield _partner(page, questions, statement.subject.name), upper_first(statement.question)


def _raised_by_findings(page: "Page", questions: Questions) -> Iterator[Raised]:
    """A question for each figure in a finding that asks one, of its partner; where it names none, of the supplier."""
    found = select_recent(page.findings(), page.quarter.end)
    found = found[found["question"].notna()]
    found = found[found["rule"].isin(list(questions.findings)) | (found["severity"] == "error")]
    read = set(page.indicators)
    suppliers = {name: source.supplier for name, source in page.sources.items()}
    for row in found.itertuples():
        named = [name for name in row.indicators.split() if name in page.definitions.indicators]
        names = [name for name in named if name in read] or named
        supplier = suppliers.get(row.source.split()[0], row.source)
        partner = _partner(page, questions, names[0]) if names else supplier
        template = questions.findings.get(row.rule) or row.question.replace("{", "").replace("}", "")
        days = None if pd.isna(row.end) else (row.start.date(), row.end.date())
        for name in names or [""]:
            what = _title(page, name) if name else "the figures received"
            yield Raised(partner, template, what, days=days, gravity=_weigh(page, row.severity, days))


def _weigh(page: "Page", severity: str, days: tuple[date, date] | None) -> int:
    """Errors of the last year first, then other findings of it, then older ones."""
    recent = days is not None and days[1] > page.quarter.end - YEAR.to_pytimedelta()
    return GRAVEST + (severity != "error") if recent else LATER - 1 + (severity != "error")


def _word(template: str, several: Sequence[Raised]) -> str:
    """Questions of one kind as one, with the days of the figures."""
    text = upper_first(template.format(what=_name([one.what for one in several])))
    days = [one.days for one in several if one.days]
    if not days:
        return text
    span = period_from(min(first for first, _ in days), max(last for _, last in days))
    return f"{text} ({span.words})"


def _partner(page: "Page", questions: Questions, indicator: str) -> str:
    topic = page.definitions.indicators[indicator].topic if indicator in page.definitions.indicators else ""
    return questions.partners.get(topic, "whoever supplied the figures")


def _title(page: "Page", name: str) -> str:
    known = page.definitions.indicators.get(name)
    return known.inside if known else name


def _name(whats: list[str]) -> str:
    """A few things by name, many as the first of them and how many more."""
    named = list(dict.fromkeys(whats))
    if len(named) <= MOST_NAMED:
        return listed(named)
    return f"{', '.join(named[: MOST_NAMED - 1])} and {len(named) - MOST_NAMED + 1} more"
