"""The grammar of cells: what is a figure, what a marker, and what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.intake.cells import parse_cell, parse_stated, split_number_and_percent
from publishing.intake.layouts.rows_of_items import Rows


@pytest.fixture
def contract(make_contract):
    return make_contract(layout="rows", area="E06000045", breakdown_columns=["Item"], columns={"n": "referrals"})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("91", "91"),
        ("1,179", "1179"),
        ("1,234,567", "1234567"),
        ("384.7", "384.7"),
        ("-2", "-2"),
        ("−2", "-2"),
        ("£74,612", "74612"),
    ],
)
def test_a_figure_is_read_as_it_is_written(text, number, contract):
    assert parse_cell(text, contract).number == Decimal(number)


@pytest.mark.parametrize(("text", "number"), [("31%", "31"), ("-2%", "-2"), ("59.0 %", "59.0")])
def test_a_percent_sign_is_kept_apart_from_its_number(text, number, contract):
    written = parse_cell(text, contract)

    assert (written.number, written.percent) == (Decimal(number), True)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("n/a", "not_available"),
        ("N/A", "not_available"),
        ("c", "suppressed_at_source"),
        ("x", "not_available"),
        ("z", "not_applicable"),
        ("u", "not_available"),
        ("k", "not_available"),
        ("-", "not_available"),
        ("..", "not_available"),
        ("", "not_supplied"),
        ("Not available", "not_available"),
        ("Not applicable", "not_applicable"),
        ("To be added", "not_supplied"),
        ("#VALUE!", "not_available"),
    ],
)
def test_a_marker_is_a_status_and_never_a_number(text, status, contract):
    written = parse_cell(text, contract)

    assert (written.number, written.status) == (None, status)


def test_an_apostrophe_that_makes_a_text_of_a_number_is_no_part_of_it(contract):
    assert parse_cell("'1,012", contract).number == 1012


def test_a_figure_that_is_awaited_keeps_its_words(contract):
    assert parse_cell("To be added", contract).text == "To be added"


def test_a_marker_of_the_contract_goes_before_the_general_one(contract):
    changed = contract.model_copy(update={"markers": {"x": "suppressed_at_source", "<5": "suppressed_at_source"}})

    assert parse_cell("x", changed).status == "suppressed_at_source"
    assert parse_cell("<5", changed).status == "suppressed_at_source"


def test_a_blank_cell_is_what_the_contract_says_it_is(contract):
    assert parse_cell("", contract.model_copy(update={"blank": "not_available"})).status == "not_available"


@pytest.mark.parametrize(("rule", "number"), [("added", 16197), ("negative", -16197)])
def test_brackets_mean_what_the_contract_says(rule, number, contract):
    assert parse_cell("(16,197)", contract.model_copy(update={"brackets": rule})).number == number


@pytest.mark.parametrize(
    "text",
    [
        "(16,197)",
        "1,23",
        "1.234,5",
        "0123",
        "1E+05",
        ".5",
        "5.",
        "inf",
        "nan",
        "--2",
        "C",
        "X",
        "<5",
        "around 49%",
        "69 30%",
        "2013-04-01",
        "TRUE",
        "1234567890123456",
    ],
)
def test_anything_else_is_refused_without_being_quoted(text, contract):
    with pytest.raises(ValueError, match="expected a figure or a marker") as refused:
        parse_cell(text, contract)

    assert text not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "number", "status", "beside"),
    [
        ("38 [e]", 38, "reported", [("[e]", "estimated")]),
        ("38 (e)", 38, "reported", [("(e)", "estimated")]),
        ("1,038[b]", 1038, "reported", [("[b]", "a break in the series")]),
        ("38 [U]", 38, "reported", [("[U]", "of low reliability")]),
        ("38.5% [ns]", 38.5, "reported", [("[ns]", "not statistically significant")]),
        ("38 [p]", 38, "provisional", [("[p]", "provisional")]),
        ("38r", 38, "revised", [("r", "revised")]),
        ("38 estimate", 38, "reported", [("estimate", "estimated")]),
        ("38 [p] [note 2]", 38, "provisional", [("[p]", "provisional"), ("[note 2]", "a note")]),
        ("38²", 38, "reported", [("²", "a note")]),
    ],
)
def test_a_mark_or_note_beside_a_figure_is_kept_with_what_it_says(text, number, status, beside, contract):
    written = parse_cell(text, contract)

    assert (float(written.number), written.status, list(written.beside)) == (number, status, beside)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("38*", "expected a figure alone, as the sign beside it"),
        ("38 (1)", "expected a figure alone, as the sign beside it"),
        ("38 †", "expected a figure alone, as the sign beside it"),
        ("38 [k]", "expected a figure alone, as the sign beside it"),
        ("38e", "expected a figure alone, as the sign beside it"),
        ("38 [c]", "expected a figure or a sign in place of one, not both"),
        ("38 [f]", "expected a figure or a sign in place of one, not both"),
        ("2 100", "expected a figure without a space"),
    ],
)
def test_a_sign_beside_a_figure_that_may_mean_two_things_is_refused(text, expected, contract):
    with pytest.raises(ValueError, match=expected):
        parse_cell(text, contract)


@pytest.mark.parametrize(
    ("sign", "meaning", "status"), [("*", "a note", "reported"), ("(1)", "provisional", "provisional")]
)
def test_a_specification_says_what_a_senders_own_sign_beside_a_figure_is(sign, meaning, status, contract):
    written = parse_cell(f"38 {sign}", contract.model_copy(update={"beside": {sign: meaning}}))

    assert (written.number, written.status, written.beside) == (38, status, ((sign, meaning),))


@given(number=st.integers(0, 10**12), places=st.integers(0, 3), grouped=st.booleans())
def test_every_number_reads_back_as_itself(number, places, grouped):
    written = Decimal(number).scaleb(-places)
    text = f"{written:,.{places}f}" if grouped else f"{written:.{places}f}"

    assert parse_stated(text, _plain()).number == written


@given(st.text(max_size=12))
def test_no_text_reads_as_two_things(text):
    try:
        written = parse_cell(text, _plain())
    except ValueError:
        return
    assert (written.number is None) == written.is_missing


@pytest.mark.parametrize(
    ("text", "number", "percent"),
    [
        ("around 49%", "49", True),
        (">1.00", "1.00", False),
        ("over 1,000", "1000", False),
        ("approximately 47", "47", False),
        ("81st", "81", False),
        ("joint 1st", "1", False),
        ("two", "2", False),
        ("All three", "3", False),
        ("25 miles", "25", False),
        ("3-year", "3", False),
    ],
)
def test_a_stated_figure_keeps_its_words_beside_its_number(text, number, percent, contract):
    written = parse_stated(text, contract)

    assert (written.number, written.percent, written.text) == (Decimal(number), percent, text)


@pytest.mark.parametrize("text", ["double the national average", "11-19", "almost twice", "no increase", "highest"])
def test_words_without_a_number_stay_words(text, contract):
    written = parse_stated(text, contract)

    assert (written.number, written.text, written.status) == (None, text, "reported")


def test_a_plain_stated_figure_has_no_words():
    assert parse_stated("31%", _plain()).text is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [("69 30%", ("69", "30%")), ("n/a", ("n/a", "n/a")), ("69", ("69", "69")), ("1 2 30%", ("1 2 30%", "1 2 30%"))],
)
def test_a_number_and_percentage_is_split_and_any_other_text_stands_for_both(text, parts):
    assert split_number_and_percent(text) == parts


def _plain():
    fields = {"name": "test", "title": "Test", "supplier": "the supplier", "file": "test", "precedence": 2}
    table = {"layout": "rows", "area": "E06000045", "breakdown_columns": ["Item"], "columns": {"n": "referrals"}}
    return Rows.model_validate(fields | table)
