"""The part of suppression that looks at the pattern only: what is blanked, and what follows a withheld figure."""

from collections.abc import Collection
from dataclasses import replace

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audited_release import Release, Suppressions, has_place, is_small
from publishing.withholding.constraints import Key, Sum


def hide_small_values(release: Release, profile: Disclosure) -> Release:
    """The release with every small value made 1, and without what rests on one.

    The search sees nothing else, so that what it chooses cannot depend on a value that the profile withholds.
    """
    left_out = withhold(release, (), (), profile)
    blanks = dict.fromkeys(left_out.totals, profile.withhold_up_to + 1)
    blanks |= {figure.key: 1 for figure in release.figures if is_small(figure, profile)}
    figures = (replace(figure, value=blanks.get(figure.key, figure.value)) for figure in release.figures)
    silent = set(left_out.statements)
    statements = (replace(each, fact=None) if each.key in silent else each for each in release.statements)
    return replace(release, figures=tuple(figures), statements=tuple(statements))


def withhold(release: Release, chosen: Collection[Key], tables: Collection[str], profile: Disclosure) -> Suppressions:
    """Small figures, the chosen ones, and what rests on either: the page's own totals, and statements.

    A total that the page adds up is withheld with any of its parts, whatever their values: a total shown for some
    small parts and not for others would tell them apart. Where counts are rounded it is the sum of what is shown, and
    every statement that rests on counts is withheld, unless it is shown as it was supplied: it would tell what the
    rounding hides.
    """
    small = [figure for figure in release.figures if is_small(figure, profile)]
    gone = {figure.key for figure in small} | set(chosen)
    own = {figure.key for figure in release.figures if figure.role == "total"}
    sums = [fact for fact in release.relations if isinstance(fact, Sum) and fact.whole in own]
    totals = _follow(sums, gone) if profile.round_to == 1 else {}
    gone |= set(totals)
    rounded = {figure.key for figure in release.figures if figure.counts and profile.round_to > 1}
    resting = [
        each.key
        for each in release.statements
        if (gone if each.as_supplied else gone | rounded).intersection(each.rests_on)
    ]
    return Suppressions(
        primary=tuple(figure.key for figure in small if has_place(figure)),
        secondary=tuple(figure.key for figure in release.figures if figure.key in chosen),
        totals=tuple(key for key in totals if key not in chosen),
        statements=tuple(resting),
        tables=tuple(sorted(tables)),
    )


def _follow(sums: list[Sum], gone: set[Key]) -> dict[Key, None]:
    """The wholes of sums that have a withheld part, and the wholes of those, in the order in which they follow."""
    totals: dict[Key, None] = {}
    before = -1
    while before != (before := len(totals)):
        for fact in sums:
            if fact.whole not in gone and (gone | totals.keys()).intersection(fact.parts):
                totals[fact.whole] = None
    return totals
