"""Tables that say on paper what another table of the page says: each is printed once."""

import csv
import io
from collections.abc import Iterable, Mapping

FOLDED = "<details>"


def find_repeats(parts: Iterable[Mapping]) -> dict[str, str]:
    """For each chart whose figures all stand in a table of the page or in an earlier chart's: the id of that table.

    `parts` are those with an id and their table as CSV, in the order of the page. Figures stand in a table that has all
    their columns, under the same headings, row by row.
    """
    held = [part for part in parts if "csv" in part and "id" in part]
    columns = {part["id"]: read_columns(part["csv"]) for part in held}
    tables = [part["id"] for part in held if part["part"] == "table"]
    charts = [part["id"] for part in held if part["part"] == "chart"]
    found: dict[str, str] = {}
    for place, chart in enumerate(charts):
        earlier = [one for one in charts[:place] if one not in found]
        for other in [*tables, *earlier]:
            if columns[chart].items() <= columns[other].items():
                found[chart] = other if other in tables else f"{other}-table"
                break
    return found


def read_columns(text: str) -> dict[str, tuple[str, ...]]:
    """The columns of a table by their headings."""
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    return dict(zip(heading, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(heading, ())


def point_elsewhere(html: str, table: str) -> str:
    """A chart that on paper names the table with its figures, in place of printing them again."""
    named = table.removesuffix("-table").replace("-", " ").capitalize()
    where = f"the table of {named}" if table.endswith("-table") else named
    line = f'<p class="on-paper">Its figures are in <a href="#{table}">{where}</a>.</p>'
    return html.replace(FOLDED, f'{line}\n<details class="repeated">', 1)
