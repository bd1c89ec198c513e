"""What the owners of a scorecard's items wrote on them: params/comments/<quarter>/<report>.yaml."""

from typing import TYPE_CHECKING

from analysis.definitions.parameter_files import read_parameters
from analysis.refusals import ParametersRefused, suggest

if TYPE_CHECKING:
    from analysis.page.page import Page

LONGEST = 300  # characters of a comment, so that a row stays a row


def read_owner_comments(page: "Page") -> dict[str, str]:
    """The comment on each item, by `indicator` or `indicator:breakdown`; none but for the partnership's areas.

    Raises ParametersRefused for an item that the report does not have, and for what is no text or too long.
    """
    path = page.project.params / "comments" / page.quarter.label / f"{page.report.name}.yaml"
    if not page.definitions.partnership.covers(page.area.code) or not path.is_file():
        return {}
    content, items = read_parameters(path) or {}, _items(page)
    place = f"comments/{page.quarter.label}/{path.name}"
    if not isinstance(content, dict):
        raise ParametersRefused(f"{place}: expected items with a comment each, such as 'referrals: …'.")
    for name, words in content.items():
        if name not in items:
            raise ParametersRefused(f"{place}: no item {name!r} in this report. {suggest(str(name), items)}")
        if not isinstance(words, str) or len(words) > LONGEST:
            raise ParametersRefused(f"{place}, {name}: expected a text of at most {LONGEST} characters.")
    return content


def _items(page: "Page") -> list[str]:
    """The items that the page's report names."""
    named = page.report.parameters.get("items", [])
    return named if isinstance(named, list) else str(named).split()
