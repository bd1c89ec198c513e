"""The data dictionary: which reports there are and what each indicator is, written from the parameters."""

from collections.abc import Iterator, Mapping

from analysis.definitions import Definitions, Indicator, read_definitions
from analysis.definitions.contract import Source
from analysis.definitions.indicators import Target
from analysis.measures.columns import FORM_OF_KIND
from analysis.numbers import listed, say, say_day, say_share, upper_first
from analysis.project import Project
from publishing.forms.starting_entries import fill_template
from publishing.intake.layouts import check_sources, read_sources
from publishing.intake.layouts.quoted_figures import Stated
from publishing.release.storage import replace_shared, storage

PATH = "docs/dictionary.md"


def rewrite_dictionary(project: Project) -> None:
    """Write docs/dictionary.md from the parameters as they stand. Raises ParametersRefused, StorageRefused."""
    definitions, sources = read_definitions(project.params), read_sources(project.params / "sources")
    check_sources(sources, definitions.indicators, definitions.areas)
    with storage(project.root):
        replace_shared(project.root / PATH, describe_indicators(definitions, sources))


def describe_indicators(definitions: Definitions, sources: Mapping[str, Source]) -> str:
    """The dictionary as Markdown: the reports, a heading for each topic, a section for each indicator with its id."""
    topics: dict[str, dict[str, Indicator]] = {each.topic: {} for each in definitions.indicators.values()}
    for name, indicator in definitions.indicators.items():
        topics[indicator.topic][name] = indicator
    return fill_template(
        "dictionary.md.j2",
        reports=definitions.reports.values(),
        topics={upper_first(topic.replace("_", " ")): topics[topic] for topic in sorted(topics)},
        say_day=say_day,
        say_kind=lambda indicator: ", ".join(_say_kind(indicator)),
        say_share=say_share,
        say_sources=lambda name: _say_sources(name, sources),
        say_target=_say_target,
    )


def _say_kind(indicator: Indicator) -> Iterator[str]:
    """What an indicator is, part by part: kind, unit, what it is per, of what, when it is counted."""
    yield indicator.kind
    yield indicator.unit
    if indicator.per and "per" not in indicator.unit:
        yield f"per {indicator.per:,}"
    if indicator.counts != "nothing":
        yield f"counts {indicator.counts}"
    yield "counted at the end of a period" if indicator.when_counted == "at_end" else "counted during a period"
    if indicator.additive:
        yield "shorter periods add up"
    if indicator.polarity:
        yield f"{indicator.polarity} is better"
    made = [f"`{part}`" for part in (indicator.numerator, indicator.denominator) if part]
    if made:
        yield f"made of {' and '.join(made)}"


def _say_target(target: Target, indicator: Indicator) -> str:
    words = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}[target.comparison]
    form = FORM_OF_KIND.get(indicator.kind, "number")
    return f"{words} {say(target.value, form, per=indicator.per)}"


def _say_sources(name: str, sources: Mapping[str, Source]) -> str:
    """The sources whose contracts read an indicator; sentences may name any."""
    known = [f"{source.title} (`{key}`)" for key, source in sources.items() if name in source.indicators()]
    sentences = [f"`{key}`" for key, source in sources.items() if isinstance(source, Stated)]
    return listed(known) if known else f"no table; a sentence may state it ({listed(sentences)})"
