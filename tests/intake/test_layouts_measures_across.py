"""One column per measure, one row per area and period."""

import numpy as np
import pytest

from analysis.refusals import SourceRefused

LONG = """
time_period | code | name | group | Referrals | Re_referrals | Percent
2014 | E06000045 | Southampton | all | 3471 | 1114 | 32.1
2014 | E92000001 | England | all | 657800 | c | 23.4
2013 | E06000045 | Southampton | all | 3822 | 1168 | x
"""
DFE = {
    "layout": "measures_across",
    "area_columns": ["code"],
    "name_column": "name",
    "period_column": "time_period",
    "period": "reporting year",
    "labels": ["group"],
    "columns": {
        "Referrals": "referrals",
        "Re_referrals": "rereferrals",
        "Percent": {"indicator": "rereferral_share", "percent": "bare"},
    },
}


def test_a_reporting_year_is_the_year_to_its_march(read_table, pick):
    _, reading = read_table(LONG, **DFE)
    cell = pick(reading, "referrals", area="E06000045", period="2013-14")

    assert cell["value"] == 3471
    assert (cell["start"].date().isoformat(), cell["end"].date().isoformat()) == ("2013-04-01", "2014-03-31")


def test_a_proportion_is_a_fraction_with_the_counts_it_is_made_of(read_table, pick):
    _, reading = read_table(LONG, **DFE)
    share = pick(reading, "rereferral_share", area="E06000045", period="2013-14")

    assert (share["value"], share["numerator"], share["denominator"]) == (0.321, 1114, 3471)


def test_a_proportion_without_one_of_its_counts_has_neither(read_table, pick):
    _, reading = read_table(LONG, **DFE)
    share = pick(reading, "rereferral_share", area="E92000001")

    assert share["value"] == 0.234
    assert np.isnan(share["numerator"])
    assert np.isnan(share["denominator"])


def test_a_suppressed_figure_is_a_row_that_says_so(read_table, pick):
    _, reading = read_table(LONG, **DFE)

    assert pick(reading, "rereferrals", area="E92000001")["status"] == "suppressed_at_source"


def test_the_order_of_columns_is_free(read_table, pick):
    turned = "\n".join("|".join(reversed(line.split("|"))) for line in LONG.strip().split("\n"))
    _, reading = read_table(turned, **DFE)

    assert pick(reading, "referrals", area="E06000045", period="2013-14")["value"] == 3471


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("| Percent\n", "| Rate\n", "cell G1: expected a column headed 'Percent'"),
        ("| group |", "| |", "cell D1: expected a column headed 'group'"),
        ("Re_referrals | ", "Re_referrals ", "expected a column headed 'Re_referrals'"),
        ("| Percent\n", "| Percent | secret\n", "cell H1: expected no heading here"),
        ("| group |", "| Referrals |", "cell D1: expected a column headed 'group'"),
        ("| group | Referrals", "| group | Referrals | Referrals", "cell F1: expected the heading 'Referrals' once"),
        ("2014 | E06", "Mar-14 | E06", "cell A2: expected a reporting year such as '2014'"),
        ("E92000001 | England", "E92000001 | Southampton", "cell C3: expected the name of the area whose code"),
        ("| 3471", "| 3471.5", "cell E2: expected a whole number"),
        ("| 32.1", "| around 32", "cell G2: expected a figure or a marker"),
    ],
)
def test_a_table_that_is_not_the_contracts_is_refused_with_the_cell(old, new, expected, read_table):
    with pytest.raises(SourceRefused, match=expected) as refused:
        read_table(LONG.replace(old, new), **DFE)
    assert "secret" not in str(refused.value)


def test_a_percentage_in_place_of_a_bare_number_is_the_same(read_table, pick):
    _, reading = read_table(LONG.replace("32.1", "32.1%"), **DFE)

    assert pick(reading, "rereferral_share", area="E06000045", period="2013-14")["value"] == 0.321


@pytest.mark.parametrize("last", [20, 15, 14])
def test_fractions_where_percentages_are_declared_are_refused_however_few(last, read_table):
    rows = "\n".join(f"20{year} | E06000045 | Southampton | all | 100 | 30 | 0.3{year}" for year in range(13, last))
    headings = LONG.strip().split("\n")[0]

    with pytest.raises(SourceRefused, match="cell G2: expected percentages here and below, not fractions of 1"):
        read_table(f"{headings}\n{rows}", **DFE)


def test_one_fraction_among_percentages_is_refused_where_it_would_be_one_of_them_a_hundredfold(read_table):
    rows = "\n".join(
        f"20{13 + place} | E06000045 | Southampton | all | 100 | 30 | {share}"
        for place, share in enumerate(("31.2", "24.8", "0.27", "28.1"))
    )
    headings = LONG.strip().split("\n")[0]

    with pytest.raises(SourceRefused, match="cell G4: expected percentages here and below, not fractions of 1"):
        read_table(f"{headings}\n{rows}", **DFE)


def test_a_percentage_below_1_among_larger_ones_or_with_its_sign_is_one(read_table, pick):
    _, among = read_table(LONG.replace("32.1", "0.4"), **DFE)
    headings = LONG.strip().split("\n")[0]
    _, alone = read_table(f"{headings}\n2014 | E06000045 | Southampton | all | 100 | 30 | 0.4%", **DFE)

    assert pick(among, "rereferral_share", area="E06000045", period="2013-14")["value"] == 0.004
    assert alone.observations.loc[alone.observations["indicator"] == "rereferral_share", "value"].tolist() == [0.004]


def test_a_sign_is_expected_where_the_contract_does_not_say_how_a_proportion_is_written(read_table):
    columns = DFE["columns"] | {"Percent": "rereferral_share"}

    with pytest.raises(SourceRefused, match="cells G2:G3: expected a percentage with its sign"):
        read_table(LONG, **DFE | {"columns": columns})


def test_a_name_beside_a_code_that_is_no_areas_is_read_with_a_finding(read_table, pick):
    _, reading = read_table(LONG.replace("| Southampton | all | 3471", "| Sowthamptun | all | 3471"), **DFE)
    (finding,) = reading.findings

    assert (finding["rule"], finding["cell"]) == ("unknown_name", "C2")
    assert "Sowthamptun" not in " ".join(str(words) for words in finding.values())
    assert pick(reading, "referrals", area="E06000045", period="2013-14")["value"] == 3471


def test_rows_of_an_unknown_area_are_set_aside_with_a_finding(read_table):
    grid, reading = read_table(LONG.replace("E92000001 | England", "E06000999 | Nowhere"), **DFE)
    [finding] = reading.findings

    assert (finding["rule"], finding["cell"]) == ("unknown_area", "B3")
    assert "E06000999" not in set(reading.observations["area"])
    assert grid.count_roles()["finding"] == 3


def test_a_code_that_a_place_had_before_is_the_same_place(read_table):
    table = LONG.replace("E92000001 | England", "E06000048 | Northumberland")
    _, reading = read_table(table, **DFE)

    assert "E06000057" in set(reading.observations["area"])


def test_an_authority_that_was_divided_is_not_the_one_that_has_its_name_now(read_table):
    _, reading = read_table(LONG.replace("E92000001 | England", "E10000009 | Dorset"), **DFE)

    assert "E10000009" in set(reading.observations["area"])


def test_columns_that_are_left_out_are_a_finding(read_table):
    contract = DFE | {"labels": [], "left_out": ["group"]}
    grid, reading = read_table(LONG, **contract)

    assert [finding["treatment"] for finding in reading.findings] == ["Not read: group."]
    assert grid.count_roles()["finding"] == 3


def test_a_category_says_which_indicator_a_row_is_of(read_table, pick):
    categories = {"at 31 March": "looked_after_children", "starting": "looked_after_started"}
    contract = {
        "layout": "measures_across",
        "area_columns": ["code"],
        "period_column": "year",
        "period": "reporting year",
        "category_column": "what",
        "columns": {"number": categories},
    }
    table = "year | code | what | number\n2014 | E06000045 | at 31 March | 500\n2014 | E06000045 | starting | 247"
    _, reading = read_table(table, **contract)

    assert pick(reading, "looked_after_children", period="31 March 2014")["value"] == 500
    assert pick(reading, "looked_after_started", period="2013-14")["value"] == 247
    with pytest.raises(SourceRefused, match="cell C3: expected one of 'at 31 March', 'starting'"):
        read_table(table.replace("starting", "other"), **contract)


def test_headings_hold_the_files_period_where_the_contract_says_so(read_table, pick):
    contract = {
        "layout": "measures_across",
        "area_columns": ["code {year}"],
        "columns": {"CLA_Mar{file}": "looked_after_children"},
    }
    table = "code 2013/2014 | CLA_Mar2014\nE06000045 | 500"
    _, reading = read_table(table, of="2013-14", named="2014", **contract)

    assert pick(reading, "looked_after_children", period="31 March 2014")["value"] == 500


NAMED = """
Area | No | %
Southampton | 241 | 66%
TOTAL | 364 | 100%
% Change | -2% | -
"""
OFFENCES = {
    "layout": "measures_across",
    "area_columns": ["Area"],
    "areas": {"Southampton": "E06000045", "TOTAL": "L:four_districts", "% Change": "L:four_districts"},
    "columns": {"No": "sexual_offences", "%": "sexual_offence_share"},
    "other_rows": {"% Change": {"sexual_offences": "sexual_offences_change", "sexual_offence_share": None}},
}


def test_a_row_can_hold_another_indicator_than_its_column(read_table, pick):
    _, reading = read_table(NAMED, of="2013-14", **OFFENCES)

    assert pick(reading, "sexual_offences_change")["value"] == -0.02
    assert len(reading.observations) == 5


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("-2% | -", "-2% | 5%", "cell C4: expected a marker, as no figure has a meaning here"),
        ("Southampton | 241 | 66%\n", "", "cell A3: expected also a row 'Southampton'"),
        ("Southampton |", "Eastleigh |", "cell A2: expected 'Southampton' or 'TOTAL' or '% Change'"),
    ],
)
def test_rows_that_are_not_those_that_the_contract_names_are_refused(old, new, expected, read_table):
    with pytest.raises(SourceRefused, match=expected):
        read_table(NAMED.replace(old, new), of="2013-14", **OFFENCES)


def test_the_real_offences_table_has_counts_shares_and_changes(read_source, pick):
    _, reading = read_source("police_sexual_offences")

    assert pick(reading, "sexual_offences", area="E06000045", breakdown="")["value"] == 241
    assert pick(reading, "sexual_offences", area="L:four_districts", breakdown="domestic")["value"] == 41
    assert pick(reading, "sexual_offence_share", area="E07000091", breakdown="historic")["value"] == 0.28
    assert pick(reading, "sexual_offences_change", breakdown="night-time economy")["value"] == -0.11


def test_the_real_offences_table_is_accounted_for_to_the_cell(read_source):
    grid, _ = read_source("police_sexual_offences")

    counts = grid.count_roles()
    assert (counts["figure"], counts["total"], counts["marker"], counts["outside"]) == (36, 14, 4, 2)


@pytest.mark.parametrize(
    ("source", "indicator", "area", "period", "value"),
    [
        ("dfe_referrals", "referrals", "E06000045", "2013-14", 3471),
        ("dfe_referrals", "rereferral_share", "E06000045", "2013-14", 0.321),
        ("dfe_child_protection_plans", "child_protection_plans", "E06000045", "31 March 2014", 236),
        ("dfe_child_protection_plans_started", "child_protection_plans_started", "E06000045", "2013-14", 373),
        ("dfe_children_in_need", "children_in_need_rate", "E06000045", "31 March 2014", 411.3),
        ("dfe_looked_after", "looked_after_children", "E06000045", "31 March 2014", 500),
        ("dfe_looked_after_missing", "looked_after_missing_incidents", "E06000045", "2016-17", 223),
        ("dfe_looked_after_missing_share", "looked_after_missing_share", "E06000045", "2015-16", 0.05),
        ("dfe_re_referral_share", "rereferral_share", "E06000045", "2015-16", 0.192),
        ("dfe_assessments_45_days", "assessments_in_45_days_share", "E06000045", "2015-16", 0.848),
        ("dfe_16_17_neet", "neet_16_17_share", "E06000045", "2018-19", 0.043),
        ("moj_first_time_entrants", "first_time_entrant_rate", "E06000045", "2016", 373),
        ("ons_population_0_17", "population_0_17", "E06000045", "30 June 2013", 47458),
        ("ons_under_18_conceptions", "under_18_conception_rate", "E06000045", "2016", 31.7),
        ("dft_road_casualties", "child_road_casualty_rate", "E06000045", "2014 to 2016", 30.8),
    ],
)
def test_the_real_national_tables_read_to_the_cell(source, indicator, area, period, value, read_source, pick):
    _, reading = read_source(source)

    assert pick(reading, indicator, area=area, period=period)["value"] == value


@pytest.mark.parametrize(("old", "new"), [(",815.3,", ";815.3,"), (",815.3,", ",8,15.3,")])
def test_a_row_with_a_separator_too_few_or_too_many_is_refused(old, new, project, read_source):
    path = project.raw / "published" / "dfe_referrals.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceRefused, match=r"cell [A-Z]2: expected 7 cells in this row"):
        read_source("dfe_referrals")


def test_a_mid_year_is_the_thirtieth_of_june(read_table, pick):
    contract = {"layout": "measures_across", "area_columns": ["code"], "period_column": "year", "period": "mid-year"}
    table = "code | year | n\nE06000045 | 2013 | 47458"
    _, reading = read_table(table, **contract, columns={"n": "population_0_17"})

    assert pick(reading, "population_0_17")["period"] == "30 June 2013"


def test_a_real_withheld_number_is_suppressed_and_a_real_blank_not_available(read_source, pick):
    _, missing = read_source("dfe_looked_after_missing")
    withheld = pick(missing, "looked_after_missing_repeat_children", area="E06000045", period="2014-15")
    _, looked_after = read_source("dfe_looked_after")
    blank = pick(looked_after, "looked_after_children", area="E06000045", period="31 March 2015")

    assert (withheld["status"], blank["status"]) == ("suppressed_at_source", "not_available")


def test_the_real_neighbours_are_ranked(read_source, pick):
    _, reading = read_source("dfe_statistical_neighbours")

    assert pick(reading, "neighbour_rank", breakdown="E06000044")["value"] == 1
    assert pick(reading, "neighbour_closeness", breakdown="E06000044")["words"] == "Very Close"
