"""The command `lscb count`: what is asked, in which order it is done, and what is shown while it goes on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analysis.definitions.areas import Areas, read_areas
from analysis.definitions.measure_definitions import CountedMeasure, read_measures
from analysis.definitions.record_forms import RecordForm, read_forms
from analysis.definitions.reports import read_run
from analysis.periods import Period, parse_period
from analysis.project import Project
from analysis.refusals import ParametersRefused, SourceRefused, StorageRefused, find_named
from publishing.counting.counting import Counter, MeasureCounts
from publishing.counting.cover import Cover, parse_cover
from publishing.counting.duckdb_engine import MEMORY, open_duckdb
from publishing.counting.engines import EngineFailed
from publishing.counting.hints import describe_outside, find_hints
from publishing.counting.loading import Loaded, load_files
from publishing.counting.recognition import check_input, find_record_files
from publishing.counting.record_checks import Finding, check_records, count_all, refuse_uncountable
from publishing.counting.returns import write_returns
from publishing.counting.thresholds import withhold_below
from publishing.counting.typed_tables import known_places

Say = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What the command line asks for."""

    form: str
    input: Path | None = None
    covers: str | None = None
    to: Path = Path(".")
    check: bool = False
    threshold: int = 0
    against: str | None = None
    engine: str | None = None
    area: str | None = None
    history: str | None = None
    memory: str = MEMORY


@dataclass
class Outcome:
    """What was read, which rules broke and what each measure came to; `own` is the operator's area."""

    own: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    counted: list[MeasureCounts] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """The parameters that a count needs, read and checked before any record is."""

    project: Project
    areas: Areas
    forms: dict[str, RecordForm]
    form: RecordForm
    measures: list[CountedMeasure]
    cover: Cover | None
    history: Period | None
    own: str

    @property
    def codes(self) -> list[str]:
        return sorted(area.code for area in self.areas.areas)

    @property
    def names(self) -> dict[str, str]:
        return {area.code: area.name for area in self.areas.areas}


def count_records(project: Project, asked: Request, begin: Say = lambda _: None) -> Outcome:
    """Count a form's records and write the counts; with `check` only say what is wrong with them.

    `begin` is told of each piece of work before it is done. Raises ParametersRefused, SourceRefused and StorageRefused;
    an engine that fails is a SourceRefused in words that quote nothing.
    """
    setting = prepare(project, asked)
    try:
        outcome = _count_files(setting, asked, begin) if not asked.engine else _count_tables(setting, asked, begin)
    except EngineFailed as failure:
        raise SourceRefused(f"{failure} Nothing was written.") from None
    if asked.check or setting.cover is None:
        return outcome
    if asked.against:
        from publishing.counting.against_published import compare_with_published

        outcome.compared = compare_with_published(project, outcome.counted, asked.against)
    if asked.threshold:
        outcome.counted = [withhold_below(each, asked.threshold) for each in outcome.counted]
    begin("Writing the counts")
    outcome.written = write_returns(
        asked.to, setting.form, setting.cover, outcome.counted, outcome.findings, setting.names
    )
    return outcome


def prepare(project: Project, asked: Request) -> Setting:
    """The parameters of a request. Raises ParametersRefused for one that does not fit."""
    areas = read_areas(project.params / "areas.yaml")
    forms = read_forms(project.params / "records")
    form = find_named(forms, asked.form, "form", "params/records")
    if (asked.input is None) == (asked.engine is None):
        raise ParametersRefused("Name either --input, the folder of the files, or --engine, where the tables are.")
    if asked.covers is None and not asked.check:
        raise ParametersRefused(
            "--covers is needed, such as 2024-04..2025-03: the months that the files hold in full. A month without a "
            "record counts as zero only where it is covered."
        )
    if asked.threshold < 0:
        raise ParametersRefused("--threshold: expected a number from 2 up, or none.")
    if asked.to.exists() and not asked.to.is_dir():
        raise StorageRefused("--to is a file. Name a folder for the counts.")
    return Setting(
        project,
        areas,
        forms,
        form,
        list(read_measures(project.params / "measures").values()),
        parse_cover(asked.covers) if asked.covers else None,
        _parse_history(asked.history),
        areas.named(asked.area or read_run(project.params / "run.yaml").area).code,
    )


def _parse_history(text: str | None) -> Period | None:
    if text is None:
        return None
    try:
        return parse_period(text, ["month"])
    except ValueError:
        raise ParametersRefused("--history: expected a month such as 2019-04.") from None


def _count_files(setting: Setting, asked: Request, begin: Say) -> Outcome:
    assert asked.input is not None
    folder = check_input(setting.project, asked.input)
    begin("Looking for files of the form")
    found = find_record_files(folder, setting.forms, setting.form)
    with open_duckdb([file.path for file in found.files], asked.memory) as engine:
        begin("Reading")
        places = known_places(setting.areas, setting.codes)
        loaded = load_files(engine, setting.form, found.files, places, setting.codes.index(setting.own))
        outcome = _count_loaded(setting, engine, loaded, asked, begin)
    outcome.notes = found.notes + outcome.notes
    return outcome


def _count_tables(setting: Setting, asked: Request, begin: Say) -> Outcome:
    from publishing.counting.postgres_engine import load_tables, open_postgres

    assert asked.engine is not None
    begin("Looking for tables of the form")
    with open_postgres(asked.engine) as engine:
        places = known_places(setting.areas, setting.codes)
        loaded = load_tables(engine, setting.form, places, setting.codes.index(setting.own))
        return _count_loaded(setting, engine, loaded, asked, begin)


def _count_loaded(setting: Setting, engine, loaded: Loaded, asked: Request, begin: Say) -> Outcome:
    outcome = Outcome(setting.own, findings=list(loaded.findings), notes=list(loaded.notes))
    for table in loaded.tables.values():
        begin(f"Checking {table.form.name}")
        outcome.rows[table.form.name] = count_all(engine, table.events)
        checked = table.within(setting.cover) if setting.cover else table
        findings, hints = check_records(engine, checked), list(find_hints(engine, table))
        outcome.findings += findings
        outcome.notes += hints
        if setting.cover and (outside := describe_outside(engine, table, setting.cover)):
            outcome.notes.append(outside)
        if not asked.check:
            known = [*(finding.line for finding in findings), *hints]
            refuse_uncountable(engine, table, outcome.rows[table.form.name], known)
    if asked.check or setting.cover is None:
        return outcome
    counter = Counter(engine, loaded.tables, setting.cover, setting.codes, setting.own, setting.history)
    for measure in _of_form(setting):
        begin(f"Counting: {measure.title}")
        outcome.counted.append(counter.count(measure))
    return outcome


def _of_form(setting: Setting) -> Iterable[CountedMeasure]:
    """The measures whose events the form has."""
    events = {table.events for table in setting.form.tables}
    return [measure for measure in setting.measures if set(measure.events) <= events]
