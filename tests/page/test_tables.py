"""Tables that a screen reader can walk, and their CSV."""

import pandas as pd
import pytest

from analysis.definitions.partnership import Disclosure
from analysis.measures.columns import Column
from analysis.measures.protection import protect
from analysis.page.tables import describe_columns, render_table, write_csv
from analysis.refusals import DisclosureRefused

COLUMNS = {"area": Column("Area"), "children": Column("Children", "count"), "rate": Column("Rate", "rate", 10_000)}


def protected(children, **more):
    table = pd.DataFrame({"area": ["Southampton", "<b>England"], "children": children, **more})
    numbers = [name for name in more if not name.endswith("_status") and name != "ask"]
    return protect(table, Disclosure(withhold_up_to=5), counts=["children"], uncounted=numbers, columns=COLUMNS)


def test_a_table_has_a_caption_headings_with_scopes_and_a_region_to_scroll():
    html = render_table(protected([1179, 20]), "Children missing", "table-1")

    assert '<caption id="table-1-caption">Children missing</caption>' in html
    assert 'role="region" aria-labelledby="table-1-caption" tabindex="0"' in html
    assert '<th scope="col">Area</th><th scope="col" class="figure">Children</th>' in html
    assert '<th scope="row" class="short">Southampton</th><td class="figure">1,179</td>' in html


def test_a_column_of_long_words_is_kept_wide_enough_for_a_phone():
    words = ["A sentence that takes more than one line", "short"]

    html = render_table(protected([30, 20], ask=words), "Children missing", "table-1")

    assert f'<td class="long">{words[0]}</td>' in html
    assert '<td class="short">short</td>' in html


def test_a_withheld_figure_is_c_and_the_note_says_why():
    html = render_table(protected([3, 20]), "Children missing", "table-1")

    assert '<abbr title="suppressed">[c]</abbr>' in html
    assert "a count of 1 to 5 could point to a child" in html


def test_no_note_stands_where_nothing_is_withheld():
    assert 'class="note"' not in render_table(protected([30, 20]), "Children missing", "table-1")


def test_a_missing_figure_is_told_in_words_and_never_as_nought():
    html = render_table(protected([None, 20], children_status=["not_supplied", "reported"]), "Children", "table-1")

    assert '<td class="figure missing">not supplied</td>' in html


def test_a_remark_stands_beside_a_figure_that_is_shown():
    html = render_table(protected([30, 20], children_status=["provisional", "reported"]), "Children", "table-1")

    assert '30 <span class="remark">(provisional)</span>' in html


def test_what_a_rate_is_per_stands_in_the_heading_and_not_in_each_cell():
    html = render_table(protected([30, 20], rate=[73.4, 60.0]), "Rates", "table-1")

    assert "Rate (per 10,000)" in html
    assert '<td class="figure">73.4</td>' in html


def test_what_several_rates_are_per_is_said_once_in_the_caption():
    columns = {name: Column(name, "rate", 10_000) for name in ("Here", "England")}
    table = protect(
        pd.DataFrame({"Here": [73.4], "England": [60.0]}),
        Disclosure(withhold_up_to=5),
        uncounted=["Here", "England"],
        columns=columns,
    )

    html = render_table(table, "Referrals", "table-1")

    assert html.count("per 10,000") == 1
    assert "Referrals (rates per 10,000)</caption>" in html
    assert render_table(table, "Referrals per 10,000", "table-1").count("per 10,000") == 1


def test_the_days_of_a_period_are_not_shown_beside_it():
    start, end = pd.to_datetime(["2013-12-01"]), pd.to_datetime(["2013-12-31"])
    table = pd.DataFrame({"start": start, "end": end, "period": ["December 2013"]})

    html = render_table(protect(table, Disclosure(withhold_up_to=5)), "Months", "table-1")

    assert html.count("<th scope") == 2
    assert '<th scope="row" class="short">December 2013</th>' in html


@pytest.mark.parametrize(
    ("days", "newest_first"),
    [(["2013-04-30", "2013-05-31"], True), (["2013-05-31"] * 2, True), (["2013-05-31", "2013-04-30"], False)],
)
def test_a_table_that_goes_from_old_to_new_begins_with_the_newest_on_a_phone(days, newest_first):
    table = pd.DataFrame({"period": ["a month", "another month"], "end": pd.to_datetime(days), "children": [30, 20]})
    wide = table.assign(**{f"a column of words {number}": "words that take some room" for number in range(4)})
    html = render_table(protect(wide, Disclosure(withhold_up_to=5), counts=["children"]), "Children", "table-1")

    assert ('class="cards by-time' in html) == newest_first


def test_names_and_captions_are_shown_as_they_are_written():
    html = render_table(protected([30, 20]), "<script>alert(1)</script>", "table-1")

    assert "<script>" not in html
    assert "&lt;b&gt;England" in html


def test_a_table_that_did_not_come_through_the_door_is_refused():
    with pytest.raises(DisclosureRefused, match=r"page\.protect"):
        render_table(pd.DataFrame({"children": [30]}), "Children", "table-1")


def test_the_csv_has_what_the_table_shows():
    csv = write_csv(describe_columns(protected([1179, 3], rate=[73.4, -1.5])))

    assert csv == 'Area,Children,"Rate (per 10,000)"\nSouthampton,1179,73.4\n<b>England,[c],-1.50\n'


def test_what_travels_of_a_table_is_its_figures_as_they_are_shown_and_what_stands_for_a_gap():
    status = ["not_supplied", "reported"]
    table = protected([None, 3], children_status=status, rate=[73.44444, -1.5], ask=["12", "=34"])

    assert describe_columns(table) == [
        {"heading": "Area", "form": "text", "cells": ["Southampton", "<b>England"]},
        {
            "heading": "Children",
            "form": "count",
            "cells": ["not supplied", "[c]"],
            "figures": [None, None],
            "places": 0,
        },
        {
            "heading": "Rate (per 10,000)",
            "form": "rate",
            "cells": ["73.4", "-1.50"],
            "figures": [73.4, -1.5],
            "places": 2,
        },
        {"heading": "Ask", "form": "text", "cells": ["12", "'=34"]},
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_the_csv_can_start_a_formula(start):
    table = protect(pd.DataFrame({"area": [f"{start}cmd|'/c calc'!A0"]}), Disclosure(withhold_up_to=5))

    assert f"\n'{start}cmd" in write_csv(describe_columns(table)) or f"\n\"'{start}cmd" in write_csv(
        describe_columns(table)
    )


def test_markup_of_our_own_stands_in_a_column_and_never_in_the_csv():
    table = protected([1179, 20])
    html = render_table(table, "Children missing", "table-1", {"area": ['<a href="missing.html">S</a>', "E"]})

    assert '<a href="missing.html">S</a></th><td class="figure">1,179</td>' in html
    assert "<b>England" not in html
    assert "missing.html" not in write_csv(describe_columns(table))


@pytest.mark.parametrize(("heading", "brief"), [("Luton", True), ("Average quoted in the report", False)])
def test_on_a_phone_figures_under_short_headings_follow_each_other_in_a_card(heading, brief):
    names = [heading, "Sandwell", "Wolverhampton", "England"]
    columns = {"kind": Column("Kind"), **{name: Column(name, "count") for name in names}}
    table = pd.DataFrame({"kind": ["Neglect"], **{name: [455.0] for name in names}})
    html = render_table(protect(table, Disclosure(withhold_up_to=5), counts=names, columns=columns), "Kinds", "table-1")

    assert ('class="cards brief"' in html) == brief
    assert 'class="cards' in html
