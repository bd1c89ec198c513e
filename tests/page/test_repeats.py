"""Figures that stand in a table of the page already are printed once."""

from analysis.page.tables import find_repeats, point_elsewhere


def part(kind: str, identity: str, table: dict[str, list[str]]) -> dict:
    columns = [{"heading": heading, "cells": cells} for heading, cells in table.items()]
    return {"part": kind, "id": identity, "columns": columns}


SHORT = {"Period": ["April", "May"], "Children": ["91", "128"]}
LONG = SHORT | {"Episodes": ["130", "182"]}


def test_a_chart_whose_columns_all_stand_in_a_table_is_repeated_there():
    assert find_repeats([part("chart", "figure-1", SHORT), part("table", "table-1", LONG)]) == {"figure-1": "table-1"}


def test_a_chart_with_a_column_or_a_figure_of_its_own_is_not():
    other = SHORT | {"Children": ["91", "129"]}

    assert find_repeats([part("chart", "figure-1", LONG), part("table", "table-1", SHORT)]) == {}
    assert find_repeats([part("chart", "figure-1", other), part("table", "table-1", LONG)]) == {}


def test_a_second_chart_of_the_same_figures_is_repeated_in_the_table_of_the_first():
    charts = [part("chart", f"figure-{number}", SHORT) for number in (1, 2, 3)]

    assert find_repeats(charts) == {"figure-2": "figure-1-table", "figure-3": "figure-1-table"}


def test_columns_of_one_name_with_fewer_rows_are_not_the_same():
    assert find_repeats([part("chart", "figure-1", {"Period": ["April"]}), part("table", "table-1", SHORT)]) == {}


def test_on_paper_the_chart_names_the_table_with_its_figures():
    html = point_elsewhere("<figure><details><summary>", "table-1")

    assert '<a href="#table-1">Table 1</a>' in html
    assert '<details class="repeated">' in html
    assert "the table of Figure 2" in point_elsewhere("<details>", "figure-2-table")
