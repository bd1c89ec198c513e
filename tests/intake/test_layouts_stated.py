"""Figures that stand in sentences."""

import pytest

from analysis.refusals import SourceRefused

HEADINGS = "indicator | breakdown | period | area | figure | per | kind | statement | chapter"
STATED = {
    "layout": "stated",
    "endings": {"_comparison": "comparison", "_target": "target"},
    "names": {"reoffending_rate": "reoffending_share", "first_time_entrants_reduction": "first_time_entrants_change"},
}


def stated(*cells: str) -> str:
    return f"{HEADINGS}\n{' | '.join([*cells, 'A sentence', 'A chapter'])}"


@pytest.mark.parametrize(
    ("cells", "indicator", "value", "words"),
    [
        (("referrals", "", "2013-14", "Southampton", "3,495", "contacts", "count"), "referrals", 3495, None),
        (("rereferral_share", "", "2013-14", "Southampton", "31%", "", "share"), "rereferral_share", 0.31, None),
        (("referral_rate", "", "2013-14", "England", "734", "per 10,000", "rate"), "referral_rate", 734, None),
        (
            ("reoffending_rate", "", "2013-14", "Southampton", "around 49%", "of young offenders", "rate"),
            "reoffending_share",
            0.49,
            "around 49%",
        ),
        (("deprivation_rank", "", "2010", "Southampton", "81st", "of 326", "rank"), "deprivation_rank", 81, "81st"),
        (
            ("workshop_attendance", "", "2013-14", "Southampton", "over 1,000", "professionals", "count"),
            "workshop_attendance",
            1000,
            "over 1,000",
        ),
        (
            ("custody_rate_change", "", "2013-14", "Southampton", "30%", "reduction on the previous year", "change"),
            "custody_rate_change",
            -0.3,
            None,
        ),
        (
            ("sexual_offences_change", "", "2013-14", "Southampton", "8%", "on the previous year", "change"),
            "sexual_offences_change",
            0.08,
            None,
        ),
    ],
)
def test_a_figure_is_read_as_its_indicators_kind(cells, indicator, value, words, read_table, pick):
    _, reading = read_table(stated(*cells), **STATED)
    cell = pick(reading, indicator)

    assert cell["value"] == value
    assert cell["words"] == words


def test_a_targets_sign_is_kept_as_it_is_written(read_table, pick):
    table = stated("custody_rate_target", "", "2013-14", "Southampton", ">1.00", "per 1,000 aged 10 to 17", "target")
    _, reading = read_table(table, **STATED)
    target = pick(reading, "custody_rate", breakdown="target")

    assert (target["value"], target["words"]) == (1.0, ">1.00")


def test_a_comparison_in_words_is_a_breakdown_of_what_it_compares(read_table, pick):
    table = stated(
        "looked_after_rate_comparison", "", "2013-14", "Southampton", "more likely", "than their peers", "claim"
    )
    _, reading = read_table(table, **STATED)
    claim = pick(reading, "looked_after_rate", breakdown="comparison")

    assert (claim["words"], claim["status"]) == ("more likely", "reported")


def test_a_number_inside_a_claim_is_not_a_figure(read_table, pick):
    table = stated("school_absence", "", "2013-14", "Southampton", "2%", "better than elsewhere", "claim")
    _, reading = read_table(table, **STATED)

    assert pick(reading, "school_absence")[["value", "words"]].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("figure", "period"),
    [
        ("March 2014", "2014-03"),
        ("late October 2013", "2013-10"),
        ("Q1 of 2014-15", "2014-15 Q1"),
        ("Summer 2013", "2013"),
        ("July", "2013-14"),
    ],
)
def test_the_period_of_a_date_is_the_date_as_far_as_it_is_stated(figure, period, read_table, pick):
    _, reading = read_table(stated("mash_launch", "", "2013-14", "Southampton", figure, "", "date"), **STATED)

    assert pick(reading, "mash_launch")[["period", "words"]].tolist() == [period, figure]


def test_a_figure_that_is_awaited_says_so(read_table, pick):
    table = stated("not_in_education_employment_or_training", "", "2013-14", "Southampton", "To be added", "", "share")
    _, reading = read_table(table, **STATED)
    awaited = pick(reading, "not_in_education_employment_or_training")

    assert (awaited["status"], awaited["words"]) == ("not_supplied", "To be added")


def test_a_rate_per_another_number_than_its_definitions_is_an_error_found(read_table):
    table = stated("referral_rate", "", "2013-14", "Southampton", "73.4", "per 1,000", "rate")
    _, reading = read_table(table, **STATED)

    assert [finding["rule"] for finding in reading.findings] == ["per_differs"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("referals", "", "2013-14", "Southampton", "1", "", "count"), "cell A2: .*Did you mean 'referrals'"),
        (("referrals", "", "2013-15", "Southampton", "1", "", "count"), "cell C2: expected a quarter or financial"),
        (("referrals", "", "2013-14", "Nowhere", "1", "", "count"), "cell D2: expected the name of an area"),
        (("referrals", "", "2013-14", "Southampton", "1.5", "", "count"), "cell E2: expected a whole number"),
        (("referrals", "", "2013-14", "Southampton", "31%", "", "share"), "cell G2: expected a kind of figure that"),
        (("referrals", "", "2013-14", "Southampton", "1", "", "number"), "cell G2: expected a kind of figure that"),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused_with_its_cell(cells, expected, read_table):
    with pytest.raises(SourceRefused, match=expected):
        read_table(stated(*cells), **STATED)


def test_a_name_in_a_return_is_not_answered_with_a_guess(read_table):
    table = stated("referals", "", "2013-14", "Southampton", "1", "", "count")

    with pytest.raises(SourceRefused) as refused:
        read_table(table, file="returns/test.csv", **STATED)
    assert "Did you mean" not in str(refused.value)


@pytest.mark.parametrize(
    ("indicator", "where", "value", "cell"),
    [
        ("referrals", {}, 3495, "E97"),
        ("looked_after_children", {"period": "31 March 2014"}, 501, "E106"),
        ("custody_rate", {"breakdown": "target"}, 1.0, "E83"),
        ("first_time_entrants_change", {"breakdown": "target"}, -0.1, "E88"),
        ("sexual_offences_added", {}, 17, "E72"),
    ],
)
def test_the_real_sentences_read_to_the_cell(indicator, where, value, cell, read_source, pick):
    grid, reading = read_source("stated_figures")
    found = pick(reading, indicator, **where)

    assert found["value"] == value
    assert grid.cells([found["row"]], [found["column"]]) == [cell]


def test_every_real_sentence_is_an_observation(read_source):
    grid, reading = read_source("stated_figures")

    assert len(reading.observations) == grid.height - 1


def test_figures_of_a_later_notice_are_read_with_its_name(read_source, pick):
    _, reading = read_source("stated_figures_later")

    assert pick(reading, "first_time_entrants", period="2014-15")["value"] == 102
