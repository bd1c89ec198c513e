"""Rates against England: judged where a count gives them limits, and nowhere else."""

import pytest

from analysis.charts import plot_spine
from analysis.charts.drawing import Frame
from analysis.measures.rates_beside_england import read_beside_england
from analysis.model.comparison import judge_rates
from analysis.page.spine_tables import publish_rates, select_rates, tabulate_rates
from analysis.words.rates_against_england import ask_for_figures, caption_rates, say_rates, say_similar

# As stated in Southampton LSCB's annual report 2013-14, from its child health profile
STATED = [
    ("alcohol_admissions_rate", "E06000045", "under 18", "2013-14", 75.8),
    ("alcohol_admissions_rate", "E92000001", "under 18", "2013-14", 42.7),
    ("alcohol_admissions", "E06000045", "under 18", "2013-14", 35),
    ("injury_admissions_rate", "E06000045", "0 to 14", "2013-14", 130.0),
    ("injury_admissions_rate", "E92000001", "0 to 14", "2013-14", 103.8),
    ("injury_admissions", "E06000045", "0 to 14", "2013-14", 514),
    ("child_road_casualty_rate", "E06000045", "", "2013-14", 35.5),
    ("child_road_casualty_rate", "E92000001", "", "2013-14", 20.7),
    ("child_road_casualty_rate", "E06000045", "comparison", "2013-14", "significantly worse"),
    ("teenage_mothers", "E06000045", "", "2012-13", 0.016),
    ("infant_and_child_mortality", "E06000045", "", "2014", "similar to the England average"),
]
RATES = [
    "alcohol_admissions_rate",
    "injury_admissions_rate",
    "child_road_casualty_rate",
    "teenage_mothers",
    "self_harm_admissions_rate",
    "infant_and_child_mortality",
]


@pytest.fixture
def page(page_of):
    return page_of("child_health", STATED)


def judged(page):
    known = page.definitions.indicators
    worded = {name for name in RATES if known[name].kind == "statement"}
    return judge_rates(read_beside_england(page, RATES), {name: known[name].polarity for name in RATES}, worded)


def sentences(page, shown) -> str:
    stated = say_rates(page.subject(RATES[0]), shown, page.definitions.indicators)
    return " ".join([*map(str, stated), *say_similar(shown, page.definitions.indicators)])


@pytest.fixture
def shown(page):
    return publish_rates(page, judged(page))


def test_a_rate_has_the_limits_of_its_count_to_scale(page):
    alcohol = judged(page).set_index("indicator").loc["alcohol_admissions_rate"]

    assert alcohol["lower"] == pytest.approx(75.8 * 24.38 / 35, rel=1e-3)  # Byar's limits of 35: 24.38 to 48.68
    assert alcohol["upper"] == pytest.approx(75.8 * 48.68 / 35, rel=1e-3)
    assert alcohol["verdict"] == "worse"


def test_a_rate_without_its_count_gets_no_verdict_whatever_the_report_says(shown):
    road = shown.table.set_index("indicator").loc["child_road_casualty_rate"]

    assert road["verdict"] == "no limits"
    assert road["claim"] == "significantly worse"


def test_a_rate_without_england_is_named_as_not_judged(page, shown):
    assert "We cannot judge teenage mothers: the figure of Southampton or of England is missing." in sentences(
        page, shown
    )


def test_a_rate_of_which_nothing_is_known_has_no_row(shown):
    assert "self_harm_admissions_rate" not in set(shown.table["indicator"])


def test_what_is_said_in_words_of_a_year_that_had_begun_is_no_rate(shown):
    words = shown.table.set_index("indicator").loc["infant_and_child_mortality"]

    assert words["claim"] == "similar to the England average"
    assert "infant_and_child_mortality" not in set(select_rates(shown).table["indicator"])


def test_a_small_count_leaves_more_room_for_similar_than_a_large_one(page, shown):
    rows = shown.table.set_index("indicator")
    few, many = rows.loc["alcohol_admissions_rate"], rows.loc["injury_admissions_rate"]

    assert few["similar_high"] - few["similar_low"] > many["similar_high"] - many["similar_low"]
    assert "23.9 to 63.6 per 100,000" in say_similar(shown, page.definitions.indicators)[0]


def test_the_rate_of_a_small_count_is_withheld_everywhere(page_of):
    rows = [(*row[:4], 3) if row[0] == "alcohol_admissions" else row for row in STATED]
    page = page_of("child_health", rows)
    shown = publish_rates(page, judged(page))
    table = tabulate_rates(page, shown).table.set_index("what")
    alcohol = table.loc["Hospital admissions wholly related to alcohol, under 18"]

    assert alcohol["rate"] == "[c]"
    assert alcohol["verdict"] == "suppressed"
    assert not alcohol["limits"]
    assert "alcohol" not in sentences(page, shown)
    assert "alcohol, under 18: withheld" in plot_spine(select_rates(shown)).description


def test_the_caption_counts_only_what_can_be_judged(page, shown):
    assert caption_rates(page.subject(RATES[0]), shown).endswith("2 of 4 rates can be judged, and all are worse")


def test_what_is_missing_is_asked_for(shown):
    told = " ".join(ask_for_figures(shown))

    assert "How many people are behind the rate" in told
    assert "What is England’s figure" in told


def test_the_spine_is_drawn_for_desk_and_phone(shown):
    for frame in (Frame(720, False), Frame(340, True)):
        words = [text.get_text() for text in plot_spine(select_rates(shown)).figure(frame).axes[0].texts]

        assert "1.8 times" in words
        assert "no figure for England" in words


def test_that_a_rate_has_no_england_goes_when_that_is_supplied(page_of):
    page = page_of("child_health", [*STATED, ("teenage_mothers", "E92000001", "", "2012-13", 0.011)])

    assert "We cannot judge" not in sentences(page, publish_rates(page, judged(page)))


@pytest.mark.parametrize(("supplied", "without"), [(True, 1), (False, 2)])
def test_that_a_rate_has_no_number_goes_when_that_is_supplied(page_of, supplied, without):
    page = page_of("child_health", [row for row in STATED if supplied or row[0] != "alcohol_admissions"])

    assert sentences(page, publish_rates(page, judged(page))).count("Without the number behind it") == without
