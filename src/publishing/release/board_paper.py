"""The board paper of an audience: two sheets with the decision wanted, headlines, charts, questions, what is awaited.

It says nothing of its own: every sentence, figure and chart is one of the release's pages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from markupsafe import Markup

from analysis.page.markdown import slug
from analysis.page.parts import status_markup
from analysis.page.templates import render_template
from analysis.periods import parse_period
from publishing.release.front_page import FrontRow, read_rows, sort_by_gravity
from publishing.release.index_pages import head_of
from publishing.release.released_tables import by_number
from publishing.release.tables_and_charts import ChartWords

FOLDER = "papers"
MOST_ROWS, MOST_CHARTS, MOST_QUESTIONS, MOST_AWAITED = 7, 3, 6, 4  # what two sheets have room for
NAMED = re.compile(r" \([^)]*\)")
ID = re.compile(r'((?:\bid|aria-labelledby|href)="#?|url\(#)(figure-\d+)')


@dataclass(frozen=True)
class PaperChart:
    """A chart of a page with its caption, its text alternative and the name of its files."""

    name: str
    title: str
    chart: ChartWords


@dataclass(frozen=True)
class BoardPaper:
    """What the paper of an audience holds. `questions` are pairs of a partner and a question."""

    audience: str
    decision: str
    rows: list[FrontRow]
    charts: list[PaperChart]
    questions: list[tuple[str, str]]
    awaited: list[str]

    @property
    def name(self) -> str:
        """The name of its files in a release, without their ending."""
        return f"{FOLDER}/{slug(self.audience)}"


def plan_papers(release: Mapping[str, Any], charts: Mapping[str, ChartWords]) -> list[BoardPaper]:
    """A paper for each audience that the release has a page for, in the partnership's order.

    `release` is what the manifest tells, with `audiences`: the decision of each and whether it looks at the `whole`
    release; `charts` are by the name of their files, which begins with the report's.
    """
    pages = list(release["pages"])
    served = {page["audience"] for page in pages}
    audiences = release.get("audiences") or {}
    return [_plan(release, audience, audiences[audience], charts) for audience in audiences if audience in served]


def _plan(
    release: Mapping[str, Any], audience: str, audiences: Mapping[str, Any], charts: Mapping[str, ChartWords]
) -> BoardPaper:
    chosen = [page for page in release["pages"] if audiences["whole"] or page["audience"] == audience]
    rows = sort_by_gravity(read_rows(chosen))[:MOST_ROWS]
    by_file = {page["file"]: page for page in chosen}
    pages = [by_file[row.file] for row in rows]
    return BoardPaper(
        audience,
        str(audiences["decision"]),
        rows,
        _choose_charts(pages, charts),
        _choose_questions(pages),
        list(release.get("awaited") or [])[:MOST_AWAITED],
    )


def _choose_charts(pages: Sequence[Mapping[str, Any]], charts: Mapping[str, ChartWords]) -> list[PaperChart]:
    """The first chart of each of the gravest pages that have one; where they are fewer than three, their next ones."""
    own = [
        [name for name in sorted(charts, key=by_number) if name.rpartition("_")[0] == page["report"]] for page in pages
    ]
    titles = {page["report"]: page["title"] for page in pages}
    names = list(filter(None, chain.from_iterable(zip_longest(*own))))[:MOST_CHARTS]
    return [PaperChart(name, titles[name.rpartition("_")[0]], charts[name]) for name in names]


def _choose_questions(pages: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The first question of each page, then the second ones; each once, whichever figures it names in brackets."""
    asked = [
        [(partner, question) for partner, some in (page.get("questions") or {}).items() for question in some]
        for page in pages
    ]
    once: dict[tuple[str, str], tuple[str, str]] = {}
    for partner, question in filter(None, chain.from_iterable(zip_longest(*asked))):
        once.setdefault((partner, NAMED.sub("", question)), (partner, question))
    return list(once.values())[:MOST_QUESTIONS]


def write_paper(paper: BoardPaper, release: Mapping[str, Any]) -> str:
    """The HTML of a board paper; `release` is what the manifest tells."""
    period = parse_period(release["quarter"], ["quarter"]).words
    area = release.get("area_name") or release["area"]
    about = {"area": area, "quarter": release["quarter"], "period": period, "title": f"Board paper: {paper.audience}"}
    charts = [(one, Markup(name_apart(one))) for one in paper.charts]
    return render_template(
        "paper.html.j2", head=head_of(release) | about, about=about, paper=paper, charts=charts, status=status_markup
    )


def name_apart(one: PaperChart) -> str:
    """A chart's drawings whose ids begin with its report's name, so that charts of several pages can stand on one."""
    wide, narrow = one.chart["svg"], one.chart["narrow"]
    drawn = f'<div class="wide">{wide}</div>\n<div class="narrow" hidden>{narrow}</div>'
    svg = drawn.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    report = one.name.rpartition("_")[0]
    named = ID.sub(rf"\g<1>{report}-\g<2>", svg)
    return re.sub(r'(aria-labelledby="\S+ )(figure-\d+)', rf"\g<1>{report}-\g<2>", named)
