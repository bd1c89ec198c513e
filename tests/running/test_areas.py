"""A run is for the areas named, for those of a region, or for all."""

import pytest

from analysis.definitions import Area, Areas
from analysis.refusals import ParametersRefused
from publishing.running.typed_words import choose_areas

AREAS = Areas(
    areas=[
        Area(code="E92000001", name="England", kind="country"),
        Area(code="E12000007", name="London", kind="region"),
        Area(code="E13000001", name="Inner London", kind="region", region="E12000007"),
        Area(code="E12000008", name="South East", kind="region"),
        Area(code="E09000007", name="Camden", kind="authority", region="E13000001"),
        Area(code="E06000045", name="Southampton", kind="authority", region="E12000008"),
        Area(code="E06000044", name="Portsmouth", kind="authority", region="E12000008"),
        Area(code="L:romsey", name="Romsey", kind="district"),
    ]
)


class Definitions:
    areas = AREAS
    run = type("Run", (), {"area": "E06000045"})


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ([], ["E06000045"]),
        (["E06000044", "E09000007", "E06000044"], ["E06000044", "E09000007"]),
        (["all"], ["E09000007", "E06000045", "E06000044"]),
        (["region:South East"], ["E06000045", "E06000044"]),
        (["region:south east"], ["E06000045", "E06000044"]),
        (["region:E12000007"], ["E09000007"]),
        (["L:romsey", "region:London"], ["L:romsey", "E09000007"]),
    ],
)
def test_words_name_areas_once_each(words, codes):
    assert choose_areas(Definitions, words).codes == codes


def test_what_nobody_named_is_known():
    chosen = choose_areas(Definitions, ["E06000044", "region:South East"])

    assert chosen.unnamed == {"E06000045"}


@pytest.mark.parametrize(
    ("word", "progress"),
    [
        ("region:South West", "Did you mean 'South East'?"),
        ("region:Southampton", "No region 'Southampton'"),
        ("E06000046", "Did you mean 'E06000045'?"),
    ],
)
def test_an_unknown_area_or_region_is_refused_with_the_nearest(word, progress):
    with pytest.raises(ParametersRefused, match=progress.replace("?", r"\?")):
        choose_areas(Definitions, [word])
