"""What is pinned is brought once and kept; what is new is told or taken; a fault leaves everything as it was."""

import errno
import hashlib
import os

import pandas as pd
import pytest
from replaying import Route
from service_routes import (
    HEADINGS,
    ONE,
    REVISED,
    ROWS,
    TABLE,
    a_page,
    a_version,
    in_csv,
    in_json,
    the_changes,
    the_data_set,
    the_file,
    the_versions,
)

from analysis.definitions import read_definitions
from analysis.refusals import RunInProgress, StorageRefused
from publishing.fetching import keeping
from publishing.intake.cleaning import clean_sources
from publishing.running.lock import hold


@pytest.fixture
def release_day(run, server):
    """The first edition fetched, and a second one published, in which one figure is revised."""
    assert run() == 0
    server.put(
        the_versions(a_version("1.1", notes="one authority revised"), a_version("1.0")),
        the_file("1.1", REVISED),
        the_changes("1.1"),
    )
    return run


# Bringing


def test_the_bytes_are_kept_as_received_under_the_version(run):
    assert run() == 0
    assert (run.folder / "c1" / "1.0.csv").read_bytes() == TABLE.encode()


def test_the_edition_is_pinned_with_its_hash(run):
    run()

    assert 'version: "1.0"' in run.lock
    assert hashlib.sha256(TABLE.encode()).hexdigest() in run.lock


def test_the_log_says_address_version_day_hash_and_licence(run, server):
    run()
    [record] = run.log

    assert record["url"] == f"{server.address}{ONE}/csv?dataSetVersion=1.0"
    assert (record["version"], record["published"], record["bytes"]) == ("1.0", "2025-10-30", len(TABLE))
    assert record["sha256"] == hashlib.sha256(TABLE.encode()).hexdigest()
    assert (record["publisher"], record["licence"]) == ("Department for Education", "Open Government Licence v3.0")


def test_the_readme_gets_a_row_and_keeps_what_people_wrote(run):
    run()
    text = (run.project.raw / "README.md").read_text(encoding="utf-8")

    assert text.startswith("# What was received\n\nBy hand.\n")
    assert "| `c1/1.0.csv` | Department for Education | C1 Referrals" in text


def test_a_second_fetch_changes_nothing(run):
    run()
    before = run.files()

    assert run() == 0
    assert run.files() == before


def test_what_is_pinned_and_here_needs_no_network(run, server):
    run()
    before = run.files()
    server.__exit__()
    server.__exit__ = lambda *_: None

    assert run() == 0
    assert "the service could not be asked" in run.screen
    assert run.files() == before


def test_a_pinned_file_that_is_gone_is_brought_again_byte_for_byte(run):
    run()
    before = run.files()
    (run.folder / "c1" / "1.0.csv").unlink()

    assert run() == 0
    assert run.files() == before


def test_a_version_that_was_chosen_and_not_fetched_is_the_one_that_is_brought(release_day):
    (release_day.project.params / "published.lock").write_text('c1: {version: "1.0"}\n', encoding="utf-8")
    (release_day.folder / "c1" / "1.0.csv").unlink()

    assert release_day() == 0
    assert 'version: "1.0"' in release_day.lock


def test_without_a_pin_the_newest_edition_that_can_be_had_is_brought_and_the_newer_is_a_fault(run, server):
    server.put(the_versions(a_version("2.0"), a_version("1.0")))

    assert run() == 3
    assert 'version: "1.0"' in run.lock
    assert "dataSetVersion=2.0: answered 404" in run.faults


def test_update_without_a_fetched_edition_brings_the_newest_and_not_the_chosen_one(release_day):
    (release_day.project.params / "published.lock").write_text('c1: {version: "1.0"}\n', encoding="utf-8")

    assert release_day(update=True) == 0
    assert 'version: "1.1"' in release_day.lock


def test_cleaning_with_the_lock_and_without_a_network_gives_equal_bytes(run, server):
    run()
    project, definitions = run.project, read_definitions(run.project.params)
    tables = []
    for _ in range(2):
        clean_sources(project, definitions)
        tables.append({path.name: path.read_bytes() for path in project.processed.glob("*.parquet")})
        server.routes.clear()  # from here on the service has nothing any more

    assert tables[0] == tables[1]
    wanted = [("indicator", "==", "referrals"), ("area", "==", "E06000045")]
    read = pd.read_parquet(project.processed / "observations.parquet", filters=wanted).sort_values("start")
    assert read["value"].tolist() == [3747, 3094]


# Release day


def test_check_says_what_is_revised_by_how_much_and_writes_nothing(release_day):
    before = release_day.files()

    assert release_day(check=True) == 10
    assert "new       1.1, Reporting year 2025, 2025-10-30 (one authority revised)" in release_day.screen
    assert "referral_count: 1 figure of 1 area; the largest is Southampton 2024, 3094 to 3101 (+0.2%)" in (
        release_day.screen
    )
    assert release_day.files() == before
    assert not (release_day.project.processed / "fetching").exists() or release_day.said


def test_check_ends_with_0_where_nothing_is_new(run):
    run()

    assert run(check=True) == 0


def test_check_of_a_data_set_that_was_never_fetched_ends_with_10_and_leaves_no_file(run):
    before = run.files()

    assert run(check=True) == 10
    assert "not fetched yet" in run.screen
    assert run.files() == before
    assert not run.project.processed.exists()


def test_check_says_what_the_service_announces_as_lost_and_new(release_day, server):
    state = {"code": "RY", "period": "2013", "label": "2013"}
    somerset = {"label": "Somerset", "code": "E06000066"}
    server.put(
        the_changes(
            "1.1",
            majorChanges={"timePeriods": [{"previousState": state, "currentState": None}]},
            minorChanges={"locationOptions": [{"options": [{"previousState": None, "currentState": somerset}]}]},
        )
    )
    release_day(check=True)

    assert "announced as lost: period 2013" in release_day.screen
    assert "announced as new: area Somerset (E06000066)" in release_day.screen


def test_check_tells_of_a_newer_edition_also_where_its_file_cannot_be_had(run, server):
    run()
    server.put(the_versions(a_version("2.0"), a_version("1.0")))

    assert run(check=True) == 10
    assert "its file cannot be used" in run.screen
    assert "answered 404" in run.screen


def test_update_moves_the_pin_and_keeps_both_files(release_day):
    assert release_day(update=True) == 0
    assert 'version: "1.1"' in release_day.lock
    assert (release_day.folder / "c1" / "1.0.csv").read_bytes() == TABLE.encode()
    assert (release_day.folder / "c1" / "1.1.csv").read_bytes() == REVISED.encode()


def test_the_log_keeps_what_an_update_changed(release_day):
    release_day(update=True)

    assert release_day.log[-1]["change"][0].startswith("revised   referral_count: 1 figure")


LOSSES = {
    "rows": (TABLE.replace(ROWS.splitlines()[1] + "\n", ""), "1 row of areas"),
    "areas": ("\n".join(line for line in TABLE.splitlines() if "Portsmouth" not in line) + "\n", "1 area: Portsmouth"),
    "columns": (
        "\n".join(line.rpartition(",")[0] for line in TABLE.splitlines()) + "\n",
        "1 column: rereferral_percent",
    ),
}


@pytest.mark.parametrize("kind", ["rows", "areas", "columns"])
def test_an_edition_that_loses_something_is_taken_only_when_that_is_named(kind, run, server):
    run.change_entry("c1", {"source: test_referrals\n": "", ", rereferral_percent]": "]"})
    run()
    server.put(the_versions(a_version("2.0"), a_version("1.0")), the_file("2.0", LOSSES[kind][0]))

    assert run(update=True) == 10
    assert LOSSES[kind][1] in run.screen
    assert f"add --accept-losses {kind}" in run.screen
    assert 'version: "1.0"' in run.lock

    assert run(update=True, accepted=(kind,)) == 0
    assert 'version: "2.0"' in run.lock


def test_naming_another_kind_of_loss_does_not_take_it(run, server):
    run()
    server.put(the_versions(a_version("2.0"), a_version("1.0")), the_file("2.0", LOSSES["areas"][0]))

    assert run(update=True, accepted=("rows", "columns")) == 10


def test_a_newer_edition_with_losses_leaves_the_one_below_it_to_be_taken(release_day, server):
    server.put(the_versions(a_version("2.0"), a_version("1.1"), a_version("1.0")), the_file("2.0", LOSSES["areas"][0]))

    assert release_day(update=True) == 10
    assert 'version: "1.1"' in release_day.lock


def test_an_area_under_its_present_code_is_no_loss(run, server):
    run()
    server.put(
        the_versions(a_version("2.0"), a_version("1.0")), the_file("2.0", TABLE.replace("E10000027", "E06000066"))
    )

    assert run(update=True) == 0
    assert "no figure, row, area or column differs" in run.screen


def test_percentages_that_become_fractions_are_not_taken(run, server):
    lines = TABLE.splitlines()
    fractions = [",".join([*line.split(",")[:-1], f"{float(line.split(',')[-1]) / 100:.3f}"]) for line in lines[1:]]
    run()
    server.put(
        the_versions(a_version("2.0"), a_version("1.0")), the_file("2.0", "\n".join([lines[0], *fractions]) + "\n")
    )

    assert run(update=True) != 0
    assert 'version: "1.0"' in run.lock


# What goes wrong


def test_other_bytes_under_the_pinned_version_are_refused_and_the_file_stays(run, server):
    run()
    before = run.files()
    server.put(the_file("1.0", REVISED))

    assert run() == 3
    assert "c1 1.0: changed without a new version" in run.faults
    assert run.files() == before


def test_check_tells_of_other_bytes_under_the_pinned_version(run, server):
    run()
    server.put(the_file("1.0", REVISED))

    assert run(check=True) == 10
    assert "changed without a new version" in run.screen


def test_a_pinned_file_that_is_brought_again_with_another_hash_is_not_kept(run, server):
    run()
    (run.folder / "c1" / "1.0.csv").unlink()
    server.put(the_file("1.0", REVISED))
    before = run.files()

    assert run() == 3
    assert run.files() == before


def test_a_file_that_was_changed_here_is_refused_and_left(run):
    run()
    path = run.folder / "c1" / "1.0.csv"
    path.write_bytes(path.read_bytes() + b"\n")

    assert run() == 3
    assert "published/c1/1.0.csv: is not as it was fetched" in run.faults
    assert path.read_bytes() == TABLE.encode() + b"\n"


def test_a_version_withdrawn_after_it_was_pinned_is_told_and_the_file_stays(run, server):
    run()
    server.put(the_versions(a_version("1.0", status="Withdrawn", notes="an error in one table")))
    before = run.files()

    assert run(check=True) == 10
    assert "lost      1.0: the service no longer has it: an error in one table. The file here stays" in run.screen
    assert run.files() == before


def test_a_withdrawn_version_beside_a_newer_one_is_told_as_lost(release_day, server):
    server.put(the_versions(a_version("1.1"), a_version("1.0", status="Withdrawn", notes="an error in one table")))

    assert release_day(check=True) == 10
    assert "lost      1.0: the service no longer has it: an error in one table" in release_day.screen


def test_a_superseded_data_set_is_refused_with_what_supersedes_it(run, server):
    run()
    server.put(in_json(ONE, the_data_set(status="Deprecated", supersedingDataSetId="0000-new")))

    assert run(update=True) == 3
    assert "is deprecated. 0000-new supersedes it" in run.faults
    assert 'version: "1.0"' in run.lock


BROKEN = {
    "a web page with status 200": (
        Route(f"{ONE}/csv", b"<!doctype html><h1>Sorry</h1>", headers={"Content-Type": "text/html"}),
        "answered with a web page where data was asked for",
    ),
    "a web page that calls itself a table": (
        Route(f"{ONE}/csv", b"<html><body>Error</body></html>", headers={"Content-Type": "text/csv"}),
        "answered with a web page",
    ),
    "a body that breaks off": (
        in_csv(f"{ONE}/csv", TABLE, truncate_to=100),
        "the answer breaks off after 100 bytes, 6 times",
    ),
    "headings only": (in_csv(f"{ONE}/csv", HEADINGS + "\n"), "has headings and no rows"),
    "headings of another year": (
        in_csv(f"{ONE}/csv", TABLE.replace("referral_count", "Referrals")),
        "2 of 9 columns are not in the file: referral_count",
    ),
    "an empty file": (in_csv(f"{ONE}/csv", ""), "is empty"),
    "a row that is cut off": (in_csv(f"{ONE}/csv", TABLE[:-40]), "has not the 14 cells of the headings"),
    "bytes that are no text": (
        Route(f"{ONE}/csv", b"\xff\xfa\x00", headers={"Content-Type": "text/csv"}),
        "bytes that no text has",
    ),
    "one area under two codes": (
        in_csv(f"{ONE}/csv", TABLE + ROWS.splitlines()[7].replace("2023,", "2024,", 1) + "\n"),
        "one area stands under two codes: E06000066 in 2024",
    ),
    "two figures for one row": (
        in_csv(f"{ONE}/csv", TABLE + ROWS.splitlines()[0].replace("621880", "621890") + "\n"),
        "2 rows give other figures for the same time_period",
    ),
    "a symbol that the file specification does not know": (
        in_csv(f"{ONE}/csv", TABLE.replace("3094", "??")),
        "cell L4: expected",
    ),
    "a column twice": (
        in_csv(f"{ONE}/csv", TABLE.replace(HEADINGS, HEADINGS.replace("rereferral_count", "referral_count"))),
        "referral_count stands over two columns",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_file_that_cannot_be_used_is_refused_with_what_and_what_to_do_and_nothing_is_kept(fault, run, server):
    route, words = BROKEN[fault]
    before = run.files()
    server.put(route)

    assert run() == 3
    assert words in run.faults
    assert run.files() == before


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_newer_edition_leaves_the_pinned_file_and_the_pin(fault, run, server):
    route, words = BROKEN[fault]
    run()
    before = run.files()
    route = Route(route.path, route.body, 200, route.headers, {"dataSetVersion": "1.1"}, truncate_to=route.truncate_to)
    server.put(the_versions(a_version("1.1"), a_version("1.0")), route)

    assert run(update=True) == 3
    assert words in run.faults
    assert run.files() == before


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TABLE,
        "\n".join(",".join([*line.split(",")[-3:], *line.split(",")[:-3]]) for line in TABLE.splitlines()) + "\n",
        TABLE.replace(",621880,", ',"621,880",'),
    ],
    ids=["byte order mark", "column order", "thousands separators"],
)
def test_what_changes_no_figure_is_read_as_before(text, run, server):
    run()
    server.put(the_versions(a_version("1.1"), a_version("1.0")), the_file("1.1", text))

    assert run(update=True) == 0
    assert "no figure, row, area or column differs" in run.screen


def test_a_year_without_one_authority_is_told_by_rows(run, server):
    run()
    server.put(the_versions(a_version("1.1"), a_version("1.0")), the_file("1.1", LOSSES["rows"][0]))
    run(check=True)

    assert "lost      1 row of areas and periods that are still there" in run.screen


def test_a_figure_of_england_that_goes_missing_is_told(run, server):
    run()
    server.put(the_versions(a_version("1.1"), a_version("1.0")), the_file("1.1", TABLE.replace("621880", "z")))

    assert run(check=True) == 10
    assert "referral_count: 1 figure of 1 area; 1 from or to a symbol" in run.screen
    assert "new       1 symbol: 'z'" in run.screen


def test_the_row_of_england_that_is_gone_is_a_loss(run, server):
    run()
    server.put(
        the_versions(a_version("1.1"), a_version("1.0")),
        the_file("1.1", TABLE.replace(ROWS.splitlines()[0] + "\n", "")),
    )

    assert run(update=True) == 10


def test_parts_that_do_not_add_up_to_a_divided_authority_are_told(run, server):
    rows = [
        f"2024,Reporting year,Local authority,E92000001,England,E12000002,North West,{old},{code},{name},"
        f"Referrals and Re-referrals,{count},100,{share}"
        for old, code, name, count, share in (
            ("909", "E10000006", "Cumbria", 3800, 2.6),
            ("942", "E06000063", "Cumberland", 2375, 4.2),
            ("943", "E06000064", "Westmorland and Furness", 1386, 7.2),
        )
    ]
    server.put(the_file("1.0", TABLE + "\n".join(rows) + "\n"))

    assert run() == 0
    assert "Referrals, 2023-24: the parts of Cumbria do not add up to it" in run.screen


def test_a_disk_that_is_full_leaves_everything_as_it_was(run, monkeypatch):
    before = run.files()

    def full(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(keeping, "replace_shared", full)

    with pytest.raises(StorageRefused, match=r"No space left on device\. Files fetched earlier are as they were\."):
        run()
    assert run.files() == before


def test_a_folder_that_cannot_be_written_is_said(run, monkeypatch):
    def refused(path, content):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(keeping, "replace_shared", refused)

    with pytest.raises(StorageRefused, match="Permission denied"):
        run()


class Killed(BaseException):
    """The end of a process, wherever it is."""


@pytest.mark.parametrize("step", range(4))
def test_a_fetch_that_is_killed_at_any_step_is_finished_by_the_next(step, run, monkeypatch):
    """The file, its line in the log, the README and the lock are written in this order, each in one step."""
    steps, write = iter(range(10)), keeping.replace_shared

    def dying(*words):
        if next(steps) == step:
            raise Killed
        return write(*words)

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "replace_shared", dying)
        patched.setattr("publishing.fetching.readme.replace_shared", dying)
        if step < 3:
            with pytest.raises(Killed):
                run()
        else:
            run()

    assert run() == 0
    assert len(run.log) == 1
    assert (run.folder / "c1" / "1.0.csv").read_bytes() == TABLE.encode()
    assert hashlib.sha256(TABLE.encode()).hexdigest() in run.lock


def test_what_a_killed_fetch_left_half_written_is_written_over(run):
    (run.folder / "c1").mkdir()
    (run.folder / "c1" / ".1.0.csv.new").write_bytes(b"time_per")

    assert run() == 0
    assert [path.name for path in (run.folder / "c1").iterdir()] == ["1.0.csv"]


def test_two_at_once_are_refused(run):
    with hold(run.project.processed / "fetching"), pytest.raises(RunInProgress, match="is in use by"):
        run()


def test_one_data_set_that_fails_leaves_the_others_to_be_fetched(run, server):
    other = run.project.params / "published" / "another.yaml"
    other.write_text(
        (run.project.params / "published" / "c1.yaml")
        .read_text()
        .replace("C1 Referrals*", "C9 *")
        .replace("source: test_referrals\n", ""),
        encoding="utf-8",
    )

    assert run() == 3
    assert "another: " in run.faults
    assert "c1/1.0.csv" in run.lock


def test_words_of_a_service_cannot_write_to_the_terminal_or_into_the_table(run, server):
    title = "C1 Referrals | `x`\x1b[31m\nand more"
    server.put(in_json(ONE, the_data_set(title=title)))
    run()

    assert run.log[0]["title"] == "C1 Referrals / 'x' [31m and more"


def test_neither_can_words_of_its_faults_and_titles(run, server):
    server.put(in_json(ONE, {"detail": "\x1b[2Jgone", "title": "x"}, status=410))
    run()
    title = "Others \x1b[31m"
    server.put(in_json("/statistics/v1/publications/p1/data-sets", a_page([the_data_set(title=title)])))
    said = run.faults
    run()

    assert "The service says: [2Jgone." in said
    assert "There are: Others [31m." in run.faults
    assert "\x1b" not in said + run.faults


@pytest.mark.parametrize("version", ["../../etc/passwd", ".hidden", "", "1/0"])
def test_a_version_that_cannot_be_a_files_name_is_refused(version, run, server):
    server.put(the_versions(a_version(version)))

    assert run() == 3
    assert "c1" not in [path.name for path in run.folder.iterdir()]


def test_a_list_that_brings_fewer_results_than_it_says_is_refused(run, server):
    server.put(in_json(f"{ONE}/versions", a_page([a_version("1.0")], total=3)))

    assert run() == 3
    assert "1 of 3 results came" in run.faults
