"""The contents of a release and the list of releases."""

import re

import pytest

from publishing.release.front_page import read_rows
from publishing.release.index_pages import write_release_index, write_releases_index

PAGE = {
    "report": "missing",
    "file": "missing.html",
    "title": "Missing children",
    "audience": "Missing group",
    "question": "How many?",
    "summary": ["First sentence.", "Second."],
}
RELEASE = {
    "release": "E06000045-2013-14-Q4-20261123T090000Z",
    "made": "2026-11-23T09:00:00+00:00",
    "area": "E06000045",
    "area_name": "Southampton",
    "quarter": "2013-14 Q4",
    "partnership": "The partnership",
    "marking": "Official: sensitive",
    "contact": "the office",
    "pages": [PAGE, PAGE | {"title": "Referrals", "file": "referrals.html", "audience": "Monitoring group"}],
}


def statement(sentence, status, unusual, kind="change", question=""):
    return {
        "kind": kind,
        "indicator": "missing_children",
        "breakdown": "",
        "area": "E06000045",
        "period": "2013-14",
        "before": "2012-13",
        "sentence": sentence,
        "status": status,
        "unusual": unusual,
        "question": question,
    }


WHY = {"the police": ["Why have episodes risen?"]}


def rows_of(html, name):
    table = html[html.index(f'<table id="{name}"') :]
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">(.*?)</a>', table[: table.index("</table>")])


def test_a_page_stands_with_its_headline_status_direction_and_question():
    told = [statement("Episodes rose.", "worse", True, question="Why have episodes risen?")]
    lead = {
        "title": "Missing episodes",
        "figure": "1,921",
        "period": "2013-14",
        "quarter": "rose",
        "year": "no clear change",
        "beside": "similar",
        "status": None,
        "unusual": None,
    }
    html = write_release_index(RELEASE | {"pages": [PAGE | {"statements": told, "lead": lead, "questions": WHY}]})

    assert 'class="status worse"' in html
    for words in ("Episodes rose.", "▲ rose", "= no clear change", "similar", "</span> worse, and unusual</strong>"):
        assert words in html
    assert "To the police: Why have episodes risen?" in html


def test_a_page_without_statements_says_its_first_sentence_and_has_no_status():
    html = write_release_index(RELEASE)

    assert "First sentence." in html
    assert "Second." not in html
    assert 'class="status' not in html
    assert "none: see the page" in html


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"period": "2013-14"}, "Period: 2013-14"),
        ({"period": ""}, "Period: not stated"),
        ({"sentence": "Episodes rose in 2013-14."}, None),
    ],
)
def test_a_row_says_of_when_its_headline_is_where_that_does_not(given, said):
    (row,) = read_rows([PAGE | {"statements": [statement("Episodes rose.", "worse", True) | given]}])

    assert (row.figure or None) == said


def test_a_row_where_nothing_is_unusual_says_that_it_has_no_question():
    (row,) = read_rows([PAGE | {"statements": [statement("Steady.", "no clear change", False)], "questions": {}}])

    assert (row.question, row.unasked) == ("", "none")


def groups_of(html):
    table = html[html.index('<table id="reports-by-gravity"') :]
    return re.findall(r'<tr role="row" class="group">.*?>([^<]*)</th>', table[: table.index("</table>")])


def test_rows_stand_under_what_they_come_to_and_how_many_of_them_there_are():
    beyond = statement("Training fell.", "lower", None) | {"beyond_chance": True}
    pages = [
        PAGE | {"statements": [statement("No change.", "no clear change", False)]},
        PAGE | {"statements": [statement("Not known.", "cannot say", None)]},
        PAGE | {"statements": [statement("Episodes rose.", "worse", True)]},
        PAGE | {"statements": [beyond]},
        PAGE,
    ]

    assert groups_of(write_release_index(RELEASE | {"pages": pages})) == [
        "Unusual (1)",
        "Worse, or changed by more than chance: how unusual is not known (1)",
        "No clear change, or similar to other areas (1)",
        "Cannot be judged, or nothing to judge (2)",
    ]


def test_a_page_without_a_status_is_not_headed_by_what_it_quotes_of_another():
    own = PAGE | {"statements": [statement("Episodes rose.", "worse", True)]}
    quoting = PAGE | {"statements": [], "summary": ["Episodes rose.", "No two figures contradict each other."]}

    assert [row.headline for row in read_rows([own, quoting])] == [
        "Episodes rose.",
        "No two figures contradict each other.",
    ]


def test_what_must_be_settled_stands_after_what_is_unusual_with_its_own_sentence():
    settle = PAGE | {"title": "Outcomes", "settle": ["3 points must be settled."], "summary": ["First.", "3 points"]}
    pages = [
        PAGE | {"title": "Worse", "statements": [statement("Target missed.", "worse", None)]},
        settle,
        PAGE | {"title": "Unusual", "statements": [statement("Episodes rose.", "worse", True)]},
    ]
    html = write_release_index(RELEASE | {"pages": pages})

    assert rows_of(html, "reports-by-gravity") == ["Unusual", "Outcomes", "Worse"]
    assert "3 points must be settled." in html
    assert "To settle before the figures are used (1)" in groups_of(html)


def test_two_pages_do_not_say_one_finding_where_one_of_them_has_another_as_grave():
    fell = statement("Assessments fell.", "lower", None) | {"beyond_chance": True, "quarter": "fell"}
    training = statement("Training fell.", "lower", None) | {"indicator": "training", "quarter": "fell, and why"}
    many, one = ([fell, training | {"beyond_chance": True}], [fell])
    lead = dict.fromkeys(("year", "beside", "period"), "") | {"indicator": "missing_children", "title": "Assessments"}
    lead |= {"figure": "29", "quarter": "rose", "status": None, "unusual": None}
    scorecard = PAGE | {"title": "Scorecard", "statements": many, "lead": lead}

    first, second = read_rows([scorecard, PAGE | {"statements": one}])
    assert (first.headline, first.quarter, first.figure) == ("Training fell.", "▼ fell, and why", "Period: 2013-14")
    assert second.headline == "Assessments fell."


def test_a_page_says_again_what_another_says_where_all_else_that_it_has_is_less_grave():
    rose, steady = statement("Rose.", "worse", True), statement("Steady.", "no clear change", False)
    pages = [PAGE | {"statements": [rose]}, PAGE | {"statements": [rose, steady | {"indicator": "referrals"}]}]

    assert [row.headline for row in read_rows(pages)] == ["Rose.", "Rose."]


def test_a_long_headline_is_cut_after_a_whole_sentence():
    long = "Episodes rose from 130 to 221 in the year. " * 5
    html = write_release_index(RELEASE | {"pages": [PAGE | {"statements": [statement(long.strip(), "worse", True)]}]})

    assert html.count("Episodes rose from 130 to 221 in the year.") == 2 * 4


def test_a_headline_is_the_sentence_that_carries_the_verdict_with_its_reason():
    told = statement("The rate was 54. The median was 31. That is unusually high among them.", "worse", True)
    told["headline"] = "The rate was 54, against a median of 31. That is unusually high among them."
    html = write_release_index(RELEASE | {"pages": [PAGE | {"statements": [told]}]})

    assert html.count(told["headline"]) == 2
    assert told["sentence"] not in html


def test_what_is_aside_of_a_pages_subject_does_not_head_it_though_it_is_more_than_chance():
    own = statement("The plan has 39 actions.", "cannot say", None)
    aside = statement("Training fell.", "cannot say", None) | {"beyond_chance": True, "aside": True}
    html = write_release_index(RELEASE | {"pages": [PAGE | {"statements": [own, aside]}]})

    assert "The plan has 39 actions." in html
    assert "Training fell." not in html


def test_worse_than_similar_areas_and_getting_worse_stands_first():
    worse = statement("Worse than before.", "worse", True)
    behind = statement("Worse than others.", "worse", True, kind="comparison")
    pages = [
        PAGE | {"title": "Fine", "statements": [statement("Better.", "better", True)]},
        PAGE | {"title": "Worse", "statements": [worse]},
        PAGE | {"title": "Both", "statements": [worse, behind]},
    ]
    html = write_release_index(RELEASE | {"pages": pages})

    assert rows_of(html, "reports-by-gravity") == ["Both", "Worse", "Fine"]


def test_the_other_order_is_that_of_the_partnerships_audiences():
    audiences = {"Monitoring group": {}, "Missing group": {}}
    html = write_release_index(RELEASE | {"audiences": audiences})

    assert rows_of(html, "reports-by-audience") == ["Referrals", "Missing children"]


def test_the_release_says_how_many_verdicts_it_gives_and_how_many_chance_would():
    one = statement("Rose.", "worse", True)
    pages = [
        PAGE | {"statements": [one]},
        PAGE | {"statements": [one, one | {"indicator": "referrals", "unusual": False}]},
    ]
    html = write_release_index(RELEASE | {"pages": pages})

    assert "We tested 2 changes and differences at the 95% level: 1 is unusual." in html
    assert "seldom more than 1. Ask what lies behind it before you act." in html


def test_where_chance_seldom_makes_one_verdict_unusual_it_seldom_makes_any():
    pages = [PAGE | {"statements": [statement("Alike.", "similar", False)]}]

    assert "about 0.1 would still be, and seldom any." in write_release_index(RELEASE | {"pages": pages})


def test_more_unusual_figures_than_chance_makes_are_said_to_be_more():
    pages = [PAGE | {"statements": [statement("Rose.", "worse", True) | {"indicator": name}]} for name in "abcde"]

    html = write_release_index(RELEASE | {"pages": pages})

    assert ": 5 are unusual. If nothing had changed or differed, about 0." in html
    assert "So many are more than chance explains." in html


def test_a_row_says_what_was_compared_where_its_headline_is_of_something_else():
    lead = {"indicator": "missing_episodes", "title": "Missing episodes", "figure": "9", "period": "2013-14"}
    lead |= {"quarter": "no clear change", "year": None, "beside": None, "status": None, "unusual": None}
    of_children = statement("They went missing more often.", "worse", True)
    html = write_release_index(RELEASE | {"pages": [PAGE | {"statements": [of_children], "lead": lead}]})

    assert "Missing episodes:<br>Quarter before: = no clear change" in html


def test_a_judged_headline_without_another_comparison_holds_it_itself():
    page = PAGE | {"statements": [statement("Worse than England.", "worse", None, kind="comparison")]}

    assert "see the headline" in write_release_index(RELEASE | {"pages": [page]})


def test_a_row_names_only_what_its_figure_was_compared_with():
    lead = {"quarter": "fell, more than chance", "year": None, "beside": "similar", "figure": "29"}
    lead |= {"title": "Assessments", "period": "2013-14", "status": None, "unusual": None}
    html = write_release_index(RELEASE | {"pages": [PAGE | {"lead": lead}, PAGE]})

    assert "Quarter before: ▼ fell, more than chance<br>Similar areas: similar" in html
    assert "Year before" not in html


def test_the_release_says_for_what_and_when_it_was_made():
    html = write_release_index(RELEASE)

    assert "January to March 2014 (2013-14 Q4)" in html
    assert "2 pages, made 23 November 2026, 09:00 UTC" in html


def test_everything_written_is_escaped():
    harmful = "<script>alert(1)</script>"
    release = RELEASE | {
        "area_name": harmful,
        "pages": [PAGE | {"title": harmful, "summary": [harmful], "audience": harmful}],
    }

    assert "<script>" not in write_release_index(release) + write_releases_index(
        [release], {"when": RELEASE["made"], "reason": harmful}
    )


def test_releases_stand_in_the_order_given_and_lead_to_their_index():
    older = RELEASE | {"release": "older", "quarter": "2013-14 Q3"}

    html = write_releases_index([RELEASE, older])

    assert html.index(RELEASE["release"] + "/index.html") < html.index("older/index.html")
    assert "The last attempt failed" not in html


def test_a_failed_attempt_is_told_above_the_releases():
    html = write_releases_index([RELEASE], {"when": "2026-11-24T06:00:00+00:00", "reason": "missing: cell 3 failed"})

    assert html.index("missing: cell 3 failed") < html.index(RELEASE["release"])
    assert "24 November 2026, 06:00 UTC" in html


def test_an_empty_list_says_so():
    assert "There is no release yet." in write_releases_index([])


def test_the_contents_tell_which_returns_are_in_and_which_figures_are_awaited():
    returns = [
        {"state": "late", "title": "Missing children", "supplier": "the police", "since": "for 2013-14 Q4"},
        {"state": "in", "title": "Data set", "supplier": "the council", "since": "received 1 May 2014"},
    ]
    html = write_release_index(RELEASE | {"returns": returns, "awaited": ["NEET: announced."], "left_out": ["Custody"]})

    assert html.index("Late (1)") < html.index("In (1)")
    assert "Missing children, from the police: for 2013-14 Q4" in html
    assert "NEET: announced." in html
    assert "no figures for Southampton of the 2 years up to this quarter: Custody." in html


def test_the_contents_say_nothing_of_returns_that_the_release_does_not_tell_of():
    assert "returns" not in write_release_index(RELEASE)


def test_many_areas_stand_by_name_with_their_newest_release_and_the_rest_folded_below():
    names = ["York", "Bath", "Luton", "Kent"]
    newer = [RELEASE | {"release": f"{name}-new", "area_name": name} for name in names]
    older = [RELEASE | {"release": f"{name}-old", "area_name": name, "quarter": "2013-14 Q3"} for name in names]

    above, below = write_releases_index([*newer, *older]).split("<details>")

    assert re.findall(r'<a href="(.*?)/index.html">', above) == ["Bath-new", "Kent-new", "Luton-new", "York-new"]
    assert re.findall(r'<a href="(.*?)/index.html">', below)[4:] == [f"{name}-old" for name in names]


def test_a_few_areas_stand_open_and_are_not_listed_twice():
    html = write_releases_index([RELEASE, RELEASE | {"release": "other", "area_name": "Portsmouth"}])

    assert html.count("other/index.html") == 1
    assert "<details>" not in html
