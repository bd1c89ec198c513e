"""The words of the command line in one form, and the areas that they choose: `Southampton` is E06000045.

Parameter files are read only where a word is not already in that form, so that a run with nothing to do ends at once.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.periods import parse_period
from analysis.project import Project
from analysis.refusals import ParametersRefused, suggest

if TYPE_CHECKING:
    from analysis.definitions import Areas, Definitions, Run

ALL, REGION, LATEST = "all", "region:", "latest"
AUTHORITY, REGIONS = "authority", "region"
CODE = re.compile(r"[EW]\d{8}|L:[a-z_]+|SN:[A-Za-z0-9-]+")


@dataclass(frozen=True)
class Chosen:
    """The areas of a run by code, and which of them nobody named: they are passed over where they have no figures."""

    codes: list[str]
    unnamed: frozenset[str] = frozenset()


def name_areas(project: Project, given: Iterable[str] | None) -> tuple[str, ...]:
    """Areas as codes, `all` or `region:…`; those of params/run.yaml where none is named.

    A text may be one area's code or name, or several codes with spaces or commas between them. Raises ParametersRefused
    for a name that no area has, with the nearest.
    """
    words = [word for text in given or [] for word in split_words(text)]
    if not words:
        return (_read_run(project).area,)
    return tuple(word if is_in_form(word) else _find_code(project, word) for word in words)


def split_words(text: str) -> list[str]:
    """A text as its words where each of them is a code or `all`; else as one name."""
    words = text.replace(",", " ").split()
    return words if words and all(CODE.fullmatch(word) or word == ALL for word in words) else [text.strip()]


def is_in_form(word: str) -> bool:
    """Whether a word is `all`, a region, or a code: those are checked where areas are chosen."""
    return word == ALL or word.startswith(REGION) or bool(CODE.fullmatch(word))


def name_quarter(project: Project, words: str | None) -> str:
    """A quarter by its label, `latest`, or the one of params/run.yaml. Raises ParametersRefused."""
    given = words if words is not None else _read_run(project).quarter
    return LATEST if given.strip().lower() == LATEST else read_quarter(given)


def read_quarter(words: str) -> str:
    """A quarter's label, in whichever form it is written: 2013-14 Q4, Q4 13/14, Jan - Mar 2014.

    Raises ParametersRefused; 2014 Q1 is numbered from January or from April, and both are named.
    """
    with suppress(ValueError):
        return parse_period(words, ["quarter"]).label
    from publishing.intake.written_periods import parse_written

    with suppress(ValueError):
        return parse_written(words, "quarter").label
    try:
        begun = parse_written(words, "calendar quarter")
    except ValueError as error:
        raise ParametersRefused(f"No quarter {words!r}. Write one as 2013-14 Q4.") from error
    later = begun.earlier(-1)
    raise ParametersRefused(f"{words!r} is {begun.words} or {later.words}. Write {begun.label} or {later.label}.")


def name_reports(project: Project, given: Iterable[str] | None) -> tuple[str, ...]:
    """Reports by their names, each given by name or title; several names may stand in one text.

    Raises ParametersRefused for a word that is neither, with the nearest.
    """
    known = {path.stem for path in (project.params / "reports").glob("*.yaml")}
    names: list[str] = []
    for text in given or []:
        words = text.replace(",", " ").split()
        names += words if words and set(words) <= known else [_find_report(project, text.strip(), known)]
    return tuple(dict.fromkeys(names))


def _find_report(project: Project, title: str, known: set[str]) -> str:
    from analysis.definitions.reports import read_reports

    titles = {report.title.casefold(): name for name, report in read_reports(project.params / "reports").items()}
    if title.casefold() not in titles:
        raise ParametersRefused(f"No report {title!r} in params/reports. {suggest(title, known)}")
    return titles[title.casefold()]


def _find_code(project: Project, name: str) -> str:
    from analysis.definitions.areas import read_areas

    return read_areas(project.params / "areas.yaml").find([name])[0]


def _read_run(project: Project) -> "Run":
    from analysis.definitions.reports import read_run

    return read_run(project.params / "run.yaml")


def choose_areas(definitions: "Definitions", words: Sequence[str]) -> Chosen:
    """The areas that some words name, once each, or the partnership's own where there is none.

    A word is an area's code, `all` for every authority, or `region:` with a region's name or code for its authorities.
    Raises ParametersRefused for a word that is none of these.
    """
    named, unnamed = [], []
    for word in words or [definitions.run.area]:
        if word == ALL or word.startswith(REGION):
            found = list(_find_authorities(definitions.areas, word))
            unnamed += found
        else:
            found = [definitions.areas.named(word).code]
            named += found
    return Chosen(list(dict.fromkeys([*named, *unnamed])), frozenset(unnamed) - frozenset(named))


def _find_authorities(areas: "Areas", word: str) -> Iterator[str]:
    """The authorities of all regions, or of one and the regions that lie in it."""
    authorities = [area for area in areas.areas if area.kind == AUTHORITY]
    if word == ALL:
        yield from (area.code for area in authorities)
        return
    regions = {area.code: area for area in areas.areas if area.kind == REGIONS}
    code = areas.code_of(word.removeprefix(REGION).strip())
    if code not in regions:
        known = suggest(word.removeprefix(REGION), (area.name for area in regions.values()))
        raise ParametersRefused(f"No region {word.removeprefix(REGION)!r} in params/areas.yaml. {known}")
    inside = {code} | {region.code for region in regions.values() if region.region == code}
    yield from (area.code for area in authorities if area.region in inside)
