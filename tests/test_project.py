"""A checkout is found from inside it, and works on its own data unless another folder is named."""

import pytest

from analysis.project import find_project
from analysis.refusals import ParametersRefused


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "run.yaml").write_text("")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "notebooks" / "deep").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize("folder", ["", "notebooks", "notebooks/deep", "data/raw"])
def test_a_checkout_is_found_from_any_folder_in_it(folder, checkout):
    project = find_project(checkout / folder)

    assert project.root == checkout
    assert (project.raw, project.processed) == (checkout / "data" / "raw", checkout / "data" / "processed")
    assert (project.params, project.notebooks) == (checkout / "params", checkout / "notebooks")


def test_another_data_folder_takes_the_place_of_the_checkouts(checkout, tmp_path):
    (tmp_path / "other" / "raw").mkdir(parents=True)
    project = find_project(checkout, data=tmp_path / "other")

    assert project.raw == tmp_path / "other" / "raw"
    assert project.params == checkout / "params"


def test_a_data_folder_without_raw_is_refused_by_its_name_alone(checkout, tmp_path):
    (tmp_path / "other").mkdir()

    with pytest.raises(ParametersRefused, match="The data folder 'other' has no raw/ in it") as refused:
        find_project(checkout, data=tmp_path / "other")
    assert str(tmp_path) not in str(refused.value)


def test_a_folder_outside_a_checkout_is_refused(tmp_path_factory):
    with pytest.raises(ParametersRefused, match=r"No params/run.yaml here or above"):
        find_project(tmp_path_factory.mktemp("elsewhere"))
