"""The pooled budget: whether its parts make its total, what was added later, and each partner's share."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.charts import Chart, plot_income
from analysis.definitions.sources import read_sources
from analysis.measures.columns import Column
from analysis.measures.protection import Protected
from analysis.numbers import listed, period_from, say, say_share
from analysis.page.page import Page

INCOME = "board_income"
ADDED = "supplementary: "
PARTS = ("agreed", "added")


@dataclass(frozen=True)
class Budget:
    """A year's income: `lines` (payer, agreed, added, apart: no partner's), the total as printed, and the year."""

    lines: pd.DataFrame
    printed: float | None
    period: str
    end: pd.Timestamp
    source: str

    @property
    def agreed(self) -> float:
        return float(self.lines["agreed"].sum())

    @property
    def added(self) -> float:
        return float(self.lines["added"].sum())

    @property
    def partners(self) -> pd.DataFrame:
        """The lines that partners give, with the sum of both parts and its share of all partners' money."""
        given = self.lines[~self.lines["apart"]]
        both = given[list(PARTS)].sum(axis=1)
        return given.assign(both=both, share=both / both.sum()).sort_values("both", ascending=False, kind="stable")


def read_budget(page: Page, apart: str = "") -> Budget | None:
    """The latest year's income up to the quarter, one line for each payer; None where none was supplied.

    `apart` names the lines that no partner gives, such as a balance brought forward, divided by semicolons.
    """
    read = page.read(INCOME, breakdown=None)
    read = read[(read["end"] == read["end"].max()) & read["value"].notna()]
    if read.empty:
        return None
    items, total = read[read["breakdown"] != ""], read[read["breakdown"] == ""]["value"]
    supplementary = items["breakdown"].str.startswith(ADDED)
    items = items.assign(payer=items["breakdown"].str.removeprefix(ADDED),
                         part=supplementary.map({True: "added", False: "agreed"}))  # fmt: skip
    lines = items.pivot_table(index="payer", columns="part", values="value", aggfunc="sum").reindex(columns=PARTS)
    lines = lines.loc[items["payer"].drop_duplicates()].rename_axis(columns=None).reset_index()
    named = [name.strip() for name in apart.split(";")]
    first = read.iloc[0]
    period = str(period_from(first["start"], first["end"], first["period"]))
    printed = float(total.iloc[0]) if len(total) else None
    return Budget(lines.assign(apart=lines["payer"].isin(named)), printed, period, first["end"], str(first["source"]))


def describe_total(page: Page, budget: Budget) -> list[str]:
    """Whether contributions and additional contributions make the printed total, and how brackets are read."""
    made = budget.agreed + budget.added
    parts = f"Contributions of {say(budget.agreed, 'money')} and additional ones of {say(budget.added, 'money')}"
    if budget.printed is None:
        return [f"{parts} make {say(made, 'money')} in {budget.period}; no total is printed to hold that against."]
    if abs(made - budget.printed) >= 0.5:
        gap, printed = say(abs(made - budget.printed), "money"), say(budget.printed, "money")
        return [f"{parts} make {say(made, 'money')}, which differs from the printed {printed} by {gap}."]
    told = [f"{parts} make the printed total of {say(budget.printed, 'money')} for {budget.period}."]
    contract = read_sources(page.project.params / "sources").get(budget.source)
    if contract is not None and contract.brackets == "added":
        told.append("The additional contributions are printed in brackets, which usually means money taken away; only "
                    "added do they make the printed total.")  # fmt: skip
    return told


def describe_shares(budget: Budget) -> list[str]:
    """Who gives most of the partners' money, how much of it was additional, and what is no partner's."""
    partners = budget.partners
    first, rest = partners.iloc[0], partners.iloc[1:3]
    others = listed(f"{row.payer} {say_share(row.share)}" for row in rest.itertuples())
    told = [
        f"{first['payer']} gives {say_share(first['share'])} of what partners give"
        + (f"; {others}." if others else ".")
    ]
    if budget.added:
        part = say_share(budget.added / (budget.agreed + budget.added))
        told.append(f"{part} of the income is additional contributions, whose return each year is to be asked for.")
    return told


def describe_doubts(budget: Budget) -> list[str]:
    """Partners named in one part only, who may be the same under another name, and that spending is not there."""
    partners = budget.partners
    only = {
        part: list(partners[partners[other].isna()]["payer"])
        for part, other in (("agreed", "added"), ("added", "agreed"))
    }
    told = []
    if only["agreed"] and only["added"]:
        one, other = listed(only["agreed"]), listed(only["added"])
        told.append(f"{one} {_stands(only['agreed'])} only among the contributions and {other} only among the "
                    "additional ones: are they the same partner under two names?")  # fmt: skip
    aside = budget.lines[budget.lines["apart"]]
    if len(aside):
        sums = [f"{row.payer} ({say(row.agreed, 'money')})" for row in aside.itertuples()]
        told.append(f"No partner’s money: {listed(sums)}.")
    return [*told, "Only income is given. What was spent, and on what, is to be asked for."]


def _stands(names: list[str]) -> str:
    return "stands" if len(names) == 1 else "stand"


def protect_budget(page: Page, budget: Budget) -> Protected:
    """Every line with its two parts, their sum and each partner's share, and the total last."""
    lines = budget.lines.assign(both=budget.lines[list(PARTS)].sum(axis=1))
    lines = lines.sort_values(["apart", "both"], ascending=[True, False], kind="stable")
    lines = lines.merge(budget.partners[["payer", "share"]], on="payer", how="left")
    total = {"payer": "Total", "agreed": budget.agreed, "added": budget.added, "both": budget.agreed + budget.added}
    table = pd.concat([lines.drop(columns="apart"), pd.DataFrame([total])], ignore_index=True)
    for part in (*PARTS, "share"):
        table[f"{part}_status"] = table[part].isna().map({True: "not_applicable", False: "reported"})
    return page.protect(table, uncounted=[*PARTS, "both", "share"], columns=_columns())


def plot_budget(page: Page, budget: Budget) -> Chart:
    """What each partner gives, agreed and added."""
    table = page.protect(budget.partners[["payer", *PARTS]].fillna(0.0), uncounted=PARTS,
                         columns={name: _columns()[name] for name in ("payer", *PARTS)})  # fmt: skip
    return replace(plot_income(table, "payer", PARTS, axis="Pounds in the year"), indicators=(INCOME,))


def caption_budget(budget: Budget) -> str:
    """Who gives most, which the chart shows first."""
    first = budget.partners.iloc[0]
    return f"What each partner gives to the pooled budget: {first['payer']} {say(first['both'], 'money')}, " \
           f"{say_share(first['share'])}"  # fmt: skip


def _columns() -> dict[str, str | Column]:
    return {"payer": "From", "agreed": Column("Contribution", "money"), "added": Column("Additional", "money"),
            "both": Column("Both", "money"), "share": Column("Share of what partners give", "share")}  # fmt: skip
