"""The API of explore education statistics: one data set by its titles, its versions in their order, its changes."""

import pytest
from service_routes import (
    DATA_SET,
    ONE,
    TABLE,
    a_page,
    a_version,
    in_csv,
    in_json,
    the_data_set,
    the_file,
    the_versions,
)

from analysis.refusals import ServiceRefused
from publishing.fetching.ees import order_of, read_changes

PUBLICATIONS = "/statistics/v1/publications"
DATA_SETS = f"{PUBLICATIONS}/p1/data-sets"


def test_all_pages_of_publications_are_asked_for(run, server):
    run()

    assert [path for path in server.asked if path.startswith(f"{PUBLICATIONS}?")] == [
        f"{PUBLICATIONS}?page=1&pageSize=40",
        f"{PUBLICATIONS}?page=2&pageSize=40",
    ]


def test_a_publication_on_the_last_page_is_found(run, server):
    server.put(
        in_json(PUBLICATIONS, a_page([{"id": "x", "title": "Other"}], 1, 2, 2), query={"page": "1"}),
        in_json(PUBLICATIONS, a_page([{"id": "p1", "title": "Children in need"}], 2, 2, 2), query={"page": "2"}),
    )

    assert run() == 0


def test_ids_of_another_kind_are_followed_and_none_is_remembered(run, server):
    other = "11111111-2222-4333-8444-555555555555"
    server.put(
        in_json(DATA_SETS, a_page([the_data_set(other)])),
        in_json(ONE.replace(DATA_SET, other), the_data_set(other)),
        in_json(f"{ONE.replace(DATA_SET, other)}/versions", a_page([a_version("1.0")])),
    )
    server.put(in_csv(f"{ONE.replace(DATA_SET, other)}/csv", TABLE))

    assert run() == 0
    assert other in run.log[0]["url"]


def test_no_data_set_with_the_title_is_refused_with_those_there_are(run, server):
    server.put(in_json(DATA_SETS, a_page([the_data_set(title="C2 Assessments")])))

    assert run() == 3
    assert "no data set fits 'C1 Referrals*'. There are: C2 Assessments" in run.faults


def test_two_data_sets_with_the_title_are_refused_and_named(run, server):
    server.put(in_json(DATA_SETS, a_page([the_data_set(), the_data_set("other", title="C1 Referrals by region")])))

    assert run() == 3
    assert "2 data sets fit 'C1 Referrals*'" in run.faults


def test_a_superseded_data_set_of_the_same_title_is_left_away(run, server):
    old = the_data_set("old", status="Deprecated", supersedingDataSetId=DATA_SET)
    server.put(in_json(DATA_SETS, a_page([old, the_data_set()])))

    assert run() == 0


@pytest.mark.parametrize(("status", "words"), [(403, "withdrawn, or not published yet"), (404, "is not there")])
def test_a_data_set_that_is_not_to_be_had_is_told(status, words, run, server):
    server.put(in_json(ONE, {"title": "No"}, status=status))

    assert run() == 3
    assert words in run.faults


def test_an_answer_without_what_the_documents_promise_is_refused(run, server):
    server.put(in_json(ONE, {"id": DATA_SET}))

    assert run() == 3
    assert "has no status as the service's documents say" in run.faults


def test_the_last_of_ten_minor_versions_is_newer_than_the_ninth(run, server):
    run()
    server.put(the_versions(a_version("1.0"), a_version("1.10"), a_version("1.9")), the_file("1.10"), the_file("1.9"))
    run(update=True)

    assert 'version: "1.10"' in run.lock


def test_versions_are_ordered_by_their_numbers():
    assert sorted(["2.1.1", "1.10", "2.1", "1.9"], key=order_of) == ["1.9", "1.10", "2.1", "2.1.1"]


@pytest.mark.parametrize("version", ["1.x", "", "one"])
def test_a_version_without_numbers_is_refused(version):
    with pytest.raises(ServiceRefused, match="is not numbers with dots between"):
        order_of(version)


def test_an_item_with_both_states_is_neither_lost_nor_new():
    renamed = {"previousState": {"column": "a"}, "currentState": {"column": "b"}}
    told = read_changes({"minorChanges": {"indicators": [renamed]}})

    assert (told.lost, told.new) == ((), ())
    assert told.renamed == ("column a to b",)


def test_an_area_that_goes_under_one_code_and_comes_under_another_is_neither_lost_nor_new():
    before, after = ({"label": "Somerset", "code": code} for code in ("E10000027", "E06000066"))
    lost = {"locationOptions": [{"options": [{"previousState": before, "currentState": None}]}]}
    new = {"locationOptions": [{"options": [{"previousState": None, "currentState": after}]}]}
    told = read_changes({"majorChanges": lost, "minorChanges": new})

    assert (told.lost, told.new) == ((), ())
    assert told.renamed == ("area Somerset (E10000027) to Somerset (E06000066)",)


def test_lost_and_new_items_are_told_by_kind_and_name():
    told = read_changes(
        {
            "majorChanges": {
                "indicators": [{"previousState": {"column": "rereferral_child_percent"}, "currentState": None}],
                "filterOptions": [{"options": [{"previousState": {"label": "All"}, "currentState": None}]}],
            }
        }
    )

    assert told.lost == ("column rereferral_child_percent", "category All")


def test_a_row_count_that_differs_from_the_services_is_told(run, server):
    server.put(the_versions(a_version("1.0", totalResults=2132)))
    run()

    assert "the service says 2,132 rows, the file has 8" in run.screen


@pytest.mark.parametrize(
    "version",
    [a_version("1.0", release="2025"), a_version("1.0") | {"version": 1.0}, a_version("1.0", status=None), "1.0"],
)
def test_an_answer_of_another_form_is_a_fault_and_no_crash(version, run, server):
    server.put(in_json(f"{ONE}/versions", a_page([version])))

    assert run() == 3
    assert run.faults.startswith("c1: ")


@pytest.mark.parametrize("said", ["8", None, "eight"])
def test_a_row_count_in_another_form_is_read_or_passed_over(said, run, server):
    server.put(the_versions(a_version("1.0", totalResults=said)))

    assert run() == 0
    assert "look " not in run.screen


def test_a_row_count_that_is_the_services_is_not_told(run):
    run()

    assert "the service says" not in run.screen
