"""A release is there whole or not at all, and can be held against its manifest for ever after."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis.definitions import read_definitions
from analysis.refusals import StorageRefused
from publishing.release import release_list, staging
from publishing.release.made_page import MadePage
from publishing.release.manifest import read_manifest, verify_release
from publishing.release.release_list import choose_stamp, clear_staging, list_releases, write_list
from publishing.release.storage import MANIFEST
from publishing.running.units import plan_units
from tests.written_releases import write_release

MADE = datetime(2014, 5, 5, 6, tzinfo=UTC)
TABLE = {"caption": "a", "columns": [{"heading": "a", "form": "text", "cells": []}]}
FACTS = {"area_name": "Southampton", "partnership": "Example", "marking": "Official", "contact": "us"}


@pytest.fixture
def pages(plan) -> list[MadePage]:
    (unit,) = plan()
    return [
        MadePage(unit, "<p>The page</p>\n", {"summary": ["Fewer children went missing."]}, {"missing_t.csv": TABLE})
    ]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def released(output, pages) -> Path:
    return write_release(output, MADE, pages, FACTS)


def test_a_release_is_named_by_area_quarter_and_the_time_it_was_made(released):
    assert released.name == "E06000045-2013-14-Q4-20140505T060000Z"


def test_a_release_holds_its_pages_their_tables_the_contents_and_the_manifest(released):
    found = sorted(path.relative_to(released).as_posix() for path in released.rglob("*") if path.is_file())

    tables = ["data/csv-metadata.json", "data/figures.csv", "data/missing_t.csv"]
    assert found == [*tables, "index.html", "manifest.json", "missing.html"]
    assert "Fewer children went missing." in (released / "index.html").read_text(encoding="utf-8")


def test_an_area_without_an_ons_code_makes_a_name_that_every_system_takes(output, pages, project, add_report):
    areas = project.params / "areas.yaml"
    areas.write_text(
        areas.read_text(encoding="utf-8") + "  - {code: 'L:romsey', name: Romsey, kind: district}\n", encoding="utf-8"
    )
    (unit,) = plan_units(project, read_definitions(project.params), ["L:romsey"], "2013-14 Q4")
    page = MadePage(unit, "", {"summary": []}, {})

    assert write_release(output, MADE, [page], FACTS).name.startswith("L-romsey-2013-14-Q4")


def test_a_release_as_it_was_made_agrees_with_its_manifest(released):
    assert verify_release(released) == []


def test_what_was_changed_added_or_taken_is_named(released):
    (released / "missing.html").write_text("<p>Another</p>", encoding="utf-8")
    (released / "index.html").unlink()
    (released / "data" / "extra.csv").write_text("a", encoding="utf-8")

    assert verify_release(released) == [
        "data/extra.csv: was added",
        "index.html: is missing",
        "missing.html: was changed",
    ]


def test_a_link_in_a_files_place_is_a_change(released, tmp_path):
    page = released / "missing.html"
    page.rename(tmp_path / "elsewhere.html")
    page.symlink_to(tmp_path / "elsewhere.html")

    assert verify_release(released) == ["missing.html: was changed"]


def test_a_folder_that_is_no_release_cannot_be_verified(tmp_path):
    with pytest.raises(StorageRefused, match=r"manifest.json is missing"):
        verify_release(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"made": "2014-05-05"}', "\x00"])
def test_a_spoiled_manifest_is_refused_and_passed_over_in_the_list(output, released, content):
    (released / MANIFEST).write_text(content, encoding="utf-8")

    with pytest.raises(StorageRefused):
        read_manifest(released)
    assert list_releases(output) == []


@pytest.mark.parametrize("call", ["write_file", "move_folder"])
def test_a_disk_that_fills_up_leaves_nothing_of_a_release(output, pages, monkeypatch, call):
    original = getattr(staging, call)

    def fail(path, *others):
        if path.name == MANIFEST or path.name.startswith(".staging-E06000045-2013-14-Q4-20140505T060000Z~"):
            raise OSError(28, "No space left on device")
        original(path, *others)

    monkeypatch.setattr(staging, call, fail)
    with pytest.raises(StorageRefused, match=r"No space left on device. Nothing was released"):
        write_release(output, MADE, pages, FACTS)

    assert list(output.iterdir()) == []


def test_a_folder_that_is_there_already_is_never_written_into(output, pages, released):
    before = (released / "missing.html").stat().st_mtime_ns

    with pytest.raises(StorageRefused):
        write_release(output, MADE, pages, FACTS)

    assert (released / "missing.html").stat().st_mtime_ns == before
    assert verify_release(released) == []


def test_a_stamp_is_later_than_every_release_even_when_the_clock_was_set_back(output, pages):
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(days=400)
    write_release(output, ahead, pages, FACTS)

    assert choose_stamp(output) == ahead + timedelta(seconds=1)


def test_a_stamp_is_the_time_where_the_releases_are_older(output, released):
    assert abs(choose_stamp(output) - datetime.now(UTC)) < timedelta(minutes=1)


def test_stamps_neither_collide_nor_run_backwards_whatever_the_clock_does(output, pages, monkeypatch):
    noon, hour = datetime(2026, 11, 23, 12, tzinfo=UTC), timedelta(hours=1)
    shown = iter([noon, noon, noon - 400 * 24 * hour, noon - hour, noon + timedelta(seconds=1), noon + hour])

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return next(shown)

    monkeypatch.setattr(release_list, "datetime", Clock)
    made = [write_release(output, choose_stamp(output), pages, FACTS).name for _ in range(6)]

    assert [release["release"] for release in list_releases(output)] == made[::-1]
    assert sorted(set(made)) == made


def test_a_release_whose_manifest_was_spoiled_still_keeps_its_stamp(output, pages):
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(days=400)
    (write_release(output, ahead, pages, FACTS) / MANIFEST).write_text("", encoding="utf-8")

    assert choose_stamp(output) == ahead + timedelta(seconds=1)


def test_the_list_has_the_newest_release_first(output, pages):
    names = [write_release(output, MADE + timedelta(days=days), pages, FACTS).name for days in (1, 0, 2)]

    write_list(output)

    text = (output / "index.html").read_text(encoding="utf-8")
    expected = [names[2], names[0], names[1]]
    assert [release["release"] for release in list_releases(output)] == expected
    assert sorted(expected, key=text.index) == expected


def test_what_a_killed_run_left_is_cleared_and_releases_are_not(output, released):
    (output / ".staging-old" / "data").mkdir(parents=True)

    clear_staging(output)

    assert [path.name for path in output.iterdir()] == [released.name]


def test_the_manifest_has_the_hash_of_every_file(released):
    files = json.loads((released / MANIFEST).read_text(encoding="utf-8"))["files"]

    tables = {"data/csv-metadata.json", "data/figures.csv", "data/missing_t.csv"}
    assert set(files) == {*tables, "index.html", "missing.html"}
    assert all(len(digest) == 64 for digest in files.values())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the permission holds for users, not for root")
def test_a_folder_that_cannot_be_written_is_refused(output, pages):
    output.mkdir(mode=0o500)

    with pytest.raises(StorageRefused, match="Permission denied"):
        write_release(output, MADE, pages, FACTS)


def test_a_folder_in_the_lists_place_is_refused_by_name(output):
    (output / "index.html").mkdir(parents=True)

    for refused in (clear_staging, write_list):
        with pytest.raises(StorageRefused, match=r"^reports/index\.html is a folder, where .+ Move it away\.$"):
            refused(output)


def test_a_list_that_cannot_be_written_is_as_it_was_and_the_next_run_adds_the_release(output, pages, monkeypatch):
    first = write_release(output, MADE, pages, FACTS)
    before = write_list(output).read_text(encoding="utf-8")
    second = write_release(output, MADE + timedelta(days=1), pages, FACTS)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(release_list, "replace_file", full)
    with pytest.raises(StorageRefused, match=r"The list of releases is as it was; the next run brings"):
        write_list(output)
    assert (output / "index.html").read_text(encoding="utf-8") == before
    monkeypatch.undo()

    after = write_list(output).read_text(encoding="utf-8")
    assert first.name in after
    assert second.name in after


def test_what_waited_to_replace_a_file_when_a_run_was_killed_is_cleared(output, released):
    for name in (".index.html.new", "..failed-attempt.json.new"):
        (output / name).write_text("half", encoding="utf-8")
    (output / ".staging-a-file").write_text("", encoding="utf-8")

    clear_staging(output)

    assert [path.name for path in output.iterdir()] == [released.name]
