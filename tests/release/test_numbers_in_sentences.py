"""Every number of a page's statements stands in a table beside it, or follows from two that do.

What a model gives has no cell of its own (limits, what is expected of areas like these, cases that are needed): its
phrases are named here, and whatever else a sentence says with a number has to be found.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from analysis.definitions import ENGLAND
from analysis.definitions.indicators import read_indicators
from analysis.project import find_project
from tests.nightly import NIGHTLY

INDICATORS = read_indicators(find_project(Path(__file__).parent).params / "indicators.yaml")

pytestmark = pytest.mark.run

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATES = re.compile(
    rf"\d{{1,2}} (?:{MONTHS}|[A-Z][a-z]{{2}}) \d{{4}}|(?:{MONTHS})(?: \d{{4}})?(?: to (?:{MONTHS}))? \d{{4}}"
    r"|\b20\d\d-\d\d(?: Q\d)?|\b(?:(?:in|and|of|for) |\()(?:19|20)\d\d\b(?!-)"
)
NUMBER = re.compile(r"(?<![\w.])[+−]?£?\d[\d,]*(?:\.\d+)?%?")
TOLD = ("level", "change", "comparison", "trend")  # a statement's kinds that give figures
OF_A_MODEL = [
    re.compile(phrase)
    for phrase in (
        r"95% of areas like them would have \S+ to \S+",
        r"we expect between \S+ and \S+\)",
        r"read together with its neighbours’ it is about \S+",
        r"95% of authorities of this size change by \S+(?: points)? to (?:more than )?\S+(?: points)?",
        r"\d+% of the other \d+ changed more",
        r"ordinarily change between \S+(?: points)? and (?:more than )?\S+(?: points)?",
        r"\((?:\d+% )?limits[^)]*\)",
        r"(?<=[%s]) \([+−0][\d.]*%? to [+−0][\d.]*%?\)",  # after the size of a change
        r"\([+−0][\d.]*%? to [+−0][\d.]*%?(?: points)?\)\.",
        r"anything from [^.]*\.",
        r"its limits (?:are|would be) \S+ to \S+",
        r"(?:if only|is of) \d+\b",
        r"takes about [\d,]+ cases|[Cc]ohorts? of about [\d,]+ children",
        r"Only \d+ or fewer",
        r"\d+ months before .* a step takes \d+ and \d+",  # of a known change: what is there, and what is needed
        r"at ages (?:under )?\d+(?: to \d+)?",
        r"\(\d+ to \d+\)(?= of| was)",  # ages in the name of a figure
        r"per 1,?\d*0\b",
        r"45 working days",  # the name of a figure
        r"\(\d+ of \d+\)|none of the \d+ kinds|\(\d+ years? ha\w+ no figure\)|within the first \d+%",
        r"(?:[io]n|up to) \d+ months",
        r"[\d.]+ a day in .* and [\d.]+ in",  # months' sums by their days
        r"In a month, \d+% .* on average|second, repeats went from \d+% to \d+%",  # means over months
    )
]


class Figure(NamedTuple):
    """A number as it is written: its value, decimals, and whether it is a percentage."""

    value: float
    places: int
    percent: bool


def read_number(text: str) -> Figure:
    bare = text.replace(",", "").replace("£", "").replace("−", "-").rstrip("%")
    return Figure(float(bare), len(bare.partition(".")[2]), text.endswith("%"))


def numbers_of(text: str) -> list[Figure]:
    return [read_number(found) for found in NUMBER.findall(DATES.sub(" ", text))]


def rows_of(release: Path, report: str) -> Iterator[list[dict[str, str]]]:
    """Each table and chart of a page, as its rows."""
    for path in sorted((release / "data").glob(f"{report}_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield list(csv.DictReader(lines))


def figures_beside(release: Path, page: dict, area: str) -> set[Figure]:
    """Every figure of the page's tables, how many times England's the area's is, and the sums of three months."""
    tables = list(rows_of(release, page["report"]))
    found = {one for rows in tables for row in rows for cell in row.values() for one in numbers_of(cell or "")}
    for row in (row for rows in tables for row in rows):
        own, england = (numbers_of(row.get(name) or "") for name in (area, "England"))
        if own and england and england[0].value:
            found.add(Figure(own[0].value / england[0].value, 9, False))
    for rows in tables:
        counts = [numbers_of(list(row.values())[-1] or "") for row in rows if "Period" in row]
        for three in zip(counts, counts[1:], counts[2:], strict=False):
            if all(len(each) == 1 for each in three):
                found.add(Figure(sum(each[0].value for each in three), 0, False))
    return found


def figures_received(release: Path, area: str) -> dict[str, set[Figure]]:
    """The area's and England's figures of figures.csv by indicator."""
    found: dict[str, set[Figure]] = defaultdict(set)
    with (release / "data" / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["area"] in (area, ENGLAND):
                given = [float(row[name]) for name in ("numerator", "denominator", "value") if row[name]]
                found[row["indicator"]] |= {Figure(one * by, 9, by == 100) for one in given for by in (1, 100)}
    return found


def stands(one: Figure, beside: set[Figure]) -> bool:
    """Whether a figure is one of those beside it, rounded as it is written, whichever way it went."""
    half = 0.5 * 10**-one.places + 1e-9
    return any(one.percent == each.percent and abs(abs(each.value) - abs(one.value)) <= half for each in beside)


def follows(one: Figure, known: list[Figure]) -> bool:
    """Whether a figure is the difference of two others, or how much larger in percent one is than the other."""
    for first in known:
        for last in known:
            reach = 0.5 * (10**-first.places + 10**-last.places + 10**-one.places) + 1e-9
            if abs(abs(last.value - first.value) - abs(one.value)) <= reach:
                return True
            if first.value and last.value:
                size, error = last.value / first.value, 0.5 * 10**-first.places / abs(first.value)
                error += 0.5 * 10**-last.places / abs(last.value)
                if abs(abs(size - 1) * 100 - abs(one.value)) <= 100 * error * size + 0.5 * 10**-one.places:
                    return True
    return False


def unfound(release: Path) -> tuple[int, list[tuple[str, float, str]]]:
    """How many numbers of a release's statements were looked for, and those that were not found."""
    made = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    received = figures_received(release, made["area"])
    looked_for, lost = 0, []
    for page in made["pages"]:
        tables = figures_beside(release, page, made["area_name"])
        for said in (one for one in page["statements"] if one["kind"] in TOLD):
            indicator, text = INDICATORS[said["indicator"]], said["sentence"]
            names = {said["indicator"], indicator.numerator, indicator.denominator}
            beside = tables.union(*(received[name] for name in names if name))
            for phrase in OF_A_MODEL:
                text = phrase.sub(" ", text)
            numbers = numbers_of(text)
            known = [one for one in numbers if stands(one, beside)]
            looked_for += len(numbers)
            rest = [one for one in numbers if one not in known and not follows(one, known)]
            lost += [(page["report"], one.value, said["sentence"]) for one in rest]
    return looked_for, lost


def test_every_number_that_is_told_stands_in_a_table_or_follows_from_two(demo_release, other_releases):
    for release in (demo_release, *other_releases.values()):
        looked_for, lost = unfound(release)

        assert lost == []
        assert looked_for > (80 if NIGHTLY else 60), release.name


def pages_with(release: Path, heading: str) -> Iterator[tuple[str, dict, list[list[dict[str, str]]]]]:
    """The area's name, each page of a release, and those of its tables that have a heading."""
    made = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    for page in made["pages"]:
        yield (
            made["area_name"],
            page,
            [rows for rows in rows_of(release, page["report"]) if rows and heading in rows[0]],
        )


AMONG = re.compile(
    r"was (?P<own>\S+), against a median of (?P<median>\S+) for its neighbours.*"
    r"The neighbours’ figures go from (?P<lowest>\S+) to (?P<highest>\S+); "
    r"(?P<above>none|\d+) of (?P<known>\d+) neighbours?"
)


def test_the_place_among_neighbours_is_that_of_the_table_of_areas(demo_release, other_releases):
    compared = 0
    for release in (demo_release, *other_releases.values()):
        for area, page, tables in pages_with(release, "Area"):
            said = [match for one in page["statements"] if (match := AMONG.search(one["sentence"]))]
            for match, rows in zip(said, tables, strict=False):
                column = next(name for name in reversed(rows[0]) if not re.search("limit|Place", name))
                known = {row["Area"]: numbers_of(row[column]) for row in rows if row["Area"] != "England"}
                own = known.pop(area)[0].value
                values = [each[0].value for each in known.values() if each]
                told = {
                    name: numbers_of(text)[0].value if text != "none" else 0 for name, text in match.groupdict().items()
                }
                compared += 1

                assert told["own"] == own, page["report"]
                assert (told["known"], told["above"]) == (len(values), sum(one > own for one in values)), page["report"]
                for name, found in {"lowest": min(values), "median": median(values), "highest": max(values)}.items():
                    assert told[name] == pytest.approx(found, abs=0.5 if found > 9 else 0.05), (page["report"], name)

    assert compared >= (8 if NIGHTLY else 5)  # by night of three areas


EXTREMES = re.compile(
    r"was (?P<first>highest|lowest) (?P<when>.*?) \((?P<one>[^)]*)\) and \w+ .*? \((?P<other>[^)]*)\)"
)


def test_the_highest_and_lowest_year_are_those_of_the_table_of_years(demo_release, other_releases):
    compared = 0
    for release in (demo_release, *other_releases.values()):
        for area, page, tables in pages_with(release, "Neighbours with a figure"):
            said = [match for one in page["statements"] if (match := EXTREMES.search(one["sentence"]))]
            if not said or not tables:
                continue
            column = next(name for name in tables[0][0] if name.startswith(area))
            values = [each[0].value for row in tables[0] if (each := numbers_of(row[column]))]
            ends = [numbers_of(said[0][name])[0].value for name in ("one", "other")]
            compared += 1

            assert sorted(ends) == pytest.approx([min(values), max(values)], abs=0.5), page["report"]

    assert compared >= (6 if NIGHTLY else 5)
