"""A small checkout to make pages in: two sources, two areas, twelve months of which one was not supplied."""

import hashlib
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from analysis.definitions import read_definitions
from analysis.measures.released_figures import read_earlier
from analysis.numbers import period_from
from analysis.observations import write_table
from analysis.page.page import open_page
from analysis.periods import financial_year, month, parse_period
from analysis.project import find_project
from analysis.schemas import FINDINGS, OBSERVATIONS
from publishing.intake.layouts import read_sources
from publishing.withholding.deciding import write_shown

CHILDREN = [91, 128, 121, 114, 102, 110, 116, 85, None, 95, 93, 124]
EPISODES = [130, 182, 192, 190, 169, 180, 204, 140, None, 157, 156, 221]
RATES = {"E06000045": [385, 393, 596, 717, 733, 794, 822, 734], "E92000001": [496, 490, 497, 548, 557, 534, 521, None]}

INDICATORS = """
missing_children:
  title: Children missing
  kind: count
  counts: people
  unit: children
  topic: missing
  meaning:
    - since: 2013-04-01
      definition: Children reported missing to the police, each once in a month.
      reference: Annual report 2013-14, police table
missing_episodes:
  title: Missing episodes
  kind: count
  counts: events
  unit: episodes
  additive: true
  topic: missing
  meaning:
    - since: 2013-04-01
      definition: Reports of a child missing.
      reference: Annual report 2013-14, police table
referral_rate:
  title: Referrals
  kind: rate
  counts: events
  unit: referrals
  per: 10000
  topic: referrals
  meaning:
    - since: 2006-04-01
      definition: Referrals in the year per 10,000 children aged 0 to 17.
      reference: Department for Education, Children in need
"""
AREAS = """
areas:
  - {code: E06000045, name: Southampton, kind: authority}
  - {code: E92000001, name: England, kind: country}
"""
PARTNERSHIP = """
name: Southampton Local Safeguarding Children Board
areas: [E06000045]
contact: the LSCB Business Unit
marking: "Official: sensitive"
audiences: {"Missing, Exploited and Trafficked group": {decision: Agree the questions to put to the police.}}
"""
POLICY = """
confidence: 0.95
profile: sub_group
profiles:
  sub_group: {withhold_up_to: 5}
chart: {wide: 720, narrow: 340}
"""
ANNOTATIONS = """
annotations:
  - title: Return interviews began
    text: A voluntary service began to offer an interview after each episode.
    indicators: [missing_children, missing_episodes]
    area: E06000045
    at: 2013-10-01
    author_role: Business Unit
    written: 2014-05-01
    evidence: Minutes of the sub-group
    written_about: 115
"""
REPORT = """
title: Missing children
audience: Missing, Exploited and Trafficked group
question: How many children go missing, how often, and is it changing?
notebook: missing.ipynb
parameters: {months: 12}
"""


@pytest.fixture(scope="session")
def decided(make_once: Callable[..., Path]) -> Path:
    """A small checkout of which it has been decided what may be shown; tests have copies."""
    return make_once("small", write_checkout)


@pytest.fixture
def checkout(decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small checkout, with its notebooks folder as the working folder."""
    shutil.copytree(decided, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def write_checkout(folder: Path) -> None:
    """Write the parameters, the tables and one file as received, and decide what may be shown."""
    for name, text in {
        "run.yaml": "area: E06000045\nquarter: 2013-14 Q4\ntime_limit_seconds: 60\n",
        "partnership.yaml": PARTNERSHIP,
        "policy.yaml": POLICY,
        "areas.yaml": AREAS,
        "indicators.yaml": INDICATORS,
        "annotations.yaml": ANNOTATIONS,
        "reports/missing.yaml": REPORT,
    }.items():
        path = folder / "params" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "params" / "sources").mkdir()
    published = folder / "data" / "raw" / "published"
    published.mkdir(parents=True)
    (published / "police.csv").write_text("as received", encoding="utf-8")
    write_table(observations(), OBSERVATIONS, folder / "data" / "processed" / "observations.parquet")
    write_table(findings(), FINDINGS, folder / "data" / "processed" / "findings.parquet")
    decide(folder)
    (folder / "notebooks").mkdir()


@pytest.fixture
def page(checkout: Path):
    """The page of the missing report for Southampton, 2013-14 Q4."""
    return open_page("missing", area="E06000045", quarter="2013-14 Q4")


@pytest.fixture(scope="session")
def indicators():
    """What each figure means, as the repository's own params say."""
    return read_definitions(find_project(Path(__file__).parent).params).indicators


@pytest.fixture
def page_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, indicators, make_once: Callable[..., Path]):
    """A function that opens the page of one of the repository's reports on observations that a test names.

    They are indicator, area, breakdown, period and figure (words for a statement), all of one published source, whose
    contract says what adds up. Where there are any, it is the only one, so that little is decided. What may be shown of
    the same observations is decided once for all tests.
    """

    def open_on(
        report: str,
        rows: list[tuple],
        area: str = "E06000045",
        quarter: str = "2013-14 Q4",
        source: str = "stated_figures",
    ):
        named = hashlib.sha256(repr((source, rows)).encode()).hexdigest()
        made = make_once(named, lambda folder: write_figures(folder, indicators, rows, source))
        shutil.copytree(made, tmp_path, dirs_exist_ok=True)
        monkeypatch.chdir(tmp_path / "notebooks")
        return open_page(report, area=area, quarter=quarter)

    return open_on


def write_figures(folder: Path, indicators, rows: list[tuple], source: str) -> None:
    """The repository's parameters on these observations of one source, with what may be shown of them."""
    params = find_project(Path(__file__).parent).params
    shutil.copytree(params, folder / "params")
    for path in (folder / "params" / "sources").glob("*.yaml"):
        if rows and path.stem != source:
            path.unlink()
    table, precedence = [], read_sources(params / "sources")[source].precedence
    for name, place, breakdown, label, figure in rows:
        told = {"text": figure, "numerator": None, "value": None} if isinstance(figure, str) else {"text": None}
        counted = figure if indicators[name].kind == "count" else None
        table.append(
            observation(name, place, parse_period(label), figure, source, "E2")
            | {"breakdown": breakdown, "numerator": counted, "precedence": precedence}
            | told
        )
    (folder / "data" / "raw" / "published").mkdir(parents=True)
    (folder / "data" / "raw" / "published" / "stated_figures.csv").write_text("as received", encoding="utf-8")
    processed = folder / "data" / "processed"
    made = pd.DataFrame(table, columns=list(OBSERVATIONS.columns))
    write_table(made, OBSERVATIONS, processed / "observations.parquet")
    write_table(findings(), FINDINGS, processed / "findings.parquet")
    decide(folder)
    (folder / "notebooks").mkdir()


def decide(root: Path) -> None:
    """Decide what may be shown of the observations that a small checkout holds, as cleaning does."""
    project = find_project(root)
    definitions, written = read_definitions(project.params), pd.read_parquet(project.processed / "observations.parquet")
    write_shown(project, definitions, written, read_earlier(root / "none"))


def observations() -> pd.DataFrame:
    """Twelve months of missing children and episodes, eight years of referral rates for two areas."""
    months = month(2014, 3)
    rows = []
    for indicator, figures, line in (("missing_children", CHILDREN, 4), ("missing_episodes", EPISODES, 5)):
        for steps, figure in enumerate(figures):
            period = months.earlier(11 - steps)
            rows.append(
                observation(indicator, "E06000045", period, figure, "police", f"Missing!{'BCDEFGHIJKLM'[steps]}{line}")
            )
    for area, figures in RATES.items():
        for steps, figure in enumerate(figures):
            rows.append(
                observation(
                    "referral_rate", area, financial_year(2006 + steps), figure, "council", f"{'CDEFGHIJ'[steps]}2"
                )
            )
    return pd.DataFrame(rows, columns=list(OBSERVATIONS.columns))


def observation(indicator, area, period, figure, source, cell, **changes) -> dict:
    """One row of the observations table; a figure of None was not supplied."""
    count = indicator != "referral_rate"
    return {
        "indicator": indicator,
        "area": area,
        "breakdown": "",
        "period": period.label,
        "start": pd.Timestamp(period.start),
        "end": pd.Timestamp(period.end),
        "numerator": figure if count else None,
        "denominator": None,
        "value": figure,
        "text": None,
        "status": "reported" if figure is not None else "not_supplied",
        "source": source,
        "file": f"published/{source}.csv",
        "cell": cell,
        "precedence": 2,
        "received": pd.Timestamp("2026-11-23"),
    } | changes


def findings() -> pd.DataFrame:
    """One warning with a question and one check that held."""
    rows = [
        {
            "rule": "whole source zero",
            "severity": "warning",
            "source": "police",
            "file": "published/police.csv",
            "cell": "Missing!J4:J7",
            "indicators": "missing_children missing_episodes",
            "areas": "E06000045",
            "start": pd.Timestamp("2013-12-01"),
            "end": pd.Timestamp("2013-12-31"),
            "message": "Every series is zero in December 2013.",
            "detail": None,
            "treatment": "Treated as not supplied.",
            "question": "What are the figures for December 2013?",
        },
        {
            "rule": "totals",
            "severity": "note",
            "source": "police",
            "file": "published/police.csv",
            "cell": "Missing!N4",
            "indicators": "missing_children",
            "areas": "E06000045",
            "message": "The months sum to the total.",
            "detail": "1,179",
            "treatment": "Nothing.",
            "question": None,
        },
    ]
    return pd.DataFrame(rows, columns=list(FINDINGS.columns))


@pytest.fixture
def elements():
    """A function that lists the elements of some HTML, each as its name and attributes."""
    return read_elements


def read_elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every element that a browser would make of the HTML, in order, as its name and attributes."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda name, attributes: found.append((name, dict(attributes)))
    parser.feed(html)
    return found


@pytest.fixture
def make_page(checkout: Path):
    """A function that makes a page of the checkout with further indicators (as YAML) and other observations.

    Each row says indicator, start and end, and whatever differs from one reported figure of Southampton.
    """

    def make(indicators: str, *rows: dict, quarter: str = "2013-14 Q4", areas: str = ""):
        for name, added in (("indicators.yaml", indicators), ("areas.yaml", areas)):
            path = checkout / "params" / name
            path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
        table = pd.DataFrame([small_observation(place, **row) for place, row in enumerate(rows)])
        write_table(
            table[list(OBSERVATIONS.columns)], OBSERVATIONS, checkout / "data" / "processed" / "observations.parquet"
        )
        decide(checkout)
        return open_page("missing", area="E06000045", quarter=quarter)

    return make


def small_observation(place: int, *, start: str, end: str, **given) -> dict:
    """One row of the observations table, by its first and last day."""
    return {
        "area": "E06000045",
        "breakdown": "",
        "period": period_from(start, end).label,
        "start": pd.Timestamp(start),
        "end": pd.Timestamp(end),
        "numerator": None,
        "denominator": None,
        "value": None,
        "text": None,
        "status": "reported",
        "source": "police",
        "file": "published/police.csv",
        "cell": f"B{place + 2}",
        "precedence": 4,
        "received": pd.Timestamp("2026-11-23"),
    } | given
