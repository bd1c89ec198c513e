"""The file specification of each measure's counts: params/sources/count_<measure>.yaml, made from the measure.

`python -m publishing.counting.specifications` writes them anew.
"""

import io

from ruamel.yaml import YAML

from analysis.definitions.measure_definitions import CountedMeasure, read_measures
from analysis.project import find_project
from publishing.counting.returns import BREAKDOWN, NOT_AVAILABLE, SUPPRESSED

HEAD = "# Made from params/measures/{0}.yaml by python -m publishing.counting.specifications: change it there.\n"
IDENTITY = {
    "left": ["missing_children", "-missing_repeat_children"],
    "right": ["missing_episodes", "-missing_repeat_episodes"],
    "meaning": "Children missing once have one episode each.",
}


def make_specification(measure: CountedMeasure) -> str:
    """The YAML of the specification by which `lscb clean` reads a measure's counts, from whatever form."""
    content: dict[str, object] = {
        "title": f"{measure.title} (counted from records)",
        "supplier": measure.supplier,
        "file": f"count_*_{measure.name}_*",
        "layout": "measures_across",
        "precedence": 2,
        "area_columns": ["area_code"],
        "name_column": "area",
        "period_column": "period",
        "period": "month, quarter or year",
        "markers": {NOT_AVAILABLE: "not_available", SUPPRESSED: "suppressed_at_source"},
    }
    if measure.breakdowns or measure.months:
        content["breakdown_column"] = BREAKDOWN
    content["columns"] = {name: column.indicator for name, column in measure.columns.items()}
    if {name.lstrip("-") for side in ("left", "right") for name in IDENTITY[side]} <= set(measure.columns):
        content["identities"] = [IDENTITY]
    text, yaml = io.StringIO(), YAML()
    yaml.width = 120
    yaml.dump(content, text)
    return HEAD.format(measure.name) + text.getvalue()


def main() -> None:
    """Write the specification of every measure."""
    params = find_project().params
    for measure in read_measures(params / "measures").values():
        (params / "sources" / f"count_{measure.name}.yaml").write_text(make_specification(measure), encoding="utf-8")


if __name__ == "__main__":
    main()
