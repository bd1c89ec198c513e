"""A release whose audit fails is not written: exit code 4, no page and no value told."""

import pytest

from analysis.refusals import DisclosureRefused
from publishing.release.release_list import list_releases, read_attempt
from publishing.running.quarter import run_quarter
from publishing.withholding import withholding
from publishing.withholding.suppression_rules import withhold

pytestmark = pytest.mark.run

TOTALS = "total: Total\ntotals:\n  - {over: period, whole: quarter}\n"


@pytest.fixture
def small_month(add_police):
    """A quarter's total with its three months, one of them small."""
    add_police("returns", "Measure,Jan-14,Feb-14,Mar-14,Total\nChildren,1739,3,2741,4483\n", TOTALS)


def test_a_search_that_protects_nothing_is_refused_by_the_audit(project, progress, tmp_path, small_month, monkeypatch):
    monkeypatch.setattr(withholding, "find_suppressions", lambda release, profile: withhold(release, (), (), profile))

    with pytest.raises(DisclosureRefused, match="could be worked out") as refused:
        run_quarter(project, progress, tmp_path / "reports")

    assert refused.value.exit_code == 4
    assert not any(number in str(refused.value) for number in ("1739", "2741", "4483"))
    assert list_releases(tmp_path / "reports") == []
    assert not (project.processed / "shown.parquet").exists()
    assert read_attempt(tmp_path / "reports")["reason"] == "a figure could have been worked out that policy withholds"


def test_the_same_figures_are_released_with_another_month_withheld(project, progress, tmp_path, small_month):
    assert len(run_quarter(project, progress, tmp_path / "reports").releases) == 1
