"""What the checks found, as a section that people read: what, where, what was done, what to ask."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.definitions import ENGLAND
from analysis.measures import dependencies
from analysis.measures.items import OLDEST
from analysis.measures.published import find_guarded
from analysis.measures.rate_readings import OFFICIAL
from analysis.numbers import listed, plural
from analysis.observations import read_findings
from analysis.schemas import SEVERITIES, Findings
from analysis.words.found_by_checks import LEFT_OUT, SEVERITY, say_found

if TYPE_CHECKING:
    from analysis.definitions import Definitions
    from analysis.definitions.contract import Source
    from analysis.page.page import Page
    from analysis.project import Project

YEAR = pd.Timedelta(days=365)  # to a quarter's end: findings on that year come before older ones
MOST_LISTED = 5  # findings that a page tells; the file has all
FINDINGS_FILE = "findings.csv"


def find_findings(page: "Page", everything: bool) -> Findings:
    """What the checks found about the figures that a page has read so far, or about everything received."""
    found, indicators, sources = page.tellable, page.indicators, set(page.outputs.values_read("source"))
    dependencies.note("findings", *((None, None) if everything else (indicators, sources)))
    if everything:
        return select_of_areas(found, [page.area.code], page.foreign)
    return select_of_areas(select_findings(found, indicators, sources), page.outputs.values_read("area"), page.foreign)


def say_hidden(page: "Page", sources: Iterable[str] | None = None) -> str:
    """That what was found about some sources, or any of the area's if none is named, may not be told; '' if it may."""
    guarded, _ = find_guarded(page.project, page.definitions)
    return LEFT_OUT if (guarded - page.foreign).intersection(guarded if sources is None else sources) else ""


def partners_of(names: Iterable[str], sources: Mapping[str, "Source"]) -> list[str]:
    """Who can answer for some sources: the suppliers of those that are no official statistic, else of all."""
    known = [sources[name] for name in names if name in sources]
    partners = [source for source in known if source.precedence > OFFICIAL] or known
    return list(dict.fromkeys(source.supplier for source in partners))


def read_tellable(project: "Project", definitions: "Definitions") -> Findings:
    """The findings of the last cleaning that pages, lists and manifests may tell.

    Under a profile that rounds, without their details, which give figures as they came.
    """
    found = select_tellable(read_findings(project.processed), *find_guarded(project, definitions))
    return found if definitions.policy.chosen.round_to == 1 else found.assign(detail=None)


def select_tellable(findings: Findings, sources: set[str], files: set[str]) -> Findings:
    """The findings that pages may tell: none that touches a source or file of which something is withheld.

    Whether a check holds can give away the figures that it was made on. Analysts hear of it by `lscb check`.
    """
    phrases = [
        not sources & set(source.split()) and not files & {name.strip() for name in file.split(";")}
        for source, file in zip(findings["source"], findings["file"], strict=True)
    ]
    return findings[np.array(phrases, dtype=bool)].reset_index(drop=True)


def select_findings(findings: Findings, indicators: Iterable[str], sources: Iterable[str]) -> Findings:
    """The findings that touch any of the indicators, and those about the whole of one of the sources."""
    wanted, sources = set(indicators), set(sources)
    touched = [
        not wanted.isdisjoint(str(about).split()) or (not str(about).strip() and source in sources)
        for about, source in zip(findings["indicators"], findings["source"], strict=True)
    ]
    return findings[np.array(touched, dtype=bool)].reset_index(drop=True)


def select_of_areas(findings: Findings, areas: Iterable[str], foreign: Collection[str]) -> Findings:
    """The findings about some areas, England or no area in particular, without those of `foreign` sources.

    Foreign are the sources of other areas' own documents, as `find_foreign` tells them.
    """
    wanted = {*areas, ENGLAND, ""}
    concerned = [
        not wanted.isdisjoint(about.split() or [""]) and not set(foreign) & set(source.split())
        for about, source in zip(findings["areas"], findings["source"], strict=True)
    ]
    return findings[np.array(concerned, dtype=bool)].reset_index(drop=True)


def by_year_and_gravity(findings: Findings, until: date) -> Findings:
    """The findings on the year up to a day and on no period, then on older figures, then on what was published since.

    Of each the gravest come first, and of those the ones on the newest figures.
    """
    last = pd.Timestamp(until)
    when = np.select([findings["start"] > last, findings["end"] <= last - YEAR], [2, 1], 0)
    rank = findings["severity"].map(SEVERITIES.index)
    return findings.take(np.lexsort([last - findings["end"], rank, when])).reset_index(drop=True)


def select_recent(findings: Findings, until: date) -> Findings:
    """The findings on figures not older than `OLDEST` on a day, and those on no period: what can still be asked.

    What is older or later is on the page on data quality and in the file of findings.
    """
    last = pd.Timestamp(until)
    recent = (findings["end"] > last - OLDEST) & (findings["start"] <= last)
    return findings[recent | findings["end"].isna()].reset_index(drop=True)


def render_findings(
    findings: Findings, titles: Mapping[str, str], left_out: str = "", *, most: int = MOST_LISTED
) -> str:
    """How many findings there are, and those that are no mere checks: what, what was done and where.

    What to ask stands under the page's questions and in the file.

    The first `most` stand here, in the order given; all stand in the release's file of findings. `detail` is only there
    for figures that are published, because cleaning leaves it out for returns. `left_out` says which may not be told.
    """
    said = escape(" ".join(filter(None, [say_found(findings), left_out])))
    if findings.empty:
        return f"<p>{said}</p>"
    grave = findings[findings["severity"] != "note"]
    named = [listed(titles.get(source, source) for source in sources.split()) for sources in grave["source"].head(most)]
    items = "".join(map(_finding, grave.head(most).itertuples(), named))
    rest = f" {plural(len(grave) - most, 'more is', 'more are')} there." if len(grave) > most else ""
    where = f'All are in <a href="data/{FINDINGS_FILE}">data/{FINDINGS_FILE}</a>, also the checks that held.{rest}'
    listed_ones = f'<ul class="findings">{items}</ul>' if items else ""
    return f"<p>{said} {where}</p>\n{listed_ones}"


def say_place(file: str, cell: str) -> str:
    """Where a finding was made, file by file: 'police_missing_2013-14.xlsx, Missing!N4; stated_figures.csv, E76'."""
    # a file is named below published/ or returns/, which tells a fetched edition by its data set too
    files = [(name.partition("/")[2] or name).strip().rstrip("/") for name in file.split(";")]
    cells = cell.split(";")
    if len(files) != len(cells):
        files, cells = ["; ".join(files)], [cell]
    return "; ".join(", ".join(filter(None, (name, place.strip()))) for name, place in zip(files, cells, strict=True))


def _finding(row: Any, title: str) -> str:
    detail = f" {escape(row.detail)}" if pd.notna(row.detail) and row.detail else ""
    place = say_place(row.file, row.cell) if row.file or row.cell else ""
    where = f'<span class="where">{escape("; ".join(filter(None, [title, place])))}</span>'
    return (
        f'<li class="{escape(row.severity)}"><strong>{SEVERITY[row.severity].capitalize()}:</strong> '
        f"{escape(row.message)}{detail} {escape(row.treatment)} {where}</li>"
    )
