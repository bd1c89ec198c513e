"""The page on the figures themselves."""

import pandas as pd
import pytest

from analysis.page import questions_to_suppliers as data_quality
from analysis.page.questions_to_suppliers import list_contradictions, show_contradictions
from analysis.schemas import SEVERITIES


@pytest.fixture
def page(open_real):
    return open_real("data_quality")


@pytest.fixture
def findings(page):
    return page.findings(everything=True)


def finding(source: str, severity: str = "warning", question: str | None = "Which is right?") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "source": source,
                "severity": severity,
                "question": question,
                "message": "One.",
                "file": "published/police_missing.xlsx",
                "cell": "Missing!N4",
                "start": pd.NaT,
                "end": pd.NaT,
            }
        ]
    )


def test_every_cell_of_every_file_has_one_fate(page):
    cells = data_quality.read_accounts(page).table

    parts = [name for name in data_quality.CELLS if name != "cells"]
    assert (cells[parts].sum(axis=1) == cells["cells"]).all()


def test_a_disagreement_with_an_official_statistic_is_asked_of_the_partner(page):
    asked = data_quality.list_questions(page, finding("dfe_referrals council_referral_rate"))

    assert list(asked["supplier"]) == ["Southampton City Council"]


def test_a_question_about_official_statistics_alone_is_asked_of_their_publisher(page):
    asked = data_quality.list_questions(page, finding("dfe_referrals"))

    assert list(asked["supplier"]) == ["Department for Education"]


def test_a_file_that_no_contract_describes_is_the_business_units_own(page):
    asked = data_quality.list_questions(page, finding("data/raw"))

    assert list(asked["supplier"]) == ["The LSCB Business Unit"]


def test_a_question_is_put_once_to_each_supplier(page):
    twice = pd.concat([finding("police_missing"), finding("police_missing")], ignore_index=True)

    assert len(data_quality.list_questions(page, twice)) == 1


def test_a_finding_without_a_question_asks_nothing(page):
    assert data_quality.list_questions(page, finding("police_missing", question=None)).empty


def test_the_questions_counted_are_the_questions_listed(page, findings):
    asked = data_quality.list_questions(page, findings)
    counted = data_quality.count_questions(page, asked).table

    assert counted[SEVERITIES].to_numpy().sum() == len(asked)


def test_a_question_says_where_its_figures_stand_and_how_grave_it_is_only_where_others_differ(page):
    one, worse = finding("police_missing"), finding("police_missing", "error", "What is right?")
    alone, both = (
        data_quality.protect_questions(page, data_quality.list_questions(page, rows))
        for rows in (one, pd.concat([worse, one], ignore_index=True))
    )

    assert list(alone.table["place"]) == ["police_missing.xlsx, Missing!N4"]
    assert "severity" not in alone.table
    assert list(both.table["severity"]) == ["cannot be right", "may mislead"]


def test_the_questions_to_one_partner_are_no_chart(page):
    alone = data_quality.count_questions(page, data_quality.list_questions(page, finding("police_missing")))

    assert data_quality.plot_questions(alone) is None


def test_a_note_under_a_table_is_shown_with_its_file_and_cell_where_its_words_may_be_told(page):
    told, silent = (
        data_quality.list_notes(
            pd.DataFrame([{"rule": "supplier_note", "file": "returns/a.xlsx", "cell": "A9", "detail": words}])
        )
        for words in ("Holidays are not counted.", None)
    )

    assert silent.empty
    assert data_quality.protect_notes(page, told).table.loc[0].tolist() == ["a.xlsx", "A9", "Holidays are not counted."]


@pytest.fixture
def outcomes(open_real):
    return open_real("outcomes")


def test_contradictions_are_those_of_the_kinds_named(outcomes):
    told = list_contradictions(outcomes, ["target_direction"])

    assert list(told["what"].str.split(",").str[0]) == ["Custody rate"]
    assert len(list_contradictions(outcomes, ["date_stated_twice", "share_base"])) == 2


def test_another_areas_contradictions_are_its_own(open_real):
    page = open_real("outcomes", area="E06000044")

    assert list_contradictions(page, ["target_direction", "people_summed", "repeated_column"]).empty


def test_a_contradiction_is_settled_with_partners_and_not_with_the_department(outcomes):
    told = list_contradictions(outcomes, ["sources_differ"])
    row = told[told["what"].str.contains("Referrals, Southampton")].iloc[0]

    assert "3,495" in row["detail"]
    assert row["partner"] == "the LSCB Business Unit"


def test_a_page_without_contradictions_says_so(outcomes):
    show_contradictions(outcomes, list_contradictions(outcomes, ["no_such_rule"]))

    assert [part.html for part in outcomes.outputs.parts if part.kind == "text"] == [
        "<p>No two figures of the last 2 years contradict each other.</p>"
    ]
