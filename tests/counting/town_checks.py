"""A random town counted twice: by the command's parts, and by plain Python."""

import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.definitions.areas import read_areas
from analysis.definitions.record_forms import RecordColumn
from analysis.periods import Period, financial_year, month, quarter
from analysis.project import Project, find_project
from publishing.counting.count_records import Outcome, Request, count_records, prepare
from publishing.counting.counting import Counter, MeasureCounts
from publishing.counting.duckdb_engine import open_duckdb
from publishing.counting.loading import load_files
from publishing.counting.recognition import find_record_files
from publishing.counting.town import Rows, draw_town, write_rows
from publishing.counting.typed_tables import known_places
from tests.counting import oracle

OWN = "E06000045"
AREA, ID = "home_la_code", re.compile(r"^(SYN|E|O)\d{6}$")
AREAS = [OWN, "E06000044"]
YEARS = [financial_year(year) for year in range(2021, 2025)]
QUARTERS = [quarter(year, number) for year in range(2021, 2025) for number in range(1, 5)]
MONTHS = [month(2024, number) for number in range(1, 13)]

Tables = dict[str, list[dict[str, str]]]
Oracle = Callable[[Period], dict[str, int]]


def list_oracles(tables: Tables, own: str = OWN) -> dict[str, list[tuple[Oracle, list[Period]]]]:
    """For each form the counts to hold against, and for which periods."""
    outcomes = oracle.read_outcomes(tables["yj_people"], tables["yj_offences"])
    care, absences = tables["ssda903_episodes"], tables["ssda903_missing"]
    enquiries, conferences = tables["ssd_s47_enquiry"], tables["ssd_initial_cp_conference"]
    several = YEARS + QUARTERS
    return {
        "police_missing": [
            (lambda p: oracle.count_missing(tables["police_missing_log"], p, own), several + MONTHS),
        ],
        "ssd": [
            (lambda p: oracle.count_referrals(tables["ssd_cin_episodes"], p), several),
            (lambda p: oracle.count_plans(tables["ssd_cp_plans"], p), several),
            (lambda p: oracle.count_assessments(tables["ssd_cin_assessments"], p), several),
            (lambda p: oracle.count_conferences(enquiries, conferences, p), several),
        ],
        "ssda903": [
            (lambda p: oracle.count_looked_after(care, p), several),
            (lambda p: oracle.count_placements(care, p), YEARS),
            (lambda p: oracle.count_absences(absences, care, p), YEARS),
        ],
        "youth_justice": [(lambda p: oracle.count_reoffending(outcomes, p), QUARTERS)],
    }


def check_town(seed: int, children: int) -> int:
    """How many counts were compared. Raises AssertionError, with what differs, at the first that is not equal."""
    drawn = draw_town(seed, AREAS, children)
    with tempfile.TemporaryDirectory() as folder:
        records = write_files(Path(folder) / "records", drawn)
        compared = 0
        for form, oracles in list_oracles(read_drawn(drawn)).items():
            asked = Request(form, records, covers="2021-04..2025-03", to=Path(folder) / "counts", area=OWN)
            found = look_up(count_records(find_project(Path(__file__).parent), asked))
            compared += hold_against(oracles, found, (seed, form))
        return compared


def check_towns(seeds: Sequence[int], children: int) -> int:
    """As `check_town` for each seed, but all are counted in one go: each town is an area of its own.

    Every table has a column of the area, as the police's has, and ids begin with the seed. That takes a seventh of the
    time, since building the queries is most of it.
    """
    project = find_project(Path(__file__).parent)
    codes = [area.code for area in read_areas(project.params / "areas.yaml").areas][: 2 * len(seeds)]
    towns = {seed: draw_town(seed, codes[2 * place : 2 * place + 2], children) for place, seed in enumerate(seeds)}
    own = {seed: codes[2 * place] for place, seed in enumerate(seeds)}
    merged: dict[str, Rows] = {}
    for seed, drawn in towns.items():
        for name, rows in drawn.items():
            head, *below = with_area(rows, seed, own[seed])
            merged.setdefault(name, [head]).extend(below)
    compared = 0
    with tempfile.TemporaryDirectory() as folder:
        records = write_files(Path(folder), merged)
        for form in list_oracles(read_drawn(towns[seeds[0]])):
            outcome = Outcome(counted=count_by_area(project, form, records))
            for seed, drawn in towns.items():
                oracles = list_oracles(read_drawn(drawn), own[seed])[form]
                found = defaultdict(int, look_up(outcome, own[seed]))  # a town without a record of a table has zeros
                compared += hold_against(oracles, found, (seed, form))
    return compared


def count_by_area(project: Project, form: str, records: Path) -> list[MeasureCounts]:
    """The counts of a form whose tables all say the area."""
    setting = prepare(project, Request(form, records, covers="2021-04..2025-03", area=OWN))
    area = RecordColumn(heading=AREA, kind="area")
    tables = [each.model_copy(update={"columns": {"area": area, **each.columns}}) for each in setting.form.tables]
    asked = setting.form.model_copy(update={"tables": tables})
    files = find_record_files(records, setting.forms | {form: asked}, asked).files
    with open_duckdb([file.path for file in files]) as engine:
        loaded = load_files(engine, asked, files, known_places(setting.areas, setting.codes), 0)
        counter = Counter(engine, loaded.tables, setting.cover, setting.codes, setting.own)
        return [counter.count(each) for each in setting.measures if each.events[0] in loaded.tables]


def with_area(rows: Rows, seed: int, area: str) -> Rows:
    """A table's rows with the area in a last column, unless there is one, and the seed before every id."""
    head, *below = rows
    named = [[ID.sub(rf"{seed}-\g<0>", cell) for cell in row] for row in below]
    return [head, *named] if AREA in head else [[*head, AREA], *([*row, area] for row in named)]


def write_files(folder: Path, drawn: dict[str, Rows]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in drawn.items():
        (folder / f"{name}.csv").write_text(write_rows(rows), encoding="utf-8")
    return folder


def read_drawn(drawn: dict[str, Rows]) -> Tables:
    return {name: oracle.as_rows(rows) for name, rows in drawn.items()}


def hold_against(
    oracles: list[tuple[Oracle, list[Period]]], found: dict[tuple[str, str], int | None], told: tuple[object, ...]
) -> int:
    """How many counts are the oracle's; one that cannot be said is not compared."""
    compared = 0
    for wanted, periods in oracles:
        for period in periods:
            for column, value in wanted(period).items():
                said = found[period.label, column]
                assert said in (None, value), (*told, period.label, column, said, value)
                compared += said is not None
    return compared


def look_up(outcome: Outcome, area: str = OWN) -> dict[tuple[str, str], int | None]:
    """Every count without a breakdown by its period's label and column; what cannot be said is None."""
    return {
        (row.period.label, column): value if isinstance(value, int) else None
        for counted in outcome.counted
        for row in counted.rows
        if row.area == area and not row.breakdown
        for column, value in row.counts.items()
    }
