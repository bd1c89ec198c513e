"""Returns that are all there is: pages that have nothing to ask, no rate to show, or three months of a year.

The contracts and counts are those of a red team, all invented.
"""

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from analysis.project import Project, find_project
from publishing.running import quarter
from publishing.running.progress import RunProgress
from publishing.running.up_to_date import Asked

pytestmark = pytest.mark.run

ROOT = find_project(Path(__file__).parent).root
BY_AREA = """\
layout: measures_across
precedence: 2
area_columns: [area_code]
name_column: area
period_column: year
period: financial year
"""
OFFENCES = (
    BY_AREA
    + """\
columns:
  All: sexual_offences
  Under 13: {indicator: sexual_offences, breakdown: under 13}
  13 to 17: {indicator: sexual_offences, breakdown: 13 to 17}
"""
)
REFERRALS = (
    BY_AREA
    + """\
columns:
  referrals: referrals
  of which within 12 months: {indicator: rereferral_share, percent: sign}
totals:
  - {over: area, whole: "L:four_districts"}
"""
)
MISSING = """\
layout: periods_across
precedence: 2
area: E06000045
period: month
rows:
  Episodes: missing_episodes
  Children: missing_children
totals:
  - {over: period, whole: financial year}
"""


def release(folder: Path, contract: str, file: str, rows: str, report: str, profile: str = "sub_group") -> str:
    """The page of one report, from one contract and its file alone."""
    for part in ("params", "notebooks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("sources", ".*"))
    (folder / "params" / "sources").mkdir()
    head = f"title: A return\nsupplier: A partner\nfile: {re.sub('2013-14(_Q4)?', '*', file)}\n"
    (folder / "params" / "sources" / "a_return.yaml").write_text(head + contract, encoding="utf-8")
    policy = folder / "params" / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("profile: sub_group", f"profile: {profile}"), "utf-8")
    for name in ("published", "returns"):
        (folder / "data" / "raw" / name).mkdir(parents=True)
    (folder / "data" / "raw" / "returns" / f"{file}.csv").write_text(rows, encoding="utf-8")
    project = Project(folder, folder / "data")
    told = RunProgress(Console(file=StringIO()))
    (made,) = quarter.run_quarter(project, told, folder / "reports", Asked(only=(report,)), jobs=1).releases
    return (made / f"{report}.html").read_text(encoding="utf-8")


@pytest.mark.nightly
def test_where_no_check_asks_anything_the_page_says_so(tmp_path):
    rows = "area_code,area,year,All,Under 13,13 to 17\nE06000045,Southampton,2013-14,57,13,44\n"
    page = release(tmp_path, OFFENCES, "offences_2013-14", rows, "data_quality")
    assert "The checks found nothing to ask of anyone." in page


@pytest.mark.nightly
def test_where_counts_came_and_rates_did_not_the_page_says_so(tmp_path):
    rows = "area_code,area,year,referrals,of which within 12 months\nE06000045,Southampton,2013-14,60,40.0%\n"
    page = release(tmp_path, REFERRALS, "referrals_2013-14", rows, "referrals")
    box = page[page.index('class="summary"') : page.index("</section>", page.index('class="summary"'))]
    assert box.count("The referral rate is not known for Southampton.") == 1
    assert "40%" in page


def test_under_public_three_months_of_a_year_with_a_yearly_total_are_rounded(tmp_path):
    rows = ",Jan-14,Feb-14,Mar-14\nEpisodes,150,142,161\nChildren,101,96,110\n"
    page = release(tmp_path, MISSING, "missing_2013-14_Q4", rows, "missing", "public")
    figures = re.findall(r"\d+", re.sub(r"<[^>]*>", " ", page))  # not the places in a chart

    assert "140" in figures
    assert "142" not in figures
