"""Months of a rare count, as a return brings them, on the page of a target: small ones are withheld."""

import pytest

from analysis.model.months_chart import months_chart
from analysis.model.rare_months import watch_rare_months
from analysis.periods import month
from analysis.words.counts_by_month import say_rare


@pytest.fixture
def read_months(page_of):
    """A function that opens the custody page on sixty months of sentences and reads them."""

    def read(counts):
        last = month(2014, 3)
        labels = [last.earlier(len(counts) - 1 - place).label for place in range(len(counts))]
        rows = [("custodial_sentences", "E06000045", "", label, n) for label, n in zip(labels, counts, strict=True)]
        page = page_of("custody", rows, source="count_youth_outcomes")
        months = page.read("custodial_sentences", kind="month", last=60)
        return say_rare(page.subject("custodial_sentences"), watch_rare_months(months), months_chart(months)), months

    return read


def test_sentences_that_gather_in_the_quarter_are_told_without_any_small_count(read_months):
    statement, months = read_months([0, 0, 1, 0] * 13 + [1, 0, 1, 1, 1, 2, 1, 1])

    assert months["numerator"].isna().any()  # a count of 1 is withheld
    assert "Custodial sentences: 20 of 60 months had one" in statement.sentence
    assert "They have come closer together of late." in statement.sentence
    assert statement.status == "worse"


def test_sentences_as_seldom_as_before_are_as_usual(read_months):
    statement, _ = read_months([0, 0, 1, 0] * 15)

    assert statement.sentence.endswith("The last quarter is as usual.")
    assert statement.unusual is False


def test_what_comes_in_most_months_is_held_against_the_months_before(read_months):
    statement, _ = read_months([12, 14, 11, 13] * 14 + [12, 13, 12, 40])

    assert "March 2014: 40, above the control limits" in statement.sentence
