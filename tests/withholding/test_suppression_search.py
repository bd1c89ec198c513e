"""What is withheld with the small figures: the worked cases of disclosure control, each with its reason."""

from dataclasses import replace

import pytest
from outsider import Possible, deduce

from analysis.definitions.partnership import Disclosure
from analysis.refusals import DisclosureRefused
from publishing.withholding import suppression_search
from publishing.withholding.audit import check_release, describe_view
from publishing.withholding.audited_release import Figure, Release, Statement, Suppressions
from publishing.withholding.constraints import Identity, Ratio, Shown, Sum
from publishing.withholding.suppression_search import find_suppressions

SUB_GROUP = Disclosure(withhold_up_to=5)
PUBLIC = Disclosure(withhold_up_to=7, round_to=5)
DISTRICTS = ("Southampton", "Eastleigh", "Romsey", "New Forest")  # as in the annual report's table of sexual offences


def describe_row(counts, total, names=DISTRICTS, **options):
    figures = tuple(Figure(name, count, "offences") for name, count in zip(names, counts, strict=False))
    whole = Figure("total", total, "offences")
    return Release((*figures, whole), (Sum("total", tuple(names[: len(counts)])),), **options)


def describe_both_ways(rows):
    figures = [Figure(f"{row}{place}", count) for row, counts in rows.items() for place, count in enumerate(counts)]
    figures += [Figure(row, sum(counts), importance=1) for row, counts in rows.items()]
    figures += [Figure(f"t{place}", sum(counts[place] for counts in rows.values()), importance=1) for place in range(3)]
    sums = [Sum(row, tuple(f"{row}{place}" for place in range(3))) for row in rows]
    sums += [Sum(f"t{place}", tuple(f"{row}{place}" for row in rows)) for place in range(3)]
    return Release(tuple(figures), tuple(sums))


def suppress(release, profile=SUB_GROUP):
    left_out = find_suppressions(release, profile)
    check_release(release, left_out, profile)
    return left_out


# Romsey's 1 would be 41 less 22, 10 and 8. New Forest's 8 is the smallest figure that can stand in for it: the two come
# to 9, so that each may be 1 to 8.
def test_domestic_offences_withhold_romsey_and_new_forest():
    release = describe_row((22, 10, 1, 8), 41)
    left_out = suppress(release)
    assert (left_out.primary, left_out.secondary) == (("Romsey",), ("New Forest",))
    assert deduce(describe_view(release, left_out, SUB_GROUP), ["Romsey"])["Romsey"] == Possible(1, 8)


# Three figures from 1 up that come to 5 are at most 3: 4 and 5 would be ruled out. Southampton's 36 goes with them.
def test_night_time_offences_withhold_all_four_districts_under_a_supplied_total():
    left_out = suppress(describe_row((36, 2, 1, 2), 41))
    assert left_out.primary == ("Eastleigh", "Romsey", "New Forest")
    assert left_out.secondary == ("Southampton",)


# 3 and 3 come to 6: each may be 1 to 5. 2 and 3 come to 5: neither may be 5.
def test_two_small_figures_hide_each_other_only_if_they_come_to_more_than_the_threshold():
    assert suppress(describe_row((22, 3, 3), 28)).secondary == ()
    assert suppress(describe_row((22, 2, 3), 27)).secondary == ("Southampton",)


# 8 to 12, 8 to 12 and a total of 13 to 17 leave 1 for the first: with another figure withheld it may be 1 to 8.
def test_rounding_with_an_independent_total_withholds_a_second_figure():
    assert suppress(describe_row((1, 8, 8), 17), PUBLIC).secondary == ("Eastleigh",)


@pytest.mark.parametrize(("month", "earlier", "later"), [(2, 12, 14), (5, 30, 35)])
def test_one_of_two_figures_of_the_year_to_date_is_withheld_with_a_small_month_between(month, earlier, later):
    figures = (Figure("november", earlier), Figure("december", later), Figure("month", month))
    left_out = suppress(Release(figures, (Sum("december", ("november", "month")),)))
    assert left_out.secondary == ("november",)


# Last quarter's release gave 12, which cannot be called back: this quarter's 14 is withheld.
def test_what_is_out_already_is_known_and_is_no_use_withholding():
    figures = (Figure("november", 12), Figure("december", 14), Figure("month", 2))
    left_out = suppress(Release(figures, (Sum("december", ("november", "month")),), earlier=(Shown("november", 12),)))
    assert left_out.secondary == ("december",)


# An earlier page gave New Forest 20%, which of 41 is 8: it cannot stand in for Romsey, and Eastleigh's 10 has to.
# That a larger figure was withheld than one that is shown would look odd, so that New Forest's goes as well.
def test_an_earlier_share_counts_with_the_total_that_is_shown_now():
    earlier = (Ratio("New Forest", "total", "20"),)
    assert suppress(describe_row((22, 10, 1, 8), 41, earlier=earlier)).secondary == ("Eastleigh", "New Forest")


# 35 of 36 leaves 1, which no page shows: either of the two shown figures is withheld, and the smaller is.
def test_a_part_is_withheld_where_its_complement_is_small():
    figures = (Figure("seen", 35), Figure("all", 36), Figure("not seen", 1, role="unshown"))
    left_out = suppress(Release(figures, (Sum("all", ("seen", "not seen")),)))
    assert (left_out.primary, left_out.secondary) == ((), ("seen",))


# Shares of 2%, 5% and 20% of 41 are 1, 2 and 8: a share goes with either of the figures it is made of.
def test_shares_go_with_the_figures_they_are_made_of():
    shares = tuple(
        Statement(f"share of {name}", (name, "total"), Ratio(name, "total", share))
        for name, share in zip(DISTRICTS, ("54", "24", "2", "20"), strict=True)
    )
    left_out = suppress(describe_row((22, 10, 1, 8), 41, statements=shares))
    assert left_out.statements == ("share of Romsey", "share of New Forest")


def test_a_rate_of_a_known_population_goes_with_its_count():
    rate = Statement("rate", ("count",), Ratio("count", 52300, "0.6", per=10_000, decimals=1))
    assert suppress(Release((Figure("count", 3),), statements=(rate,))).statements == ("rate",)


def test_what_rests_on_a_figure_withheld_for_another_goes_too():
    verdict = Statement("verdict on New Forest", ("New Forest",))
    assert suppress(describe_row((22, 10, 1, 8), 41, statements=(verdict,))).statements == ("verdict on New Forest",)


# 7 last year and 4 fewer is 3 this year: the change goes with this year's figure, and last year's may stay.
def test_a_change_is_withheld_and_last_years_figure_kept():
    change = Statement("change", ("now", "before"), Ratio("now", "before", "43"))
    left_out = suppress(Release((Figure("now", 3), Figure("before", 7)), statements=(change,)))
    assert (left_out.statements, left_out.secondary) == (("change",), ())


def test_children_and_episodes_cannot_give_repeat_children_away():
    figures = [Figure("children", 93), Figure("episodes", 156), Figure("again", 66), Figure("repeat children", 3)]
    identity = Identity(("children", "again"), ("episodes", "repeat children"))
    assert suppress(Release(tuple(figures), (identity,))).secondary == ("again",)


# New Forest's 8 is also 20 less 12 in another table, where one more would have to go: Eastleigh's 10 goes instead.
def test_the_same_figure_in_two_tables_is_one_figure():
    release = describe_row((22, 10, 1, 8), 41)
    again = (Figure("other", 12, "ages"), Figure("both", 20, "ages"))
    together = Release((*release.figures, *again), (*release.relations, Sum("both", ("New Forest", "other"))))
    assert suppress(together).secondary == ("Eastleigh",)
    only = replace(together, earlier=(Shown("Southampton", 22), Shown("Eastleigh", 10), Shown("total", 41)))
    assert suppress(only).secondary == ("New Forest", "other")


def test_the_less_important_figure_is_withheld_though_it_is_larger():
    release = describe_row((22, 10, 1, 8), 41)
    figures = tuple(replace(each, importance=int(each.key == "New Forest")) for each in release.figures)
    assert suppress(replace(release, figures=figures)).secondary == ("Eastleigh",)


def test_zeros_are_shown_and_cannot_stand_in_for_a_small_figure():
    left_out = suppress(describe_row((0, 0, 3, 0), 3))
    assert (left_out.primary, left_out.secondary) == (("Romsey", "total"), ())


def test_a_figure_that_is_not_known_is_neither_withheld_nor_taken_for_zero():
    assert suppress(describe_row((22, 10, 1, None), 41)).secondary == ()


# That the two come to 3 is out already, and two marks would say that neither is 0, hence neither 3.
def test_a_table_is_withheld_by_name_where_nothing_in_it_can_protect_its_figures():
    release = describe_row((1, 2, 30), 33)
    fixed = replace(release, earlier=(Shown("Romsey", 30), Shown("total", 33)))
    left_out = suppress(fixed)
    assert left_out.tables == ("offences",)


def test_values_that_earlier_releases_rule_out_are_not_asked_for():
    release = describe_row((22, 10, 1, 8), 41, earlier=(Shown("Romsey", 1),))
    assert suppress(release).secondary == ()


def test_a_total_of_small_figures_is_protected_as_far_as_their_marks_allow():
    left_out = suppress(describe_row((1, 1, 2), 4))
    assert (left_out.primary, left_out.secondary, left_out.tables) == ((*DISTRICTS[:3], "total"), (), ())


def test_an_order_by_meaning_is_reckoned_with():
    """Repeat children are at most the children: with 7 children, [c] may still be 1 to 5; with 4, both are small."""
    order = (Sum("children", ("repeat children",), rest=True),)
    assert suppress(Release((Figure("children", 7), Figure("repeat children", 2)), order)).secondary == ()
    assert suppress(Release((Figure("children", 4), Figure("repeat children", 2)), order)).tables == ()


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        (Suppressions(), "the small figure itself is shown"),
        (Suppressions(primary=("Romsey",)), "it is 41 less the others"),
        (Suppressions(primary=("Romsey",), secondary=("New Forest",)), "its share is shown"),
    ],
)
def test_a_release_that_fails_the_audit_is_refused_without_a_value(left_out, why):
    share = Statement("share", ("Romsey", "total"), Ratio("Romsey", "total", "2"))
    release = describe_row((22, 10, 1, 8), 41, statements=(share,))
    with pytest.raises(DisclosureRefused, match="Tables concerned: offences") as refusal:
        check_release(release, left_out, SUB_GROUP)
    assert refusal.value.exit_code == 4
    assert not {"22", "10", "41", "8"} & set(str(refusal.value).split())


def test_a_small_figure_that_is_shown_is_refused_though_an_earlier_release_showed_it():
    release = Release((Figure("a", 3, "table"),), earlier=(Shown("a", 3),))
    with pytest.raises(DisclosureRefused, match="Tables concerned: table"):
        check_release(release, Suppressions(), SUB_GROUP)


def test_a_verdict_on_a_withheld_figure_is_refused_though_no_fact_can_be_made_of_it():
    release = Release((Figure("a", 3),), statements=(Statement("verdict", ("a",), table="verdicts"),))
    with pytest.raises(DisclosureRefused, match="Tables concerned: verdicts"):
        check_release(release, Suppressions(primary=("a",)), SUB_GROUP)


@pytest.mark.parametrize(
    ("release", "message"),
    [
        (Release((Figure("a", 1), Figure("a", 1))), "twice"),
        (Release((Figure("a", -1),)), "no count"),
        (Release((Figure("a", 1.5),)), "no count"),
        (Release((Figure("a", 9),), statements=(Statement("s", (), Ratio("a", 41, "2")),)), "rest on"),
    ],
)
def test_a_description_that_would_prove_nothing_is_refused(release, message):
    with pytest.raises(DisclosureRefused, match=message):
        find_suppressions(release, SUB_GROUP)


def test_parts_of_a_release_that_nothing_connects_are_each_protected():
    one, other = describe_row((22, 10, 1, 8), 41), describe_row((30, 2, 17), 49, names=("x", "y", "z"))
    renamed = tuple(replace(each, key="sum" if each.key == "total" else each.key) for each in other.figures)
    together = Release((*one.figures, *renamed), (*one.relations, Sum("sum", ("x", "y", "z"))))
    assert suppress(together).secondary == ("New Forest", "z")


# Step by step, the 6 beside the 3 is taken first as the smallest; its column holds nothing else, so that it is no help.
def test_a_search_that_is_cut_short_withholds_enough_and_nothing_needless(monkeypatch):
    monkeypatch.setattr(suppression_search, "EFFORT_FOR_ALL", 0)
    monkeypatch.setattr(suppression_search, "EFFORT_FOR_ONE", 0)
    release = describe_both_ways({"a": (20, 30, 0), "b": (25, 3, 6), "c": (60, 70, 0)})
    left_out = suppress(release)
    assert left_out.tables == ()
    for key in left_out.secondary:
        fewer = replace(left_out, secondary=tuple(each for each in left_out.secondary if each != key))
        with pytest.raises(DisclosureRefused):
            check_release(release, fewer, SUB_GROUP)


# Important totals both ways: a figure hidden in one row only would follow from its column.
def test_a_table_with_totals_both_ways_closes_a_circle_of_four():
    release = describe_both_ways({"a": (20, 30, 40), "b": (25, 3, 50), "c": (60, 70, 80)})
    assert suppress(release).secondary == ("a0", "a1", "b0")
