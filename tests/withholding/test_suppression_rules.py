"""What the search is handed, and what follows a withheld figure."""

from dataclasses import replace

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audit import describe_view
from publishing.withholding.audited_release import Figure, Release, Statement, Suppressions
from publishing.withholding.constraints import Ratio, Shown, Sum
from publishing.withholding.suppression_rules import hide_small_values, withhold

SUB_GROUP = Disclosure(withhold_up_to=5)
PARTS = (Figure("a", 2), Figure("b", 30), Figure("c", 4), Figure("d", 0))


def describe_totals(parts):
    """Two levels of totals that the page adds up, a share and a verdict."""
    values = {part.key: part.value for part in parts}
    totals = (
        Figure("ab", values["a"] + values["b"], role="total"),
        Figure("all", sum(values.values()), role="total"),
    )
    sums = (Sum("all", ("ab", "c", "d")), Sum("ab", ("a", "b")))
    shown = str(round(100 * values["a"] / (values["a"] + values["b"])))
    statements = (Statement("share", ("a", "ab"), Ratio("a", "ab", shown)), Statement("verdict", ("all",)))
    return Release((*parts, *totals), sums, statements)


def test_the_search_is_handed_the_same_release_whatever_the_small_values_are():
    other = (replace(PARTS[0], value=5), PARTS[1], replace(PARTS[2], value=1), PARTS[3])
    assert describe_totals(PARTS) != describe_totals(other)
    assert hide_small_values(describe_totals(PARTS), SUB_GROUP) == hide_small_values(describe_totals(other), SUB_GROUP)


def test_the_search_is_handed_what_is_shown_as_it_is():
    values = {figure.key: figure.value for figure in hide_small_values(describe_totals(PARTS), SUB_GROUP).figures}
    assert (values["a"], values["b"], values["c"], values["d"]) == (1, 30, 1, 0)


def test_totals_of_totals_are_withheld_with_a_part():
    left_out = withhold(describe_totals((*PARTS[:2], Figure("c", 40), PARTS[3])), (), (), SUB_GROUP)
    assert (left_out.primary, set(left_out.totals)) == (("a",), {"ab", "all"})


def test_statements_on_totals_go_with_a_part():
    left_out = withhold(describe_totals(PARTS), (), (), SUB_GROUP)
    assert (left_out.primary, set(left_out.totals)) == (("a", "c"), {"ab", "all"})
    assert left_out.statements == ("share", "verdict")


def test_a_total_by_its_own_size_tells_nothing_in_the_account():
    """2 and 1 come to a small total, 5 and 5 do not: both are accounted for as totals."""
    for counts in ((2, 1), (5, 5)):
        figures = (Figure("a", counts[0]), Figure("b", counts[1]), Figure("t", sum(counts), role="total"))
        described = withhold(Release(figures, (Sum("t", ("a", "b")),)), (), (), SUB_GROUP)
        assert (described.primary, described.totals) == (("a", "b"), ("t",))


def test_a_table_withheld_by_name_tells_nothing():
    figures = (Figure("a", 30, ("first",)), Figure("b", 40, ("first", "second")))
    share = Statement("share", ("a",), Ratio("a", 60, "50"), ("first",))
    view = describe_view(Release(figures, statements=(share,)), Suppressions(tables=("first",)), SUB_GROUP)
    assert view == [Shown("b", 40)]
