"""`--threshold K`: counts below K suppressed at source, and one more where the others would give it away."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from publishing.counting.counting import CountRow, MeasureCounts, Value, Withheld

WITHHELD = Withheld()


def withhold_below(counted: MeasureCounts, threshold: int) -> MeasureCounts:
    """The counts with those from 1 to K-1 withheld.

    Where one alone is withheld among the months of a quarter, the quarters of a year or the breakdowns of a row, the
    smallest other one goes too, since the rest and the whole would tell it. It is a first step: the receiver's
    disclosure control proves the rest.
    """
    rows = list(counted.rows)
    cells: dict[tuple[int, str], Value] = {}
    for number, row in enumerate(rows):
        for column, value in row.counts.items():
            is_small = isinstance(value, int) and 0 < value < threshold
            cells[number, column] = WITHHELD if is_small else value
    for group in _groups(rows):
        for column in counted.measure.columns:
            _withhold_another(cells, [(number, column) for number in group])
    withheld = [
        replace(row, counts={column: cells[number, column] for column in row.counts}) for number, row in enumerate(rows)
    ]
    return replace(counted, rows=withheld)


def _withhold_another(cells: dict[tuple[int, str], Value], group: list[tuple[int, str]]) -> None:
    hidden = [key for key in group if cells[key] is WITHHELD]
    others = {key: value for key in group if isinstance(value := cells[key], int) and value}
    if len(hidden) == 1 and others:
        cells[min(others, key=lambda key: others[key])] = WITHHELD


def _groups(rows: list[CountRow]) -> Iterable[list[int]]:
    """Rows that make a longer period or a row without breakdowns together, months first."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        start = row.period.start
        year = start.year - (start.month < 4)
        if row.period.kind == "month":
            groups[0, row.area, row.breakdown, year, (start.month - 4) % 12 // 3].append(number)
        elif row.period.kind == "quarter":
            groups[1, row.area, row.breakdown, year].append(number)
        if row.breakdown:
            groups[2, row.area, row.period.label, row.breakdown.split(":")[0]].append(number)
    return [groups[key] for key in sorted(groups, key=str)]
