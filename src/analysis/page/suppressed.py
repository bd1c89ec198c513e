"""What was left out of a release, told by kind and never by value."""

from typing import TYPE_CHECKING

from analysis.measures import dependencies
from analysis.measures.published import read_decision
from analysis.project import Project
from analysis.refusals import StorageRefused
from analysis.words.missing_data import Withheld, say_withheld

if TYPE_CHECKING:
    from analysis.page.page import Page

DERIVED = "derived"


def count_withheld(project: Project, area: str) -> Withheld:
    """How many counts are withheld, of an area and elsewhere, how many figures that rest on them, and tables by name.

    Counts that are small and those withheld for another's sake are one number: two of them that come to 7 by what is
    shown would be 1 and 6 for whoever knew that one of them was not small. Raises StorageRefused before a decision.
    """
    decision = read_decision(project.processed)
    if decision is None:
        raise StorageRefused("Nothing says yet what may be shown. Run `lscb clean` first.")
    rows, tables = decision.withheld, sorted(decision.tables)
    own, resting = rows["area"] == area, rows["kind"] == DERIVED
    return {
        "counts": int((own & ~resting).sum()),
        "resting_on_them": int((own & resting).sum()),
        "counts_elsewhere": int((~own & ~resting).sum()),
        "resting_on_them_elsewhere": int((~own & resting).sum()),
        "tables": tables,
    }


def describe_withheld(page: "Page") -> list[str]:
    """What is withheld of the figures received, in sentences: of the page's area and of other places."""
    dependencies.note("withheld", [page.area.code])
    found = count_withheld(page.project, page.area.code)
    tables = [_name_table(page, name) for name in found["tables"]]
    return say_withheld(page.area.name, found, tables, page.profile)


def _name_table(page: "Page", name: str) -> str:
    """A table withheld by name, 'indicator in area', in words."""
    indicator, _, area = name.partition(" in ")
    known = page.definitions.indicators
    title = known[indicator].title if indicator in known else indicator
    return f"{title} in {page.definitions.areas.names.get(area, area)}"
