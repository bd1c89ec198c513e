"""Two editions held against each other: rows by what tells them apart, figures by column."""

from datetime import date

import pandas as pd
import pytest

from analysis.definitions.areas import AreaChanges
from analysis.definitions.published_data import NomisTable
from publishing.fetching.comparing import compare_editions, to_numbers

SOMERSET = {"kind": "recoded", "on": date(2023, 4, 1), "before": ["E10000027"], "after": ["E06000066"], "source": "SI"}
CHANGES = AreaChanges.model_validate({"changes": [SOMERSET]})


@pytest.fixture
def data() -> NomisTable:
    return NomisTable(
        name="test",
        title="t",
        publisher="p",
        lag="l",
        service="nomis",
        data_set="d",
        query={},
        row=["year", "code"],
        area=["code"],
        period="year",
    )


def table(*rows: tuple[str, str, str], head: str = "count") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["year", "code", head], dtype=object)


OLD = [("2023", "E10000027", "5259"), ("2024", "E06000066", "5675"), ("2024", "E06000045", "3094")]


def test_rows_in_another_order_are_the_same(data):
    comparison = compare_editions(table(*OLD), table(*reversed(OLD)), data, CHANGES)

    assert comparison.losses == ()
    assert comparison.revised.empty


def test_without_columns_to_take_all_figures_are_compared(data):
    comparison = compare_editions(table(*OLD), table(*OLD[:2], ("2024", "E06000045", "3101")), data, CHANGES)

    assert comparison.revised[["column", "area", "period", "before", "after"]].to_numpy().tolist() == [
        ["count", "E06000045", "2024", "3094", "3101"]
    ]


def test_an_areas_former_code_is_the_area(data):
    new = [("2023", "E06000066", "5259"), *OLD[1:]]

    assert compare_editions(table(*OLD), table(*new), data, CHANGES).losses == ()


def test_a_period_that_goes_is_a_loss_of_rows_and_one_that_comes_is_none(data):
    new = [*OLD[1:], ("2025", "E06000045", "3200")]
    comparison = compare_editions(table(*OLD), table(*new), data, CHANGES)

    assert (comparison.periods_lost, comparison.periods_new) == (("2023",), ("2025",))
    assert comparison.losses == ("rows",)


def test_an_area_that_goes_does_not_count_as_rows_too(data):
    comparison = compare_editions(table(*OLD), table(*OLD[:2]), data, CHANGES)

    assert comparison.losses == ("areas",)
    assert comparison.rows_lost == 0


def test_a_column_under_another_name_is_lost_and_new(data):
    comparison = compare_editions(table(*OLD), table(*OLD, head="number"), data, CHANGES)

    assert (comparison.columns_lost, comparison.columns_new) == (("count",), ("number",))


def test_the_same_number_in_another_form_is_no_revision(data):
    new = [*OLD[:2], ("2024", "E06000045", "3,094.0")]

    assert compare_editions(table(*OLD), table(*new), data, CHANGES).revised.empty


def test_a_figure_that_becomes_a_symbol_is_a_revision_without_a_size(data):
    comparison = compare_editions(table(*OLD), table(*OLD[:2], ("2024", "E06000045", "c")), data, CHANGES)

    assert comparison.revised["change"].isna().all()
    assert comparison.symbols_new == ("c",)


@pytest.mark.parametrize(("factor", "found"), [(0.01, ("count",)), (100, ("count",)), (0.5, ())])
def test_figures_that_all_become_a_hundredth_or_a_hundredfold_are_another_unit(factor, found, data):
    old = [(str(2010 + year), "E06000045", str(20 + year)) for year in range(8)]
    new = [(year, code, str(float(figure) * factor)) for year, code, figure in old]

    assert compare_editions(table(*old), table(*new), data, CHANGES).rescaled == found


def test_commas_between_thousands_are_read_over_and_others_are_not():
    assert to_numbers(pd.Series(["41,630", "1,234,567", "41,63", "c"])).tolist()[:2] == [41630, 1234567]
    assert to_numbers(pd.Series(["41,63", "c", ""])).isna().all()
