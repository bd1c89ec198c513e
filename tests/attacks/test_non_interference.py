"""Two data folders that differ only in what is withheld give the same release, byte for byte."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from itertools import permutations
from pathlib import Path

import pytest
from rich.console import Console

from analysis.project import Project
from publishing.running import quarter
from publishing.running.progress import RunProgress
from publishing.running.up_to_date import Asked
from tests.nightly import sample

MADE = datetime(2026, 11, 23, 12, tzinfo=UTC)
REPORTS = ["missing"]  # the others by night
# children, episodes, repeat children, repeat episodes: those missing once have one episode each
LARGE = [
    (91, 130, 22, 61),
    (128, 182, 27, 81),
    (121, 192, 24, 95),
    (114, 190, 32, 108),
    (102, 169, 19, 86),
    (110, 180, 25, 95),
    (116, 204, 38, 126),
    (85, 140, 22, 77),
    (90, 150, 30, 90),
]
SMALL = [(3, 4, 1, 2), (2, 3, 1, 2), (4, 5, 1, 2)]
OTHER_PLACES = {"domestic": [(2, 3, 4), (4, 2, 3)], "night": [(2, 1, 2), (1, 2, 2)]}


def run(project, output: Path, only=REPORTS) -> dict[str, bytes]:
    """Every file of a release of some reports, by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quarter, "choose_stamp", lambda output: MADE)
        (release,) = quarter.run_quarter(
            project, RunProgress(Console(file=StringIO())), output, Asked(only=tuple(only)), jobs=2
        ).releases
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}


def write_returns(returns, project, small, domestic, night, large=LARGE) -> None:
    returns.write_missing(project, [*large[:4], small[0], *large[4:7], small[1], *large[7:], small[2]])
    rest = zip(domestic, night, strict=True)
    counts = {
        place: (all_kinds, historic, under_18, *next(rest))
        for place, all_kinds, historic, under_18 in (
            ("Eastleigh", 53, 30, 24),
            ("Romsey", 23, 9, 8),
            ("New Forest", 57, 35, 28),
        )
    }
    returns.write_offences(project, {"Southampton": (241, 49, 88, 22, 36), **counts})


@pytest.fixture(
    scope="module", params=sample(["the police's two tables", "every table"], tried=["the police's two tables"])
)
def make(request, returns) -> Callable[[Path], Project]:
    """A maker of projects with the police's returns, alone or beside all that is published."""
    if request.param == "every table":
        return returns.make_project
    return partial(
        returns.make_checkout, threshold=5, sources=("police_missing", "police_sexual_offences"), totals=True
    )


@pytest.fixture(scope="module")
def release(tmp_path_factory, make, returns) -> dict[str, bytes]:
    """The release to hold others against."""
    project = make(tmp_path_factory.mktemp("one"))
    write_returns(returns, project, SMALL, OTHER_PLACES["domestic"][0], OTHER_PLACES["night"][0])
    return run(project, project.data.parent / "reports")


def differences(first: dict[str, bytes], second: dict[str, bytes]) -> list[str]:
    return [name for name in sorted(first.keys() | second.keys()) if first.get(name) != second.get(name)]


def test_small_counts_that_trade_places_leave_no_trace_in_a_release(tmp_path, release, make, returns):
    project = make(tmp_path / "other")
    write_returns(returns, project, SMALL[::-1], OTHER_PLACES["domestic"][1], OTHER_PLACES["night"][1])

    assert b"[c]" in release["missing.html"]
    assert differences(release, run(project, tmp_path / "reports")) == []


@pytest.mark.nightly
def test_a_large_count_that_is_shown_does_leave_one(tmp_path, release, make, returns):
    project = make(tmp_path / "other")
    more = [(LARGE[0][0] + 1, LARGE[0][1] + 1, *LARGE[0][2:]), *LARGE[1:]]
    write_returns(returns, project, SMALL, OTHER_PLACES["domestic"][0], OTHER_PLACES["night"][0], more)

    assert "missing.html" in differences(release, run(project, tmp_path / "reports"))


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(4))
def test_no_report_tells_of_small_counts_that_trade_places(tmp_path, returns, seed):
    chance, releases = random.Random(seed), []
    for name in ("one", "other"):
        project = returns.make_project(tmp_path / name)
        write_returns(
            returns,
            project,
            chance.choice(list(permutations(SMALL))),
            chance.choice(list(permutations((2, 3, 4)))),
            chance.choice(list(permutations((1, 2, 2)))),
        )
        releases.append(run(project, tmp_path / name / "reports", ()))

    assert differences(*releases) == []
