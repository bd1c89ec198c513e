"""A board paper as a page: the same style as a report's, two sheets when printed."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from analysis.page.parts import status_markup
from analysis.page.templates import render_template
from analysis.periods import parse_period
from publishing.release.board_paper import BoardPaper, PaperChart

ID = re.compile(r'((?:\bid|aria-labelledby|href)="#?|url\(#)(figure-\d+)')
HEAD = ("partnership", "marking", "contact")


def write_paper(paper: BoardPaper, release: Mapping[str, Any]) -> str:
    """The HTML of a board paper; `release` is what the manifest tells."""
    period = parse_period(release["quarter"], ["quarter"]).words
    head = {name: str(release.get(name) or "") for name in HEAD}
    area = release.get("area_name") or release["area"]
    about = {"area": area, "quarter": release["quarter"], "period": period, "title": f"Board paper: {paper.audience}"}
    charts = [(one, Markup(name_apart(one))) for one in paper.charts]
    return render_template(
        "paper.html.j2", head=head | about, about=about, paper=paper, charts=charts, status=status_markup
    )


def name_apart(one: PaperChart) -> str:
    """A chart's drawings whose ids begin with its report's name, so that charts of several pages can stand on one."""
    wide, narrow = one.chart["svg"], one.chart["narrow"]
    drawn = f'<div class="wide">{wide}</div>\n<div class="narrow" hidden>{narrow}</div>'
    svg = drawn.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    report = one.name.rpartition("_")[0]
    named = ID.sub(rf"\g<1>{report}-\g<2>", svg)
    return re.sub(r'(aria-labelledby="\S+ )(figure-\d+)', rf"\g<1>{report}-\g<2>", named)
