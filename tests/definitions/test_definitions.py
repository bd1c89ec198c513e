"""The parameter files of the repository agree with each other, and a mistake in one is refused with its place."""

import shutil
from pathlib import Path

import pytest

from analysis.definitions import read_definitions
from analysis.project import find_project
from analysis.refusals import ParametersRefused


@pytest.fixture
def params(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_project(Path(__file__).parent).params, tmp_path / "params"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_parameter_files_of_the_repository_are_accepted(params):
    definitions = read_definitions(params)

    assert definitions.areas.named(definitions.run.area).name == "Southampton"
    assert definitions.policy.profile in definitions.policy.profiles


def test_reports_come_in_the_order_of_their_pages(params):
    reports = list(read_definitions(params).reports.values())

    assert [report.order for report in reports] == sorted(report.order for report in reports)


def test_an_annotation_on_an_unknown_indicator_is_refused_with_the_nearest_name(params):
    change(params / "annotations.yaml", "indicators: [referrals,", "indicators: [referals,")

    with pytest.raises(ParametersRefused, match=r"'referals'.*Did you mean 'referrals'"):
        read_definitions(params)


def test_a_profile_that_is_not_defined_is_refused(params):
    change(params / "policy.yaml", "profile: sub_group", "profile: sub_grup")

    with pytest.raises(ParametersRefused, match="Did you mean 'sub_group'"):
        read_definitions(params)


def test_a_threshold_below_the_floor_is_refused(params):
    change(params / "policy.yaml", "withhold_up_to: 5", "withhold_up_to: 4")

    with pytest.raises(ParametersRefused, match=r"policy.yaml.*\n.*withhold_up_to.*greater than or equal to 5"):
        read_definitions(params)


def test_a_quarter_that_is_none_is_refused(params):
    change(params / "run.yaml", "2013-14 Q4", "2013-15 Q4")

    with pytest.raises(ParametersRefused, match=r"run.yaml.*\n.*quarter.*expected a quarter"):
        read_definitions(params)


def test_an_area_without_an_entry_is_refused(params):
    change(params / "run.yaml", "E06000045", "E06000999")

    with pytest.raises(ParametersRefused, match="No area has the code 'E06000999'"):
        read_definitions(params)


def test_a_report_with_an_unknown_key_is_refused_with_the_nearest_key(params):
    change(params / "reports" / "missing.yaml", "audience:", "audiences:")

    with pytest.raises(ParametersRefused, match="did you mean 'audience'"):
        read_definitions(params)


def test_a_notebook_outside_the_notebooks_folder_is_refused(params):
    change(params / "reports" / "missing.yaml", "notebook: missing.ipynb", "notebook: ../missing.ipynb")

    with pytest.raises(ParametersRefused, match=r"missing.yaml.*\n.*notebook"):
        read_definitions(params)


def test_an_annotation_can_name_an_intervention_and_the_months_it_settled_in(params):
    hub = next(one for one in read_definitions(params).annotations if one.title.startswith("Multi-Agency"))
    others = [one for one in read_definitions(params).annotations if one is not hub and one.title != hub.title]

    assert (hub.intervention, hub.bedding_in) == (True, 3)
    assert not any(one.intervention for one in others)


def test_annotations_are_read_in_the_order_of_their_dates(params):
    dates = [annotation.at for annotation in read_definitions(params).annotations]

    assert dates == sorted(dates)
