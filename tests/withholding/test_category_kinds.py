"""Sexes and age groups are known by their names."""

import pytest

from publishing.withholding.category_kinds import group_by_kind


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (("Boys", "Girls", "Under 13", "13 to 15", "16 and 17"), [(0, 1), (2, 3, 4)]),
        (("10-15", "Female", "16+", "Male", "under one year"), [(1, 3), (0, 2, 4)]),
        (("Neglect", "Physical", "Emotional"), []),
        (("boys under 13", "girls under 13", "13 to 17"), []),
        (("Midday", "Manslaughter", "Females"), []),
    ],
)
def test_sexes_and_age_groups_are_told_apart_and_a_name_that_says_both_is_neither(names, groups):
    assert group_by_kind(names) == groups
