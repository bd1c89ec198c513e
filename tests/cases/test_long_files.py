"""Long files as national bodies publish them: filters, editions, school years, decimals, two dates."""

import pytest

from analysis.refusals import ParametersRefused

from .conftest import ENGLAND, PORTSMOUTH, SOUTHAMPTON

ABOUT = """\
layout: measures_across
area_columns: [new_la_code, region_code, country_code]
name_column: la_name
period_column: time_period
period: reporting year
labels: [time_identifier, geographic_level, country_name, region_name, old_la_code]
"""
LEVELS = (
    "National,E92000001,England,,,,,",
    "Local authority,E92000001,England,E12000008,South East,851,E06000044,Portsmouth",
    "Local authority,E92000001,England,E12000008,South East,852,E06000045,Southampton",
)
HEADED = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code"
HEADED += ",new_la_code,la_name"


def long_file(headings: str, rows: dict[str, list[str]], *, identifier: str = "Reporting year") -> str:
    """A long file of the Department's form: for each period, rows for England, Portsmouth and Southampton in turn."""
    lines = [
        f"{period},{identifier},{LEVELS[number % 3]},{rest}"
        for period, each in rows.items()
        for number, rest in enumerate(each)
    ]
    return "\n".join([f"{HEADED},{headings}", *lines]) + "\n"


STABILITY = "cla_group,placement_stability,children_count,children_percent"
GROUPS = [
    f"{group},{stability},{count},{percent}"
    for group, stability, counts in (
        ("CLA on 31 March", "Total children", ("460000,100", "460,100", "460,100")),
        ("CLA on 31 March", "With 3 or more placements during the year", ("64000,14", "c,c", "64,14")),
        ("CLA 2 years on 31 March", "Total children", ("340000,100", "340,100", "340,100")),
        ("CLA 2 years on 31 March", "With 3 or more placements during the year", ("102000,30", "102,30", "102,30")),
    )
    for count, percent in (each.split(",") for each in counts)
]
MOVED = "With 3 or more placements during the year"
BY_GROUP = (
    ABOUT + "file: la_cla_placement_stability\ncolumns: {children_count: h_place}\nleft_out: [children_percent]\n"
)


def test_where_keeps_the_rows_of_one_group_and_the_whole_has_no_breakdown(read_case):
    more = "where: {cla_group: CLA on 31 March}\nbreakdown_columns: [{placement_stability: Total children}]\n"
    case = read_case("la_cla_placement_stability.csv", long_file(STABILITY, {"2025": GROUPS}), BY_GROUP + more)

    assert case.value("h_place", period="2024-25") == 460
    assert case.value("h_place", breakdown=MOVED) == 64
    assert case.row("h_place", PORTSMOUTH, breakdown=MOVED)["status"] == "suppressed_at_source"
    assert "6 of 12 rows are left out." in set(case.cleaned.findings["treatment"])


def test_two_breakdown_columns_name_the_group_together(read_case):
    more = "breakdown_columns: [cla_group, placement_stability]\ntotal: {placement_stability: Total children}\n"
    case = read_case("la_cla_placement_stability.csv", long_file(STABILITY, {"2025": GROUPS}), BY_GROUP + more)

    assert case.value("h_place", breakdown="CLA 2 years on 31 March") == 340
    assert case.value("h_place", breakdown=f"CLA 2 years on 31 March, {MOVED}") == 102


def test_a_label_that_differs_within_one_figure_is_refused_even_where_the_numbers_agree(read_case):
    alike = [row.replace("c,c", "77,7").replace("102,30", "77,7") for row in GROUPS]
    spec = BY_GROUP.replace("old_la_code]", "old_la_code, cla_group]") + "breakdown_column: placement_stability\n"
    case = read_case("la_cla_placement_stability.csv", long_file(STABILITY, {"2025": alike}), spec)

    assert "cell K8: expected the same label 'cla_group' in all rows of one figure" in case.refusal
    assert "`where` or `breakdown_columns`" in case.refusal
    assert case.cleaned.observations.empty


def test_a_column_left_out_by_name_that_says_which_group_a_row_is_of_is_refused(read_case):
    alike = [row.replace("c,c", "77,7").replace("102,30", "77,7") for row in GROUPS]
    spec = BY_GROUP.replace("left_out: [", "left_out: [cla_group, ") + "breakdown_column: placement_stability\n"
    case = read_case("la_cla_placement_stability.csv", long_file(STABILITY, {"2025": alike}), spec)

    assert "expected the same label 'cla_group'" in case.refusal


def test_a_total_that_is_not_named_as_the_whole_is_refused(read_case):
    rows = [row.replace("Total children", "Total") for row in GROUPS[:6]]
    more = "where: {cla_group: CLA on 31 March}\nbreakdown_columns: [placement_stability]\n"
    case = read_case("la_cla_placement_stability.csv", long_file(STABILITY, {"2025": rows}), BY_GROUP + more)

    assert "cells L2:L4: expected a group here, not a total" in case.refusal


def test_a_value_that_no_row_has_is_refused(read_case):
    more = "where: {cla_group: CLA on 31 Mrach}\nbreakdown_columns: [{placement_stability: Total children}]\n"
    case = read_case("la_cla_placement_stability.csv", long_file(STABILITY, {"2025": GROUPS}), BY_GROUP + more)

    assert "cell K2: expected 'CLA on 31 Mrach' in this column" in case.refusal


MISSING_ROWS = [
    f"{name},{value}"
    for name, values in {
        "Children who had a missing incident during the year": (66000, 60, 66),
        "Number of missing incidents during the year": (350000, 340, 350),
        "Children missing on 31 March": (5000, "c", "c"),
        "Average number of missing incidents per child who went missing": (5.3, 5.3, 5.3),
    }.items()
    for value in values
]
MISSING = (
    ABOUT
    + """\
file: la_children_missing_or_away
category_column: CLA_group
columns:
  number:
    Children who had a missing incident during the year: looked_after_missing_children
    Number of missing incidents during the year: looked_after_missing_incidents
    Children missing on 31 March: looked_after_missing_on_day
"""
)


@pytest.mark.parametrize("left_out", ["others", "[Average number of missing incidents per child who went missing]"])
def test_categories_that_nobody_wants_are_left_out_and_counted(left_out, read_case):
    text = long_file("CLA_group,number", {"2024": MISSING_ROWS})
    case = read_case("la_children_missing_or_away.csv", text, MISSING + f"left_out: {left_out}\n")

    assert case.value("looked_after_missing_children", period="2023-24") == 66
    assert case.value("looked_after_missing_incidents") == 350
    assert case.row("looked_after_missing_on_day")["status"] == "suppressed_at_source"
    assert case.finding("left_out")["treatment"] == "1 category is not read."


def test_a_category_that_is_neither_declared_nor_left_out_is_refused(read_case):
    case = read_case("la_children_missing_or_away.csv", long_file("CLA_group,number", {"2024": MISSING_ROWS}), MISSING)

    assert "cell K11: expected one of" in case.refusal


SCHOOLS = (
    ABOUT.replace("reporting year", "academic year")
    + """\
file: permanent_exclusions_and_suspensions_la
columns:
  t_pupils: h_pupils
  t_one_plus_sus: h_place
left_out: others
"""
)


def test_six_digits_are_a_school_year_where_that_is_declared(read_case):
    text = long_file(
        "t_pupils,t_one_plus_sus,pt_one_plus_sus",
        {"202324": ["36,21,5", "36,22,5", "36000,2100,5"], "202223": ["36,19,5", "36,18,5", "36000,1900,5"]},
        identifier="Academic year",
    )
    case = read_case("permanent_exclusions_and_suspensions_la.csv", text, SCHOOLS)
    row = case.row("h_place", period="academic year 2023/24")

    assert row["value"] == 2100
    assert (f"{row['start']:%Y-%m-%d}", f"{row['end']:%Y-%m-%d}") == ("2023-09-01", "2024-08-31")
    assert case.value("h_place", period="academic year 2022/23") == 1900
    assert case.finding("left_out")["treatment"] == "Not read: 1 more columns."


def test_a_term_is_read_from_the_period_and_its_identifier_together(read_case):
    spec = SCHOOLS.replace("period_column: time_period", "period_column: [time_period, time_identifier]")
    spec = spec.replace("labels: [time_identifier, ", "labels: [")
    text = long_file("t_pupils,t_one_plus_sus", {"202526": ["9,8", "9,7", "9,6"]}, identifier="Autumn term")
    case = read_case("permanent_exclusions_and_suspensions_la.csv", text, spec)

    assert f"{case.row('h_place', period='autumn term 2025')['end']:%Y-%m-%d}" == "2025-12-31"


C1 = (
    ABOUT
    + """\
file: c1_children_in_need_referrals_*
columns: {Referrals: referrals, Re_referrals: rereferrals}
headings:
  rereferral_share: {any_of: [Re_referrals_percent, rereferral_percent], percent: bare}
  Referrals: {any_of: [referral_count]}
  Re_referrals: rereferral_count
"""
)


@pytest.mark.parametrize(
    "headings", ["Referrals,Re_referrals,Re_referrals_percent", "referral_count,rereferral_count,rereferral_percent"]
)
def test_a_measure_goes_by_the_heading_of_its_edition(headings, read_case):
    rows = ["3000000,600000,20", "3000,600,20", "3000,600,20"]
    case = read_case("c1_children_in_need_referrals_2025.csv", long_file(headings, {"2025": rows}), C1)

    assert case.value("referrals", period="2024-25") == 3000
    assert case.value("rereferrals", PORTSMOUTH) == 600
    assert case.value("rereferral_share") == 0.2


def test_every_heading_that_is_missing_and_every_new_one_is_told_at_once(read_case):
    rows = ["1,1,1,5,5", "1,1,1,5,5", "1,1,1,5,5"]
    text = long_file("referrals_number,re_referrals_number,rereferral_percent,note_a,note_b", {"2025": rows})
    refusal = read_case("c1_children_in_need_referrals_2025.csv", text, C1).refusal

    assert "expected a column headed 'Referrals' (nearest: 'referrals_number')" in refusal
    assert "one headed 'Re_referrals' (nearest: 're_referrals_number')" in refusal
    assert "not declared: 'referrals_number' (nearest: 'Referrals') (K)" in refusal
    assert "'note_a' (N), 'note_b' (O)" in refusal


FTE = (
    ABOUT
    + """\
file: csww_indicators_*
columns: {inpost_fte: h_sw_fte, caseload_fte: h_sw_caseload}
left_out: [vacancy_rate_fte]
headings: {h_sw_fte: {any_of: vacancy_fte, breakdown: vacancies}}
"""
)


def test_a_quantity_has_decimals_and_is_no_count(read_case):
    rows = ["212400.0,31700.0,13.0,14.6", "212.4,u,13.0,14.6", "212.4,31.7,13.0,14.6"]
    text = long_file("inpost_fte,vacancy_fte,vacancy_rate_fte,caseload_fte", {"2025": rows})
    case = read_case("csww_indicators_2017_to_2025.csv", text, FTE)

    assert (case.value("h_sw_fte"), case.value("h_sw_caseload")) == (212.4, 14.6)
    assert case.value("h_sw_fte", breakdown="vacancies") == 31.7
    assert case.row("h_sw_fte", PORTSMOUTH, breakdown="vacancies")["status"] == "not_available"


MHSDS = """
    REPORTING_PERIOD_START,REPORTING_PERIOD_END,STATUS,PRIMARY_LEVEL,PRIMARY_LEVEL_DESCRIPTION,MEASURE_ID,MEASURE_VALUE
    01/04/2024,30/04/2024,Final,E92000001,ENGLAND,CYP01,1200
    01/04/2024,30/04/2024,Final,E06000045,Southampton,CYP01,1200
    01/04/2024,30/04/2024,Final,E06000045,Southampton,CYP32,*
    01/05/2024,31/05/2024,Final,E06000045,Southampton,CYP01,1210
    01/05/2024,31/05/2024,Final,E06000045,Southampton,CYP32,*
"""
FROM_DATES = """
    layout: measures_across
    file: mhsds_small_may_2024
    area_columns: [PRIMARY_LEVEL]
    name_column: PRIMARY_LEVEL_DESCRIPTION
    period_from: {start: REPORTING_PERIOD_START, end: REPORTING_PERIOD_END}
    labels: [STATUS]
    category_column: MEASURE_ID
    markers: {"*": suppressed_at_source}
    columns: {MEASURE_VALUE: {CYP01: h_pupils, CYP32: h_cautioned}}
"""


def test_two_dates_make_the_month_between_them(read_case):
    case = read_case("mhsds_small_may_2024.csv", MHSDS, FROM_DATES)

    assert case.value("h_pupils", period="2024-04") == 1200
    assert case.value("h_pupils", period="2024-05") == 1210
    assert case.value("h_pupils", ENGLAND, period="2024-04") == 1200
    assert case.row("h_cautioned", period="2024-04")["status"] == "suppressed_at_source"


def test_dates_that_can_be_read_both_ways_need_their_order(read_case):
    text = MHSDS.replace("30/04/2024", "05/04/2024").replace("31/05/2024", "06/05/2024")
    assert "say `dates: day first`" in read_case("mhsds_small_may_2024.csv", text, FROM_DATES).refusal

    case = read_case("mhsds_small_may_2024.csv", text, FROM_DATES + "    dates: day first\n")
    assert f"{case.row('h_pupils', ENGLAND)['end']:%Y-%m-%d}" == "2024-04-05"


def test_two_ways_to_say_the_period_are_refused(read_case):
    with pytest.raises(ParametersRefused, match="one of `period_column`, `period_from` and `period_in`"):
        read_case("mhsds_small_may_2024.csv", MHSDS, FROM_DATES + "    period_in: A1\n    period: month\n")


def test_figures_of_a_known_area_go_by_its_old_and_new_codes_and_by_its_name_however_it_is_written(read_case):
    rows = "place,year,n\n852,2014,7\nPORTSMOUTH UA,2014,4\nBristol City of,2014,9\nE08000020,2014,2\n"
    spec = "layout: measures_across\nfile: places\narea_columns: [place]\nperiod_column: year\nperiod: reporting year\n"
    case = read_case("places.csv", rows, spec + "columns: {n: h_pupils}\n")

    places = (SOUTHAMPTON, PORTSMOUTH, "E06000023", "E08000037")
    assert [case.value("h_pupils", area) for area in places] == [7, 4, 9, 2]


BESIDE = "period_column: [time_period, time_identifier]"


def read_kind(read_case, identifier, period, *, column="period_column: time_period", labels="time_identifier, "):
    """The case of a file whose identifier is this, by a specification of this kind of period."""
    spec = SCHOOLS.replace("period_column: time_period", column).replace("academic year", period)
    spec = spec.replace("labels: [time_identifier, ", f"labels: [{labels}")
    time = {"calendar year": "2023", "reporting year": "2024", "mid-year": "2023"}.get(period, "202324")
    text = long_file("t_pupils,t_one_plus_sus", {time: ["9,8", "9,7", "9,6"]}, identifier=identifier)
    return read_case("permanent_exclusions_and_suspensions_la.csv", text, spec)


@pytest.mark.parametrize("way", [{}, {"labels": ""}, {"labels": "", "column": BESIDE}])
@pytest.mark.parametrize(
    ("said", "period", "named"),
    [
        ("Academic year", "financial year", "academic year"),
        ("Financial year", "academic year", "financial year"),
        ("Reporting year", "calendar year", "reporting year"),
        ("Calendar year", "reporting year", "calendar year"),
    ],
)
def test_a_year_of_another_kind_than_its_column_names_is_not_accepted(said, period, named, way, read_case):
    refusal = read_kind(read_case, said, period, **way).refusal

    assert f"B2:B4: expected in the column 'time_identifier' the kind of period that `period: {period}`" in refusal
    assert f"it says {named}: write `period: {named}`, or keep the rows wanted by `where`" in refusal


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("Financial year", "financial year"),
        ("Calendar year", "calendar year"),
        ("Reporting year", "reporting year"),
        ("Mid-year", "mid-year"),
        ("Reporting year", "mid-year"),
    ],
)
@pytest.mark.parametrize("way", [{}, {"labels": "", "column": BESIDE}])
def test_a_year_of_the_kind_that_its_column_names_is_read(said, period, way, read_case):
    assert read_kind(read_case, said, period, **way).value("h_place") == 6


@pytest.mark.parametrize(
    ("said", "period"),
    [("Autumn term", "academic year"), ("Financial year Q1", "financial year"), ("", "academic year")],
)
def test_a_part_of_a_year_is_not_read_as_the_year(said, period, read_case):
    assert "the kind of period that" in read_kind(read_case, said, period).refusal


def test_a_financial_quarter_is_read_from_the_period_and_its_identifier_together(read_case):
    case = read_kind(read_case, "Financial year Q1", "quarter", labels="", column=BESIDE)

    assert case.value("h_place", period="2023-24 Q1") == 6


def test_rows_of_another_kind_that_are_not_wanted_are_left_out(read_case):
    text = long_file("t_pupils,t_one_plus_sus", {"202324": ["9,8", "9,7", "9,6"]}, identifier="Academic year")
    terms = text.replace("Academic year", "Autumn term").replace(",9,", ",5,").splitlines()[1:]
    spec = SCHOOLS.replace("labels: [time_identifier, ", "labels: [")
    spec += "where: {time_identifier: Academic year}\n"
    case = read_case("permanent_exclusions_and_suspensions_la.csv", "\n".join([*text.splitlines(), *terms]), spec)

    assert case.value("h_pupils") == 9


@pytest.mark.parametrize(
    ("written", "declared"),
    [("during the year,", "during the year [note 3],"), ("Children missing on 31", "children  missing on\u00a031")],
)
def test_a_category_may_be_written_with_a_note_or_other_spaces(written, declared, read_case):
    text = long_file("CLA_group,number", {"2024": [row.replace(written, declared) for row in MISSING_ROWS]})
    case = read_case("la_children_missing_or_away.csv", text, MISSING + "left_out: others\n")

    assert case.value("looked_after_missing_children") == 66
    assert case.row("looked_after_missing_on_day")["status"] == "suppressed_at_source"


def test_a_declared_category_that_no_row_has_is_said_to_be_missing(read_case):
    rows = [row.replace("missing on 31 March", "missing at 31 March") for row in MISSING_ROWS]
    text = long_file("CLA_group,number", {"2024": rows})
    spec = MISSING + "left_out: others\n"
    finding = read_case("la_children_missing_or_away.csv", text, spec, folder="published").finding("missing_category")

    assert (finding["severity"], finding["indicators"]) == ("warning", "looked_after_missing_on_day")
    assert "'Children missing on 31 March' (nearest: 'Children missing at 31 March')" in finding["message"]


def test_a_category_that_another_edition_words_otherwise_is_not_missing(read_case):
    spec = MISSING + "    Children missing at 31 March: looked_after_missing_on_day\nleft_out: others\n"
    case = read_case("la_children_missing_or_away.csv", long_file("CLA_group,number", {"2024": MISSING_ROWS}), spec)

    assert "missing_category" not in case.rules()


YOUTH_JUSTICE = """
    YJS,Region,Period,Measure,Value
    Southampton YJS,South East,Year ending March 2023,First time entrants,42
    Southampton YJS,South East,Year ending March 2023,"Rate per 100,000 10–17 population",194.3
    Portsmouth YJS,South East,Year ending March 2023,First time entrants,*
    Portsmouth YJS,South East,Year ending March 2023,"Rate per 100,000 10–17 population",*
    England,,Year ending March 2023,First time entrants,"8,210"
    Southampton YJS,South East,Year ending March 2023,Reoffending rate,31.2%
"""


def test_a_long_table_of_youth_justice_services_is_read_by_its_measures(read_case):
    spec = """
        layout: measures_across
        file: youth_justice_long
        area_columns: [YJS]
        period_column: Period
        period: year ending
        labels: [Region]
        category_column: Measure
        columns:
          Value:
            First time entrants: first_time_entrants
            "Rate per 100,000 10-17 population": first_time_entrant_rate
        markers: {"*": suppressed_at_source}
        left_out: others
    """
    case = read_case("youth_justice_long.csv", YOUTH_JUSTICE, spec)

    assert case.value("first_time_entrants", period="2022-23") == 42
    assert case.value("first_time_entrant_rate") == 194.3
    assert case.value("first_time_entrants", ENGLAND) == 8210
    assert case.row("first_time_entrants", PORTSMOUTH)["status"] == "suppressed_at_source"


@pytest.mark.parametrize("name", ["City of Southampton", "Southampton City", "Southampton UA", "SOUTHAMPTON (2)"])
def test_an_authority_is_known_by_its_name_with_its_rank(name, read_case):
    spec = """
        layout: measures_across
        file: areas_{reporting year}
        area_columns: [Area]
        columns: {n: h_pupils}
    """

    assert read_case("areas_2014.csv", f"Area,n\n{name},5\n", spec).value("h_pupils") == 5
