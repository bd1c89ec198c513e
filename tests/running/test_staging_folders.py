"""A release that something else changes while it is made is not published, and another machine's is left alone."""

import shutil
from datetime import UTC, datetime

import pytest

from analysis.refusals import StorageRefused
from publishing.release import staging_folders
from publishing.release.made_page import MadePage
from publishing.release.release_list import clear_staging
from publishing.release.staging import Staging
from publishing.release.staging_folders import Maker, name_staging, read_maker
from publishing.release.storage import MANIFEST

MADE = datetime(2014, 5, 5, 6, tzinfo=UTC)
RELEASE = "E06000045-2013-14-Q4-20140505T060000Z"
TABLE = {"caption": "a", "columns": [{"heading": "a", "form": "text", "cells": ["1"]}]}
FACTS = {"area_name": "Southampton", "partnership": "Example", "marking": "Official", "contact": "us"}


@pytest.fixture
def staging(tmp_path, plan):
    (unit,) = plan()
    page = MadePage(unit, "<p>The page</p>", {"summary": ["One."]}, {"missing_t.csv": TABLE})
    staging = Staging(tmp_path / "reports", MADE, "E06000045", "2013-14 Q4")
    staging.add(page, {})
    return staging


@pytest.mark.parametrize("name", ["missing.html", "data/missing_t.csv", "index.html", "data/figures.csv"])
def test_a_file_that_vanishes_before_the_release_is_published_is_named_and_nothing_is_released(staging, name):
    staging.finish(FACTS, ["missing"])
    (staging.folder / name).unlink()
    with pytest.raises(StorageRefused, match=f"{name}: is missing. Nothing was released"):
        staging.check()


@pytest.mark.parametrize("name", ["missing.html", "data/missing_t.csv"])
def test_a_file_that_vanishes_before_the_contents_are_written_is_named(staging, name):
    (staging.folder / name).unlink()
    with pytest.raises(StorageRefused, match=f"{name} vanished while the release was made. Nothing was released"):
        staging.finish(FACTS, ["missing"])


def test_a_whole_folder_that_vanishes_is_told(staging):
    staging.finish(FACTS, ["missing"])
    shutil.rmtree(staging.folder)
    with pytest.raises(StorageRefused, match="the whole folder: is missing"):
        staging.check()


def test_a_manifest_that_was_changed_with_its_pages_is_told(staging):
    staging.finish(FACTS, ["missing"])
    manifest = staging.folder / MANIFEST
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("Southampton", "Elsewhere"), encoding="utf-8")
    with pytest.raises(StorageRefused, match=r"manifest\.json: was changed"):
        staging.check()


def test_what_was_added_is_told_and_of_many_files_three_are_named(staging):
    staging.finish(FACTS, ["missing"])
    for number in range(5):
        (staging.folder / f"copy {number}.html").write_text("", encoding="utf-8")
    with pytest.raises(StorageRefused, match=r"copy 2\.html: was added and 2 more files. Nothing"):
        staging.check()


def test_an_undisturbed_release_is_published(staging):
    staging.finish(FACTS, ["missing"])
    staging.check()
    assert staging.publish().name == RELEASE


def test_what_a_run_of_this_machine_left_is_cleared_and_what_another_left_is_told(tmp_path, monkeypatch):
    here, there = Maker("anna", "this"), Maker("ben", "other")
    for maker in (here, there):
        (tmp_path / name_staging(RELEASE, maker)).mkdir()
    monkeypatch.setattr(staging_folders, "find_maker", lambda: here)

    (line,) = clear_staging(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [name_staging(RELEASE, there)]
    assert f"{RELEASE}~ben@other is a release that ben makes on other, last written today" in line


def test_whose_a_folder_is_stands_in_its_name():
    name = name_staging("L-four_districts-2013-14-Q4-20140505T060000Z", Maker("anna", "pc-12.example"))
    assert read_maker(name) == Maker("anna", "pc-12.example")
    assert read_maker(".staging-old") is None
