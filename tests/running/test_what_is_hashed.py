"""Pages are made anew where anything that they are made with has changed: both packages count."""

from pathlib import Path

import pytest

from analysis.project import find_project
from publishing.running import up_to_date
from publishing.running.up_to_date import PACKAGES, hash_tools


def test_the_packages_are_those_that_run():
    assert [folder.name for folder in PACKAGES] == ["analysis", "publishing"]
    assert all((folder / "__init__.py").is_file() for folder in PACKAGES)


@pytest.mark.parametrize("changed", [0, 1], ids=["analysis", "publishing"])
def test_a_change_in_either_package_is_another_tool(changed, monkeypatch, tmp_path):
    folders = [tmp_path / "analysis", tmp_path / "publishing"]
    for folder in folders:
        (folder / "below").mkdir(parents=True)
        (folder / "below" / "module.py").write_text("A = 1\n", encoding="utf-8")
    monkeypatch.setattr(up_to_date, "PACKAGES", folders)
    project = find_project(Path(__file__).parent)
    before = hash_tools(project)
    (folders[changed] / "below" / "module.py").write_text("A = 2\n", encoding="utf-8")
    after = hash_tools(project)

    assert {name for name in before if before[name] != after[name]} == {"code"}
