"""The partnership: its own areas are headed with its name, any other with that area's."""

import pytest

from analysis.definitions import Area, Partnership
from analysis.definitions.parameter_files import read_file
from analysis.refusals import ParametersRefused

TEXT = """
name: Example Safeguarding Partnership
areas: [E06000044]
contact: the business unit
marking: Official
audiences: {Board: {decision: Agree what to do.}}
"""


@pytest.fixture
def partnership(tmp_path) -> Partnership:
    path = tmp_path / "partnership.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return read_file(path, Partnership)


def test_a_page_on_the_partnerships_own_area_is_headed_with_its_name(partnership):
    own = Area(code="E06000044", name="Portsmouth", kind="authority")

    assert partnership.heading(own) == "Example Safeguarding Partnership"


def test_a_page_on_any_other_area_is_headed_with_that_areas_name(partnership):
    other = Area(code="E08000025", name="Birmingham", kind="authority")

    assert partnership.heading(other) == "Reports for Birmingham"


def test_an_audience_without_a_decision_is_refused(tmp_path):
    path = tmp_path / "partnership.yaml"
    path.write_text(TEXT.replace("{decision: Agree what to do.}", "{}"), encoding="utf-8")

    with pytest.raises(ParametersRefused, match=r"audiences.Board.decision: is missing"):
        read_file(path, Partnership)
