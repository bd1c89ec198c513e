"""What the search is handed, and what follows a withheld figure."""

from dataclasses import replace

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audit import describe_view
from publishing.withholding.audited_release import Figure, Release, Statement, Suppressions
from publishing.withholding.constraints import Ratio, Shown, Sum
from publishing.withholding.suppression_rules import hide_small_values, withhold

SUB_GROUP = Disclosure(withhold_up_to=5)
PARTS = (Figure("a", 2), Figure("b", 30), Figure("c", 4), Figure("d", 0))


def describe(parts):
    """Some figures under a total that was supplied, a share of it and a verdict on one of them."""
    sums = (Sum("all", tuple(part.key for part in parts)),)
    share = Statement("share", ("a", "all"), Ratio("a", "all", str(round(100 * parts[0].value / 40))))
    return Release((*parts, Figure("all", 40)), sums, (share, Statement("verdict", ("b",))))


def test_the_search_is_handed_the_same_release_whatever_the_small_values_are():
    other = (replace(PARTS[0], value=5), PARTS[1], replace(PARTS[2], value=1), PARTS[3])
    assert describe(PARTS) != describe(other)
    assert hide_small_values(describe(PARTS), SUB_GROUP) == hide_small_values(describe(other), SUB_GROUP)


def test_the_search_is_handed_what_is_shown_as_it_is():
    values = {figure.key: figure.value for figure in hide_small_values(describe(PARTS), SUB_GROUP).figures}
    assert values == {"a": 1, "b": 30, "c": 1, "d": 0, "all": 40}


def test_statements_go_with_a_figure_that_they_rest_on():
    left_out = withhold(describe(PARTS), (), (), SUB_GROUP)
    assert (left_out.primary, left_out.statements) == (("a", "c"), ("share",))
    assert withhold(describe(PARTS), ["b"], (), SUB_GROUP).statements == ("share", "verdict")


def test_a_table_withheld_by_name_tells_nothing():
    figures = (Figure("a", 30, "first"), Figure("b", 40, "second"))
    share = Statement("share", ("a",), Ratio("a", 60, "50"), "first")
    view = describe_view(Release(figures, statements=(share,)), Suppressions(tables=("first",)), SUB_GROUP)
    assert view == [Shown("b", 40)]
