"""PostgreSQL: the same counts where the tables are, from a server that the test starts."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from analysis.project import find_project
from analysis.refusals import ParametersRefused, SourceRefused
from publishing.counting.count_records import Request, count_records
from tests.counting.conftest import OWN, breaks, look_up, said, town_files

FORMS = {"ssd": "ssd_", "ssda903": "ssda903", "police_missing": "police", "youth_justice": "yj"}
PROJECT = find_project(Path(__file__).parent)


def find_programs() -> Path | None:
    """Where Debian's packages put initdb and postgres, or where they are found by name."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    return versions[-1].parent if versions else Path(found).parent if found else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server of its own in a temporary folder; it refuses to run as root, so that root runs it as postgres."""
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed, and CI needs it: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="lscb-postgres-"))
    owner = {"user": "postgres"} if os.getuid() == 0 else {}
    if owner:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    data, quiet = str(folder / "data"), {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **owner}
    start = ["-o", f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off", "-w", "-D", data]
    subprocess.run([programs / "initdb", "-A", "trust", "-U", "keeper", "-D", data], check=True, cwd=folder, **quiet)
    subprocess.run([programs / "pg_ctl", "start", *start], check=True, cwd=folder, **quiet)
    yield f"postgresql://keeper@127.0.0.1:{port}/postgres"
    subprocess.run([programs / "pg_ctl", "stop", "-m", "immediate", "-D", data], check=True, cwd=folder, **quiet)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fill(server):
    """Put tables of texts, or with dates as dates, into a database of their own; the address of that."""
    names = iter(range(99))

    def run(tables: dict[str, list[list[str]]], types: dict[str, str] | None = None) -> str:
        name = f"case_{os.getpid()}_{next(names)}_{abs(hash(str(tables))) % 10**8}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        url = server.removesuffix("postgres") + name
        with psycopg.connect(url) as connection:
            for table, (headings, *rows) in tables.items():
                columns = ", ".join(f'"{heading}" {(types or {}).get(heading, "text")}' for heading in headings)
                connection.execute(f'CREATE TABLE "{table}" ({columns})')
                with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row([cell or None for cell in row])
        return url

    return run


def count_there(form: str, url: str, folder: Path):
    return count_records(PROJECT, Request(form, covers="2021-04..2025-03", engine=url, area=OWN, to=folder))


@pytest.mark.nightly  # by day a row or two is counted there
@pytest.mark.parametrize("form", FORMS)
def test_the_counts_are_those_of_the_files(count, fill, tmp_path, form):
    tables, files = town_files(11, 120)
    tables = {name: rows for name, rows in tables.items() if name.startswith(FORMS[form])}
    here = count(form, *files)
    there = count_there(form, fill(tables), tmp_path / "there")
    assert look_up(there) == look_up(here)
    assert breaks(there) == breaks(here)


@pytest.mark.nightly
def test_dates_may_be_dates(count, fill, tmp_path):
    tables, files = town_files(12, 60)
    types = {"cine_referral_date": "date", "cine_close_date": "timestamp", "cppl_cp_plan_start_date": "date"}
    assert look_up(count_there("ssd", fill(tables, types), tmp_path / "there")) == look_up(count("ssd", *files))


def test_an_impossible_date_is_a_finding_and_not_the_end(fill, tmp_path):
    rows = [["cine_person_id", "cine_referral_date"], ["A", "2024-02-31"], ["B", "2024-02-29"], ["C", "soon"]]
    outcome = count_there("ssd", fill({"ssd_cin_episodes": rows}), tmp_path)
    assert breaks(outcome) == {"R1": 2}
    assert look_up(outcome)["2023-24", "referrals"] == 1


def test_nothing_can_be_written_there(fill):
    from publishing.counting.postgres_engine import open_postgres

    url = fill({"ssd_cin_episodes": [["cine_person_id", "cine_referral_date"]]})
    with open_postgres(url) as engine, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        engine._connection.execute("CREATE TABLE copied AS SELECT * FROM ssd_cin_episodes")


def test_a_canary_of_the_server_is_told_nowhere(fill, tmp_path):
    rows = [["cine_person_id", "cine_referral_date"], ["ZYXW7731Q", "2011-02-17"], ["ZYXW7731Q", "Zyxw Canary"]]
    outcome = count_there("ssd", fill({"ssd_cin_episodes": rows}), tmp_path)
    left = said(outcome) + "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert [each for each in ("ZYXW7731Q", "2011-02-17", "Zyxw") if each in left] == []


def test_a_server_without_the_tables_is_refused(fill, tmp_path):
    with pytest.raises(SourceRefused, match="no table of the form ssd"):
        count_there("ssd", fill({"other": [["one", "two"]]}), tmp_path)


@pytest.mark.parametrize("url", ["mysql://somewhere/else", "postgresql://nobody@127.0.0.1:9/none"])
def test_another_address_or_a_silent_one_is_refused(url, tmp_path):
    with pytest.raises(ParametersRefused, match="--engine"):
        count_there("ssd", url, tmp_path)
