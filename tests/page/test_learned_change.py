"""A season that all authorities share is learned once for all pages, and again when anything it rests on changes."""

import numpy as np
import pandas as pd
import pytest

from analysis.measures import dependencies
from analysis.model.pooling import fit_pooled
from analysis.page import learned_change
from analysis.page.learned_change import learn_season
from analysis.page.page import open_page
from analysis.project import SEASON, Project

UNTIL = pd.Period("2024-03", freq="M")


@pytest.fixture
def open_area(own_project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(own_project.notebooks)
    return lambda area: open_page("referrals", area=area, quarter="2023-24 Q4", data=own_project.data)


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many areas each pattern was learned from, as often as one is learned."""
    learned = []

    def fit(panel, **others):
        learned.append(panel["area"].nunique())
        return fit_pooled(panel, **others)

    monkeypatch.setattr(learned_change, "fit_pooled", fit)
    return learned


@pytest.mark.nightly
def test_two_areas_borrow_the_same_season_that_was_learned_once(open_area, fits):
    first, second = (learn_season(open_area(area), "referrals", UNTIL) for area in ("E06000045", "E06000044"))

    assert len(fits) == 1
    assert first.end == second.end == UNTIL
    assert first.areas == second.areas >= 5
    np.testing.assert_array_equal(first.errors, second.errors)


def test_a_season_that_was_found_is_to_the_last_digit_the_one_that_was_learned(open_area, own_project):
    learned = learn_season(open_area("E06000045"), "referrals", UNTIL)
    found = learn_season(open_area("E06000045"), "referrals", UNTIL)

    assert (found.scale, found.exposure, found.shocks) == (learned.scale, learned.exposure, learned.shocks)
    assert found.seasons.keys() == learned.seasons.keys()
    for end, season in learned.seasons.items():
        np.testing.assert_array_equal(found.seasons[end].effects, season.effects)
        assert found.seasons[end].spread == season.spread


def test_another_month_is_another_season(open_area, fits):
    for until in (UNTIL, UNTIL - 1):
        assert learn_season(open_area("E06000045"), "referrals", until).end == until

    assert len(fits) == 2


def test_changed_figures_are_learned_from_anew(open_area, own_project, fits, monkeypatch):
    learn_season(open_area("E06000045"), "referrals", UNTIL)
    monkeypatch.setattr(learned_change, "fingerprint", lambda project, definitions: "other figures")

    learn_season(open_area("E06000045"), "referrals", UNTIL)
    assert len(fits) == 2


def test_another_method_or_library_learns_anew(open_area, fits, monkeypatch):
    learn_season(open_area("E06000045"), "referrals", UNTIL)
    monkeypatch.setattr(learned_change, "_learned_with", lambda: ["another package"])

    learn_season(open_area("E06000045"), "referrals", UNTIL)
    assert len(fits) == 2


@pytest.mark.parametrize("damage", [lambda kept: b"", lambda kept: kept[:-20], lambda kept: kept[:-1] + b"!"])
def test_a_season_that_was_damaged_is_learned_again(damage, open_area, own_project, fits):
    first = learn_season(open_area("E06000045"), "referrals", UNTIL)
    (kept,) = (own_project.kept).glob(f"*{SEASON}")
    kept.write_bytes(damage(kept.read_bytes()))

    assert learn_season(open_area("E06000045"), "referrals", UNTIL).scale == first.scale
    assert len(fits) == 2


def test_what_was_learned_is_for_its_owner_alone_and_nothing_half_written_stays(open_area, own_project):
    learn_season(open_area("E06000045"), "referrals", UNTIL)

    (kept,) = (own_project.kept).iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_kept_each_page_learns_for_itself(open_area, own_project, fits):
    (own_project.kept).write_text("a file in the folder's place", encoding="utf-8")

    for _ in range(2):
        assert learn_season(open_area("E06000045"), "referrals", UNTIL) is not None
    assert len(fits) == 2


def test_too_few_areas_teach_nothing_and_that_is_kept_too(open_area, fits):
    for _ in range(2):
        assert learn_season(open_area("E06000045"), "missing_children", UNTIL) is None

    assert len(fits) <= 1


def test_a_page_rests_on_every_authoritys_months_also_where_it_found_the_season(open_area, monkeypatch):
    learn_season(open_area("E06000044"), "referrals", UNTIL)
    monkeypatch.setattr(dependencies, "_noted", set())
    page = open_area("E06000045")
    learn_season(page, "referrals", UNTIL)
    authorities = sorted(area.code for area in page.definitions.areas.areas if area.kind == "authority")

    assert ["observations", ["referrals"], authorities] in dependencies.list_basis()
