"""Every figure of the annual report is on a page of the release, or is listed with why it is not.

The manifest says which cells each page was made from; `not_shown.yaml` lists the others. A figure that no page reads
and nobody listed fails, and so does an entry that a page has come to show.
"""

import json
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

NOT_SHOWN = YAML(typ="safe").load(Path(__file__).with_name("not_shown.yaml").read_text(encoding="utf-8"))
ANNUAL_REPORT = ("board_", "council_", "police_")
SENTENCES = "stated_figures"

pytestmark = pytest.mark.run


@pytest.fixture(scope="module")
def transcribed(real_project) -> set[tuple[str, str]]:
    """Source and cell of every observation that was transcribed from the annual report."""
    observed = pd.read_parquet(real_project.processed / "observations.parquet")
    own = observed["source"].str.startswith(ANNUAL_REPORT) | (observed["source"] == SENTENCES)
    return set(observed.loc[own, ["source", "cell"]].itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def shown(demo_release) -> set[tuple[str, str]]:
    """Source and cell of everything that a page of the release was made from."""
    pages = json.loads((demo_release / "manifest.json").read_text(encoding="utf-8"))["pages"]
    return {(source, cell) for page in pages for source, cells in page["read"].items() for cell in cells}


def listed(transcribed: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Source and cell of every figure that is listed as not shown, with why."""
    reasons = {}
    for entry in NOT_SHOWN:
        for source, cells in entry["cells"].items():
            own = {cell for name, cell in transcribed if name == source}
            named = own if cells == "all" else {cell for cell in own if cell.split("!")[-1] in cells}
            assert cells == "all" or len(named) == len(cells), f"a cell listed for {source} holds no figure"
            reasons |= {(source, cell): entry["why"] for cell in named}
    return reasons


def test_every_figure_is_on_a_page_or_listed_with_why_it_is_not(transcribed, shown):
    assert sorted(transcribed - shown - set(listed(transcribed))) == []


def test_nothing_is_listed_that_a_page_shows(transcribed, shown):
    assert sorted(set(listed(transcribed)) & shown) == []


def test_every_reason_is_a_sentence():
    assert all(len(entry["why"].split()) > 8 for entry in NOT_SHOWN)


def test_every_page_of_the_release_names_the_cells_it_was_made_from(demo_release):
    pages = json.loads((demo_release / "manifest.json").read_text(encoding="utf-8"))["pages"]

    handed_on = {"outcomes", "data_quality"}  # charts whose sources stand on their own pages, and findings
    assert {page["report"] for page in pages if not page["read"]} == handed_on
