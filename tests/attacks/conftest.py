"""Returns for tests: the police's two tables of the annual report, written with other figures and with canaries."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from analysis.project import Project, find_project
from publishing.running import quarter

ROOT = find_project(Path(__file__).parent).root
MONTHS = [
    "Apr-13",
    "May-13",
    "Jun-13",
    "Jul-13",
    "Aug-13",
    "Sep-13",
    "Oct-13",
    "Nov-13",
    "Dec-13",
    "Jan-14",
    "Feb-14",
    "Mar-14",
]
ROWS = [
    "Total Young Mispers",
    "Total Young Misper Episodes",
    "Total Young Repeat Mispers",
    "Total Young Repeat Episodes",
]
PLACES = ["Southampton", "Eastleigh", "Romsey", "New Forest"]
KINDS = ["Historic", "Under 18", "Domestic", "Night Time Economy"]
REPLACED = ("police_missing_2013-14.xlsx", "police_sexual_offences_2013-14.ods")


@pytest.fixture(scope="module", autouse=True)
def one_fork_server(open_kernels) -> Iterator[None]:
    """Runs in this process share a fork server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quarter, "warm_kernels", open_kernels)
        yield


@pytest.fixture(scope="session")
def returns() -> SimpleNamespace:
    """The makers of this module: a project without the police's tables, and returns in their place."""
    return SimpleNamespace(
        make_project=make_project,
        make_checkout=make_checkout,
        write_missing=write_missing,
        write_offences=write_offences,
        hide_words=hide_words,
    )


def make_project(folder: Path, *, left_out: Sequence[str] = REPLACED) -> Project:
    """The checkout on a data folder of its own, with the published files but those that a test's returns replace."""
    data = folder / "data"
    shutil.copytree(
        ROOT / "data" / "raw" / "published", data / "raw" / "published", ignore=shutil.ignore_patterns(*left_out)
    )
    log = (ROOT / "data" / "raw" / "README.md").read_text(encoding="utf-8")
    (data / "raw" / "README.md").write_text(log, encoding="utf-8")
    (data / "raw" / "returns").mkdir()
    return find_project(ROOT, data=data)


def make_checkout(
    folder: Path, threshold: int, sources: Sequence[str] = ("police_missing",), *, totals: bool = False
) -> Project:
    """A checkout of its own with the police's table of missing children, or other sources, and two reports of it.

    Its profile withholds counts from 1 to a threshold. Contracts have their sums and identities if so asked: to prove
    thousands of values of each figure would take the search hours.
    """
    params, reports = folder / "params", ["missing", "data_quality"]
    for part, names in (("sources", sources), ("reports", reports)):
        (params / part).mkdir(parents=True)
        for name in names:
            shutil.copy(ROOT / "params" / part / f"{name}.yaml", params / part)
    for path in (ROOT / "params").glob("*.yaml"):
        shutil.copy(path, params)
    (params / "annotations.yaml").write_text("annotations: []\n", encoding="utf-8")
    (params / "questions.yaml").unlink()
    for contract in (params / "sources").iterdir() if not totals else ():
        contract.write_text(contract.read_text(encoding="utf-8").split("totals:")[0], encoding="utf-8")
    policy = (params / "policy.yaml").read_text(encoding="utf-8")
    changed = policy.replace("withhold_up_to: 5", f"withhold_up_to: {threshold}")
    (params / "policy.yaml").write_text(changed, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for name in ("published", "returns"):
        (folder / "data" / "raw" / name).mkdir(parents=True)
    return find_project(folder)


def write_missing(project: Project, months: Sequence[Sequence[int]], name: str = REPLACED[0]) -> Path:
    """The return on missing children: for each month children, episodes, repeat children and repeat episodes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Missing"
    sheet.append(["", *MONTHS, "Total"])
    for place, row in enumerate(ROWS):
        figures = [month[place] for month in months]
        sheet.append([row, *figures, sum(figures)])
    return _save(book, project, name)


def write_offences(
    project: Project, counts: Mapping[str, Sequence[int]], name: str = "police_sexual_offences_2013-14.xlsx"
) -> Path:
    """The return on sexual offences: for each place all of them, then each kind, with its share of the kind's total."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Offences"
    sheet.append(
        ["Serious Sexual Offences 2013/2014", "Total Offences", *(cell for kind in KINDS for cell in (kind, ""))]
    )
    sheet.append(["", "", *["No", "% of Total"] * len(KINDS)])
    totals = [sum(counts[place][column] for place in PLACES) for column in range(len(KINDS) + 1)]
    for place, row in [*((place, counts[place]) for place in PLACES), ("TOTAL", totals)]:
        shares = totals[1:] if place != "TOTAL" else [totals[0]] * len(KINDS)
        pairs = [(count, f"{count / whole:.0%}") for count, whole in zip(row[1:], shares, strict=True)]
        sheet.append([place, row[0], *(cell for pair in pairs for cell in pair)])
    sheet.append(["% Change", "-2%", *["1%", "-"] * len(KINDS)])
    return _save(book, project, name)


def hide_words(path: Path, words: Sequence[str]) -> None:
    """Put words where nobody looks: a hidden sheet, a comment, the document's properties, far below the table."""
    book = openpyxl.load_workbook(path)
    sheet: Worksheet = book.worksheets[0]
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    for number, word in enumerate(words, start=1):
        hidden.cell(number, 1, word)
    sheet.cell(1, 1).comment = Comment(" ".join(words), words[0])
    for name in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category"):
        setattr(book.properties, name, " ".join(words))
    book.save(path)


def _save(book: openpyxl.Workbook, project: Project, name: str) -> Path:
    path = project.raw / "returns" / name
    book.save(path)
    return path
