"""A specification is proposed from the headings of a file, and reads it once its indicators are named."""

from pathlib import Path

import openpyxl
import pytest
from ruamel.yaml import YAML

from analysis.definitions import read_definitions
from analysis.definitions.parameter_files import check_definition
from analysis.project import find_project
from analysis.refusals import ParametersRefused, SourceRefused
from publishing.forms.proposed_source import propose_source
from publishing.intake.layouts import LAYOUTS

LONG = """\
Regional extract
time_period,new_la_code,la_name,group,referral_rate,Number
201415,E06000045,Southampton,All,61.2,6405
201415,E06000045,Southampton,Police,20.1,1830
201415,E06000044,Portsmouth,All,52.0,c
"""


@pytest.fixture(scope="module")
def definitions():
    return read_definitions(find_project(Path(__file__).parent).params)


def test_columns_are_known_by_what_stands_in_them(tmp_path, definitions):
    path = tmp_path / "regional_extract_2014-15.csv"
    path.write_text(LONG, encoding="utf-8")
    name, text = propose_source(path, definitions)
    fields = YAML(typ="safe").load(text)

    assert name == "regional_extract"
    assert fields["file"] == "regional_extract*"
    assert (fields["area_columns"], fields["name_column"]) == (["new_la_code"], "la_name")
    assert (fields["period_column"], fields["period"]) == ("time_period", "academic year")
    assert fields["columns"] == {"referral_rate": "referral_rate"}
    assert '# "Number": an_indicator  # no count is near' in text
    assert fields["breakdown_columns"] == [{"group": "All"}]
    assert "Southampton" not in text
    check_definition(LAYOUTS["measures_across"], {"name": name} | fields, name)


NATIONAL = """\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,Number
202324,Financial year,National,E92000001,England,,,,,,900
202324,Financial year,Regional,E92000001,England,E12000008,South East,,,,90
202324,Financial year,Local authority,E92000001,England,E12000008,South East,852,E06000045,Southampton,6
202324,Financial year,Local authority,E92000001,England,E12000008,South East,851,E06000044,Portsmouth,5
202324,Financial year,Local authority,E92000001,England,E12000008,South East,899,E06009999,Newborough,4
"""


def test_the_area_of_a_row_is_the_smallest_that_it_names_and_its_kind_of_year_the_one_it_says(tmp_path, definitions):
    path = tmp_path / "national.csv"
    path.write_text(NATIONAL, encoding="utf-8")
    fields = YAML(typ="safe").load(propose_source(path, definitions)[1])

    assert fields["area_columns"] == ["new_la_code", "region_code", "country_code"]
    assert fields["name_column"] == "la_name"
    assert (fields["period_column"], fields["period"]) == ("time_period", "financial year")
    assert list(fields["columns"]) == ["Number"]


def test_a_file_without_a_row_of_headings_has_no_proposal(tmp_path, definitions):
    path = tmp_path / "words.csv"
    path.write_text("a\nb\n", encoding="utf-8")

    with pytest.raises(ParametersRefused, match="No row of headings"):
        propose_source(path, definitions)


def test_a_file_of_records_has_no_proposal(tmp_path, definitions):
    path = tmp_path / "records.csv"
    path.write_text("Date of birth,Area,n\n2001-01-01,Southampton,1\n", encoding="utf-8")

    with pytest.raises(SourceRefused, match="records about children"):
        propose_source(path, definitions)


def propose(tmp_path, definitions, name: str, text: str) -> dict:
    """The specification proposed for a file, which is accepted once its indicators are named."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    fields = YAML(typ="safe").load(propose_source(tmp_path / name, definitions)[1])
    check_definition(LAYOUTS[fields["layout"]], {"name": "proposed"} | fields, "proposed")
    return fields


def test_periods_across_are_told_from_measures_across(tmp_path, definitions):
    text = "Area,Apr - Jun 2023,Jul - Sep 2023,Total\nSouthampton,118,131,249\nPortsmouth,88,*,88\n"
    fields = propose(tmp_path, definitions, "police_quarters.csv", text)

    assert (fields["layout"], fields["period"], fields["total"]) == ("periods_across", "quarter", "Total")
    assert (fields["labels"], fields["headings"], fields["measure"]) == (["area"], ["Area"], "an_indicator")


def test_months_across_of_measures_are_of_the_area_of_the_run(tmp_path, definitions):
    fields = propose(tmp_path, definitions, "council_referrals.csv", ",Apr-14,May-14,Jun-14\nReferrals,41,38,44\n")

    assert (fields["layout"], fields["period"], fields["area"]) == ("periods_across", "month", definitions.run.area)
    assert (fields["labels"], fields["rows"]) == (["measure"], {"Referrals": "referrals"})


def test_neighbours_across_are_told_by_their_numbered_headings(tmp_path, definitions):
    text = "old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P\n852,Southampton,880,Close,801,Close\n"
    fields = propose(tmp_path, definitions, "sn_model_2026.csv", text)

    assert (fields["layout"], fields["neighbours"]) == ("neighbours_across", "SN")
    assert (fields["area_columns"], fields["file"]) == (["old_la_code"], "sn_model_{calendar year}")


def test_a_list_without_areas_and_periods_is_a_list(tmp_path, definitions):
    text = "Age,Young carers,Note\nUnder 5,8,x\n5-9,61,y\n"
    fields = propose(tmp_path, definitions, "carers_by_age_2013-14.csv", text)

    assert (fields["layout"], fields["area"], fields["breakdown_columns"]) == ("rows", definitions.run.area, ["Age"])
    assert list(fields["columns"]) == ["Young carers"]


MONTHS = "April,May,June,July,August,September,October,November,December,January,February,March"
FROM_APRIL = f"code,year,{MONTHS},Total\n" + "".join(
    f"{code},2013/14,{','.join(map(str, range(1, 13)))},78\n" for code in ("E06000045", "E92000001")
)
EVENTS = """\
Episode,Reported,District,Age band
1,05/01/2015,Southampton,13-15
2,19/01/2015,Southampton,16-17
3,02/02/2015,Southampton,13-15
"""


@pytest.mark.parametrize(
    ("content", "layout", "expected"),
    [
        (
            FROM_APRIL,
            "measures_across",
            {"period": "financial year", "months": "an_indicator", "columns": {"Total": "an_indicator"}},
        ),
        (EVENTS, "measures_across", {"period_column": "Reported", "period": "month", "count_rows": "an_indicator"}),
    ],
)
def test_a_layout_is_known_by_its_headings(content, layout, expected, tmp_path, definitions):
    path = tmp_path / "received.csv"
    path.write_text(content, encoding="utf-8")
    name, text = propose_source(path, definitions)
    fields = YAML(typ="safe").load(text)

    assert fields["layout"] == layout
    assert {key: fields[key] for key in expected} == expected
    check_definition(LAYOUTS[layout], {"name": name} | fields, name)


def test_of_a_workbook_with_several_sheets_the_longest_table_is_proposed(tmp_path, definitions):
    book = openpyxl.Workbook()
    book.active.append(["About this file"])
    sheet = book.create_sheet("Table 1")
    for line in LONG.splitlines():
        sheet.append(line.split(","))
    book.save(tmp_path / "regional.xlsx")
    fields = YAML(typ="safe").load(propose_source(tmp_path / "regional.xlsx", definitions)[1])

    assert (fields["sheet"], fields["area_columns"]) == ("Table 1", ["new_la_code"])
