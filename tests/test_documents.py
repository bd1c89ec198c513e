"""Documents say what is there: links lead somewhere, reports and commands that they name exist."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from analysis.definitions.reports import read_reports
from analysis.project import find_project
from publishing.__main__ import app

ROOT = find_project(Path(__file__).parent).root
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "data" / "raw" / "README.md"]
WORDS = " ".join((ROOT / "docs" / "reports.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_lead_to_files_that_are_there(path):
    targets = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))

    assert not [target for target in targets if "://" not in target and not (path.parent / target).exists()]


@pytest.mark.parametrize("report", read_reports(ROOT / "params" / "reports").values(), ids=lambda report: report.name)
def test_every_report_is_listed_with_its_title_and_question(report):
    assert f"**{report.title}** (`{report.name}`, `{report.notebook}`). {' '.join(report.question.split())}" in WORDS


def test_commands_of_the_readme_exist():
    named = set(re.findall(r"^\| `lscb ([\w-]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))

    assert named == set(get_command(app).commands)
