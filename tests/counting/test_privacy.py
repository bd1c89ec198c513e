"""Nothing of a record leaves: canaries in every form, with every fault, are in no file, line, trace or spill."""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from analysis.project import find_project
from analysis.refusals import Refusal
from publishing.counting.count_records import Request, count_records
from publishing.counting.duckdb_engine import open_duckdb
from publishing.counting.town import draw_town, write_rows
from tests.counting.conftest import OWN, said

CANARIES = ["ZYXW7731Q", "Zyxw Canary", "17/02/2011", "2011-02-17", "ZE9 9ZZ", "A850728973744"]
ID, NAME, BRITISH, ISO, POSTCODE, UPN = CANARIES
FORMS = {
    "police_missing": (
        f"person_id,name,date_of_birth,missing_from,returned,risk,home_la_code,missing_from_place\n"
        f"{ID},{NAME},{ISO},{BRITISH} 10:00,{BRITISH} 09:00,{NAME},{POSTCODE},{NAME}\n"
    ),
    "ssd": (
        f"cine_referral_id,cine_person_id,pers_forename,cine_referral_date,cine_close_date\n"
        f"{ID},{ID},{NAME},{ISO},2011-02-31\n{ID},{ID},{NAME},{BRITISH},{ISO}\n"
    ),
    "ssda903": (
        f"CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,HOME_POST\n{ID},{BRITISH},{NAME},{UPN},{ID},U1,31/02/2011,X1,{POSTCODE}\n"
    ),
    "youth_justice": (
        f"person_id,date_of_birth,offence_date,outcome_date,outcome,address\n{ID},{ISO},{ISO},31/02/2011,{NAME},{POSTCODE}\n"
    ),
    "annex_a": (
        f"Child Unique ID,Date of Birth,Date of Contact,Allocated Worker\n{ID},{BRITISH},{BRITISH},{NAME}\n"
        f"{UPN},{ISO},31/02/2011,{NAME}\n"
    ),
    "cin_census": (
        f"<Message><Children><Child><ChildIdentifiers><LAchildID>{ID}</LAchildID><UPN>{UPN}</UPN><PersonBirthDate>{ISO}"
        f"</PersonBirthDate></ChildIdentifiers><CINdetails><CINreferralDate>{BRITISH}</CINreferralDate>"
        f"<ReferralSource>{NAME}</ReferralSource></CINdetails></Child></Children></Message>"
    ),
}


def as_it_is(text: str) -> bytes:
    return text.encode()


def cut_off(text: str) -> bytes:
    return text.encode()[: len(text) - 20]


def open_quote(text: str) -> bytes:
    return (text + f'"{ID},{NAME}\n{ID}').encode()


def not_a_character(text: str) -> bytes:
    return text.encode().replace(b"Canary", b"Cana\x81\x00ry") + b"\xff\xfe"


def in_utf_16(text: str) -> bytes:
    return text.encode("utf-16")


def nul_bytes(text: str) -> bytes:
    return text.encode() + b"\x00" * 50


def one_long_cell(text: str) -> bytes:
    return text.encode() + NAME.encode() * 20_000


def without_a_heading(text: str) -> bytes:
    lines = text.splitlines()
    return "\n".join([f"{NAME},{ID}", *lines[1:]]).encode()


def canary_heading(text: str) -> bytes:
    return text.replace("\n", f",{NAME}\n", 1).encode()


def repeated_often(text: str) -> bytes:
    head, _, rest = text.partition("\n")
    return (head + "\n" + rest * 50).encode()


FAULTS = [
    as_it_is,
    cut_off,
    open_quote,
    not_a_character,
    in_utf_16,
    nul_bytes,
    one_long_cell,
    without_a_heading,
    canary_heading,
    repeated_often,
]


def everything_below(folder: Path) -> str:
    """The names and contents of all files in a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join([*map(str, folder.rglob("*")), *(path.read_bytes().decode("latin-1") for path in files)])


def run_in(
    folder: Path, form: str, content: bytes, name: str = "records", check: bool = False, suffix: str = ""
) -> str:
    """All that a run says and leaves: its screen or its whole trace, its files, and what is in the spill."""
    records, counts, spill = folder / "records", folder / "counts", folder / "spill"
    for each in (records, counts, spill):
        each.mkdir(parents=True)
    suffix = suffix or (".xml" if form == "cin_census" else ".csv")
    (records / f"{name}{suffix}").write_bytes(content)
    before, tempfile.tempdir = tempfile.tempdir, str(spill)
    try:
        asked = Request(form, records, covers="2010-04..2012-03", to=counts, area=OWN, check=check)
        words = said(count_records(find_project(Path(__file__).parent), asked))
    except Refusal as refusal:
        words = "".join(traceback.format_exception(refusal))
    finally:
        tempfile.tempdir = before
    return words + everything_below(counts) + everything_below(spill)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("form", FORMS)
def test_no_canary_leaves(tmp_path, form, fault):
    left = run_in(tmp_path, form, fault(FORMS[form]))
    assert [canary for canary in CANARIES if canary in left] == []


@pytest.mark.parametrize("form", FORMS)
def test_no_canary_is_told_by_check(tmp_path, form):
    left = run_in(tmp_path, form, repeated_often(FORMS[form]), check=True)
    assert [canary for canary in CANARIES if canary in left] == []


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_no_canary_of_a_workbook_or_of_parquet_leaves(tmp_path, kind):
    head, *rows = [line.split(",") for line in FORMS["ssd"].splitlines()]
    path = tmp_path / f"records.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(head)}), path)
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet(NAME)
            for number, row in enumerate([[NAME], head, *rows]):
                sheet.write_row(number, 0, row)
    left = run_in(tmp_path / "run", "ssd", path.read_bytes(), suffix=f".{kind}")
    assert [canary for canary in CANARIES if canary in left] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_count_of_any_form_that_is_killed_leaves_no_canary(tmp_path, form):
    """Killed as soon as it has a folder to spill into, and a little later, and later still."""
    for number, moment in enumerate((0, 0.05, 0.3)):
        folder = tmp_path / str(number)
        folder.mkdir()
        killed = multiprocessing.get_context("fork").Process(target=count_into_a_file, args=(folder, form))
        killed.start()
        while killed.is_alive() and not list(folder.glob("run/spill/*")):
            time.sleep(0.005)
        time.sleep(moment)
        killed.kill()
        killed.join()
        told = (folder / "told").read_text(encoding="utf-8")
        left = told + everything_below(folder / "run" / "counts") + everything_below(folder / "run" / "spill")
        assert [canary for canary in CANARIES if canary in left] == []
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("run/spill/*"))


def count_into_a_file(folder: Path, form: str) -> None:
    """Count a large file, with all that the process writes to its streams in `told`."""
    told = os.open(folder / "told", os.O_CREAT | os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(told, stream)
    print(run_in(folder / "run", form, repeated_often(FORMS[form])), flush=True)


@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_a_file_is_not_told(tmp_path, form):
    assert NAME not in run_in(tmp_path, form, FORMS[form].encode(), name=NAME)


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx", ".ods", ".xml"])
def test_a_file_that_is_not_what_its_name_says_quotes_nothing(tmp_path, suffix):
    form = "cin_census" if suffix == ".xml" else "ssd"
    (tmp_path / f"records{suffix}").write_text(FORMS["ssd"], encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        count_records(find_project(Path(__file__).parent), Request(form, tmp_path, covers="2010-04..2012-03"))
    trace = "".join(traceback.format_exception(refusal.value))
    assert [canary for canary in CANARIES if canary in trace] == []


def test_an_area_that_is_none_is_counted_nowhere_and_told_nowhere(tmp_path):
    left = run_in(tmp_path, "police_missing", FORMS["police_missing"].encode())
    assert POSTCODE not in left


def test_what_is_written_is_for_its_owner_alone(tmp_path):
    run_in(tmp_path, "ssd", FORMS["ssd"].encode())
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "counts").iterdir()}
    assert modes == {0}


@pytest.mark.nightly
def test_a_run_that_is_killed_leaves_nothing_that_a_next_run_does_not_remove(tmp_path):
    """The process is killed while it counts; the next one removes the folder of the dead one."""
    records, spill = tmp_path / "records", tmp_path / "spill"
    records.mkdir()
    spill.mkdir()
    for name, rows in draw_town(1, [OWN], 4000).items():
        (records / f"{name}.csv").write_text(write_rows(rows), encoding="utf-8")
    environment = os.environ | {"TMPDIR": str(spill)}
    command = [sys.executable, "-m", "publishing", "count", "ssd", "--input", str(records), "--covers"]
    command += ["2021-04..2025-03", "--to", str(tmp_path / "counts")]
    root = Path(__file__).parents[2]
    killed = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # not at the first entry: Python itself writes a file there for a moment, to see that it can
    while not list(spill.glob("lscb-count-*")) and killed.poll() is None:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    output = b"".join(killed.communicate())
    assert b"SYN" not in output
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in spill.iterdir())
    assert "SYN" not in everything_below(spill)
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)
    assert b"SYN" not in done.stdout + done.stderr
    assert list(spill.iterdir()) == []


def test_a_folder_that_another_run_removes_at_the_same_moment_stops_nobody(tmp_path, monkeypatch):
    gone = tmp_path / "lscb-count-1-gone"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Path, "glob", lambda *_: iter([gone]))
    with open_duckdb([]) as engine:
        assert engine.run(ibis.range(3).unnest().name("n").as_table().count().as_table()) == [(3,)]
