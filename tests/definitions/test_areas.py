"""Areas by code and name, and whom each authority is compared with."""

from pathlib import Path

import pytest

from analysis.definitions.areas import read_areas
from analysis.project import find_project
from analysis.refusals import ParametersRefused

AREAS = """
areas:
  - {code: E06000045, name: Southampton, also: [E06000999], kind: authority}
  - {code: E06000044, name: Portsmouth, kind: authority}
neighbour_sets:
  - {version: "2014", year: 2014, area: E06000045, neighbours: [E06000044], source: A tool}
  - {version: "2021", year: 2021, area: E06000045, neighbours: [E06000044], source: A tool}
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text: str):
        (tmp_path / "areas.yaml").write_text(text, encoding="utf-8")
        return read_areas(tmp_path / "areas.yaml")

    return read_text


@pytest.fixture(scope="module")
def areas():
    return read_areas(find_project(Path(__file__).parent).params / "areas.yaml")


@pytest.mark.parametrize("name", ["E06000045", "Southampton", "SOUTHAMPTON", "E06000999"])
def test_an_area_is_found_by_code_name_and_other_name(name, read):
    assert read(AREAS).code_of(name) == "E06000045"


def test_an_unknown_name_finds_nothing_and_an_unknown_code_is_refused_with_the_nearest(read):
    assert read(AREAS).code_of("Nowhere") is None
    with pytest.raises(ParametersRefused, match="Did you mean 'E06000045'"):
        read(AREAS).named("E06000046")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("E06000044, name", "E06000045, name", "the same code stands twice: E06000045"),
        ("name: Portsmouth", "name: Southampton", "the same name stands twice: Southampton"),
        ("code: E06000044", "code: Portsmouth", "areas.1.code"),
    ],
)
def test_two_areas_are_never_taken_for_one(old, new, expected, read):
    with pytest.raises(ParametersRefused, match=expected):
        read(AREAS.replace(old, new))


def test_the_newest_neighbour_set_is_taken_unless_a_version_is_named(read):
    assert read(AREAS).neighbours_of("E06000045").year == 2021
    assert read(AREAS).neighbours_of("E06000045", "2014").year == 2014
    assert read(AREAS).neighbours_of("E06000044") is None


def test_every_area_is_called_as_a_sentence_calls_it_and_found_as_a_list_writes_it(areas):
    assert [area.name for area in areas.areas if area.name.endswith((" of", ", County", ", City"))] == []
    assert areas.find(["Bristol, City of", "Kingston upon Hull, City of", "Herefordshire, County of"]) == areas.find(
        ["Bristol", "Kingston upon Hull", "Herefordshire"]
    )


def test_the_neighbours_of_southampton_are_those_of_april_2021(areas):
    # DfE, Statistical neighbour benchmarking tool, April 2021
    names = [areas.named(code).name for code in areas.neighbours_of("E06000045", "2021").neighbours]

    assert names[:5] == ["Portsmouth", "Sheffield", "Peterborough", "Plymouth", "Derby"]
    assert len(names) == 10


def test_every_authority_has_ten_neighbours_and_none_is_itself(areas):
    newer = {"E06000063", "E06000064"}  # Cumberland, Westmorland and Furness: made in 2023, after the model
    for area in areas.areas:
        if area.kind == "authority" and area.code not in newer:
            found = areas.neighbours_of(area.code, "2021")
            assert len(set(found.neighbours)) == 10, area.name
            assert area.code not in found.neighbours


@pytest.mark.parametrize(
    ("earlier", "now"),
    [("E06000048", "E06000057"), ("E10000023", "E06000065"), ("E10000002", "E06000060"), ("E08000020", "E08000037")],
)
def test_a_place_is_found_by_the_code_it_had_before(earlier, now, areas):
    assert areas.code_of(earlier) == now


@pytest.mark.parametrize("name", ["Southampton", "Eastleigh", "Romsey", "New Forest", "Core cities", "EU27", "England"])
def test_the_areas_that_the_annual_report_names_are_known(name, areas):
    assert areas.code_of(name)


GROUPS = """
groups:
  - {name: The force, areas: [Southampton, E06000044], source: Police Act 1996}
  - {name: Ports, areas: [southampton, Portsmouth], pages_of: [Portsmouth], source: invented}
"""


def test_a_group_of_ones_own_stands_on_the_pages_of_its_areas_or_of_those_that_it_names(read):
    areas = read(AREAS + GROUPS)

    assert areas.groups_for("E06000045") == {"The force": ["E06000044"]}
    assert areas.groups_for("E06000044") == {"The force": ["E06000045"], "Ports": ["E06000045"]}
    assert areas.group("the force") == ["E06000045", "E06000044"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "E06000044], source: Police",
            "Portsmuth], source: Police",
            "'The force': no area 'Portsmuth'. Did you mean",
        ),
        ("pages_of: [Portsmouth]", "pages_of: [E0600044]", "'Ports': no area 'E0600044'. Did you mean 'E06000044'"),
        ("name: Ports", "name: The force", "two groups are called 'The force'"),
    ],
)
def test_a_group_with_an_unknown_area_or_anothers_name_is_refused(old, new, expected, read):
    with pytest.raises(ParametersRefused, match=expected):
        read(AREAS + GROUPS.replace(old, new))


def test_an_unknown_group_is_refused_with_the_nearest(read):
    with pytest.raises(ParametersRefused, match="Did you mean 'Ports'"):
        read(AREAS + GROUPS).group("Port")
