"""params/*.yaml as typed objects that refuse what they do not know."""

from dataclasses import dataclass, field
from pathlib import Path

from analysis.definitions.areas import ENGLAND, Area, AreaChanges, Areas, NeighbourSet, read_areas
from analysis.definitions.indicators import Indicator, read_indicators
from analysis.definitions.learned_changes import IndicatorChanges, read_ordinary_changes
from analysis.definitions.parameter_files import read_file, read_once
from analysis.definitions.partnership import Audience, Partnership, Policy
from analysis.definitions.reports import Annotation, Annotations, Questions, Report, Run, read_reports, read_run
from analysis.refusals import ParametersRefused, find_named, suggest

__all__ = [
    "ENGLAND",
    "Annotation",
    "Area",
    "Areas",
    "Audience",
    "Definitions",
    "Indicator",
    "IndicatorChanges",
    "NeighbourSet",
    "Partnership",
    "Policy",
    "Questions",
    "Report",
    "Run",
    "read_definitions",
]


@dataclass(frozen=True, eq=False)  # told apart by identity, as a key of what was checked for it must be
class Definitions:
    """Everything under params/ but the contracts of received files, which cleaning reads."""

    run: Run
    partnership: Partnership
    policy: Policy
    areas: Areas
    indicators: dict[str, Indicator]
    annotations: list[Annotation]
    reports: dict[str, Report]
    questions: Questions = field(default_factory=Questions)
    area_changes: AreaChanges = field(default_factory=AreaChanges)
    ordinary_changes: dict[str, IndicatorChanges] = field(default_factory=dict)

    def indicator(self, name: str) -> Indicator:
        """The indicator with an id. Raises ParametersRefused, with the nearest id, for an unknown one."""
        return find_named(self.indicators, name, "indicator", "params/indicators.yaml")

    def report(self, name: str) -> Report:
        """The report with a name. Raises ParametersRefused, with the nearest name, for an unknown one."""
        return find_named(self.reports, name, "report", "params/reports")


@read_once
def read_definitions(params: Path) -> Definitions:
    """Every parameter file of a folder, each checked by itself and against the others. Raises ParametersRefused."""
    definitions = Definitions(
        run=read_run(params / "run.yaml"),
        partnership=read_file(params / "partnership.yaml", Partnership),
        policy=read_file(params / "policy.yaml", Policy),
        areas=read_areas(params / "areas.yaml"),
        indicators=read_indicators(params / "indicators.yaml"),
        annotations=read_file(params / "annotations.yaml", Annotations).by_day,
        reports=read_reports(params / "reports"),
        questions=read_file(params / "questions.yaml", Questions, optional=True),
        area_changes=read_file(params / "area_changes.yaml", AreaChanges, optional=True),
        ordinary_changes=read_ordinary_changes(params / "ordinary_change.yaml"),
    )
    _check_names(definitions)
    return definitions


def _check_names(definitions: Definitions) -> None:
    """Refuse a name in one file that another file does not define."""
    definitions.areas.named(definitions.run.area)
    for code in definitions.partnership.areas:
        definitions.areas.named(code)
    if definitions.policy.profile not in definitions.policy.profiles:
        known = suggest(definitions.policy.profile, definitions.policy.profiles)
        raise ParametersRefused(f"policy.yaml: no disclosure profile {definitions.policy.profile!r}. {known}")
    for name, codes in definitions.policy.exempt.items():
        definitions.indicator(name)
        for code in codes:
            definitions.areas.named(code)
    for chosen in definitions.areas.neighbour_sets:
        for code in (chosen.area, *chosen.neighbours):
            definitions.areas.named(code)
    for change in definitions.area_changes.changes:
        for code in (*change.before, *change.after):
            if definitions.areas.code_of(code) is None:
                raise ParametersRefused(f"area_changes.yaml: no area {code!r} in params/areas.yaml.")
    for name in definitions.ordinary_changes:
        definitions.indicator(name)
    for annotation in definitions.annotations:
        definitions.areas.named(annotation.area)
        for name in annotation.indicators:
            definitions.indicator(name)
    for report in definitions.reports.values():
        if report.audience not in definitions.partnership.audiences:
            known = suggest(report.audience, definitions.partnership.audiences)
            raise ParametersRefused(
                f"reports/{report.name}.yaml: no audience {report.audience!r} in partnership.yaml. {known}"
            )
        for name in [*report.needs, *(name for caveat in report.caveats for name in caveat.until)]:
            definitions.indicator(name)
