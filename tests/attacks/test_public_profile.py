"""A release under the profile `public`: no count of people or events stands anywhere but rounded, 0 or at least 10."""

import html
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from rich.console import Console

from analysis.definitions import Definitions, read_definitions
from analysis.project import Project, find_project
from publishing.running import quarter
from publishing.running.progress import RunProgress
from publishing.running.up_to_date import Asked
from tests.nightly import NIGHTLY

pytestmark = pytest.mark.run

ROOT = find_project(Path(__file__).parent).root
MADE = datetime(2026, 11, 23, 12, tzinfo=UTC)
REPORTS = () if NIGHTLY else ("missing", "sexual_offences", "scorecard")
PEOPLE = ("people", "events")
NOUNS = "children|episodes|referrals|re-referrals|offences|assessments|entrants|plans|sentences|conceptions|casualties"
COUNTED = re.compile(rf"(?<![\w.,£–-])(\d{{1,3}}(?:,\d{{3}})*|\d+)(?!,?\d|\.\d|%) (?:[a-z-]+ ){{0,2}}?(?:{NOUNS})\b")
FIGURE = re.compile(r"^(\d[\d,]*)(?=$| \()|(?<=Q\d )(\d[\d,]*)(?=;|$)")  # '30', '30 (2013-14 Q4)', '2013-14 Q4 30; …'


def make_public(folder: Path, left_out: tuple[str, ...] = ()) -> Project:
    """The checkout with the profile `public`, on the published files but some."""
    shutil.copytree(ROOT / "params", folder / "params")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    raw = folder / "data" / "raw"
    shutil.copytree(ROOT / "data" / "raw" / "published", raw / "published", ignore=shutil.ignore_patterns(*left_out))
    (raw / "returns").mkdir()
    policy = folder / "params" / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    assert "profile: sub_group\n" in text
    policy.write_text(text.replace("profile: sub_group\n", "profile: public\n"), encoding="utf-8")
    return find_project(folder)


def run(project: Project, reports=REPORTS) -> Path:
    told = RunProgress(Console(file=StringIO()))
    (release,) = quarter.run_quarter(
        project, told, project.root / "reports", Asked(only=tuple(reports)), jobs=2
    ).releases
    return release


@pytest.fixture(scope="module")
def project(make_once) -> Project:
    """The public checkout with its release, which is made once. Tests only read it."""
    return find_project(make_once("public", lambda folder: run(make_public(folder))))


@pytest.fixture(scope="module")
def release(project) -> Path:
    (manifest,) = (project.root / "reports").glob("*/manifest.json")
    return manifest.parent


@pytest.fixture(scope="module")
def definitions(project) -> Definitions:
    return read_definitions(project.params)


@pytest.fixture(scope="module")
def figures(release) -> pd.DataFrame:
    return pd.read_csv(release / "data" / "figures.csv")


def is_allowed(count: float) -> bool:
    return count == 0 or (count >= 10 and count % 5 == 0)


def titles_of_counts(definitions: Definitions) -> set[str]:
    return {one.title for one in definitions.indicators.values() if one.kind == "count" and one.counts in PEOPLE}


def read_counts_in_words(page: str) -> Iterator[tuple[int, str]]:
    """The numbers of people and events in a page's words, without what people wrote and what is expected to come."""
    told = re.sub(r'<section[^>]*aria-labelledby="(?:annotations|comment)".*?</section>', "", page, flags=re.DOTALL)
    told = re.sub(r"<(style)\b.*?</\1>|<path\b[^>]*>", "", told, flags=re.DOTALL)
    told = html.unescape(re.sub(r"<[^>]*>", " | ", told))
    for found in COUNTED.finditer(told):
        if "expected" not in told[found.end() : found.end() + 40]:
            yield int(found[1].replace(",", "")), told[max(0, found.start() - 60) : found.end() + 30]


def test_every_report_that_was_asked_for_is_made(release):
    made = {path.stem for path in release.glob("*.html")} - {"index"}

    assert made == (set(REPORTS) or {path.stem for path in (ROOT / "params" / "reports").glob("*.yaml")})


def test_every_count_of_people_that_a_page_read_is_rounded_and_none_is_small(figures, definitions):
    known = definitions.indicators
    people = figures[[known[name].counts in PEOPLE for name in figures["indicator"]]]
    counts = people[[known[name].kind == "count" for name in people["indicator"]]]

    assert len(counts) > 40
    assert [count for count in people["numerator"].dropna() if not is_allowed(count)] == []
    assert [count for count in counts["value"].dropna() if not is_allowed(count)] == []


def test_rates_and_shares_of_people_are_those_of_the_rounded_counts(figures, definitions):
    known = definitions.indicators
    made = figures.dropna(subset=["numerator", "denominator", "value"])
    made = made[[known[name].kind != "count" and known[name].counts in PEOPLE for name in made["indicator"]]]
    per = [known[name].per or 1 for name in made["indicator"]]

    assert len(made)
    assert list(made["value"]) == pytest.approx(list(made["numerator"] / made["denominator"] * per))


def test_counts_in_tables_are_rounded_wherever_they_are_written(release, definitions):
    titles, seen, wrong = titles_of_counts(definitions), 0, []
    for path in sorted((release / "data").glob("*.csv")):
        if path.name != "figures.csv":
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            by_column = [cell for name in table if name in titles for cell in table[name]]
            by_row = [cell for row in table.to_numpy() if row[0] in titles for cell in row[1:]]
            written = ["".join(found) for cell in (*by_column, *by_row) for found in FIGURE.findall(cell)]
            seen += len(written)
            wrong += [(path.name, cell) for cell in written if not is_allowed(int(cell.replace(",", "")))]

    assert seen > 20
    assert wrong == []


def test_a_spreadsheet_holds_no_other_number_than_the_tables_do(release):
    numbers = {
        float(word)
        for path in (release / "data").glob("*.csv")
        if path.name != "figures.csv"
        for word in re.findall(r"\d+(?:\.\d+)?", path.read_text(encoding="utf-8-sig"))
    }
    book = openpyxl.load_workbook(release / "data" / "tables.xlsx", read_only=True)
    cells = {
        float(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True, min_row=2)
        for cell in row
        if isinstance(cell, int | float) and not isinstance(cell, bool)
    }
    shares = {round(number / 100, 6) for number in numbers}

    assert len(cells) > 20
    assert {cell for cell in cells if abs(cell) not in numbers and round(abs(cell), 6) not in shares} == set()


def test_sentences_and_captions_tell_no_other_counts(release):
    seen, wrong = 0, []
    for path in sorted(release.glob("*.html")):
        for count, words in read_counts_in_words(path.read_text(encoding="utf-8")):
            seen += 1
            wrong += [] if is_allowed(count) else [(path.name, words)]

    assert seen > 5
    assert wrong == []


def test_a_total_that_a_page_adds_up_is_the_sum_of_what_it_shows(release, figures):
    months = figures[(figures["indicator"] == "missing_episodes") & (figures["breakdown"].fillna("") == "")]
    days = (pd.to_datetime(months["end"]) - pd.to_datetime(months["start"])).dt.days
    total = months.loc[days < 31, "numerator"].sum()
    words = html.unescape((release / "missing.html").read_text(encoding="utf-8"))

    assert f"There were {total:,.0f} missing episodes" in words


def test_what_is_worked_out_from_rounded_counts_is_shown(release):
    table = pd.read_csv(release / "data" / "sexual_offences_table-2.csv")

    assert (table.filter(regex="Under 18|Historic") != "[c]").all(axis=None)


def test_a_page_says_how_counts_and_their_totals_are_rounded(release):
    written = (release / "missing.html").read_text(encoding="utf-8")
    assert "rounded to the nearest 5, and a supplied total is the sum of its parts as they are shown" in written


@pytest.mark.nightly
def test_what_rounding_hides_leaves_no_trace(tmp_path, monkeypatch, returns):
    """Two returns whose months round to the same, and come to the same, give the same release, byte for byte."""
    monkeypatch.setattr(quarter, "choose_stamp", lambda output: MADE)
    releases = []
    for name, more in (("one", 1), ("other", 2)):
        project = make_public(tmp_path / name, ("police_missing_2013-14.xlsx",))
        months = [(90 + less, 130 + less, 20 + less, 60 + less) for less in (more, -more)]
        returns.write_missing(project, months * 6)
        release = run(project, ())
        releases.append({path.name: path.read_bytes() for path in release.rglob("*") if path.is_file()})

    first, other = releases
    assert b"90" in first["missing.html"]
    assert [name for name in sorted(first.keys() | other.keys()) if first.get(name) != other.get(name)] == []
