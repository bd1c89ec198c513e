"""What was left out of a release, told by kind and never by value."""

from typing import TYPE_CHECKING, TypedDict

from analysis.measures import dependencies as basis
from analysis.measures.published import read_decision
from analysis.numbers import listed, plural
from analysis.project import Project
from analysis.refusals import StorageRefused

if TYPE_CHECKING:
    from analysis.page.page import Page

DERIVED = "derived"


class Withheld(TypedDict):
    """How much is withheld, as a release's manifest has it."""

    counts: int
    resting_on_them: int
    counts_elsewhere: int
    resting_on_them_elsewhere: int
    tables: list[str]


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
    basis.note("withheld", [page.area.code])
    phrases, threshold = count_withheld(page.project, page.area.code), page.profile.withhold_up_to
    of_area = phrases["counts"], phrases["resting_on_them"]
    of_others = phrases["counts_elsewhere"], phrases["resting_on_them_elsewhere"]
    if not any([*of_area, *of_others]):
        return ["No figure is suppressed: no count of people or of their events is small."]
    own, elsewhere = _say(*of_area), _say(*of_others)
    sentences = [
        f"Suppressed [c] in {page.area.name}: {own}; in other places: {elsewhere}.",
        f"A count from 1 to {threshold} is suppressed, and so is a count from which it could be worked out; rates, "
        "shares and changes are suppressed with the counts they rest on.",
    ]
    if page.profile.round_to > 1:
        sentences.append(
            f"The other counts are rounded to the nearest {page.profile.round_to}, and "
            "what rests on them is worked out from the rounded counts."
        )
    if phrases["tables"]:
        sentences.append(f"Nothing is shown of: {listed(_name_table(page, name) for name in phrases['tables'])}.")
    sentences.append(
        "Where something of a return is suppressed, analysts see what the checks found with the command lscb check."
    )
    return sentences


def _say(counts: int, resting: int) -> str:
    rests = plural(resting, "figure that rests on a count", "figures that rest on counts")
    phrases = [plural(counts, "count")] * bool(counts) + [rests] * bool(resting)
    return listed(phrases) if phrases else "nothing"


def _name_table(page: "Page", name: str) -> str:
    """A table withheld by name, 'indicator in area', in words."""
    indicator, _, area = name.partition(" in ")
    known = page.definitions.indicators
    title = known[indicator].title if indicator in known else indicator
    return f"{title} in {page.definitions.areas.names.get(area, area)}"
