"""Editions of one publication: the newest replaces the older ones in all that it gives, and says so."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import pandas as pd

from analysis.definitions.contract import Source
from analysis.observations import KEY
from analysis.schemas import Observations
from publishing.intake.checks.wording import join_words
from publishing.intake.files import OFFICIAL, YEARS, read_version
from publishing.intake.findings import Finding, make_finding

MOST_LISTED = 6  # revised figures that a finding names

TELL_APART = "Put the year of each into its name, or the day it came into README.md beside it."

_FIRST = pd.Timestamp(1900, 1, 1)


def replace_editions(
    observations: Observations, sources: Mapping[str, Source], names: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The observations without those of older editions that a newer one gives again, and a finding for each pair.

    Files are editions of one publication where their contracts say the same `publication`, or are the same contract's.
    The newest is that with the latest year in its name, else that reaches furthest, else that its name calls so (v2,
    revised), else that came last. Editions that agree in all that both give are both kept; of two that nothing tells
    apart that in returns/, or the last by name, is used as a whole, and the finding says so. An empty cell of a newer
    edition replaces nothing, a withheld figure does. `names` are what areas are called.
    """
    official = observations[observations["precedence"] == OFFICIAL]
    publications = official["source"].map({name: source.publication or name for name, source in sources.items()})
    replaced: list[int] = []
    findings = []
    for _, rows in official.groupby(publications, sort=False):
        files = sorted((each for _, each in rows.groupby("file", sort=False)), key=_rank)
        for place, older in enumerate(files):
            for newer in files[place + 1 :]:
                given = newer[newer["status"] != "not_supplied"]
                both = older.reset_index().merge(given, on=KEY, suffixes=("", "_new"))
                gone = both["value"].isna() != both["value_new"].isna()  # only one of them gives a number
                revised = both[gone | ((both["value"] - both["value_new"]).abs() > 1e-9)]
                if len(revised):
                    replaced += both["index"].tolist()
                    findings.append(_describe(older, newer, both, revised, names))
    return observations.drop(index=list(set(replaced))).reset_index(drop=True), findings


def _rank(rows: pd.DataFrame) -> tuple[int, pd.Timestamp, float, pd.Timestamp]:
    end, received = rows["end"].max(), rows["received"].iloc[0]
    version = read_version(PurePosixPath(rows["file"].iloc[0]).stem)
    return _last_year(rows) or end.year, end, version, _FIRST if pd.isna(received) else received


def _is_newer(older: pd.DataFrame, newer: pd.DataFrame) -> bool:
    """Whether something tells the editions apart; a year counts where both names have one."""
    pairs = list(zip(_rank(older), _rank(newer), strict=True))
    differing = [pair for pair in pairs[0 if all(map(_last_year, (older, newer))) else 1 : -1] if pair[0] != pair[1]]
    return differing[0][0] < differing[0][1] if differing else _FIRST < pairs[-1][0] < pairs[-1][1]


def _last_year(rows: pd.DataFrame) -> int:
    name = rows["file"].iloc[0].rpartition("/")[2]
    return max(map(int, YEARS.findall(name)), default=0)


def _describe(
    older: pd.DataFrame, newer: pd.DataFrame, both: pd.DataFrame, revised: pd.DataFrame, names: Mapping[str, str]
) -> Finding:
    files = [rows["file"].iloc[0] for rows in (newer, older)]
    message = join_words(
        f"{names.get(row.area, row.area)} {row.period} ({row.indicator}{f', {row.breakdown}' if row.breakdown else ''})"
        for row in revised.head(MOST_LISTED).itertuples()
    )
    more = f" and {len(revised) - MOST_LISTED} more" if len(revised) > MOST_LISTED else ""
    kept = older[~older.index.isin(both["index"])]
    rest = f" The older one is used for what the newer does not give: {_say_reach(kept)}." if len(kept) else ""
    said = f"{len(revised)} of {len(both)} figures in both were revised: {message}{more}."
    if _is_newer(older, newer):
        rule, why, used = "newer_edition", f"{files[0]} is a newer edition of {files[1]}", "The newer edition"
    else:
        rule, used, rest = "edition_unknown", "The first of them", f" {TELL_APART}{rest}"
        why = f"{files[0]} and {files[1]} are editions of one publication, and nothing says which is newer"
    treatment = f"{used} is used for all that it gives.{rest}"
    return make_finding(rule, "warning", newer.iloc[:1], f"{why}: {said}", treatment=treatment)


def _say_reach(rows: pd.DataFrame) -> str:
    periods = list(rows.sort_values(["start", "end"], kind="stable")["period"])
    first, last = periods[0], periods[-1]
    return first if first == last else f"{first} to {last}"
