"""The headings of a data set: quarters that are so many before the file's own, and comparators."""

from pydantic import model_validator

from analysis.periods import Period
from publishing.intake.grids import Grid
from publishing.intake.headings import DEEPEST
from publishing.intake.layouts.layout import Layout


class QuartersAcross(Layout):
    """What a specification says of the headings of a data set.

    `columns` are headings, or how many quarters before the file's own a column is for; the last one holds the figures
    of comparators. `{quarter}` in a heading is the file's: Q4.
    """

    columns: list[str | int]

    @model_validator(mode="after")
    def _the_file_is_for_a_quarter(self) -> "QuartersAcross":
        if "{quarter}" not in self.file or 0 not in self.columns or self.area is None:
            raise ValueError("give {quarter} in `file`, 0 among `columns` for the quarter itself, and `area`")
        return self


def find_quarters(grid: Grid[QuartersAcross]) -> tuple[int, dict[int, Period | None]]:
    """The heading row, and the period of each column of figures (None for comparators, whose cells name theirs).

    A merged heading spreads over the empty cells to its right. Raises SourceRefused for a heading that is not the
    one that the file's quarter makes of the contract's columns.
    """
    contract = grid.contract
    headings = [write_heading(column, quarter_of_file(grid)) for column in contract.columns]
    header = _find_header(grid, headings)
    found: dict[int, Period | None] = {}
    place = 0
    for heading, column in zip(headings, contract.columns, strict=True):
        if place >= grid.width or grid.texts[header, place] != heading:
            raise grid.refuse(header, min(place, grid.width - 1), f"expected a column headed '{heading}'")
        following = _find_following(grid, header, place)
        if isinstance(column, int) or column == contract.columns[-1]:
            quarter = quarter_of_file(grid).earlier(column) if isinstance(column, int) else None
            found |= dict.fromkeys(range(place, following), quarter)
        place = following
    if place < grid.width:
        raise grid.refuse(
            header, place, "expected no heading here: the file specification does not declare this column"
        )
    return header, found


def quarter_of_file(grid: Grid[QuartersAcross]) -> Period:
    """The quarter in the file's name, which the contract asks for. Raises SourceRefused where there is none."""
    if grid.period is None:
        raise grid.refuse(0, 0, "expected the quarter in the file's name")
    return grid.period


def heading_of(period: Period) -> str:
    """A quarter as the data set heads it: 'Quarter 4 2013/14'."""
    return f"Quarter {period.label[-1]} {period.label[:4]}/{period.label[5:7]}"


def _find_header(grid: Grid[QuartersAcross], headings: list[str]) -> int:
    """The row with the most of the headings."""
    rows = range(min(grid.height, DEEPEST))
    matching = [sum(heading in grid.texts[row] for heading in headings) for row in rows]
    return matching.index(max(matching))


def _find_following(grid: Grid[QuartersAcross], header: int, place: int) -> int:
    following = place + 1
    while following < grid.width and grid.texts[header, following] == "":
        following += 1
    return following


def write_heading(column: str | int, quarter: Period) -> str:
    """The heading of one of the specification's columns, in a file for a quarter."""
    if isinstance(column, int):
        return heading_of(quarter.earlier(column))
    return column.replace("{quarter}", f"Q{quarter.label[-1]}")
