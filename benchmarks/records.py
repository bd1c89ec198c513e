"""`lscb count` measured: against DuckDB's own SQL, polars and pandas; on random towns; on a PostgreSQL server.

    python benchmarks/records.py --rows 10000000 --folder FOLDER     speed and memory (polars must be installed)
    python benchmarks/records.py --towns 1000                        random towns against plain Python
    python benchmarks/records.py --postgres URL --rows 1000000       the same counts from a server

Each job runs in a process of its own: CPU seconds (with those of its threads, and the import of its library), wall
seconds and the most memory that it took. The fair figure on a shared machine is CPU.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from record_rivals import RIVALS
from record_rows import write_records

COVERS = "2014-04..2024-03"
MEASURES = {"ssd": "rereferrals", "police_missing": "missing_counts", "ssda903": "placements"}
COLUMNS = {
    "ssd": ["referrals", "rereferrals", "children_referred", "children_rereferred"],
    "police_missing": ["missing_children", "missing_episodes", "missing_repeat_children", "missing_repeat_episodes"],
    "ssda903": [
        "three_or_more_placements",
        "three_or_more_placements_stricter",
        "three_or_more_placements_two_years",
    ],
}
TOGETHER = 20  # towns that are counted in one go
ENGINES = ["lscb", "duckdb", "polars", "pandas"]


def count_by_lscb(form: str, path: Path) -> list[tuple]:
    """One measure by year, as `lscb count` does it: files recognised, typed with ids hashed, counted."""
    # imported here, so that no rival pays for it
    from analysis.project import find_project
    from publishing.counting.count_records import Request, prepare
    from publishing.counting.counting import Counter
    from publishing.counting.duckdb_engine import open_duckdb
    from publishing.counting.loading import load_files
    from publishing.counting.recognition import find_record_files
    from publishing.counting.typed_tables import known_places

    setting = prepare(find_project(), Request(form, path.parent, covers=COVERS))
    measure = next(each for each in setting.measures if each.name == MEASURES[form])
    measure = measure.model_copy(update={"periods": ["financial year"]})
    found = find_record_files(path.parent, setting.forms, setting.form)
    found.files = [file for file in found.files if file.path == path]
    with open_duckdb([path]) as engine:
        places = known_places(setting.areas, setting.codes)
        loaded = load_files(engine, setting.form, found.files, places, setting.codes.index(setting.own))
        rows = Counter(engine, loaded.tables, setting.cover, setting.codes, setting.own).count(measure).rows
    keys = (
        (lambda row: (row.area, row.period.start.year))
        if form == "police_missing"
        else lambda row: (row.period.start.year,)
    )
    return sorted((*keys(row), *(_plain(row.counts[name]) for name in COLUMNS[form])) for row in rows)


def _plain(value: object) -> int:
    return value if isinstance(value, int) else -1


def run_job(engine: str, form: str, path: Path) -> None:
    """Count in this process, and print what it took and what came out."""
    began = time.perf_counter()
    rows = (count_by_lscb if engine == "lscb" else RIVALS[engine])(form, path)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "wall": time.perf_counter() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
        "rows": [[int(cell) if not isinstance(cell, str) else cell for cell in row] for row in rows],
    }
    print(json.dumps(told))


def compare(folder: Path, rows: int, runs: int) -> list[str]:
    """A line of a table for each form and kind of file: each engine's best CPU, its wall and memory."""
    lines = [
        "| job | lscb count | DuckDB's own SQL | polars | pandas | lscb : DuckDB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for form, kind in product(MEASURES, ("parquet", "csv")):
        path = write_records(folder, form, rows, kind)
        best = _best_of_each(form, path, runs)
        cells = [f"{each['cpu']:.1f} s ({each['wall']:.1f}), {each['memory']:.0f} MB" for each in best.values()]
        alike = {name: _same(each["rows"], best["duckdb"]["rows"]) for name, each in best.items()}
        different = [name for name, same in alike.items() if not same]
        ratio = best["lscb"]["cpu"] / best["duckdb"]["cpu"]
        told = f"{MEASURES[form]}, {kind}" + (f" (DIFFERENT: {', '.join(different)})" if different else "")
        lines.append(f"| {told} | {' | '.join(cells)} | {ratio:.2f} |")
        print(lines[-1], flush=True)
    return lines


def _best_of_each(form: str, path: Path, runs: int) -> dict[str, dict]:
    """Each engine's run with the least CPU; engines take turns, so that what else runs here is shared out."""
    told: dict[str, list[dict]] = {engine: [] for engine in ENGINES}
    for _, engine in product(range(runs), ENGINES):
        command = [sys.executable, __file__, "--job", engine, form, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told[engine].append(json.loads(done.stdout))
    return {engine: min(each, key=lambda one: one["cpu"]) for engine, each in told.items()}


def _same(one: list, other: list) -> bool:
    """Alike but for re-referrals of the first year, which lscb does not say: the files begin with it."""
    return len(one) == len(other) and all(
        a == b or -1 in (a, b) for left, right in zip(one, other, strict=True) for a, b in zip(left, right, strict=True)
    )


def try_towns(first: int, towns: int, children: int) -> int:
    """How many counts of random towns were held against plain Python; stops at the first that differs."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.counting.town_checks import check_towns

    compared, end = 0, first + towns
    for seed in range(first, end, TOGETHER):
        seeds = range(seed, min(seed + TOGETHER, end))
        compared += check_towns(seeds, children)
        print(f"towns {first} to {seeds[-1]}: {compared:,} counts equal", flush=True)
    return compared


def try_postgres(url: str, rows: int) -> None:
    """Fill a server's table with a million referrals, and count there and from the file."""
    import psycopg

    from analysis.project import find_project
    from publishing.counting.count_records import Request, count_records

    with tempfile.TemporaryDirectory() as folder:
        path = write_records(Path(folder), "ssd", rows, "csv")
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS ssd_cin_episodes")
            cursor.execute("CREATE TABLE ssd_cin_episodes (cine_person_id text, cine_referral_date date)")
            with cursor.copy("COPY ssd_cin_episodes FROM STDIN (FORMAT csv, HEADER)") as copy, path.open() as file:
                while block := file.read(1 << 20):
                    copy.write(block)
        counts = {}
        for name, source in (("files", {"input": path.parent}), ("server", {"engine": url})):
            began = time.perf_counter()
            asked = Request("ssd", covers=COVERS, to=Path(folder) / name, **source)
            outcome = count_records(find_project(), asked)
            counts[name] = [row.counts for each in outcome.counted for row in each.rows]
            print(f"{name}: {time.perf_counter() - began:.1f} s", flush=True)
        print("same counts" if counts["files"] == counts["server"] else "DIFFERENT counts")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "lscb-record-rows")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--towns", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first town")
    parser.add_argument("--children", type=int, default=200)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--job", nargs=3, metavar=("ENGINE", "FORM", "FILE"))
    asked = parser.parse_args()
    if asked.job:
        run_job(asked.job[0], asked.job[1], Path(asked.job[2]))
    elif asked.towns:
        print(f"{try_towns(asked.first, asked.towns, asked.children):,} counts of {asked.towns:,} towns equal")
    elif asked.postgres:
        try_postgres(asked.postgres, asked.rows)
    else:
        print(f"{asked.rows:,} rows, {os.cpu_count()} cores")
        compare(asked.folder, asked.rows, asked.runs)


if __name__ == "__main__":
    main()
