"""How every page ends: the analyst's comment, notes on the figures, methods, data quality, provenance."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.definitions.contract import Source
from analysis.measures.released_figures import write_figures
from analysis.page.comment_files import read_comment
from analysis.page.environment import mark
from analysis.page.markdown import render_markdown
from analysis.page.methods import render_methods, titles_of
from analysis.page.parts import Part, describe_statements, paragraphs
from analysis.page.provenance import render_provenance
from analysis.page.quality import render_findings, say_hidden
from analysis.page.questions_to_put import list_questions, render_questions
from analysis.words.chance import AT_RELEASE, VERDICTS
from analysis.words.statement import Statement

if TYPE_CHECKING:
    from analysis.page.page import Page

TITLES = {
    "since": "Since the quarter before",
    "comment": "Analyst’s comment",
    "questions": "Questions to put",
    "annotations": "Notes on the figures",
    "methods": "How the figures were worked out",
    "quality": "Data quality",
    "provenance": "Where the figures come from",
}


def closing_parts(page: "Page") -> list[Part]:
    """The parts that end a page, those with nothing to say left out."""
    from analysis.page.change_on_quarter import describe_change_on_quarter
    from analysis.page.lead_figure import find_lead

    changes, compared = describe_change_on_quarter(page)
    since = _set_aside(page, changes)
    read = page.read_so_far
    remarks = page.remarks.select(page.indicators, _window(page, read))
    meant = {name: page.definitions.indicators[name] for name in page.indicators}
    page.outputs.keep_statements(since)
    lead = find_lead(page) if page.outputs.readings else None
    asked = list_questions(page)
    written = {
        "since": paragraphs(map(str, since)),
        "comment": render_comment(page),
        "questions": render_questions(asked),
        "annotations": page.remarks.render(remarks, read, page.profile) if remarks else "",
        "methods": render_methods(page.outputs.results, meant, page.quarter.end)
        or ("" if page.outputs.readings else f"<p>{mark(VERDICTS, AT_RELEASE)}</p>"),  # a page on all of the release
        "quality": render_findings(page.findings(), page.titles, say_hidden(page, set(read["source"])))
        if len(read)
        else "",
        "provenance": render_provenance(
            read, page.definitions.indicators, page.titles, page.project, _parameters(page)
        ),
    }
    details: dict[str, dict[str, Any]] = {
        "since": {"statements": describe_statements(since), "compared": compared},
        "questions": {"questions": asked},
        "methods": {"titles": titles_of(meant), "figures": [list(names) for names, *_ in page.outputs.plotted]},
        "provenance": {
            "lead": lead,
            "statements": describe_statements(page.outputs.statements),
            "read": {source: sorted(rows["cell"].unique()) for source, rows in read.groupby("source")},
            "figures_read": write_figures(read, page.profile.round_to),
        },
    }
    return [
        Part(
            kind,
            f'<h2 id="{kind}">{TITLES[kind]}</h2>\n{html}',
            TITLES[kind],
            {"title": TITLES[kind], **details.get(kind, {})},
        )
        for kind, html in written.items()
        if html
    ]


def _set_aside(page: "Page", since: Iterable[Statement | str]) -> list[Statement | str]:
    """Changes on the quarter; those of other things than the report needs are marked, so that none heads its page."""
    needs = set(page.report.needs)
    return [
        one.set_aside()
        if isinstance(one, Statement)
        and not needs & {one.subject.name, one.subject.indicator.numerator, one.subject.indicator.denominator}
        else one
        for one in since
    ]


def render_comment(page: "Page") -> str:
    """What the analyst wrote on this report and quarter in params/comments/<quarter>/<report>.md, as safe HTML.

    Comments are about the partnership's own areas, so that no other area's page shows them.
    """
    path = page.project.params / "comments" / page.quarter.label / f"{page.report.name}.md"
    if not page.definitions.partnership.covers(page.area.code) or not path.is_file():
        return ""
    return render_markdown(read_comment(path), start=3)


def source_titles(sources: Mapping[str, Source]) -> dict[str, str]:
    """What each source is called, by its contract: its title and who supplies it."""
    return {name: f"{source.title} ({source.supplier})" for name, source in sources.items()}


def _window(page: "Page", read: pd.DataFrame) -> tuple[date, date]:
    """From the first day that the page reads about to the end of its quarter."""
    first = read["start"].min().date() if len(read) else page.quarter.start
    return first, page.quarter.end


def _parameters(page: "Page") -> dict[str, str]:
    own = page.project.data == page.project.root / "data"
    given = {name: _say(value) for name, value in page.report.parameters.items()}
    return {
        "report": page.report.name,
        "area": f"{page.area.name} ({page.area.code})",
        "quarter": page.quarter.label,
        "data": "the repository's own" if own else f"the folder {page.project.data.name}",
        **given,
    }


def _say(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
