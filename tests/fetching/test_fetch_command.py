"""The command: which data sets, which options together, and that no other command goes online."""

import csv
import socket
from pathlib import Path

import pytest
from service_routes import ENTRY, ONE, in_json, the_data_set

from analysis.definitions.published_data import PUBLISHED, read_addresses, read_published
from analysis.project import find_project
from analysis.refusals import ParametersRefused
from publishing.fetching.addresses import place_services
from publishing.fetching.published_document import PATH, list_published
from publishing.fetching.services import FINDERS
from publishing.intake.layouts import read_sources

CHECKOUT = find_project(Path(__file__).parent)
ENTRIES = {"c1": ENTRY, "other": ENTRY.replace("source: test_referrals\n", "")}


@pytest.fixture
def entries():
    return ENTRIES


@pytest.fixture
def lscb(project, server, monkeypatch, type_command):
    """The command line in the checkout, and what it printed; every service is at the server."""
    monkeypatch.chdir(project.root)
    for path in ("notebooks", "docs"):
        (project.root / path).mkdir()
    return type_command


def test_all_data_sets_are_fetched_without_a_name(run):
    assert run() == 0
    assert run.said[-1] == "2 data sets: none with something new, none refused."


def test_only_the_named_data_set_is_fetched(run):
    run("other")

    assert [path.name for path in run.folder.iterdir() if path.is_dir()] == ["other"]


def test_an_unknown_name_is_refused_with_the_nearest(run):
    with pytest.raises(ParametersRefused, match=r"No data set 'othr' in params/published\. Did you mean 'other'\?"):
        run("othr")


def test_an_unknown_service_is_refused_with_the_nearest(run):
    with pytest.raises(ParametersRefused, match=r"No service 'nomi'\. Did you mean 'nomis'\?"):
        run(services=("nomi",))


def test_a_service_without_a_data_set_is_refused(run):
    with pytest.raises(ParametersRefused, match="No data set has that name and that service"):
        run(services=("nomis",))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"check": True, "update": True}, "--check and --update: give one of them"),
        ({"accepted": ("rows",)}, "--accept-losses goes with --update"),
        ({"accepted": ("row",), "update": True}, "--accept-losses row: Did you mean 'rows'"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options, words, run, server):
    with pytest.raises(ParametersRefused, match=words):
        run(**options)
    assert server.asked == []


@pytest.mark.parametrize(
    "base",
    [
        "ees",
        "ees=",
        "ees=example.org",
        "ees=http://example.org",
        "ees=ftp://127.0.0.1",
        "ees=https://u:p@example.org",
        "ees=http://127.0.0.1:port",
        "eees=https://example.org",
    ],
)
def test_an_address_that_is_not_safe_or_of_no_service_is_refused(base, project):
    with pytest.raises(ParametersRefused, match="--base"):
        place_services(read_addresses(project.params / "services.yaml"), [base])


def test_the_command_line_fetches_and_ends_with_its_code(lscb, server):
    base = f"ees={server.address}/statistics"

    assert lscb("fetch", "c1", "--base", base)[0] == 0
    assert lscb("fetch", "--check", "--service", "ees", "--base", base)[0] == 10


def test_several_services_can_stand_with_commas_between(lscb, server):
    base = f"ees={server.address}/statistics"

    assert lscb("fetch", "--service", "ees,nomis", "--base", base)[0] == 0


def test_addresses_can_stand_in_the_environment(lscb, server, monkeypatch):
    monkeypatch.setenv("LSCB_FETCH_BASE", f"ees={server.address}/statistics nomis={server.address}")

    assert lscb("fetch", "c1")[0] == 0


def test_a_fault_is_told_on_the_error_stream_and_ends_with_3(lscb, server):
    server.put(in_json(ONE, the_data_set(), status=410))
    code, out, err = lscb("fetch", "c1", "--base", f"ees={server.address}/statistics")

    assert code == 3
    assert "answered 410: is gone" in err
    assert "1 data set: none with something new, 1 refused." in out


def test_another_data_folder_is_fetched_into(lscb, server, tmp_path):
    (tmp_path / "elsewhere" / "raw").mkdir(parents=True)
    base = f"ees={server.address}/statistics"

    assert lscb("fetch", "c1", "--base", base, "--data", str(tmp_path / "elsewhere"))[0] == 0
    assert (tmp_path / "elsewhere" / "raw" / "published" / "c1" / "1.0.csv").is_file()


@pytest.mark.parametrize("words", [["clean"], ["check"], ["list"], ["due"]])
def test_no_other_command_opens_a_connection(words, lscb, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("a command went online")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    lscb(*words)


def test_every_service_of_the_entries_has_a_module():
    assert set(FINDERS) == set(PUBLISHED)


def test_the_list_in_the_repository_is_the_one_that_the_parameters_make():
    text = (CHECKOUT.root / PATH).read_text(encoding="utf-8")

    assert list_published(CHECKOUT) == text, "run `lscb dictionary`"


def test_the_list_has_every_indicator_that_a_data_set_serves_and_every_data_set_that_is_only_kept():
    rows = list(csv.DictReader(list_published(CHECKOUT).splitlines()))
    listed = {(row["indicator name"], row["data set name"]) for row in rows}
    sources = read_sources(CHECKOUT.params / "sources")

    assert listed == {
        (indicator, data.name)
        for data in read_published(CHECKOUT.params / "published").values()
        for indicator in (sources[data.source].indicators() if data.source else [""])
    }
