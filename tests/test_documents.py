"""Documents say what is there: links lead somewhere, reports and commands that they name exist."""

import importlib
import re
from pathlib import Path

import pytest
from typer.main import get_command

from analysis.project import find_project
from analysis.words.statement import Status
from publishing.__main__ import app

ROOT = find_project(Path(__file__).parent).root
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "data" / "raw" / "README.md"]
READ = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
METHODS = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
MOST_WORDS = 15_000


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_lead_to_files_that_are_there(path):
    targets = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))

    assert not [target for target in targets if "://" not in target and not (path.parent / target).exists()]


def test_commands_of_the_readme_exist():
    named = set(re.findall(r"^\| `lscb ([\w-]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))

    assert named == set(get_command(app).commands)


def test_documents_are_short_enough_to_be_read():
    texts = [path.read_text(encoding="utf-8") for path in READ if path.name != "dictionary.md"]

    assert sum(bool(re.search(r"\w", word)) for text in texts for word in text.split()) <= MOST_WORDS


def test_methods_are_functions_of_the_model():
    named = set(re.findall(r"`(\w+)\.([a-z]\w+)`", METHODS))

    assert len(named) > 40
    for module, function in named:
        assert hasattr(importlib.import_module(f"analysis.model.{module}"), function), f"{module}.{function}"


def test_works_that_methods_refer_to_are_in_the_bibliography():
    listed = re.findall(r"^@\w+\{(\w+),$", (ROOT / "docs" / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    cited = [
        re.sub(r"[^a-z]", "", re.split(r" and |, | \d", work)[0].lower()) + "".join(re.findall(r"\d{4}[ab]?", work))
        for works in re.findall(r"\*References\.\*\s([^.]+)\.", METHODS)
        for work in " ".join(works.split()).split("; ")
    ]

    assert len(cited) > 50
    assert not set(cited) - set(listed)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("status", list(Status))
def test_every_status_of_a_page_is_in_the_glossary(status):
    terms = re.findall(r"^\| \*\*(.+?)\*\* \|", GLOSSARY, re.MULTILINE)

    assert status.value.replace("_", " ") in {term for terms_of_row in terms for term in terms_of_row.split(", ")}
