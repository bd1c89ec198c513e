"""What the nightly job says of the advisories: holes that it found, none, or that nobody could be asked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.project import find_project

SCRIPT = find_project(Path(__file__).parent).root / ".github" / "known_holes.sh"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="The job runs on Linux.")


def run(folder: Path, found: str, ends_with: int) -> subprocess.CompletedProcess[str]:
    """The job beside a pipx that writes what it found, if anything, and ends with a code."""
    pipx = folder / "pipx"
    pipx.write_text(f"#!/bin/sh\nfor last; do :; done\nprintf %s '{found}' > \"$last\"\nexit {ends_with}\n", "utf-8")
    pipx.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    sh = shutil.which("sh") or "/bin/sh"
    return subprocess.run([sh, SCRIPT], env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)


def test_a_known_hole_fails_the_job_and_is_listed(tmp_path):
    done = run(tmp_path, '{"dependencies": [{"name": "a", "vulns": [{"id": "X-1"}]}]}', 1)
    assert done.returncode == 1
    assert "X-1" in done.stdout


def test_no_hole_is_a_job_that_succeeds_without_a_warning(tmp_path):
    done = run(tmp_path, '{"dependencies": []}', 0)
    assert done.returncode == 0
    assert "::warning::" not in done.stdout


def test_advisories_that_cannot_be_reached_are_said_to_be_so(tmp_path):
    done = run(tmp_path, "", 1)
    assert done.returncode == 0
    assert "::warning::The advisories could not be reached" in done.stdout
