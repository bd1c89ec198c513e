"""`--threshold K`: counts below K suppressed at source, and one more where the others would give it away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from publishing.counting.counting import MeasureCounts, Value, Withheld
from publishing.counting.specifications import IDENTITY

WITHHELD = Withheld()
CHILDREN, EPISODES, REPEATS = "missing_children", "missing_episodes", "missing_repeat_children"
Cell = tuple[int, str]  # the number of a row, and a column
Cells = dict[Cell, Value]


def withhold_below(counted: MeasureCounts, threshold: int) -> MeasureCounts:
    """The counts with those from 1 to K-1 withheld.

    Where one alone is withheld among the months of a quarter, the quarters of a year, the words of a breakdown or the
    counts of an identity, the smallest other one goes too, since the rest and the whole would tell it; and so on until
    none stands alone. It is a first step: the receiver's disclosure control proves the rest.
    """
    cells: Cells = {}
    for number, row in enumerate(counted.rows):
        for column, value in row.counts.items():
            is_small = isinstance(value, int) and 0 < value < threshold
            cells[number, column] = WITHHELD if is_small else value
    for number, row in enumerate(counted.rows):
        if cells.get((number, REPEATS)) is WITHHELD and _tells_of_one(row.counts):
            cells[number, EPISODES] = WITHHELD
    groups = list(_group_cells(counted))
    while sum(_withhold_another(cells, group) for group in groups):  # each may leave another alone
        pass
    withheld = [
        replace(row, counts={column: cells[number, column] for column in row.counts})
        for number, row in enumerate(counted.rows)
    ]
    return replace(counted, rows=withheld)


def _tells_of_one(counts: Mapping[str, Value]) -> bool:
    """Whether there is one episode more than children, so that one child went missing twice and nobody else again."""
    children, episodes = counts[CHILDREN], counts[EPISODES]
    return isinstance(children, int) and isinstance(episodes, int) and episodes - children == 1


def _withhold_another(cells: Cells, group: list[Cell]) -> bool:
    """Withhold the smallest other count of a group in which one alone is withheld; whether there was any."""
    hidden = [key for key in group if cells[key] is WITHHELD]
    others = {key: value for key in group if isinstance(value := cells[key], int) and value}
    if len(hidden) != 1 or not others:
        return False
    cells[min(others, key=lambda key: others[key])] = WITHHELD
    return True


def _group_cells(counted: MeasureCounts) -> Iterable[list[Cell]]:
    """Cells that make another one together: of rows, months first; and of the counts that an identity joins."""
    for rows in _group_rows(counted):
        yield from ([(number, column) for number in rows] for column in counted.measure.columns)
    joined = [name.lstrip("-") for side in ("left", "right") for name in IDENTITY[side]]
    if set(joined) <= set(counted.measure.columns):
        yield from ([(number, column) for column in joined] for number in range(len(counted.rows)))


def _group_rows(counted: MeasureCounts) -> Iterable[list[int]]:
    """Rows that make a longer period or a row without breakdowns together, months first."""
    kinds = {word: name for name, breakdown in counted.measure.breakdowns.items() for word in breakdown.words}
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(counted.rows):
        start = row.period.start
        year = start.year - (start.month < 4)
        if row.period.kind == "month":
            groups[0, row.area, row.breakdown, year, (start.month - 4) % 12 // 3].append(number)
        elif row.period.kind == "quarter":
            groups[1, row.area, row.breakdown, year].append(number)
        if row.breakdown:
            groups[2, row.area, row.period.label, kinds.get(row.breakdown, "months")].append(number)
    return [groups[key] for key in sorted(groups, key=str)]
