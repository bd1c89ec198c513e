"""Sums that no source declares, beside what is certain: what is left out, and what none of them excuses."""

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audit import check_release, read_readings
from publishing.withholding.audited_release import Figure, Release
from publishing.withholding.constraints import Shown, Sum
from publishing.withholding.contradicted_facts import drop_contradicted
from publishing.withholding.suppression_search import find_suppressions

SUB_GROUP = Disclosure(withhold_up_to=5)
TOTAL = Sum("total", ("a", "b", "c", "d", "e"))


def describe(counts, *undeclared, earlier=()):
    figures = [Figure(name, count) for name, count in counts.items()]
    return Release((*figures, Figure("total", sum(counts.values()))), (TOTAL,), (), earlier, undeclared)


def test_an_undeclared_sum_that_contradicts_what_is_certain_is_left_out_and_nothing_else_is():
    release = describe({"a": 1, "b": 8, "c": 12, "d": 9, "e": 1}, (Sum("c", ("a", "b", "e")),))
    assert drop_contradicted(release, SUB_GROUP) == Release(release.figures, (TOTAL,))


def test_of_an_undeclared_group_only_the_lines_that_contradict_are_left_out():
    fits, not_so = Sum("d", ("a", "c")), Sum("b", ("c", "d"))
    release = describe({"a": 1, "b": 8, "c": 9, "d": 12, "e": 4}, (fits, not_so))
    assert drop_contradicted(release, SUB_GROUP).undeclared == ((fits,),)


def test_undeclared_groups_that_fit_together_are_believed_alone_and_together():
    first, second = (Sum("c", ("a", "b")),), (Sum("d", ("a", "c")),)
    release = describe({"a": 1, "b": 8, "c": 9, "d": 10, "e": 4}, first, second)
    assert drop_contradicted(release, SUB_GROUP).undeclared == (first, second, first + second)


def test_every_choice_of_a_few_undeclared_groups_is_believed():
    """Else the third could excuse what a reader of the first two alone works out."""
    first, second, third = ((Sum(name, tuple(parts)),) for name, parts in (("c", "ab"), ("d", "ac"), ("e", "abc")))
    release = describe({"a": 1, "b": 8, "c": 9, "d": 10, "e": 18}, first, second, third)
    several = (first + second, first + third, second + third, first + second + third)
    assert drop_contradicted(release, SUB_GROUP).undeclared == (first, second, third, *several)


def test_undeclared_groups_that_contradict_each_other_are_believed_one_at_a_time():
    first, second = (Sum("b", ("a", "c")),), (Sum("d", ("a", "c")),)
    release = describe({"a": 1, "b": 12, "c": 9, "d": 11, "e": 4}, first, second)
    assert drop_contradicted(release, SUB_GROUP).undeclared == (first, second)


def test_a_false_sum_and_an_earlier_release_do_not_excuse_what_another_reader_works_out():
    """Who believes that c is a and b knows a since the first release; who does not would learn it from the total."""
    release = describe(
        {"a": 1, "b": 8, "c": 9, "d": 27, "e": 0}, (Sum("c", ("a", "b")),), earlier=(Shown("b", 8), Shown("c", 9))
    )
    left_out = find_suppressions(release, SUB_GROUP)
    check_release(release, left_out, SUB_GROUP)
    assert left_out.secondary == ("d",)


def test_a_reading_that_another_one_holds_is_not_audited_twice():
    release = describe({"a": 1, "b": 12, "c": 9, "d": 27, "e": 8}, (Sum("d", ("a", "b", "c")),))
    assert [len(reading.relations) for reading, _ in read_readings(release, SUB_GROUP)] == [2]
