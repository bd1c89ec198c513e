"""Sound files changed at random, read one after the other within bounds of memory and time.

Run by itself in a process of its own, because a fault in compiled code ends the process:
python fuzzing.py SEED SECONDS FILES FOLDER, and the counts come out as JSON.
"""

import io
import json
import random
import re
import resource
import sys
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analysis.definitions import read_definitions
from analysis.definitions.parameter_files import check_definition
from analysis.periods import financial_year
from analysis.project import find_project
from analysis.refusals import ParametersRefused, SourceRefused
from faults.tables import POLICE, police_rows
from faults.writing import as_book, as_bytes, save_opendocument
from publishing.intake.cleaning import names_of_areas
from publishing.intake.grids import read_grid
from publishing.intake.layouts import LAYOUTS, read_sources

MORE_MEMORY = 1_000_000_000  # bytes beyond what the process has when it begins
LONGEST = 20.0  # seconds for one file, on a machine that has other things to do

TOKENS = [
    b"0",
    b"99999999999",
    b"-1",
    b"1e999",
    b"<",
    b">",
    b"&",
    b"&#xD800;",
    b'"',
    b",",
    b"\n",
    b"\0",
    b"\xff",
    b"]]>",
]
TOKENS += [
    b"<c>",
    b"</c>",
    b"<v>",
    b"<row r='1048576'>",
    b"<f>1</f>",
    b'number-rows-repeated="99999"',
    b"&a;",
    b"- ",
    b": ",
]


def mutate(content: bytes, chance: random.Random) -> bytes:
    """A few changes: bits flipped, stretches lost, doubled or moved, tokens put in, attributes and digits changed."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        place = chance.randrange(len(changed) + 1)
        stretch = slice(place, place + chance.choice([1, 2, 10, 100, 1000]))
        kind = chance.randrange(7)
        if kind == 0 and place < len(changed):
            changed[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del changed[stretch]
        elif kind == 2:
            changed[place:place] = changed[stretch] * chance.choice([1, 2, 50])
        elif kind == 3:
            changed[place:place] = chance.choice(TOKENS)
        elif kind == 4:
            del changed[place:]
        elif kind == 5:
            changed[stretch] = chance.randbytes(stretch.stop - stretch.start)
        else:
            found = list(re.finditer(rb'\s[\w:]+="[^"]*"|\d+', changed))
            chosen = chance.choice(found).span() if found else (0, 0)
            changed[slice(*chosen)] = chance.choice([b"", b" x=''", b"4294967296", b"0", b"-1"])
    return bytes(changed)


def mutate_part(content: bytes, chance: random.Random) -> bytes:
    """A package in which one part was changed, and whose checksums are right again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed:
        chosen = chance.choice(package.namelist())
        for name in package.namelist():
            part = package.read(name)
            changed.writestr(name, mutate(part, chance) if name == chosen else part)
    return packed.getvalue()


class Reader:
    """What each kind of file is read with; a file that is no longer sound is refused, or reads as what it says."""

    def __init__(self, folder: Path) -> None:
        root = find_project(Path(__file__)).root
        definitions = read_definitions(root / "params")
        self.folder, self.indicators = folder, definitions.indicators
        self.codes = names_of_areas(definitions.areas)
        self.contract = check_definition(LAYOUTS["periods_across"], POLICE, "police")
        book = io.BytesIO()
        as_book(police_rows()).save(book)
        save_opendocument(folder / "sound.ods", police_rows())
        yaml = (root / "params" / "sources" / "police_missing.yaml").read_bytes()
        self.sound = {
            ".csv": as_bytes(police_rows()),
            ".xlsx": book.getvalue(),
            ".ods": (folder / "sound.ods").read_bytes(),
            ".yaml": yaml,
        }
        self.figures = {suffix: self.read(suffix, self.sound[suffix]) for suffix in self.sound}

    def read(self, suffix: str, content: bytes) -> object:
        path = self.folder / f"police{suffix}"
        path.write_bytes(content)
        if suffix == ".yaml":
            return read_sources(self.folder)
        grid = read_grid(path, f"returns/{path.name}", self.contract)
        grid.period = financial_year(2013)
        figures = self.contract.read(grid, self.codes, self.indicators).observations
        grid.count_roles()
        return figures["value"].tolist()


def fuzz(reader: Reader, seed: int, seconds: float, files: int) -> dict:
    """Counts by kind of file and what became of it; stops at the first that does what none may do."""
    chance, counts, slowest, ends = random.Random(seed), {}, 0.0, time.monotonic() + seconds
    for number in range(files):
        suffix = list(reader.sound)[number % len(reader.sound)]
        inside = suffix in (".xlsx", ".ods") and chance.random() < 0.6
        content = (mutate_part if inside else mutate)(reader.sound[suffix], chance)
        begun = time.monotonic()
        try:
            same = reader.read(suffix, content) == reader.figures[suffix]
            # outside its parts a package has nothing but what its checksums hold to
            assert same or inside or suffix in (".csv", ".yaml"), f"{suffix} {number} reads differently"
            outcome = "same" if same else "another table"
        except (SourceRefused, ParametersRefused):
            outcome = "refused"
        slowest = max(slowest, time.monotonic() - begun)
        assert slowest < LONGEST, f"{suffix} {number} took too long"
        kind = f"{suffix}, {'a part changed' if inside else 'bytes changed'}"
        counts.setdefault(kind, {"refused": 0, "same": 0, "another table": 0})[outcome] += 1
        if time.monotonic() > ends:
            break
    return {"counts": counts, "slowest": round(slowest, 2), "files": number + 1}


if __name__ == "__main__":
    seed, seconds, files, folder = sys.argv[1:]
    reader = Reader(Path(folder))
    has = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (has + MORE_MEMORY, has + MORE_MEMORY))
    print(json.dumps(fuzz(reader, int(seed), float(seconds), int(files))))
