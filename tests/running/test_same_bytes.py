"""However many reports are made at a time, and in whatever kernels, a release has the same bytes.

One light report, in a forked kernel and in an ordinary one; all reports and every number with LSCB_NIGHTLY set.
"""

from contextlib import nullcontext
from pathlib import Path

import pytest

from analysis.project import Project
from publishing.running import quarter
from publishing.running.kernels.provisioner import PrivateKernel
from publishing.running.quarter import run_quarter
from publishing.running.up_to_date import Asked
from tests.nightly import NIGHTLY

# by day test_kernels.py compares outputs of two kinds of kernels, and test_cluster.py pages of two ways to make them
pytestmark = [pytest.mark.run, pytest.mark.nightly]

ONLY = () if NIGHTLY else ("finance",)


def release(project: Project, progress, output: Path, jobs: int) -> dict[str, bytes]:
    """The files of a release made anew, without those that name it."""
    (made,) = run_quarter(project, progress, output, Asked(only=tuple(ONLY)), jobs=jobs, fresh=True).releases
    files = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if name not in ("index.html", "manifest.json")}


def test_one_two_and_four_jobs_and_ordinary_kernels_give_the_same_bytes(own_project, progress, tmp_path, monkeypatch):
    first = release(own_project, progress, tmp_path / "1", jobs=1)
    for jobs in (2, 4) if NIGHTLY else ():
        assert release(own_project, progress, tmp_path / f"{jobs}", jobs) == first

    monkeypatch.setattr(quarter, "warm_kernels", lambda **others: nullcontext(PrivateKernel))
    assert release(own_project, progress, tmp_path / "ordinary", jobs=4) == first
    assert len(first) > 3
