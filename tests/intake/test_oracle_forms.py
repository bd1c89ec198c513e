"""A table drawn in a form of this field is read as the figures that it was drawn with, or refused by name."""

import random
from collections import Counter

import pytest
from faults.forms import FORMS, save

from analysis.definitions.parameter_files import check_definition
from analysis.refusals import SourceRefused
from publishing.intake.files import find_files
from publishing.intake.grids import read_grid
from publishing.intake.layouts import LAYOUTS
from tests.nightly import NIGHTLY

EXAMPLES = 5_000 if NIGHTLY else 42
COMMON = {
    "name": "drawn",
    "title": "Drawn",
    "supplier": "the region",
    "precedence": 2,
    "markers": {"NR": "not_supplied"},
}


def read(path, drawn, codes, definitions) -> dict:
    fields = {"layout": "measures_across"} | COMMON | drawn.fields | {"file": drawn.file}
    contract = check_definition(LAYOUTS[fields["layout"]], fields, "drawn")
    [found] = find_files(path.parent.parent, contract, [path], {})
    grid = read_grid(path, f"returns/{path.name}", contract)
    grid.period, grid.named = found.period, found.named
    read = contract.read(grid, codes, definitions.indicators).observations
    grid.count_roles()
    rows = read[["indicator", "area", "start", "end", "breakdown", "value"]].itertuples(index=False)
    return {
        (row[0], row[1], row[2].date(), row[3].date(), row[4]): None if row[5] != row[5] else row[5] for row in rows
    }


@pytest.mark.parametrize("form", list(dict.fromkeys(FORMS)), ids=lambda form: form.__name__)
def test_a_drawn_table_is_read_as_it_was_drawn(form, tmp_path, codes, definitions):
    (tmp_path / "returns").mkdir()
    refused: Counter[str] = Counter()
    for number in range(EXAMPLES // len(FORMS)):
        chance = random.Random(f"{form.__name__} {number}")
        drawn = form(chance)
        path = save(drawn, tmp_path / "returns", chance)
        try:
            figures = read(path, drawn, codes, definitions)
        except SourceRefused as refusal:
            refused[f"{number}: {refusal}"] += 1
        else:
            assert figures == drawn.holds, f"example {number}, {path.name}"
        path.unlink()
    assert list(refused) == []
