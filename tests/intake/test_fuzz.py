"""Files changed at random never crash, hang or fill memory: they are refused, or read as what they say."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from faults.tables import police_rows
from faults.writing import save_book

from tests.nightly import NIGHTLY

FUZZING = Path(__file__).parent / "faults" / "fuzzing.py"
SECONDS, FILES = (300, 1_000_000) if NIGHTLY else (20, 240)

READ = """
import resource, sys
from pathlib import Path
from publishing.intake.workbooks import read_workbook
from publishing.intake.packages import UnreadableFile
has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (has + 400_000_000,) * 2)
try:
    read_workbook(Path(sys.argv[1]).read_bytes(), ".xlsx")
except UnreadableFile as fault:
    print(fault.expected)
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded as Linux does it")


def test_no_file_that_was_changed_at_random_crashes_hangs_or_fills_memory(tmp_path):
    given = [sys.executable, FUZZING, os.environ.get("LSCB_SEED", "1"), str(SECONDS), str(FILES), str(tmp_path)]
    done = subprocess.run(given, capture_output=True, text=True, timeout=SECONDS + 120, check=False)

    assert done.returncode == 0, done.stderr[-2_000:]
    told = json.loads(done.stdout)
    assert {kind.partition(",")[0] for kind in told["counts"]} == {".csv", ".xlsx", ".ods", ".yaml"}
    assert all(counts["refused"] for counts in told["counts"].values())
    if NIGHTLY:
        print(json.dumps(told, indent=1))


@pytest.fixture
def bomb(tmp_path) -> Path:
    save_book(tmp_path / "bomb.xlsx", police_rows())
    return tmp_path / "bomb.xlsx"


def read_within_bounds(path: Path) -> str:
    """What the refusal says, of a workbook that is read with 400 million bytes and a minute."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def test_a_part_that_unpacks_to_three_hundred_times_what_it_says_is_never_unpacked(bomb):
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/x.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(1_000_000))
    content = bomb.read_bytes()
    true, small = (size.to_bytes(4, "little") for size in (300_000_000, 900_000))
    bomb.write_bytes(content.replace(true, small))

    assert "damaged" in read_within_bounds(bomb)


def test_entities_that_stand_for_entities_are_never_written_out(bomb):
    levels = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))
    bombed = f'<!DOCTYPE sst [<!ENTITY a0 "aaaaaaaaaa">{levels}]><sst><si><t>&a11;</t></si></sst>'
    with zipfile.ZipFile(bomb, "a") as package:
        package.writestr("xl/other.xml", bombed)

    assert "entities" in read_within_bounds(bomb)
