"""Files of records among the returns are turned away by their headings, and told where they belong."""

from pathlib import Path

import pytest

from analysis.definitions import read_definitions
from analysis.definitions.record_forms import read_forms
from analysis.project import find_project
from publishing.intake.child_records import find_record_form
from publishing.intake.cleaning import clean_sources

PROJECT = find_project(Path(__file__).parent)
FORMS = read_forms(PROJECT.params / "records")
HEADINGS = {
    "SSDA903 episodes without postcodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC",
    "a table of the Standard Safeguarding Dataset": "cine_referral_id,cine_person_id,cine_referral_date",
    "missing episodes of the dataset": "miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type",
    "a force's extract": "misperid,nominalpersionid,missing_since,when_traced",
    "another force's": "Nominal ID,Date returned,Missing since",
    "a youth justice system's": "Young person ID,Offence date,Outcome date,Outcome",
    "Annex A": "Child Unique ID,Date of Contact,Contact Source",
}


@pytest.mark.parametrize("headings", HEADINGS.values(), ids=HEADINGS)
def test_the_headings_of_a_record_form_are_known(headings):
    assert find_record_form([["A title"], headings.split(",")], FORMS)


@pytest.mark.parametrize(
    "headings", ["area_code,area,period,missing_children", "Measure,Apr-13,May-13", "Age,Sex,Risk,Returned"]
)
def test_the_headings_of_counts_are_not(headings):
    assert find_record_form([headings.split(",")], FORMS) is None


def test_no_published_file_in_the_repository_is_taken_for_records():
    for path in sorted((PROJECT.root / "data" / "raw" / "published").glob("*.csv")):
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()[:20]
        assert find_record_form([line.split(",") for line in lines], FORMS) is None, path.name


@pytest.mark.parametrize("name", ["police_missing_2013-14.csv", "Zyxw Canary.csv"])
def test_a_file_of_records_among_the_returns_is_refused_with_where_it_belongs(tmp_path, name):
    returns = tmp_path / "raw" / "returns"
    returns.mkdir(parents=True)
    (returns / name).write_text("CHILD,DECOM,RNE,LS,DEC,REC\nZYXW7731Q,01/05/2024,S,C2,,\n", encoding="utf-8")
    project = find_project(PROJECT.root, data=tmp_path)
    refusals = list(map(str, clean_sources(project, read_definitions(project.params), write=False).refusals))
    assert len(refusals) == 1
    assert "lscb count ssda903" in refusals[0]
    assert "Zyxw" not in refusals[0]
    assert "ZYXW7731Q" not in refusals[0]
