"""The audit: whether what a release shows leaves every withheld figure its whole withheld range.

`describe_view` turns a release into facts; only there are values looked at, and a withheld one becomes "at least 1".
"""

from collections.abc import Iterator, Mapping, Sequence

from analysis.definitions.partnership import Disclosure
from analysis.refusals import DisclosureRefused
from publishing.withholding.audit_bounds import LARGEST, UNLIMITED, Contradiction, Knowledge, read_knowledge
from publishing.withholding.audited_release import (
    Figure,
    Release,
    Suppressions,
    check_description,
    has_place,
    is_small,
    read_shown_value,
    split_release,
)
from publishing.withholding.constraints import Fact, Key, Rounded, Shown, Withheld
from publishing.withholding.integer_solutions import can_lie


def describe_view(release: Release, left_out: Suppressions, profile: Disclosure) -> list[Fact]:
    """All that an outsider knows: every figure as it is seen, the statements shown, relations and earlier releases."""
    gone, facts = set(left_out.tables), [*release.relations, *release.earlier]
    for figure in release.figures:
        if not has_place(figure) or figure.value is None or figure.table in gone:
            continue
        if figure.key in left_out.figures:
            facts.append(Withheld(figure.key))
        else:
            facts.append(_show(figure, profile))
    silent = set(left_out.statements)
    facts += [
        statement.fact
        for statement in release.statements
        if statement.fact is not None and statement.key not in silent and statement.table not in gone
    ]
    return facts


def audit(facts: Sequence[Fact], protected: Mapping[Key, frozenset[int]]) -> Iterator[Key]:
    """The protected figures for which some value that must stay possible is not, one by one, in the order given.

    Facts that no counts fit protect nothing: every figure fails.
    """
    try:
        known = read_knowledge(facts)
    except Contradiction:
        yield from protected
        return
    for key, values in protected.items():
        if not all(_can_lie(known, key, value, value) for value in sorted(values, reverse=True)):
            yield key


def read_protected(release: Release, profile: Disclosure) -> dict[Key, frozenset[int]]:
    """The figures to protect, and the values that must stay possible: 1 to the threshold.

    Values that earlier releases and what the figures mean rule out by themselves are not asked for, since this release
    cannot bring them back; nor are those that the marks of small figures and the zeros, which are always shown, rule
    out (a total of three figures that are each at least 1 is at least 3).
    """
    values = frozenset(range(1, profile.withhold_up_to + 1))
    protected = {figure.key: values for figure in release.figures if is_small(figure, profile)}
    marks = [Withheld(figure.key) for figure in release.figures if is_small(figure, profile) and has_place(figure)]
    zeros = [Shown(figure.key, 0) for figure in release.figures if figure.value == 0 and has_place(figure)]
    out, meant = [*release.relations, *release.earlier], [*release.relations, *marks, *zeros]
    for facts in (out, meant):
        try:
            known = read_knowledge(facts)
        except Contradiction:
            continue
        for key, values in protected.items():
            left = frozenset(value for value in values if _can_lie(known, key, value, value))
            if left or facts is out:  # marks and zeros that no count fits rule out nothing
                protected[key] = left
    return protected


def read_readings(release: Release, profile: Disclosure) -> list[tuple[Release, dict[Key, frozenset[int]]]]:
    """The release as each reader may take it, with what has to stay possible for that reader (`read_protected`).

    A reader is left out whose facts another one has too, with at least the same values to keep.
    """
    readings = [(each, read_protected(each, profile)) for each in release.list_readings()]
    readings.sort(key=lambda reading: len(reading[0].relations), reverse=True)
    kept: list[tuple[Release, dict[Key, frozenset[int]]]] = []
    for reading, protected in readings:
        if not any(
            set(reading.relations) <= set(other.relations) and all(protected[key] <= more[key] for key in protected)
            for other, more in kept
        ):
            kept.append((reading, protected))
    return kept


def check_release(release: Release, left_out: Suppressions, profile: Disclosure) -> None:
    """Hold a release as it will be shown against the audit. Raises DisclosureRefused, with tables and no values."""
    check_description(release)
    failing = {figure.key: figure.table for figure in release.figures if _is_bare(figure, left_out, profile)}
    silent, gone = set(left_out.statements), set(left_out.tables)
    for statement in release.statements:
        heard = statement.key not in silent and statement.table not in gone
        if heard and left_out.figures.intersection(statement.rests_on):
            failing[statement.key] = statement.table
    for part in split_release(release):
        tables = {figure.key: figure.table for figure in part.figures}
        for reading, protected in read_readings(part, profile):
            failing |= {key: tables[key] for key in audit(describe_view(reading, left_out, profile), protected)}
    if failing:
        named = sorted(set(failing.values()) - {""})
        raise DisclosureRefused(
            f"{len(failing)} suppressed figures could be worked out from this release. "
            f"Tables concerned: {', '.join(named) or 'none named'}. Nothing was written."
        )


def find_revealed(release: Release, left_out: Suppressions, profile: Disclosure) -> set[Key]:
    """The counts that no page shows, and that what it shows tells to be small though nobody gave them.

    Several sums, shares and changes together tell one that none of them tells alone. Nothing small is read: a count is
    told where it can only be from 1 to the threshold, and not be each of these.
    """
    unseen = [figure.key for figure in release.figures if not has_place(figure) and not is_small(figure, profile)]
    revealed: set[Key] = set()
    for reading in release.list_readings() if unseen else ():
        try:
            known = read_knowledge(describe_view(reading, left_out, profile))
        except Contradiction:
            continue
        revealed |= {key for key in unseen if _is_revealed(known, key, profile.withhold_up_to)}
    return revealed


def _is_revealed(known: Knowledge, key: Key, threshold: int) -> bool:
    if _can_lie(known, key, threshold + 1, UNLIMITED) or _can_lie(known, key, 0, 0):
        return False
    return not all(_can_lie(known, key, value, value) for value in range(1, threshold + 1))


def _is_bare(figure: Figure, left_out: Suppressions, profile: Disclosure) -> bool:
    """Whether a figure that the profile withholds is neither withheld nor in withheld tables alone."""
    hidden = figure.key in left_out.figures or figure.table in left_out.tables
    return is_small(figure, profile) and has_place(figure) and not hidden


def _show(figure: Figure, profile: Disclosure) -> Fact:
    shown = read_shown_value(figure, profile)
    if profile.round_to == 1:
        return Shown(figure.key, shown)
    return Rounded(figure.key, shown, profile.round_to, profile.withhold_up_to)


def _can_lie(known: Knowledge, key: Key, least: int, most: int) -> bool:
    """Whether a figure can lie between two limits, given what is known."""
    low, high = known.limits.get(key, (0, LARGEST))
    least, most = max(least, low), min(most, high)
    return least <= most and (key not in known.places or can_lie(*known.places[key], least, most))
