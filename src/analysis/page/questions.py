"""Questions to put: what a page's findings and the figures that stand out ask, and of which partner."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from analysis.definitions.questions import Questions
from analysis.definitions.sources import read_sources
from analysis.measures.protection import WITHHELD
from analysis.model.control_chart import ControlChart
from analysis.model.level_shift import LevelShifts
from analysis.numbers import listed, lower_first, upper_first

if TYPE_CHECKING:
    from analysis.page.page import Page

MOST_NAMED = 4  # figures that one question names


@dataclass(frozen=True)
class Raised:
    """A question before it is worded: of which partner, from which template, about what and when."""

    partner: str
    template: str
    what: str
    when: str = ""


def render_questions(page: "Page") -> str:
    """The questions as lists, one under each partner; nothing where nothing is to be asked."""
    asked = list_questions(page)
    return "\n".join(
        f"<h3>To {escape(partner)}</h3>\n<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"
        for partner, texts in asked.items()
    )


def list_questions(page: "Page") -> dict[str, list[str]]:
    """The questions that the page raises, by the partner that can answer; those of one kind are put as one."""
    questions = page.definitions.questions
    raised = [*_raised_by_figures(page, questions), *_raised_by_findings(page, questions)]
    together: dict[tuple[str, str, str], list[str]] = {}
    for one in dict.fromkeys(raised):
        together.setdefault((one.partner, one.template, one.when), []).append(one.what)
    asked: dict[str, list[str]] = {}
    for (partner, template, when), whats in together.items():
        asked.setdefault(partner, []).append(upper_first(template.format(what=_name(whats), when=when)))
    return asked


def _raised_by_figures(page: "Page", questions: Questions) -> Iterator[Raised]:
    """A question for each chart on which periods stand out, and for each level that seems to break."""
    for indicators, table, results in page.handed.plotted:
        controls = [result for result in results if isinstance(result, ControlChart)] if indicators else []
        shifts = [result for result in results if isinstance(result, LevelShifts)] if indicators else []
        for control in controls if questions.special_cause else []:
            if when := _special_periods(table, control):
                what = _charted(page, indicators, control)
                yield Raised(_partner(page, questions, what), questions.special_cause, _title(page, what), when)
        labels = [str(label) for shift in shifts for label in shift.table["label"] if questions.level_shift]
        if labels:
            what = indicators[0]
            yield Raised(_partner(page, questions, what), questions.level_shift, _title(page, what), listed(labels))


def _raised_by_findings(page: "Page", questions: Questions) -> Iterator[Raised]:
    """A question for each figure in a finding that asks one, of its partner; where it names none, of the supplier."""
    found = page.findings()
    found = found[found["rule"].isin(list(questions.findings)) & found["question"].notna()]
    read = set(page.indicators)
    suppliers = {name: source.supplier for name, source in read_sources(page.project.params / "sources").items()}
    for row in found.itertuples():
        named = [name for name in row.indicators.split() if name in page.definitions.indicators]
        names = [name for name in named if name in read] or named
        supplier = suppliers.get(row.source.split()[0], row.source)
        partner = _partner(page, questions, names[0]) if names else supplier
        for name in names or [""]:
            yield Raised(partner, questions.findings[row.rule], _title(page, name) if name else "the figures received")


def _special_periods(table, control: ControlChart) -> str:
    """The periods of a chart's rows that stand out and may be told, as words."""
    points = control.table
    if control.reason is not None or len(points) != len(table.table) or "period" not in table.table:
        return ""
    hidden = (table.marks == WITHHELD).any(axis=1).to_numpy()
    special = points["special"].to_numpy(dtype=bool) & ~hidden
    return listed(table.table["period"][special])


def _charted(page: "Page", indicators: list[str], control: ControlChart) -> str:
    """The indicator whose figures a control chart is of: the one of several that has its values."""
    read = page.read_so_far
    values = control.table["value"].dropna().to_numpy()
    for name in indicators:
        own = read[(read["indicator"] == name) & (read["area"] == page.area.code)]
        if set(values) <= set(own["numerator"].fillna(own["value"])):
            return name
    return indicators[0]


def _partner(page: "Page", questions: Questions, indicator: str) -> str:
    topic = page.definitions.indicators[indicator].topic if indicator in page.definitions.indicators else ""
    return questions.partners.get(topic, "whoever supplied the figures")


def _title(page: "Page", name: str) -> str:
    known = page.definitions.indicators.get(name)
    return lower_first(known.title).split(", share")[0] + " (share)" * (", share" in known.title) if known else name


def _name(whats: list[str]) -> str:
    """A few things by name, many as the first of them and how many more."""
    named = list(dict.fromkeys(whats))
    if len(named) <= MOST_NAMED:
        return listed(named)
    return f"{', '.join(named[: MOST_NAMED - 1])} and {len(named) - MOST_NAMED + 1} more"
