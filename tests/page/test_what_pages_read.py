"""What pages read of the observations: masked, for the figures it was decided for, and nothing that tells more."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.definitions import read_definitions
from analysis.measures.published import (
    check_unchanged,
    find_guarded,
    fingerprint_file,
    hash_shown,
    preload_figures,
    read_shown,
)
from analysis.measures.readings import is_known
from analysis.measures.released_figures import read_earlier
from analysis.observations import write_table
from analysis.page.environment import AS_SHOWN, hash_file
from analysis.page.quality import read_tellable, select_tellable
from analysis.page.suppressed import count_withheld, describe_withheld
from analysis.project import find_project
from analysis.refusals import DisclosureRefused, StorageRefused
from analysis.schemas import FINDINGS, OBSERVATIONS
from publishing.running.due import describe_returns, list_due
from publishing.withholding.deciding import write_shown

SMALL = {"indicator": "missing_children", "start": "2014-03-01", "end": "2014-03-31", "numerator": 3, "value": 3}
LARGE = {"indicator": "missing_children", "start": "2014-02-01", "end": "2014-02-28", "numerator": 93, "value": 93}


def test_a_small_count_is_read_without_its_number(make_page):
    read = make_page("", LARGE, SMALL).read("missing_children")

    assert list(read["status"]) == ["reported", "withheld"]
    assert list(read["numerator"].isna()) == [False, True]
    assert list(is_known(read)) == [True, True]


def test_a_small_count_is_withheld_in_words_of_its_own(make_page, capsys):
    page = make_page("", LARGE, SMALL)
    page.data(page.read("missing_children"))

    told = capsys.readouterr().out
    assert "Suppressed [c], so that no small count can be read or worked out: children missing for March 2014." in told
    assert "not supplied" not in told.lower()


def test_nothing_is_read_where_the_profile_was_changed_since(make_page):
    page = make_page("", LARGE)
    policy = page.definitions.policy
    other = policy.model_copy(
        update={"profiles": {"sub_group": policy.profiles["sub_group"].model_copy(update={"withhold_up_to": 9})}}
    )

    with pytest.raises(DisclosureRefused, match="lscb clean"):
        read_shown(page.project, replace(page.definitions, policy=other))


def test_nothing_is_read_of_what_another_version_decided(make_page):
    page = make_page("", LARGE)
    path = page.project.processed / "shown.parquet"
    table = pd.read_parquet(path)
    table.attrs = {"decided for": "what that version calls so"}
    table.to_parquet(path)

    with pytest.raises(DisclosureRefused, match="lscb clean"):
        read_shown(page.project, page.definitions)
    preload_figures(page.project.processed)


def test_nothing_is_read_before_it_was_decided(make_page):
    page = make_page("", LARGE)
    (page.project.processed / "shown.parquet").unlink()

    with pytest.raises(DisclosureRefused, match="not decided yet"):
        page.read("missing_children")


def test_pages_made_while_another_run_decided_anew_are_not_released(make_page):
    project = make_page("", LARGE).project
    known = hash_shown(project)
    check_unchanged(project, known)
    path = project.processed / "shown.parquet"
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(StorageRefused, match="cleaned anew by another run"):
        check_unchanged(project, known)


def test_a_return_is_known_by_its_figures_as_they_may_be_shown(make_page, checkout):
    hashes = []
    for small in (3, 4):
        page = make_page("", {**SMALL, "numerator": small, "value": small, "file": "returns/police.csv"})
        hashes.append(fingerprint_file(page.project, "returns/police.csv"))
    returned = checkout / "data" / "raw" / "returns" / "police.csv"
    returned.parent.mkdir()
    returned.write_text("as received", encoding="utf-8")

    assert hashes[0] == hashes[1]
    assert hash_file(find_project(checkout), "returns/police.csv") == f"{AS_SHOWN}: {hashes[0]}"
    assert AS_SHOWN not in hash_file(find_project(checkout), "published/police.csv")


def test_a_finding_that_could_tell_of_a_withheld_figure_is_not_for_pages():
    findings = pd.DataFrame(
        [
            ("police", "returns/police.csv"),
            ("council", "published/council.csv"),
            ("council police", "published/council.csv; returns/police.csv"),
            ("council", "returns/old.csv"),
        ],
        columns=["source", "file"],
    )

    told = select_tellable(findings, {"police"}, {"returns/old.csv"})

    assert list(told["file"]) == ["published/council.csv"]


def test_where_counts_are_rounded_findings_tell_no_figures_as_they_came(page, checkout):
    before = read_tellable(page.project, page.definitions)
    after = read_tellable(page.project, _write_public(checkout, file="published/police.csv"))

    assert before["detail"].notna().any()
    assert after.drop(columns="detail").equals(before.drop(columns="detail"))
    assert after["detail"].isna().all()


def test_where_counts_are_rounded_no_finding_of_a_return_is_told(page, checkout):
    definitions = _write_public(checkout, file="returns/police.csv")

    assert find_guarded(page.project, definitions) == ({"police"}, {"returns/police.csv"})
    assert read_tellable(page.project, definitions).empty


@pytest.mark.parametrize(("file", "told"), [("published/police.csv", True), ("returns/police.csv", False)])
def test_a_release_tells_of_an_awaited_figure_only_what_its_pages_may_tell(make_page, checkout, file, told):
    page = make_page("", {**SMALL, "file": file})
    path = page.project.processed / "findings.parquet"
    awaited = pd.read_parquet(path).assign(rule="figure_awaited", file=file)
    write_table(awaited, FINDINGS, path)

    released = describe_returns(page.project, page.definitions, "2013-14 Q4")["awaited"]
    assert ("Every series is zero in December 2013. Ask police." in released) == told
    assert "  Every series is zero in December 2013. Ask police." in list_due(page.project, "2013-14 Q4")


def _write_public(checkout, file: str):
    """The small checkout under a profile that rounds, with the police's figures in a return, decided anew."""
    policy = checkout / "params" / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("{withhold_up_to: 5}", "{withhold_up_to: 7, round_to: 5}"), encoding="utf-8")
    project = find_project(checkout)
    definitions, rows = read_definitions(project.params), pd.read_parquet(project.processed / "observations.parquet")
    rows = rows.assign(file=rows["file"].mask(rows["source"] == "police", file))
    write_table(rows, OBSERVATIONS, project.processed / "observations.parquet")
    write_shown(project, definitions, rows, read_earlier(checkout / "none"))
    return definitions


def test_what_is_withheld_is_told_by_kind_and_never_by_value(make_page):
    page = make_page("", LARGE, SMALL, {**SMALL, "area": "E92000001"})

    told = " ".join(describe_withheld(page))

    assert count_withheld(page.project, "E06000045") == {
        "counts": 1,
        "resting_on_them": 0,
        "counts_elsewhere": 1,
        "resting_on_them_elsewhere": 0,
        "tables": [],
    }
    assert "Suppressed [c] in Southampton: 1 count; in other places: 1 count." in told
    assert "`" not in told
    assert "3" not in told


def test_nothing_withheld_is_said_so(make_page):
    assert describe_withheld(make_page("", LARGE)) == [
        "We suppress no figure: no count of people or of their events is small."
    ]


def test_the_decision_is_made_for_the_area_of_the_partnership(make_page):
    page = make_page("", LARGE)
    definitions = read_definitions(page.project.params)
    elsewhere = replace(definitions, run=definitions.run.model_copy(update={"area": "E92000001"}))

    with pytest.raises(DisclosureRefused):
        read_shown(page.project, elsewhere)
