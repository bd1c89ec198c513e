"""Learn how much authorities ordinarily change, and write params/ordinary_change.yaml.

    python benchmarks/learn_ordinary_change.py --dfe DIR [--lait FILE] --write params/ordinary_change.yaml

DIR holds DfE's tables as downloaded (docs/methods.md, "Ordinary change"); FILE is an extract of the Local Authority
Interactive Tool with the columns measure_short, year_type, years, la_number and value. Each window holds the changes of
three years; a page judges a change by the latest window that ended before it.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
from dfe_tables import LOOKED_AFTER, SHARES, YEARLY, read_quarterly, read_yearly, share_counted_again
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from analysis.definitions.learned_changes import OrdinaryChange
from analysis.model.ordinary_change import TooFewChanges, learn_ordinary_change

CHILDREN_IN_NEED = "Department for Education, Children in need, reporting year 2024, table {}"
LOOKED_AFTER_SOURCE = "Department for Education, Children looked after in England, reporting year 2024, number and rate"
INTERACTIVE = "Department for Education, Local authority interactive tool (edition with figures to 2025), {}"
VALUES = {
    "first_time_entrant_rate": ("FirstYJS", "first time entrants to the youth justice system"),
    "under_18_conception_rate": ("Under18concep", "under 18 conception rates"),
    "neet_16_17_share": ("16-17 NEET", "16-17 NEET"),
    "looked_after_missing_share": ("Children_missing", "children looked after who were missing"),
    "assessments_in_45_days_share": ("Continue_Assess_Comp", "continuous assessments completed within 45 working days"),
}
IN_TIME = "assessments_in_45_days_share"  # with the numbers behind it from 2014, without them from the tool
HEADER = """\
How much authorities ordinarily change from one year or quarter to the next, learned from all authorities of England.
Made by benchmarks/learn_ordinary_change.py from the publications named here (Open Government Licence v3.0); do not
edit. docs/methods.md, "Ordinary change", says what the figures of a window mean.
"""


def learn_windows(panel: pd.DataFrame, kind: str, every: str, overlap: float = 0.0) -> Iterator[OrdinaryChange]:
    """A window of three years up to the end of each financial or calendar year that has enough changes."""
    for year in sorted(panel["end"].dt.year.unique()):
        closed = date(year, 4, 1) if panel["end"].dt.month.eq(3).any() else date(year + 1, 1, 1)
        try:
            found = learn_ordinary_change(panel, kind, every, before=closed, overlap=overlap)
        except TooFewChanges:
            continue
        if found.last.year == year:
            yield found


def learn_all(dfe: Path, lait: Path | None) -> dict[str, dict]:
    """Every indicator's windows with their source, as the parameter file holds them."""
    overlaps = {"child_protection_plans": share_counted_again(dfe)}
    entries = {}
    for name in (*YEARLY, *LOOKED_AFTER, IN_TIME):
        kind, overlap = "proportion" if name.endswith("_share") else "rate", overlaps.get(name, 0.0)
        windows = list(learn_windows(read_yearly(dfe, name), kind, "year", overlap))
        if name == "referrals":
            windows += learn_windows(read_quarterly(dfe), "rate", "quarter")
        table = YEARLY.get(name) or SHARES.get(name)
        letter = table.file.split("_")[0].upper() if table else ""
        source = CHILDREN_IN_NEED.format(letter) if letter else LOOKED_AFTER_SOURCE
        source += " (quarters: table C6)" if name == "referrals" else ""
        entries[name] = {"source": source, "windows": [_window(window) for window in windows]}
    for name, (measure, table) in (VALUES if lait else {}).items():
        windows = list(learn_windows(read_values(lait, measure), "value", "year"))
        source, known = INTERACTIVE.format(table), entries.get(name)
        entries[name] = {
            "source": f"{known['source']}; {source}" if known else source,
            "windows": [*(known["windows"] if known else []), *map(_window, windows)],
        }
    return entries


def read_values(lait: Path, measure: str) -> pd.DataFrame:
    """A measure of the interactive tool: area, start, end and value of every authority and year.

    A financial year is named by the year that it ends in.
    """
    rows = pd.read_csv(lait, dtype=str)
    rows = rows[
        (rows["measure_short"] == measure) & pd.to_numeric(rows["la_number"], errors="coerce").between(201, 959)
    ]
    last = rows["year_type"].map({"Financial Year": "-03-31", "Calendar Year": "-12-31"})
    end = pd.to_datetime(rows["years"] + last)
    start = end - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    value = pd.to_numeric(rows["value"], errors="coerce")
    panel = pd.DataFrame({"area": rows["la_number"], "start": start, "end": end, "value": value})
    return panel.drop_duplicates(["area", "start"])


def _window(window: OrdinaryChange) -> CommentedMap:
    """A window as one line, its estimates to four significant figures."""
    figures = window.model_dump(exclude_defaults=True)
    for name in ("spread", "dispersion", "degrees", "overlap"):
        if name in figures:
            figures[name] = float(f"{figures[name]:.4g}")
    if "centres" in figures:
        figures["centres"] = [float(f"{centre:.4g}") for centre in figures["centres"]]
    line = CommentedMap(figures)
    line.fa.set_flow_style()
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dfe", required=True, type=Path, help="folder of DfE's tables as downloaded")
    parser.add_argument("--lait", type=Path, help="extract of the Local Authority Interactive Tool, CSV")
    parser.add_argument("--write", required=True, type=Path, help="parameter file to write")
    options = parser.parse_args()
    content = CommentedMap(learn_all(options.dfe, options.lait))
    content.yaml_set_start_comment(HEADER)
    yaml = YAML()
    yaml.width = 200
    with options.write.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
    print(f"{len(content)} indicators, {sum(len(entry['windows']) for entry in content.values())} windows")


if __name__ == "__main__":
    main()
