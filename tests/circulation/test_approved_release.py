"""A release is signed off by someone who may, as its manifest stands, and by another person where that is asked."""

import json
import os

import pytest

from analysis.definitions.circulation_list import read_circulation
from analysis.project import Project
from analysis.refusals import ParametersRefused
from publishing.circulation.approved_release import APPROVALS, NotApproved, approve, check_approved, read_release
from publishing.release import accounts
from publishing.release.accounts import RUNS, find_person, find_runner
from publishing.release.storage import MANIFEST, read_records
from publishing.running.command import run_or_stand
from publishing.running.quarter import Outcome
from publishing.running.up_to_date import Asked


@pytest.fixture
def circulation(write_list):
    return read_circulation(write_list())


def test_an_approval_is_bound_to_the_manifest_and_tells_who_and_for_which_role(release, circulation, become):
    become("maria")
    said = approve(release, circulation, "manager")

    (record,) = read_records(release.records / APPROVALS)
    assert {
        "release": release.name,
        "manifest": release.digest,
        "role": "manager",
        "by": "maria",
    }.items() <= record.items()
    assert said == f"{release.name} is approved by the Business Manager (maria). Its manifest is {release.digest[:12]}."
    check_approved(release, circulation)


def test_nothing_in_the_release_changes(release, circulation, become):
    before = {path: path.read_bytes() for path in release.folder.rglob("*")}
    become("maria")
    approve(release, circulation, "manager")

    assert {path: path.read_bytes() for path in release.folder.rglob("*")} == before


def test_approving_twice_writes_one_line(release, circulation, become):
    become("maria")
    approve(release, circulation, "manager")
    approve(release, circulation, "manager")

    assert len(read_records(release.records / APPROVALS)) == 1


def test_without_an_approval_the_command_is_named(release, circulation):
    with pytest.raises(NotApproved, match=rf"lscb approve {release.name} --by manager \(or chair\)$"):
        check_approved(release, circulation)


def test_whoever_ran_it_may_not_sign_it_off(release, circulation, become):
    become("analyst")

    with pytest.raises(NotApproved, match=r"analyst ran .+ Someone else signs it off"):
        approve(release, circulation, "manager")
    assert not (release.records / APPROVALS).exists()


def test_whoever_ran_it_may_where_policy_does_not_ask(release, listed, write_list, become):
    listed["sign_off"]["another_person"] = False
    become("analyst")
    approve(release, read_circulation(write_list()), "manager")

    check_approved(release, read_circulation(write_list()))


def test_an_approval_that_was_enough_is_held_against_todays_policy(release, listed, write_list, become):
    listed["sign_off"]["another_person"] = False
    become("analyst")
    approve(release, read_circulation(write_list()), "manager")
    listed["sign_off"]["another_person"] = True

    with pytest.raises(NotApproved, match="Not approved: analyst ran"):
        check_approved(release, read_circulation(write_list()))


def test_a_role_that_no_longer_signs_off_no_longer_counts(release, circulation, listed, write_list, become):
    become("maria")
    approve(release, circulation, "manager")
    listed["sign_off"]["roles"] = ["chair"]

    with pytest.raises(NotApproved, match="Nobody who may"):
        check_approved(release, read_circulation(write_list()))


def test_a_role_that_does_not_sign_off_is_refused_with_the_nearest(release, circulation, become):
    become("maria")

    with pytest.raises(ParametersRefused, match="Did you mean 'manager'"):
        approve(release, circulation, "manger")


def test_where_a_role_names_accounts_no_other_account_may(release, listed, write_list, become):
    listed["roles"] = listed["roles"] | {"manager": listed["roles"]["manager"] | {"accounts": ["maria"]}}
    circulation = read_circulation(write_list())
    become("john")
    with pytest.raises(NotApproved, match="john may not sign off as the Business Manager"):
        approve(release, circulation, "manager")

    become("maria")
    approve(release, circulation, "manager")
    check_approved(release, circulation)


def test_another_manifest_is_another_release(release, circulation, become):
    become("maria")
    approve(release, circulation, "manager")
    manifest = release.folder / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"title": "Another"}))

    with pytest.raises(NotApproved, match="Nobody who may"):
        check_approved(read_release(release.folder), circulation)


def test_where_it_was_not_written_down_the_files_owner_ran_it(release, circulation, monkeypatch):
    (release.folder.parent / RUNS).unlink()
    monkeypatch.delenv("SUDO_USER", raising=False)

    assert find_runner(release.folder) == find_person()
    with pytest.raises(NotApproved, match="Someone else signs it off"):
        approve(release, circulation, "manager")


def test_where_nobody_can_tell_who_ran_it_nobody_is_another_person(release, circulation, become, monkeypatch):
    monkeypatch.setattr("publishing.circulation.approved_release.find_runner", lambda folder: None)
    become("maria")

    with pytest.raises(NotApproved, match=r"Who ran .+ is not known"):
        approve(release, circulation, "manager")


def test_with_sudo_the_person_is_whoever_called_it(become, monkeypatch):
    become("maria")
    assert find_person() == "maria"

    monkeypatch.delenv("SUDO_USER")
    monkeypatch.setenv("USER", "someone else")
    monkeypatch.setenv("LOGNAME", "someone else")
    assert find_person() != "someone else"


def test_a_run_writes_down_who_ran_it(tmp_path, monkeypatch, become):
    output = tmp_path / "reports"
    released = Outcome([output / "E06000045-2013-14-Q4-20140505T060000Z"], 1, 0, 1.0)
    monkeypatch.setattr("publishing.running.quarter.run_quarter", lambda *words, **options: released)
    become("paul")
    run_or_stand(Project(tmp_path, tmp_path), output, Asked(), jobs=1, fresh=True)

    assert find_runner(released.releases[0]) == "paul"


def test_who_logged_in_is_the_person_whatever_the_environment_says(become, monkeypatch):
    become("maria")
    monkeypatch.setattr(accounts, "_find_login", lambda: 0)
    assert find_person() == "root"


def test_a_process_that_is_not_root_cannot_name_itself_another_person(become, monkeypatch):
    become("maria")
    monkeypatch.setattr(accounts, "_find_login", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 2**31 - 5)
    assert find_person() == str(2**31 - 5)
