"""The pooled budget: what each partner gives, what was added, and the total as printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from analysis.measures.columns import Column
from analysis.measures.readings import period_of
from analysis.schemas import Readings, table_of

ADDED = "supplementary: "
PARTS = ("agreed", "added")
COLUMNS: dict[str, str | Column] = {
    "payer": "From",
    "agreed": Column("Contribution", "money"),
    "added": Column("Additional", "money"),
    "both": Column("Both", "money"),
    "share": Column("Share of what partners give", "share"),
}

Lines = Annotated[pd.DataFrame, table_of("payer agreed added")]
"""What each payer gives to a budget, in pounds, as agreed and as added; missing where not given."""


@dataclass(frozen=True)
class Budget:
    """A year's income: its lines, `apart` those that no partner gives, and the total as `printed`, None without one."""

    lines: Lines
    printed: float | None
    period: str
    end: pd.Timestamp
    source: str

    @property
    def agreed(self) -> float:
        """The sum of the agreed contributions, in pounds."""
        return float(self.lines["agreed"].sum())

    @property
    def added(self) -> float:
        """The sum of the additional contributions, in pounds."""
        return float(self.lines["added"].sum())

    @property
    def partners(self) -> Lines:
        """The lines that partners give, the largest first, with the sum of both parts (`both`) and its `share`."""
        given = self.lines[~self.lines["apart"]]
        both = given[list(PARTS)].sum(axis=1)
        return given.assign(both=both, share=both / both.sum()).sort_values("both", ascending=False, kind="stable")

    @property
    def named_once(self) -> dict[str, list[str]]:
        """The partners that give one part only, by that part: the same partner may stand under two names."""
        others = zip(PARTS, reversed(PARTS), strict=True)
        return {part: list(self.partners.loc[self.partners[other].isna(), "payer"]) for part, other in others}


def latest_budget(income: Readings, apart: Iterable[str] = ()) -> Budget | None:
    """The latest year of the observations of income, one line for each payer; None where there is none.

    The row without a breakdown is the total as printed. `apart` names the lines that no partner gives, such as a
    balance brought forward.
    """
    known = income[(income["end"] == income["end"].max()) & income["value"].notna()]
    if known.empty:
        return None
    items, total = known[known["breakdown"] != ""], known.loc[known["breakdown"] == "", "value"]
    supplementary = items["breakdown"].str.startswith(ADDED)
    part = supplementary.map({True: "added", False: "agreed"})
    items = items.assign(payer=items["breakdown"].str.removeprefix(ADDED), part=part)
    lines = items.pivot_table(index="payer", columns="part", values="value", aggfunc="sum").reindex(columns=PARTS)
    lines = lines.loc[items["payer"].drop_duplicates()].rename_axis(columns=None).reset_index()
    first, printed = known.iloc[0], float(total.iloc[0]) if len(total) else None
    lines = lines.assign(apart=lines["payer"].isin(list(apart)))
    return Budget(lines, printed, str(period_of(first)), first["end"], str(first["source"]))


def tabulate_budget(budget: Budget) -> Lines:
    """Every line with both parts, their sum and each partner's share, partners first, and the total last.

    A status beside each figure says that an empty cell does not apply.
    """
    lines = budget.lines.assign(both=budget.lines[list(PARTS)].sum(axis=1))
    lines = lines.sort_values(["apart", "both"], ascending=[True, False], kind="stable")
    lines = lines.merge(budget.partners[["payer", "share"]], on="payer", how="left")
    total = {"payer": "Total", "agreed": budget.agreed, "added": budget.added, "both": budget.agreed + budget.added}
    table = pd.concat([lines.drop(columns="apart"), pd.DataFrame([total])], ignore_index=True)
    for part in (*PARTS, "share"):
        table[f"{part}_status"] = table[part].isna().map({True: "not_applicable", False: "reported"})
    return table
