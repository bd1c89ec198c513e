"""Data sets to fetch: closed entries, one service each, and file specifications that exist and are read once."""

from pathlib import Path

import pytest

from analysis.definitions.areas import AreaChanges
from analysis.definitions.parameter_files import check_definition, read_file
from analysis.definitions.published_data import (
    PUBLISHED,
    Pin,
    check_published,
    read_addresses,
    read_lock,
    read_published,
    service_of,
    write_lock,
)
from analysis.project import find_project
from analysis.refusals import ParametersRefused
from publishing.intake.layouts import read_sources

PARAMS = find_project(Path(__file__).parent).params
ENTRY = """\
title: Referrals
publisher: Department for Education
service: ees
publication: Children in need
data_set: C1 *
lag: seven months
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text: str, name: str = "test"):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_published(tmp_path)

    return read_text


def test_the_entries_of_the_repository_name_file_specifications_that_exist():
    published = read_published(PARAMS / "published")

    check_published(published, read_sources(PARAMS / "sources"))
    assert {service_of(data) for data in published.values()} == set(PUBLISHED)


def test_data_sets_come_in_the_order_of_the_services(read):
    read(ENTRY, "b")
    found = read(ENTRY.replace("service: ees", "service: ees_catalogue").replace("Children in need", "in-need"), "a")

    assert list(found) == ["b", "a"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("service: ees", "service: ess"), "no service 'ess'. Did you mean 'ees'?"),
        (("lag:", "lags:"), "lags: not a known key; did you mean 'lag'?"),
        (("data_set: C1 *\n", ""), "data_set: is missing"),
        (("lag: seven months", "lag: seven months\narea: [code]"), "put 'code' into `row` too"),
    ],
)
def test_an_entry_that_says_what_nothing_reads_is_refused(change, words, read):
    with pytest.raises(ParametersRefused, match=words.replace("?", r"\?")):
        read(ENTRY.replace(*change))


def test_a_file_specification_that_does_not_exist_is_refused(read):
    with pytest.raises(ParametersRefused, match=r"no file specification 'dfe_table_c9'\. Did you mean"):
        check_published(read(f"{ENTRY}source: dfe_table_c9\n"), read_sources(PARAMS / "sources"))


def test_two_data_sets_for_one_file_specification_are_refused(read):
    read(f"{ENTRY}source: dfe_table_c1\n", "one")

    with pytest.raises(ParametersRefused, match="reads 'one' already"):
        check_published(read(f"{ENTRY}source: dfe_table_c1\n", "two"), read_sources(PARAMS / "sources"))


def test_no_entries_are_no_fault(tmp_path):
    assert read_published(tmp_path / "published") == {}


def test_every_service_has_an_address_over_tls():
    addresses = read_addresses(PARAMS / "services.yaml")

    assert set(addresses) == set(PUBLISHED)


@pytest.mark.parametrize(
    "text", ["ees: {address: 'http://example.org'}", "ess: {address: 'https://example.org'}", "[]"]
)
def test_addresses_without_tls_or_of_unknown_services_are_refused(text, tmp_path):
    (tmp_path / "services.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(ParametersRefused):
        read_addresses(tmp_path / "services.yaml")


def test_a_lock_is_read_as_it_was_written(tmp_path):
    pins = {
        "b": Pin(version="1.0", file="b/1.0.csv", sha256="0" * 64),
        "a": Pin(version="2_1"),
        "c": Pin(version="1", sha256="1" * 31 + "e" + "1" * 32),
    }
    (tmp_path / "published.lock").write_text(write_lock(pins), encoding="utf-8")

    assert read_lock(tmp_path / "published.lock") == pins
    assert write_lock(pins).index("\na:") < write_lock(pins).index("\nb:")


@pytest.mark.parametrize(
    "text", ["a: {version: 1.0}", "a: {version: '../x'}", "a: {version: '1', file: '../../x.csv'}", "- a", "a: {}"]
)
def test_a_lock_that_was_not_written_by_the_command_is_refused(text, tmp_path):
    (tmp_path / "published.lock").write_text(text, encoding="utf-8")

    with pytest.raises(ParametersRefused):
        read_lock(tmp_path / "published.lock")


def test_no_lock_pins_nothing(tmp_path):
    assert read_lock(tmp_path / "published.lock") == {}


def test_every_change_of_areas_says_where_it_is_published_and_the_present_codes():
    changes = read_file(PARAMS / "area_changes.yaml", AreaChanges)

    assert all("table C1" in change.source for change in changes.changes)
    assert changes.present_codes()["E10000027"] == "E06000066"


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("recoded", 2, 1), ("split", 1, 1), ("merger", 1, 2), ("recut", 1, 2)],
)
def test_a_change_has_as_many_areas_as_its_kind(kind, before, after):
    codes = [f"E0600000{number}" for number in range(6)]
    change = {"kind": kind, "on": "2023-04-01", "before": codes[:before], "after": codes[3 : 3 + after], "source": "x"}

    with pytest.raises(ParametersRefused):
        check_definition(AreaChanges, {"changes": [change]}, "area_changes.yaml")
