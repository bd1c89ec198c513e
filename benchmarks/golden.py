"""The golden set: pages, CSV and XLSX of six releases, kept outside git, against which a change of code is compared.

    python benchmarks/golden.py --keep       make them and keep them, as what later code is compared with
    python benchmarks/golden.py              make them again and say what differs; exit 1 where anything does

What differs from run to run (commit, days, times, the hashes of files that hold them) is masked. `--dfe` names a folder
with the Department for Education's files, for the two areas whose figures are not in the repository.
"""

import argparse
import calendar
import difflib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "build" / "golden"
MONTHS = "|".join(calendar.month_name[1:])
MASKS = [
    (re.compile(r"\b[0-9a-f]{7,64}\b"), "HASH"),
    (re.compile(rf"\b\d{{1,2}} ({MONTHS}) 20(2[6-9]|[3-9]\d)\b"), "DAY"),
    (re.compile(r"\b20(2[6-9]|[3-9]\d)-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+00:00)?)?"), "TIME"),
    (re.compile(r"\b\d\d:\d\d(:\d\d)?\b"), "TIME"),
]


@dataclass(frozen=True)
class Case:
    """One release of the set: its area and quarter, and what its data and parameters are."""

    name: str
    area: str
    quarter: str
    dfe: bool = False
    small_november: bool = False
    profile: str = "sub_group"


CASES = (
    Case("southampton_2013-14", "E06000045", "2013-14 Q4"),
    Case("southampton_2012-13", "E06000045", "2012-13 Q4"),
    Case("birmingham_2023-24", "E08000025", "2023-24 Q4", dfe=True),
    Case("rutland_2023-24", "E06000017", "2023-24 Q4", dfe=True),
    Case("small_november", "E06000045", "2013-14 Q4", small_november=True),
    Case("public", "E06000045", "2013-14 Q4", profile="public"),
)


def make_release(case: Case, dfe: Path, folder: Path) -> Path:
    """Make a case's release in a checkout of its own, and return its folder."""
    checkout = folder / "checkout"
    for part in ("data/raw", "notebooks", "params", "src", "docs"):
        shutil.copytree(ROOT / part, checkout / part)
    (checkout / "data" / "processed").mkdir(parents=True)
    returns = checkout / "data" / "raw" / "returns"
    if case.dfe:
        for path in dfe.glob("*.csv"):
            shutil.copy(path, returns)
    if case.small_november:
        lower_november(checkout / "data" / "raw" / "published" / "police_missing_2013-14.xlsx")
    policy = checkout / "params" / "policy.yaml"
    policy.write_text(policy.read_text().replace("profile: sub_group", f"profile: {case.profile}", 1))
    subprocess.run(
        [
            sys.executable,
            "-m",
            "publishing",
            "run",
            "--area",
            case.area,
            "--quarter",
            case.quarter,
            "--output",
            folder / "reports",
        ],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (manifest,) = (folder / "reports").glob("*/manifest.json")
    return manifest.parent


def lower_november(path: Path) -> None:
    """Set November's children, episodes, repeat children and repeat episodes to 3, 4, 1 and 2 in a police workbook."""
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Missing"]
    headings = {str(cell.value): cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    column = next(place for heading, place in headings.items() if heading.startswith("Nov"))
    rows = [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, column).value).isdigit()]
    for row, value in zip(rows, (3, 4, 1, 2), strict=True):
        sheet.cell(row, column).value = str(value)  # the workbook holds its figures as text
    workbook.save(path)


def keep_masked(release: Path, target: Path) -> None:
    """Write each page and table of a release to a folder, with what differs from run to run masked."""
    for path in sorted(release.rglob("*")):
        if path.suffix in (".html", ".csv", ".xlsx"):
            place = target / path.relative_to(release)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("\n".join(mask(read_words(path))))


def read_words(path: Path) -> str:
    """The text of a page or table; of a workbook, the text of its parts."""
    if path.suffix != ".xlsx":
        return path.read_text()
    with zipfile.ZipFile(path) as package:
        parts = [name for name in sorted(package.namelist()) if name.endswith(".xml") and "docProps" not in name]
        return "\n".join(f"{name}\n{package.read(name).decode()}" for name in parts).replace("><", ">\n<")


def mask(words: str) -> list[str]:
    """The lines of a text without commit, days, times and hashes."""
    for pattern, instead in MASKS:
        words = pattern.sub(instead, words)
    return words.splitlines()


def compare(kept: Path, made: Path) -> list[str]:
    """What differs between two folders: files of one only, and the changed lines of those in both."""
    names = sorted(
        {path.relative_to(folder) for folder in (kept, made) for path in folder.rglob("*") if path.is_file()}
    )
    differences = []
    for name in names:
        old, new = kept / name, made / name
        if not (old.exists() and new.exists()):
            differences.append(f"{'gone' if old.exists() else 'new'}: {name}")
        elif old.read_text() != new.read_text():
            lines = difflib.unified_diff(old.read_text().splitlines(), new.read_text().splitlines(), n=0, lineterm="")
            differences += [
                f"changed: {name}",
                *(f"    {line[:300]}" for line in lines if line[:2] not in ("--", "++", "@@")),
            ]
    return differences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dfe", type=Path, required=True, help="Folder with the DfE's files.")
    parser.add_argument("--keep", action="store_true", help="Keep what is made as what later code is compared with.")
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES], help="Some of the releases.")
    asked = parser.parse_args()
    target = GOLDEN / ("kept" if asked.keep else "made")
    differences = []
    for case in [case for case in CASES if not asked.case or case.name in asked.case]:
        shutil.rmtree(target / case.name, ignore_errors=True)
        work = GOLDEN / "work" / case.name
        shutil.rmtree(work, ignore_errors=True)
        keep_masked(make_release(case, asked.dfe, work), target / case.name)
        if not asked.keep:
            found = compare(GOLDEN / "kept" / case.name, target / case.name)
            print(f"{case.name}: {'equal' if not found else f'{len(found)} lines differ'}", *found, sep="\n")
            differences += found
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
