"""Contracts of received files: closed, and named after indicators and areas that exist."""

import json
from pathlib import Path

import pytest

from analysis.definitions import read_definitions
from analysis.definitions.contract import Identity, Share, Total, as_measure, describe_sources
from analysis.project import find_project
from analysis.refusals import ParametersRefused
from publishing.intake.layouts import check_sources, read_sources
from publishing.intake.layouts.board_data_set import DataSet
from publishing.intake.layouts.measures_across import MeasuresAcross

PARAMS = find_project(Path(__file__).parent).params
CONTRACT = """
title: Missing children
supplier: the police
file: missing_{financial year}
layout: periods_across
precedence: 2
area: E06000045
period: month
rows: {Children: missing_children}
"""


@pytest.fixture
def folder(tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    return sources


@pytest.fixture
def read(folder):
    def read_text(text: str):
        (folder / "test.yaml").write_text(text, encoding="utf-8")
        return read_sources(folder)["test"]

    return read_text


@pytest.fixture(scope="module")
def definitions():
    return read_definitions(PARAMS)


def test_the_contracts_of_the_repository_name_what_is_defined(definitions):
    sources = read_sources(PARAMS / "sources")

    check_sources(sources, definitions.indicators, definitions.areas)
    assert len(sources) > 30


def test_every_published_file_has_a_contract_that_requires_it():
    sources = read_sources(PARAMS / "sources").values()
    required = {source.file.split("_{")[0].split("{")[0] for source in sources if source.required}
    published = (PARAMS.parent / "data" / "raw" / "published").iterdir()

    assert all(any(path.stem.startswith(name) for name in required) for path in published if path.name[0] != ".")


def test_a_contract_is_named_as_its_file_and_has_the_class_of_its_layout(read):
    source = read(CONTRACT)

    assert (source.name, source.layout) == ("test", "periods_across")
    assert source.indicators() == {"missing_children"}


def test_totals_identities_and_shares_are_part_of_a_contract(read):
    source = read(
        CONTRACT
        + "totals: [{over: period, whole: financial year}]\n"
        + "identities: [{left: [a, -b], right: [c, -d], meaning: They are alike.}]\n"
        + "shares: [{share: a, part: b, whole: c, total_area: 'L:all'}]\n"
    )

    assert source.totals == [Total(over="period", whole="financial year", indicators=[])]
    assert source.identities == [Identity(left=["a", "-b"], right=["c", "-d"], meaning="They are alike.")]
    assert source.shares == [Share(share="a", part="b", whole="c", total_area="L:all")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("layout: periods_across", "layout: periods_acros", "no layout 'periods_acros'. Did you mean 'periods_across'"),
        ("layout: periods_across\n", "", "expected a contract with title, supplier, file and layout"),
        ("supplier:", "suplier:", "suplier: not a known key; did you mean 'supplier'"),
        ("{financial year}", "{fiscal year}", "no period 'fiscal year' in a file name"),
        ("{financial year}", "{quarter}_{financial year}", "a file name holds one period at most"),
        ("missing_{", "../missing_{", "file: "),
        ("precedence: 2", "precedence: 5", "precedence: "),
        ("precedence: 2", "precedence: yes", "precedence: "),
        ("period: month", "period: week", "period: "),
        ("rows: {Children: missing_children}", "", "give `rows`"),
        ("area: E06000045\n", "", "give `area`"),
        ("precedence: 2", "precedence: 2\nmarkers: {x: lost}", "markers.x: "),
        ("precedence: 2", "precedence: 2\nbrackets: plus", "brackets: "),
    ],
)
def test_a_contract_with_a_mistake_is_refused_with_its_place(old, new, expected, read):
    with pytest.raises(ParametersRefused, match=expected) as refused:
        read(CONTRACT.replace(old, new))
    assert "sources/test.yaml" in str(refused.value)


def test_an_indicator_that_is_not_defined_is_refused_with_the_nearest(read, definitions):
    source = read(CONTRACT.replace("missing_children", "missing_childen"))

    with pytest.raises(ParametersRefused, match=r"sources/test.yaml: no indicator 'missing_childen'"):
        check_sources({"test": source}, definitions.indicators, definitions.areas)


def test_an_area_that_is_not_defined_is_refused(read, definitions):
    source = read(CONTRACT.replace("E06000045", "E06000999"))

    with pytest.raises(ParametersRefused, match="No area has the code 'E06000999'"):
        check_sources({"test": source}, definitions.indicators, definitions.areas)


@pytest.mark.parametrize(("old", "new"), [("{quarter}\n", "2013\n"), ("- 0\n", "- 2\n"), ("area: E06000045\n", "")])
def test_a_data_set_says_which_quarter_and_area_it_is_for(old, new, read):
    text = (PARAMS / "sources" / "board_data_set_reviews.yaml").read_text(encoding="utf-8")
    assert old in text

    with pytest.raises(ParametersRefused, match=r"give \{quarter\} in `file`"):
        read(text.replace(old, new, 1))


def test_an_area_in_a_form_of_a_data_set_is_checked_too(definitions):
    source = read_sources(PARAMS / "sources")["board_data_set"]
    items = [source.items[1].model_copy(update={"forms": ["{children_in_need_rate@E06000999}"]})]
    changed = source.model_copy(update={"items": items})

    with pytest.raises(ParametersRefused, match="No area has the code 'E06000999'"):
        check_sources({"test": changed}, definitions.indicators, definitions.areas)


def test_a_column_is_an_indicator_a_measure_or_one_per_category():
    columns = {"a": "referrals", "b": {"indicator": "rereferrals", "breakdown": "x"}, "c": {"one": "missing_children"}}
    common = {"name": "test", "title": "Test", "supplier": "x", "file": "x", "precedence": 1, "area": "E06000045"}
    source = MeasuresAcross.model_validate(common | {"layout": "measures_across", "columns": columns})

    assert source.indicators() == {"referrals", "rereferrals", "missing_children"}
    assert as_measure(source.columns["a"]).indicator == "referrals"


def test_a_mistake_in_a_measure_is_told_of_the_measure(read):
    table = CONTRACT.replace("periods_across", "measures_across").replace("period: month\n", "")
    table = table.replace("rows: {Children: missing_children}", "columns: {n: {indicator: referrals, percnt: bare}}")

    with pytest.raises(ParametersRefused, match="percnt: not a known key; did you mean 'percent'"):
        read(table)


def test_the_indicators_of_a_data_set_are_those_in_its_forms():
    source = read_sources(PARAMS / "sources")["board_data_set"]

    assert isinstance(source, DataSet)
    assert {"rereferrals", "rereferral_share", "serious_case_reviews", "partnership_reviews"} <= source.indicators()
    assert not {"period", "said", "note", "review"} & source.indicators()


@pytest.mark.parametrize(
    "file", ["../../etc/passwd", "/etc/passwd", "a/b", "a\\b", "a\nb", "$(rm)", "{0.__class__}", ""]
)
def test_a_contract_whose_file_is_a_path_or_code_is_refused(folder, file):
    contract = {"title": "T", "supplier": "S", "file": file, "layout": "rows", "precedence": 2, "area": "E06000045"}
    contract |= {"breakdown_columns": ["Item"], "columns": {"n": "referrals"}}
    (folder / "test.yaml").write_text(json.dumps(contract))

    with pytest.raises(ParametersRefused, match=r"sources/test.yaml:\n  file: "):
        read_sources(folder)


def test_an_empty_specification_is_refused_also_where_only_what_all_share_is_read(folder):
    (folder / "test.yaml").write_text("", encoding="utf-8")

    with pytest.raises(ParametersRefused, match=r"sources/test\.yaml: expected a contract with title, supplier, file"):
        describe_sources(folder)
