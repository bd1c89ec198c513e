"""What contradicts what a release shows, and is left out of its audit: a reader sees that too."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audit import describe_view
from publishing.withholding.audit_bounds import Contradiction, tighten
from publishing.withholding.audited_release import Release
from publishing.withholding.suppression_rules import withhold

ALL_CHOICES = 4  # so many groups at most are believed in every choice of them
T = TypeVar("T")


def drop_contradicted(release: Release, profile: Disclosure) -> Release:
    """The release without what contradicts the figures that are seen, the last named first.

    Sums that no source declares are held against all that is certain, each group by itself, and never the other way
    round: one that is false would otherwise take away a figure that readers have. Those of several groups that fit
    together are a group too: of every choice of a few groups, and of all where there are more.
    """
    certain = replace(release, undeclared=())
    if not _fits(certain, profile):
        certain = Release(release.figures)
        for name in ("relations", "statements", "earlier"):
            fitting = _select_fitting(certain, name, getattr(release, name), profile)
            certain = replace(certain, **{name: fitting})
    groups = [_select_fitting(certain, "relations", group, profile) for group in release.undeclared]
    groups, together = [group for group in groups if group], []
    for number in range(2, len(groups) + 1) if len(groups) <= ALL_CHOICES else [len(groups)]:
        for several in combinations(groups, number):
            facts = [fact for group in several for fact in group]
            together.append(_select_fitting(certain, "relations", facts, profile))
    return replace(certain, undeclared=tuple(dict.fromkeys([*groups, *together])))


def _select_fitting(release: Release, name: str, more: Sequence[T], profile: Disclosure) -> tuple[T, ...]:
    """Those of some facts or statements that fit a release together; by halves, as few do not fit."""
    together = replace(release, **{name: (*getattr(release, name), *more)})
    if not more or _fits(together, profile):
        return tuple(more)
    if len(more) == 1:
        return ()
    half = len(more) // 2
    first = _select_fitting(release, name, more[:half], profile)
    release = replace(release, **{name: (*getattr(release, name), *first)})
    return first + _select_fitting(release, name, more[half:], profile)


def _fits(release: Release, profile: Disclosure) -> bool:
    """Whether any counts fit what is seen where the small figures alone are withheld."""
    view = describe_view(release, withhold(release, (), (), profile), profile)
    try:
        tighten([constraint for fact in view for constraint in fact.constraints()])
    except Contradiction:
        return False
    return True
