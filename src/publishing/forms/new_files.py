"""`lscb new`: starting files of a report, a source or an indicator, which run as they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.definitions import Definitions, read_definitions
from analysis.definitions.contract import Source
from analysis.project import Project
from analysis.refusals import ParametersRefused, suggest
from publishing.forms.dictionary import rewrite_dictionary
from publishing.forms.proposed_source import propose_source
from publishing.forms.starting_entries import (
    check_name,
    choose_kind,
    say_title,
    write_contract,
    write_entry,
    write_notebook,
    write_page_file,
)
from publishing.intake.layouts import LAYOUTS, check_sources, read_sources
from publishing.release.storage import replace_shared, storage


@dataclass(frozen=True)
class Written:
    """What is to be written: files that must not be there yet, and new contents of files that are."""

    files: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)


def write_new(
    project: Project, kind: str, name: str, *, indicator: str | None = None, layout: str | None = None
) -> Iterator[str]:
    """Write the starting files of a kind ('report', 'source' or 'indicator'), and say in lines what was written.

    A source named by a file is proposed from the file's own headings.

    Everything is refused before anything is written. Raises ParametersRefused for a name that is taken or none, for an
    indicator or a layout that is not known; StorageRefused.
    """
    if kind == "source" and Path(name).suffix:
        yield from _write_proposed(project, Path(name))
        return
    if kind not in MAKERS:
        raise ParametersRefused(f"No kind of file {kind!r} to start. {suggest(kind, MAKERS)}")
    check_name(kind, name)
    definitions, sources = read_definitions(project.params), read_sources(project.params / "sources")
    check_sources(sources, definitions.indicators, definitions.areas)
    taken: dict[str, Mapping[str, object]] = {
        "report": definitions.reports,
        "source": sources,
        "indicator": definitions.indicators,
    }
    if name in taken[kind]:
        raise ParametersRefused(f"The {kind} {name!r} is there already. Change it, or choose another name.")
    written = MAKERS[kind](project, definitions, sources, name, indicator, layout)
    there = [file for file in written.files if (project.root / file).exists()]
    if there:
        raise ParametersRefused(f"{there[0]} is there already. Choose another name.")
    for file, text in {**written.files, **written.changed}.items():
        with storage(project.root):
            replace_shared(project.root / file, text)
    rewrite_dictionary(project)
    yield from (f"Wrote {file}" for file in written.files)
    yield from (f"Added to {file}" for file in written.changed)
    if kind == "indicator":
        yield f"Next: name it in the specification of the file that gives it, or begin one: lscb new source {name}"


def _write_proposed(project: Project, path: Path) -> Iterator[str]:
    """The specification of a file, as its headings propose it. Raises ParametersRefused where its name is taken."""
    name, text = propose_source(path, read_definitions(project.params))
    target = f"params/sources/{name}.yaml"
    if (project.root / target).exists():
        raise ParametersRefused(f"{target} is there already. Rename the file, or change the specification.")
    with storage(project.root):
        replace_shared(project.root / target, text)
    yield f"Wrote {target}. Look at its kind of period and its markers, name its indicators, then `lscb check`."


def _new_report(project: Project, definitions: Definitions, sources, name, indicator, layout) -> Written:
    _refuse_option("layout", layout, "report")
    figure = _choose_indicator(definitions, name, indicator)
    audience = next(iter(definitions.reports.values())).audience if definitions.reports else "Main Board"
    about = definitions.indicators[figure]
    periods = choose_kind(figure, about, sources)
    files = {
        f"params/reports/{name}.yaml": write_page_file(name, figure, periods, about, audience),
        f"notebooks/{name}.ipynb": write_notebook(name, figure, periods, definitions, audience),
    }
    return Written(files)


def _new_source(project: Project, definitions: Definitions, sources, name, indicator, layout) -> Written:
    layout = layout or "periods_across"  # as most returns are
    if layout not in LAYOUTS:
        raise ParametersRefused(f"No layout {layout!r}. {suggest(layout, LAYOUTS)}")
    figure = _choose_indicator(definitions, name, indicator)
    text = write_contract(name, figure, definitions.indicators[figure].title, definitions.run.area, layout)
    return Written({f"params/sources/{name}.yaml": text})


def _new_indicator(project: Project, definitions: Definitions, sources: dict[str, Source], name, indicator, layout):
    """The entry alone: a file that is known already may supply it, or `lscb new source` begins a specification."""
    _refuse_option("indicator", indicator, "indicator")
    _refuse_option("layout", layout, "indicator")
    path = project.params / "indicators.yaml"
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n" + write_entry(name, say_title(name), definitions)
    return Written(changed={"params/indicators.yaml": text})


def _choose_indicator(definitions: Definitions, name: str, indicator: str | None) -> str:
    """The indicator named, else the one of the same name, else the first that counts something."""
    if indicator is not None:
        chosen = definitions.indicator(indicator)
        if chosen.kind in ("statement", "date"):
            raise ParametersRefused(f"{indicator!r} is in words. Name an indicator with figures.")
        return indicator
    if name in definitions.indicators:
        return name
    return next(key for key, each in definitions.indicators.items() if each.kind == "count")


def _refuse_option(option: str, given: str | None, kind: str) -> None:
    if given is not None:
        raise ParametersRefused(f"--{option} says nothing of a new {kind}. Leave it away.")


MAKERS = {"report": _new_report, "source": _new_source, "indicator": _new_indicator}
