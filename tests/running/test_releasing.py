"""Each area's pages are written as they come and released together; an area with a failure is not."""

from datetime import UTC, datetime

import pytest

from analysis.refusals import NotebookFailed
from publishing.release.made_page import MadePage
from publishing.release.releasing import Releases
from publishing.release.staging import STAGING

MADE = datetime(2014, 5, 5, 6, tzinfo=UTC)
HERE, THERE = "E06000045", "E06000044"
FACTS = {"area_name": "An area", "partnership": "Example", "marking": "Official", "contact": "us"}


@pytest.fixture
def units(plan, add_report) -> list:
    """Two reports for each of two areas."""
    add_report("other")
    return plan(areas=(HERE, THERE))


@pytest.fixture
def releases(units, tmp_path):
    with Releases(tmp_path / "reports", MADE, units, {}, lambda area, quarter: FACTS, lambda area: {}) as opened:
        yield opened


def page(unit) -> MadePage:
    return MadePage(unit, f"<p>{unit.area}</p>", {"summary": []}, {})


def staged(releases) -> list[str]:
    return sorted(path.name.removeprefix(STAGING)[:9] for path in releases.output.glob(f"{STAGING}*"))


def test_a_page_is_written_when_it_comes_and_seen_by_no_reader_before_the_end(units, releases):
    releases.add(units[0], page(units[0]))

    (folder,) = releases.output.glob(f"{STAGING}*")
    assert (folder / f"{units[0].report.name}.html").read_text(encoding="utf-8") == f"<p>{HERE}</p>"
    assert [path.name for path in releases.output.iterdir() if not path.name.startswith(".")] == []


def test_areas_are_released_whole_in_their_order_whatever_comes_first(units, releases):
    for unit in reversed(units):
        releases.add(unit, page(unit))

    assert [path.name[:9] for path in releases.publish()] == [HERE, THERE]
    for area in (HERE, THERE):
        (release,) = releases.output.glob(f"{area}*")
        assert sorted(path.name for path in release.glob("*.html")) == ["index.html", "missing.html", "other.html"]


def test_a_failure_in_one_area_is_named_and_leaves_the_other(units, releases):
    for unit in units[:-1]:
        releases.add(unit, page(unit))
    releases.add(units[-1], NotebookFailed("It fell."))

    assert staged(releases) == [HERE]
    assert [path.name[:9] for path in releases.publish()] == [HERE]
    assert [str(refusal) for refusal in releases.failures.values()] == ["It fell."]


def test_what_is_not_published_is_removed(units, tmp_path):
    with Releases(tmp_path, MADE, units, {}, lambda *given: FACTS, lambda area: {}) as releases:
        for unit in units[:2]:
            releases.add(unit, page(unit))

    assert list(tmp_path.glob(f"{STAGING}*")) == []


def test_no_page_is_held_once_its_area_is_whole(units, releases):
    for unit in units:
        releases.add(unit, page(unit))

    assert [(staging.entries, staging.hashes, staging.figures) for staging in releases.stagings.values()] == [
        ({}, {}, set()),
        ({}, {}, set()),
    ]
