"""The part of suppression that looks at the pattern only: what is blanked, and what follows a withheld figure."""

from collections.abc import Collection
from dataclasses import replace

from analysis.definitions.partnership import Disclosure
from publishing.withholding.audited_release import Release, Suppressions, has_place, is_small
from publishing.withholding.constraints import Key


def hide_small_values(release: Release, profile: Disclosure) -> Release:
    """The release with every small value made 1, and without what rests on one.

    The search sees nothing else, so that what it chooses cannot depend on a value that the profile withholds.
    """
    silent = set(withhold(release, (), (), profile).statements)
    figures = (replace(figure, value=1) if is_small(figure, profile) else figure for figure in release.figures)
    statements = (replace(each, fact=None) if each.key in silent else each for each in release.statements)
    return replace(release, figures=tuple(figures), statements=tuple(statements))


def withhold(release: Release, chosen: Collection[Key], tables: Collection[str], profile: Disclosure) -> Suppressions:
    """Small figures, the chosen ones, and the statements that rest on either."""
    small = [figure for figure in release.figures if is_small(figure, profile)]
    gone = {figure.key for figure in small} | set(chosen)
    return Suppressions(
        primary=tuple(figure.key for figure in small if has_place(figure)),
        secondary=tuple(figure.key for figure in release.figures if figure.key in chosen),
        statements=tuple(each.key for each in release.statements if gone.intersection(each.rests_on)),
        tables=tuple(sorted(tables)),
    )
