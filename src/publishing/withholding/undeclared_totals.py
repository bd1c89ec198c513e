"""Questions about categories that seem to make up their whole, or all but a few of it, though no source says so."""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from publishing.intake.checks.wording import join_words
from publishing.withholding.constraints_found import find_sums, lay_out_counts, list_breakdowns
from publishing.withholding.observed_counts import read_counts


def ask_about_categories(
    observations: pd.DataFrame, definitions: Definitions, sources: Mapping[str, Source]
) -> Iterator[str]:
    """A question for every indicator of a source whose categories have no declared total and may be parts of it.

    They are protected as if they were; who knows the source can settle it. No figure is said.
    """
    threshold = definitions.policy.chosen.withhold_up_to
    counts = read_counts(observations, definitions, sources).assign(slack=0.0, hidden=False)
    counts = lay_out_counts(counts, definitions.policy.chosen)
    for name, source in sources.items():
        settled = [total for total in source.totals if total.over == "breakdown"]
        for candidate in list_breakdowns(counts[counts["source"] == name]):
            indicator = candidate.wholes["indicator"].iloc[0]
            if any(not total.indicators or indicator in total.indicators for total in settled):
                continue
            for labels, exact, _ in find_sums(candidate, threshold):
                yield _ask(name, definitions.indicators[indicator].title, labels, exact)


def _ask(source: str, title: str, labels: list[str], exact: bool) -> str:
    parts = join_words(map(repr, labels))
    seem, declared = (
        ("seem to make up", '{over: breakdown, whole: ""}')
        if exact
        else ("may be all but a few of", '{over: breakdown, whole: "", disjoint: true}')
    )
    return (
        f"{source}: the categories {parts} {seem} '{title}'. Is that so? Then write `{declared}` under `totals` in "
        f"params/sources/{source}.yaml. Until then they are protected as if it were so."
    )
