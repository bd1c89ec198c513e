"""The page on the figures themselves."""

import pandas as pd
import pytest

from analysis.page import questions_to_suppliers as data_quality
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


def test_the_caption_says_who_has_most_to_answer(page, findings):
    counted = data_quality.count_questions(page, data_quality.list_questions(page, findings))
    most = counted.table.set_index("supplier")[SEVERITIES].sum(axis=1)

    caption = data_quality.caption_questions(counted)
    assert f"{most.idxmax()} has {most.max():.0f} of {most.sum():.0f} question" in caption


def test_the_first_error_is_named_in_the_summary(page, findings):
    worse = pd.concat([findings, finding("police_missing", "error")], ignore_index=True)
    accounts, asked = data_quality.read_accounts(page), data_quality.list_questions(page, worse)

    first, *_, last = data_quality.describe_quality(page, accounts, worse, asked)
    assert first == "First to settle: One."
    assert last.endswith("on figures that are wrong or may mislead.")  # the caption counts those for information too


def test_that_there_is_nothing_to_ask_is_said(page):
    assert data_quality.say_rest(data_quality.list_questions(page, finding("dfe_referrals", question=None))) == (
        "The checks found nothing to ask of anyone."
    )


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
