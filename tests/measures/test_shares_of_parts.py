"""Parts of one whole by year: a year of which no part is known is left out, and the year before stands beside."""

import pandas as pd

from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column
from analysis.measures.protection import protect
from analysis.measures.shares_of_parts import beside_year_before, tabulate_parts
from analysis.model.rates import add_proportion

TITLES = {"referred": "Children referred", "in_care": "Children looked after"}


def years(*figures: tuple[int, int, int | None, int | None]) -> pd.DataFrame:
    """A row for each year: its number, the whole, and both parts."""
    table = pd.DataFrame(figures, columns=["year", "contacts", "referred", "in_care"]).astype(float)
    table["period"], table["end"] = [f"{year}-{year - 1999}" for year, *_ in figures], pd.Series(range(len(figures)))
    for name in ("contacts", "referred", "in_care"):
        table[f"{name}_status"] = table[name].isna().map({True: "not_available", False: "reported"})
    return table


def beside(table: pd.DataFrame) -> pd.DataFrame:
    rows, counts = tabulate_parts(table, "contacts", TITLES), ["numerator", "denominator"]
    shares = add_proportion(rows)
    kept = ["period", "part", *counts, *(f"{name}_status" for name in counts), "value", "lower", "upper"]
    columns = {name: Column(name, "share") for name in kept[-3:]}
    profile = Disclosure(withhold_up_to=5)
    made = dict.fromkeys(kept[-3:], counts)
    return beside_year_before(protect(shares[kept], profile, counts=counts, derived=made, columns=columns))


def test_the_newest_year_comes_first_with_its_parts_in_order():
    rows = tabulate_parts(years((2022, 500, 300, 40), (2023, 400, 260, 30)), "contacts", TITLES)

    assert list(rows["period"]) == ["2023-24", "2023-24", "2022-23", "2022-23"]
    assert list(rows["part"]) == ["Children referred", "Children looked after"] * 2
    assert list(rows["numerator"]) == [260, 30, 300, 40]
    assert list(rows["denominator"]) == [400, 400, 500, 500]


def test_a_year_of_which_no_part_is_known_is_left_out():
    rows = tabulate_parts(years((2022, 500, 300, None), (2023, 400, None, None)), "contacts", TITLES)

    assert set(rows["period"]) == {"2022-23"}
    assert list(rows["numerator_status"]) == ["reported", "not_available"]


def test_nothing_received_gives_no_row():
    assert tabulate_parts(years(), "contacts", TITLES).empty


def test_the_share_of_the_year_before_stands_beside_the_newest():
    found = beside(years((2022, 500, 300, 40), (2023, 400, 260, 30)))

    assert list(found["value"]) == [0.65, 0.075]
    assert list(found["before"]) == [0.6, 0.08]
    assert list(found["period_before"]) == ["2022-23", "2022-23"]


def test_a_small_count_is_neither_in_the_newest_year_nor_beside_it():
    found = beside(years((2022, 500, 300, 4), (2023, 400, 260, 3)))

    assert found[["numerator", "value", "before"]].iloc[1].isna().all()
    assert found["why"].iloc[1] == "withheld"


def test_the_first_year_has_none_before_it():
    found = beside(years((2023, 400, 260, 30)))

    assert found["before"].isna().all()
