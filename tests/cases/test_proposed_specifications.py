"""A specification proposed from a file reads it: only indicators that no heading names are left to be named."""

import re

import pytest

from publishing.forms.proposed_source import propose_source

from .conftest import PORTSMOUTH, SOUTHAMPTON

STAND_INS = {
    "count": ["h_pupils", "h_place", "h_cautioned"],
    "proportion": ["h_share"],
    "quantity": ["h_sw_fte"],
    "rate": ["h_sw_caseload"],
    "statement": ["h_text"],
}
_UNNAMED = re.compile(r"an_indicator(?=[^#\n]*# no (\w+) is near)")


@pytest.fixture
def read_proposed(read_case, tmp_path, definitions):
    """Read a file by what is proposed for it, its unnamed indicators named by the kinds that they should be of."""

    def read(file: str, content: str | bytes):
        path = tmp_path / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        left = {kind: [*names] for kind, names in STAND_INS.items()}
        text = _UNNAMED.sub(lambda found: left[found[1]].pop(0), propose_source(path, definitions)[1])
        return read_case(file, path.read_bytes(), text.replace("an_indicator", "h_pupils"))

    return read


DFE = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name"
DFE += ",old_la_code,new_la_code,la_name"
LOCAL = "E92000001,England,E12000008,South East,852,E06000045,Southampton"
OF_CARE = f"""\
{DFE},cla_group,placement_stability,children_count,children_percent
2025,Reporting year,National,E92000001,England,,,,,,CLA on 31 March,Total children,460000,100
2025,Reporting year,National,E92000001,England,,,,,,CLA on 31 March,With 3 or more placements,64000,14
2025,Reporting year,National,E92000001,England,,,,,,CLA 2 years on 31 March,Total children,340000,100
2025,Reporting year,National,E92000001,England,,,,,,CLA 2 years on 31 March,With 3 or more placements,102000,30
2025,Reporting year,Local authority,{LOCAL},CLA on 31 March,Total children,460,100
2025,Reporting year,Local authority,{LOCAL},CLA on 31 March,With 3 or more placements,64,14
2025,Reporting year,Local authority,{LOCAL},CLA 2 years on 31 March,Total children,340,100
2025,Reporting year,Local authority,{LOCAL},CLA 2 years on 31 March,With 3 or more placements,c,c
"""


def test_groups_in_two_columns_are_breakdowns_and_a_value_named_total_is_the_whole(read_proposed):
    case = read_proposed("la_cla_placement_stability.csv", OF_CARE)
    both = "With 3 or more placements, CLA on 31 March"

    assert case.value("h_pupils", breakdown="CLA on 31 March", period="2024-25") == 460
    assert case.value("h_pupils", breakdown=both) == 64
    assert case.value("h_share", breakdown=both) == 0.14


CATEGORIES = f"""\
{DFE},CLA_group,number
2024,Reporting year,National,E92000001,England,,,,,,Children who had a missing incident during the year,66000
2024,Reporting year,National,E92000001,England,,,,,,Average number of missing incidents for each child,5.3
2024,Reporting year,Local authority,{LOCAL},Children who had a missing incident during the year,66
2024,Reporting year,Local authority,{LOCAL},Average number of missing incidents for each child,5.3
"""


def test_measures_in_rows_are_a_category_and_the_area_of_a_row_is_the_smallest(read_proposed):
    case = read_proposed("la_children_missing_or_away.csv", CATEGORIES)

    assert (case.value("h_pupils", period="2023-24"), case.value("h_sw_fte")) == (66, 5.3)


def test_rows_without_a_value_are_wanted_where_others_are_parts_and_a_parent_may_be_an_area(read_proposed):
    case = read_proposed(
        "indicator_90284_la.csv",
        "Parent Name,Area Code,Area Name,Sex,Category Type,Category,Time period,Value,Lower CI 95.0 limit\n"
        ",E92000001,England,Persons,,,2023/24,80.5,78.1\n"
        "England,E06000045,Southampton,Persons,,,2023/24,75.4,70.2\n"
        "England,E06000045,Southampton,Male,,,2023/24,82.9,75.0\n"
        "England,E06000045,Southampton,Female,,,2023/24,67.9,60.0\n"
        ",E92000001,England,Persons,Deprivation,Most deprived,2023/24,96.1,90.1\n",
    )

    assert case.value("h_sw_fte", period="2023-24") == 75.4
    assert (case.value("h_sw_fte", breakdown="Male"), case.value("h_sw_fte", "E92000001")) == (82.9, 80.5)


LA4 = [
    ["Table LA4: Offending (1)"],
    ["Year: 2013-14"],
    [],
    ["", "Number of children looked after (2)", "", "Aged 10 to 17 (3)", "", "Convicted or cautioned (4)", ""],
    ["", "", "", "", "", "Number", "Percentage"],
    [],
    ["ENGLAND", 47800, "", 30500, "", 1700, 5.6],
    [],
    ["Portsmouth", 180, "", 110, "", "x", "x"],
    ["Southampton", 350, "", 215, "", 15, 7.0],
    ["Plymouth", 260, "", 165, "", 10, "."],
    [],
    ["1. Collected for children looked after for at least twelve months."],
    ["x = number not given, of five or fewer"],
    [". = not applicable"],
]


def test_two_rows_of_headings_and_names_without_one_are_known_and_notes_say_what_signs_mean(read_proposed, book):
    case = read_proposed("SFR_sample_LA_tables.xlsx", book(Index=[["Contents"]], Table_LA4=LA4))

    assert case.value("looked_after_children", period="31 March 2014") == 350
    headed = [[*LA4[3][:1], "Pupils", *LA4[3][2:]] if number == 3 else row for number, row in enumerate(LA4)]
    case = read_proposed("SFR_sample_LA_tables.xlsx", book(Table_LA4=headed))
    assert [case.value(name, period="2013-14") for name in ("h_pupils", "h_place", "h_cautioned")] == [350, 215, 15]
    assert case.row("h_cautioned", PORTSMOUTH)["status"] == "suppressed_at_source"
    assert case.row("h_share", "E06000026")["status"] == "not_applicable"


def test_two_dates_are_a_period_and_the_wordier_of_two_columns_names_the_measures(read_proposed):
    case = read_proposed(
        "mhsds_small_may_2024.csv",
        "START,END,LEVEL,LEVEL_NAME,MEASURE_ID,MEASURE_NAME,MEASURE_VALUE\n"
        "01/04/2024,30/04/2024,E92000001,ENGLAND,CYP01,People in contact,1200\n"
        "01/04/2024,30/04/2024,E92000001,ENGLAND,CYP32,New referrals,64000\n"
        "01/04/2024,30/04/2024,E06000045,Southampton,CYP01,People in contact,800\n"
        "01/04/2024,30/04/2024,E06000045,Southampton,CYP32,New referrals,*\n",
    )

    assert case.value("h_pupils", period="2024-04") == 800
    assert case.row("h_place")["status"] == "suppressed_at_source"


@pytest.mark.parametrize(
    ("file", "titles", "period"),
    [
        ("claimants.csv", "Claimants aged 16 to 17\n\ndate,August 2024\nmeasure,Claimants\n\n", "2024-08"),
        ("claimants_2023-24_q4.csv", "", "2023-24 Q4"),
        ("claimants.csv", "Claimants as at 31 March 2019\n\n", "31 March 2019"),
        ("claimants.csv", "Claimants in the year ending 31 March 2019\n\n", "2018-19"),
        ("claimants_mid_year_2024_la.csv", "", "30 June 2024"),
    ],
)
def test_the_period_of_a_table_is_in_a_title_or_in_the_name_of_the_file(file, titles, period, read_proposed):
    case = read_proposed(file, f'{titles}authority,code,Count,% of residents\nSouthampton,E06000045,"1,045",2.1\n')

    assert case.value("h_pupils", period=period) == 1045
    assert case.value("h_share") == 0.021


def test_single_years_of_age_are_added_up_and_name_heads_areas(read_proposed):
    ages = ",".join(map(str, range(20)))
    figures = ",".join(str(100 + age) for age in range(20))
    case = read_proposed(
        "mid_year_2024_ages.csv",
        f"Code,Name,Geography,All ages,{ages},90+\nE06000045,Southampton,Unitary Authority,9000,{figures},600\n",
    )

    assert case.value("population_0_17", period="30 June 2024") == sum(range(100, 118))


def test_judgements_are_words_and_no_events(read_proposed):
    case = read_proposed(
        "inspections.csv",
        "Area code,Area,Inspection date,Overall\nE06000045,Southampton,12 June 2023,Good\n"
        "E06000044,Portsmouth,7 November 2022,Outstanding\n",
    )

    assert (case.row("h_text")["text"], case.row("h_text")["period"]) == ("Good", "12 June 2023")


def test_a_sign_that_no_specification_knows_is_proposed_as_a_marker_of_quarters_across(read_proposed):
    case = read_proposed(
        "police_quarters.csv", "Area,Apr - Jun 2023,Jul - Sep 2023 [p]\nSouthampton,118,131\nPortsmouth,88,*\n"
    )

    assert (case.value("h_pupils", period="2023-24 Q1"), case.row("h_pupils", SOUTHAMPTON, "2023-24 Q2")["status"]) == (
        118,
        "provisional",
    )
    assert case.row("h_pupils", PORTSMOUTH, "2023-24 Q2")["status"] == "suppressed_at_source"


def test_a_heading_is_an_indicator_only_where_both_have_the_same_words(tmp_path, definitions):
    path = tmp_path / "referrals.csv"
    path.write_text(
        "code,time_period,referral_count,rereferral_percent,new_referrals,children_percent\nE06000045,2025,3000,20,7,4\n",
        encoding="utf-8",
    )
    text = propose_source(path, definitions)[1]

    assert '"referral_count": referrals\n' in text
    assert '"rereferral_percent": {indicator: rereferral_share, percent: bare}\n' in text
    assert '# "new_referrals": an_indicator' in text
    assert '# "children_percent": {indicator: an_indicator, percent: bare}' in text


def test_a_column_of_names_that_are_no_areas_is_refused(tmp_path, definitions):
    path = tmp_path / "list.csv"
    path.write_text("Name,Area,Month,Count\nSam Example,Southampton,2024-04,1\n", encoding="utf-8")

    with pytest.raises(Exception, match="records about children"):
        propose_source(path, definitions)
