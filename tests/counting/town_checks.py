"""A random town counted twice: by the command's parts, and by plain Python."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from analysis.periods import Period, financial_year, month, quarter
from analysis.project import find_project
from publishing.counting.count_records import Outcome, Request, count_records
from publishing.counting.town import draw_town, write_rows
from tests.counting import oracle

OWN = "E06000045"
AREAS = [OWN, "E06000044"]
YEARS = [financial_year(year) for year in range(2021, 2025)]
QUARTERS = [quarter(year, number) for year in range(2021, 2025) for number in range(1, 5)]
MONTHS = [month(2024, number) for number in range(1, 13)]

Oracle = Callable[[Period], dict[str, int]]


def list_oracles(tables: dict[str, list[dict[str, str]]]) -> dict[str, list[tuple[Oracle, list[Period]]]]:
    """For each form the counts to hold against, and for which periods."""
    outcomes = oracle.read_outcomes(tables["yj_people"], tables["yj_offences"])
    care, absences = tables["ssda903_episodes"], tables["ssda903_missing"]
    enquiries, conferences = tables["ssd_s47_enquiry"], tables["ssd_initial_cp_conference"]
    several = YEARS + QUARTERS
    return {
        "police_missing": [
            (lambda p: oracle.count_missing(tables["police_missing_log"], p, OWN), several + MONTHS),
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
    tables = {name: oracle.as_rows(rows) for name, rows in drawn.items()}
    compared = 0
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records"
        records.mkdir()
        for name, rows in drawn.items():
            (records / f"{name}.csv").write_text(write_rows(rows), encoding="utf-8")
        for form, oracles in list_oracles(tables).items():
            asked = Request(form, records, covers="2021-04..2025-03", to=Path(folder) / "counts", area=OWN)
            found = look_up(count_records(find_project(Path(__file__).parent), asked))
            for wanted, periods in oracles:
                for period in periods:
                    for column, value in wanted(period).items():
                        said = found[period.label, column]
                        assert said in (None, value), (seed, form, period.label, column, said, value)
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
