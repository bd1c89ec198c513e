"""The data dictionary: which reports there are and what each indicator is, written from the parameters."""

from collections.abc import Iterator, Mapping

from analysis.definitions import Definitions, Indicator, read_definitions
from analysis.definitions.contract import Source
from analysis.definitions.indicators import Target
from analysis.numbers import listed, say, say_day, say_share, upper_first
from analysis.project import Project
from publishing.intake.file_specifications import check_sources, read_sources
from publishing.intake.layouts.quoted_figures import Stated
from publishing.release.storage import replace_shared, storage

PATH = "docs/dictionary.md"
_OPENING = """\
# Data dictionary

Which reports there are and what each figure is: written from `params/reports/`, `params/indicators.yaml` and
`params/sources/` by `lscb dictionary`. Change it there.

A figure of **people** or of their **events** is protected: small numbers are suppressed. One of **things** is not. A
proportion is kept as a fraction of 1 and shown as a percentage. `shorter periods add up` says whether months make a
year: events do, children do not, since one child can come in two months."""
_FORMS = {
    "proportion": "share",
    "change": "change",
    "rate": "rate",
    "count": "count",
    "quantity": "number",
    "money": "money",
}


def rewrite_dictionary(project: Project) -> None:
    """Write docs/dictionary.md from the parameters as they stand. Raises ParametersRefused, StorageRefused."""
    definitions, sources = read_definitions(project.params), read_sources(project.params / "sources")
    check_sources(sources, definitions.indicators, definitions.areas)
    with storage(project.root):
        replace_shared(project.root / PATH, describe_indicators(definitions, sources))


def describe_indicators(definitions: Definitions, sources: Mapping[str, Source]) -> str:
    """The dictionary as Markdown: the reports, a heading for each topic, a section for each indicator with its id."""
    topics = sorted({indicator.topic for indicator in definitions.indicators.values()})
    lines = [_OPENING, "", *_list_reports(definitions)]
    for topic in topics:
        lines += ["", f"## {upper_first(topic.replace('_', ' '))}"]
        for name, indicator in definitions.indicators.items():
            if indicator.topic == topic:
                lines += ["", *_describe(name, indicator, sources)]
    return "\n".join(lines) + "\n"


def _list_reports(definitions: Definitions) -> Iterator[str]:
    """The reports in the order of their pages: whom each is for, its notebook and what it asks."""
    yield "## Reports"
    yield ""
    yield "| report | audience | notebook | question |"
    yield "| --- | --- | --- | --- |"
    for report in definitions.reports.values():
        cells = [f"**{report.title}** (`{report.name}`)", report.audience, f"`{report.notebook}`"]
        yield f"| {' | '.join([*cells, ' '.join(report.question.split())])} |"


def _describe(name: str, indicator: Indicator, sources: Mapping[str, Source]) -> Iterator[str]:
    yield f"### {indicator.title}"
    yield ""
    yield f"`{name}`: {', '.join(_say_kind(indicator))}."
    yield ""
    for meaning in sorted(indicator.meaning, key=lambda meaning: meaning.since):
        since, reference = say_day(meaning.since), meaning.reference.strip()
        yield f"- Since {since}: {meaning.definition.strip()} *Reference:* {reference}."
    if indicator.counted_again:
        again = indicator.counted_again
        yield f"- Counted a year later too: {say_share(again.share)} of them. *Source:* {again.source.strip()}."
    for target in indicator.targets:
        yield f"- Target for {target.period}: {_say_target(target, indicator)}. *Source:* {target.source.strip()}."
    yield f"- Supplied by: {_say_sources(name, sources)}."


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
    form = _FORMS.get(indicator.kind, "number")
    return f"{words} {say(target.value, form, per=indicator.per)}"


def _say_sources(name: str, sources: Mapping[str, Source]) -> str:
    """The sources whose contracts read an indicator; sentences may name any."""
    known = [f"{source.title} (`{key}`)" for key, source in sources.items() if name in source.indicators()]
    sentences = [f"`{key}`" for key, source in sources.items() if isinstance(source, Stated)]
    return listed(known) if known else f"no table; a sentence may state it ({listed(sentences)})"
