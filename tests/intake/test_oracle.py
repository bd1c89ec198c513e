"""A clean table goes through what people and programs do to tables: it reads back equal, or is refused by name."""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from faults.messes import MESSES, Sent
from faults.tables import AREAS, COUNCIL
from faults.writing import as_book, as_csv, save_opendocument
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis.definitions.parameter_files import check_definition
from analysis.refusals import SourceRefused
from publishing.intake.checks.described import add_meaning
from publishing.intake.checks.repetition import check_doubled_figures
from publishing.intake.grids import read_grid
from publishing.intake.layouts import LAYOUTS
from tests.nightly import NIGHTLY

EXAMPLES = 20_000 if NIGHTLY else 40
INDICATORS = {"referrals": "referrals", "re-referrals": "rereferrals", "share": "rereferral_share"}

counts = st.integers(0, 3_000_000)
shares = st.integers(11, 999).map(lambda tenths: tenths / 10)  # above 1%, as shares of referrals are
rows_of_one = st.tuples(st.sampled_from(sorted(AREAS)), st.integers(2010, 2014))
tables = st.dictionaries(rows_of_one, st.tuples(counts, counts, shares), min_size=3, max_size=6)


@pytest.fixture(scope="module")
def read_back(codes, definitions):
    """Read a file, and say its figures or the refusal (a closure, so that hypothesis has nothing long to print)."""
    contract = check_definition(LAYOUTS["measures_across"], COUNCIL, "council")

    def read_file(path: Path) -> dict[tuple, float | None] | str:
        try:
            return read(path, contract, codes, definitions)
        except SourceRefused as refusal:
            return str(refusal)

    return read_file


def write_rows(table: dict) -> list[list]:
    rows = [[code, AREAS[code], f"{year}/{(year + 1) % 100:02d}", *figures] for (code, year), figures in table.items()]
    return [["code", "area", "year", "referrals", "re-referrals", "share"], *rows]


def save(sent: Sent, path: Path) -> None:
    """The table as a file; in a csv file and an .ods file a number format is what it shows."""
    if path.suffix == ".csv":
        path.write_bytes(sent.after(as_csv(sent.rows, sent.delimiter)).encode(sent.encoding, "replace"))
    elif path.suffix == ".ods":
        save_opendocument(path, sent.rows)
    else:
        save_book(sent, path)


def save_book(sent: Sent, path: Path) -> None:
    book = as_book(sent.rows, "Sheet")
    headings = sent.rows[sent.top] if sent.top < len(sent.rows) else []
    for (heading, only), code in sent.formats.items():
        for number, row in enumerate(sent.rows[sent.top + 1 :], start=sent.top + 2):
            if heading in headings and only in ("", repr(row)) and len(row) == len(headings):
                cell = book["Sheet"].cell(number, headings.index(heading) + 1)
                cell.number_format = code
                if "%" not in code and isinstance(cell.value, int | float):
                    key = [row[headings.index(name)] if name in headings else "" for name in ("code", "year")]
                    sent.lost.add((heading, *key))
    for row in sent.hidden:
        book["Sheet"].row_dimensions[row].hidden = True
    if sent.extra:
        book.create_sheet("Working", 0).append(["code", "area", "year", "referrals", "re-referrals", "share"])
        book["Working"].sheet_state, book.active = sent.extra, 1
    book.save(path)


def read(path: Path, contract, codes, definitions) -> dict[tuple, float | None]:
    """The file's figures; of those that stand in it twice, none where one of them is left out."""
    sheet = {".csv": None, ".xlsx": "Sheet", ".ods": "Missing"}[path.suffix]
    grid = read_grid(path, f"returns/{path.name}", contract.model_copy(update={"sheet": sheet}))
    read = contract.read(grid, codes, definitions.indicators).observations
    grid.count_roles()
    filed = read.assign(
        source="council", file=path.name, cell=grid.cells(read["row"], read["column"]), text=read["words"]
    )
    read, _ = check_doubled_figures(add_meaning(filed, definitions), definitions)
    rows = read[["indicator", "area", "start", "value"]].itertuples(index=False)
    return {(row[0], row[1], row[2].date()): None if row[3] != row[3] else row[3] for row in rows}


def expect(table: dict, sent: Sent) -> dict[tuple, float | None]:
    expected = {}
    for (code, year), figures in table.items():
        for heading, figure in zip(INDICATORS, figures, strict=True):
            is_lost = (heading, code, f"{year}/{(year + 1) % 100:02d}") in sent.lost
            value = figure / 100 if heading == "share" else figure
            expected[INDICATORS[heading], code, date(year, 4, 1)] = None if is_lost else value
    return expected


@pytest.fixture(scope="module")
def told():
    outcomes: Counter[str] = Counter()
    yield outcomes
    if NIGHTLY:
        print(dict(outcomes))


@settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
@given(
    table=tables,
    messes=st.lists(st.sampled_from(MESSES), max_size=4),
    suffix=st.sampled_from([".csv", ".csv", ".xlsx", ".ods"]),
    seed=st.integers(0, 2**32),
)
def test_a_table_reads_back_equal_or_is_refused_by_name(tmp_path_factory, read_back, told, table, messes, suffix, seed):
    sent, chance = Sent(write_rows(table)), random.Random(seed)
    for mess in messes:
        mess(sent, chance)
    path = tmp_path_factory.getbasetemp() / f"council_referrals{suffix}"
    save(sent, path)
    figures = read_back(path)
    if isinstance(figures, str):
        assert figures.startswith(path.name)
        told["refused"] += 1
        return
    expected = expect(table, sent)
    assert set(figures) == set(expected)
    wrong = {
        key: (figures[key], value)
        for key, value in expected.items()
        if figures[key] != value and not (figures[key] and value and abs(figures[key] / value - 1) < 1e-12)
    }
    assert not wrong
    told["equal"] += 1
