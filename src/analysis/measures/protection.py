"""The only way to a reader: nothing is drawn, tabulated or written but a table that `protect` made.

Counts of people and their events from 1 to the profile's threshold are withheld, and whatever would give one away is
withheld with it: what is derived from it, and a part whose rest is as small.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column, guess_column
from analysis.refusals import DisclosureRefused
from analysis.schemas import STATUS

WITHHELD = "withheld"
STATUS_WORDS = {
    "not_supplied": "not supplied",
    "not_available": "not available",
    "not_applicable": "not applicable",
    "suppressed_at_source": "suppressed at source",
    WITHHELD: WITHHELD,
    "provisional": "provisional",
    "revised": "revised",
}
NONE_BEFORE, NO_LIMIT = "none before", "no limit"  # a change from none has no size; a limit can be infinite
MARKS = STATUS_WORDS | {mark: mark for mark in [*STATUS_WORDS.values(), NONE_BEFORE, NO_LIMIT]}
UNKNOWN = "not known"
SUPPRESSED = "[c] suppressed"
RestsOn = Mapping[str, list[str]]  # columns with those that each is worked out from
Hidden = dict[str, np.ndarray]  # for each column, whether each of its cells is withheld

_made_by_protect = object()


def say_mark(mark: str) -> str:
    """What stands in the place of a figure that is not there, from its mark or its status."""
    return SUPPRESSED if mark == WITHHELD else STATUS_WORDS.get(mark, mark) or UNKNOWN


@dataclass(frozen=True)
class Protected:
    """A table that may be shown: NaN in `table` wherever a figure is not, and `marks` says why.

    Only `protect` makes one. A mark beside a figure that is shown ("provisional") is a remark on it.
    """

    table: pd.DataFrame
    marks: pd.DataFrame
    columns: dict[str, Column]
    threshold: int
    key: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.key is not _made_by_protect:
            raise DisclosureRefused("A protected table is made by protect(), which withholds what policy withholds.")

    def _repr_html_(self) -> str:
        """What a notebook shows: the table under its headings, and why a cell has no figure."""
        words = self.table.astype(object).where(self.table.notna(), self.marks)
        shown = [name for name in words if name not in ("start", "end") or "period" not in words]
        headings = {name: self.columns[name].heading for name in shown}
        return str(words[shown].rename(columns=headings).to_html(index=False))

    @property
    def withheld(self) -> int:
        """How many cells are withheld."""
        return int((self.marks == WITHHELD).to_numpy().sum())

    def select(self, columns: Iterable[str] | None = None, rows: pd.Series | None = None) -> "Protected":
        """Some of its columns, in that order, and of its rows, as a mask or labels."""
        names = list(columns if columns is not None else self.table.columns)
        absent = [name for name in names if name not in self.table.columns]
        if absent:
            raise KeyError(f"the protected table has no column {absent[0]!r}; it has {', '.join(self.table.columns)}")
        rows = slice(None) if rows is None else rows
        table, marks = (part.loc[rows, names].reset_index(drop=True) for part in (self.table, self.marks))
        return Protected(table, marks, {name: self.columns[name] for name in names}, self.threshold, _made_by_protect)


def protect(
    table: pd.DataFrame,
    profile: Disclosure,
    *,
    counts: Iterable[str] = (),
    derived: Mapping[str, Iterable[str]] | None = None,
    across: Mapping[str, Iterable[str]] | None = None,
    complements: Iterable[tuple[str, str]] = (),
    uncounted: Iterable[str] = (),
    columns: Mapping[str, Column] | None = None,
) -> Protected:
    """Withhold what a profile withholds, and return the table that may be shown.

    Every column of numbers must be named once: in `counts` (people or their events), in `derived` (with the columns
    that each cell is made of), in `across` (with the columns that all its cells are made of, as a mean is) or in
    `uncounted` (pounds, audits, published comparators of other places). `complements` names pairs of a part and its
    whole; the two inputs of a share are one without being named. A column `x_status` says why a cell of `x` is
    missing, and is not shown itself; `withheld` there withholds what is derived from the cell too. Raises
    DisclosureRefused for a column of numbers that nothing is said about.
    """
    table = table.reset_index(drop=True)
    infinite = {name: np.isinf(table[name].to_numpy(float, na_value=np.nan)) for name in table.select_dtypes("float")}
    endless = {name: where for name, where in infinite.items() if where.any()}
    table = table.assign(**{name: table[name].mask(where) for name, where in endless.items()})
    statuses = {name: table[name + STATUS] for name in table if f"{name}{STATUS}" in table}
    table = table.drop(columns=[name + STATUS for name in statuses])
    made_of = {name: list(inputs) for name, inputs in (derived or {}).items()}
    made_across = {name: list(inputs) for name, inputs in (across or {}).items()}
    counts, uncounted = list(counts), list(uncounted)
    columns = {name: (columns or {}).get(name) or _guess(table, name, name in counts) for name in table}
    _check_named(table, counts, made_of, made_across, uncounted)
    hidden = {name: np.zeros(len(table), dtype=bool) for name in table}
    for name in counts:
        hidden[name] |= _small(table[name], profile.withhold_up_to)
    shares = [inputs for name, inputs in made_of.items() if columns[name].form == "share" and len(inputs) == 2]
    inputs_of_shares = [(part, whole) for part, whole in shares if {part, whole} <= set(counts)]
    for part, whole in [*complements, *inputs_of_shares]:
        hidden[part] |= _small(table[whole] - table[part], profile.withhold_up_to)
    _withhold_derived(hidden, made_of, made_across)
    for name, status in statuses.items():  # what models make across all rows they make of what may be shown
        hidden[name] |= (status == WITHHELD).fillna(False).to_numpy(dtype=bool)
    _withhold_derived(hidden, made_of, {})
    if profile.round_to > 1:
        rounded = {name: _rounded(table[name], profile.round_to) for name in counts}
        moved = {name: (table[name].notna() & (table[name] != rounded[name])).to_numpy(bool) for name in counts}
        exact = {name: np.zeros(len(table), dtype=bool) for name in table} | moved
        _withhold_derived(exact, made_of, made_across)  # it tells what the rounding is to hide
        hidden |= {name: hidden[name] | exact[name] for name in (*made_of, *made_across)}
        table = table.assign(**rounded)
    marks = _marks(table, hidden, statuses, made_of)
    for name, where in endless.items():
        marks[name] = marks[name].mask(where & (marks[name] == UNKNOWN), NO_LIMIT)
    shown = table.assign(**{name: table[name].mask(where) for name, where in hidden.items() if where.any()})
    return Protected(shown, marks, columns, profile.withhold_up_to, _made_by_protect)


def check_protected(table: Protected) -> Protected:
    """The table, if `protect` made it. Raises DisclosureRefused for any other."""
    if not isinstance(table, Protected):
        raise DisclosureRefused("Charts and tables are made from a protected table: hand over page.protect(table).")
    return table


def _guess(table: pd.DataFrame, name: str, counted: bool) -> Column:
    return guess_column(str(name), counted=counted, numeric=pd.api.types.is_numeric_dtype(table[name]))


def _check_named(
    table: pd.DataFrame, counts: list[str], derived: RestsOn, across: RestsOn, uncounted: list[str]
) -> None:
    """Refuse a name that is no column, and a column of numbers without a name; one without rows holds none."""
    inputs = [name for names in [*derived.values(), *across.values()] for name in names]
    for name in [*counts, *derived, *across, *uncounted, *inputs]:
        if name not in table:
            raise DisclosureRefused(f"protect() names a column {name!r} that the table does not have.")
    named = [*counts, *derived, *across, *uncounted]
    for name in table:
        if named.count(name) > 1:
            raise DisclosureRefused(f"protect() names the column {name!r} twice. Name it in one place.")
        numeric = pd.api.types.is_numeric_dtype(table[name])
        if len(table) and numeric and name not in named:
            raise DisclosureRefused(
                f"The column {name!r} holds numbers and nothing says whether they count people. "
                "Name it in counts, derived, across or uncounted."
            )


def _small(figures: pd.Series, threshold: int) -> np.ndarray:
    """Whether each count lies from 1 to the threshold. A gap is not small, and neither is zero."""
    return np.asarray(figures.astype(float).between(0, threshold + 1, inclusive="neither"))


def _withhold_derived(hidden: Hidden, derived: RestsOn, across: RestsOn) -> None:
    """Withhold what rests on a withheld cell, and what rests on that, until nothing more follows."""
    for _ in (*derived, *across):  # the last may rest on the first by way of all others
        for name, inputs in derived.items():
            for made in inputs:
                hidden[name] |= hidden[made]
        for name, inputs in across.items():
            hidden[name] |= any(hidden[made].any() for made in inputs)


def _rounded(figures: pd.Series, base: int) -> pd.Series:
    return np.floor(figures.astype(float) / base + 0.5) * base


def _marks(
    table: pd.DataFrame, hidden: Hidden, statuses: dict[str, pd.Series], derived: dict[str, list[str]]
) -> pd.DataFrame:
    """Why each cell without a figure has none, and the remarks on those that have one.

    What is derived from a figure that was not supplied was not supplied either.
    """
    missing = {name: table[name].isna().to_numpy() for name in table}
    marks = {name: np.full(len(table), "", dtype=object) for name in table}
    for name, words in marks.items():
        if name in statuses:
            words[:] = statuses[name].map(MARKS).fillna("")
        for made in derived.get(name, []):
            absent = missing[name] & missing[made] & (words == "")
            words[absent] = np.where(marks[made] == UNKNOWN, "", marks[made])[absent]
        words[missing[name] & (words == "")] = UNKNOWN
        words[hidden[name]] = WITHHELD
    return pd.DataFrame(marks, index=table.index, columns=table.columns, dtype=object)
