"""The templates of questions: closed, asking, and complete for the repository."""

from pathlib import Path

import pytest

from analysis.definitions import read_definitions
from analysis.definitions.parameter_files import read_file
from analysis.definitions.reports import Questions
from analysis.project import find_project
from analysis.refusals import ParametersRefused

PARAMS = find_project(Path(__file__).parent).params


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_every_topic_has_a_partner_that_answers_for_it():
    definitions = read_definitions(PARAMS)

    assert {indicator.topic for indicator in definitions.indicators.values()} <= set(definitions.questions.partners)


@pytest.mark.parametrize(
    "text", ["findings: {totals: '{who} is what?'}", "findings: {totals: 'What of {what} in {when}?'}"]
)
def test_a_field_that_nothing_fills_is_refused(tmp_path, text):
    with pytest.raises(ParametersRefused, match="no field"):
        read_file(write(tmp_path / "questions.yaml", text), Questions)


def test_a_template_that_asks_nothing_is_refused(tmp_path):
    with pytest.raises(ParametersRefused, match="question mark"):
        read_file(write(tmp_path / "questions.yaml", "findings: {totals: 'Look at {what}.'}"), Questions)


def test_a_folder_without_the_file_asks_nothing(tmp_path):
    assert read_file(tmp_path / "questions.yaml", Questions, optional=True) == Questions()
