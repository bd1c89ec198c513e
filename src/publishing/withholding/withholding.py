"""What a whole run withholds, decided once from all its observations before any page reads one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.definitions import Definitions
from analysis.definitions.contract import Source
from analysis.definitions.partnership import Disclosure
from analysis.measures.published import KINDS, Decision
from analysis.observations import KEY
from analysis.refusals import DisclosureRefused
from analysis.schemas import Observations
from publishing.intake.checks.wording import join_words
from publishing.withholding.audit import check_release, find_revealed
from publishing.withholding.audited_release import Release, Suppressions
from publishing.withholding.constraints import Key
from publishing.withholding.constraints_declared import (
    TERMS,
    describe_identities,
    describe_meanings,
    describe_reorganised,
    join_terms,
)
from publishing.withholding.constraints_found import describe_found
from publishing.withholding.constraints_of_earlier_releases import read_earlier, read_earlier_counts
from publishing.withholding.constraints_of_rates import describe_rates, find_shares_of_wholes
from publishing.withholding.constraints_of_totals import describe_totals
from publishing.withholding.constraints_over_time import describe_times
from publishing.withholding.implied_counts import name_counts, name_implied
from publishing.withholding.linked_releases import describe_parts, name_table, select_parts
from publishing.withholding.linked_tables import ABSENT, Network, build_network, select_network
from publishing.withholding.linked_values import complete_values, find_disputed, is_small_number, read_values
from publishing.withholding.observed_counts import PART, WHOLE, read_counts
from publishing.withholding.suppression_rules import withhold
from publishing.withholding.suppression_search import find_suppressions

SMALL, PROTECTING, OF_TOTAL, DERIVED = KINDS


@dataclass
class _Found:
    """What was chosen so far: figures by number, beside the small ones, and tables by name.

    `revealed` are counts that nobody gives, and that what would be shown tells to be small.
    """

    chosen: set[int] = field(default_factory=set)
    forced: set[int] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    revealed: set[int] = field(default_factory=set)


def decide_withheld(
    observations: Observations,
    definitions: Definitions,
    sources: Mapping[str, Source],
    earlier: pd.DataFrame | Iterable[pd.DataFrame] = (),
) -> Decision:
    """What is withheld of all observations under the policy's profile, so that no small count can be worked out.

    Small counts; then, in every part of the figures that sums connect, the least of the others that leave each small
    count its whole range (`suppression_search`); then the rates, shares and changes that rest on any of these. What
    each source gives of a figure is withheld together, and the audit is held against what each of them gives.
    `earlier` are the figures that earlier releases showed (`released_figures.read_earlier`).

    The decision has passed the audit when it is returned. Raises DisclosureRefused where nothing helps.
    """
    profile = definitions.policy.chosen
    network = describe_network(observations, definitions, sources, earlier)
    completed = complete_values(network, read_values(network, profile), profile)
    found = _search(network, *completed, definitions.run.area, profile)
    return _describe_decision(network, completed[1], found, profile)


def describe_network(
    observations: Observations,
    definitions: Definitions,
    sources: Mapping[str, Source],
    earlier: pd.DataFrame | Iterable[pd.DataFrame] = (),
) -> Network:
    """All counts of people and events, here and in earlier releases, and what connects them."""
    counts, before = read_counts(observations, definitions, sources), read_earlier(earlier, definitions)
    out = read_earlier_counts(before, definitions, sources)
    everything = pd.concat([observations, before])
    of_wholes = find_shares_of_wholes(everything, definitions)
    rates = describe_rates(observations, before, definitions, sources, of_wholes)
    implied = name_implied(everything, definitions, sources, of_wholes)
    named = name_counts(counts, out, rates, implied)
    totals = describe_totals(named, sources)
    terms = [
        describe_times(named, definitions),
        totals,
        describe_identities(counts, sources),
        describe_meanings(named, definitions),
        describe_reorganised(named, definitions.area_changes),
    ]
    found = describe_found(named, totals, definitions, definitions.policy.chosen)
    terms = join_terms([join_terms(terms).assign(undeclared=0), found], [*TERMS, "undeclared"])
    out = out.dropna(subset="number")
    given = pd.concat([counts.assign(earlier=False), *([out] if len(out) else [])], ignore_index=True)
    return build_network(given, terms, rates, named[named["hidden"].astype(bool)])


def _search(network: Network, whole: Network, values: pd.DataFrame, own: str, profile: Disclosure) -> _Found:
    """Search every part in which a small count stands in a sum, and prove what was found.

    `whole` is the network with what is left over; where sources differ it is proved with the figures of each.
    """
    found, tried = _Found(), set[int]()
    _search_parts(whole, values, own, profile, set(select_parts(whole, values).tolist()), found)
    disputed = find_disputed(network)
    while len(disputed) and (failing := _find_disproved(network, values, disputed, own, profile, found)):
        rows = disputed[np.isin(network.part_of[disputed["figure"]], list(failing))]
        if not set(rows["figure"]) <= found.forced:
            found.forced |= set(rows["figure"])
            _search_parts(whole, values, own, profile, failing, found)
        elif not failing <= tried:
            tried |= failing
            _search_with_each(network, rows["source"].unique(), own, profile, failing, found)
        else:
            figures = network.figures.loc[rows["figure"]]
            raise DisclosureRefused(
                f"{join_words(rows['source'])} differ on figures from which a suppressed one could be worked out: "
                f"{join_words(name_table(figures['indicator'], figures['area']))}. Nothing was written. Ask which is "
                "right, and set the other file aside: `lscb set-aside`."
            )
    return found


def _search_with_each(
    network: Network, sources: Iterable[str], own: str, profile: Disclosure, parts: set[int], found: _Found
) -> None:
    """Search some parts with the figures of each source that differs, and withhold what any of these searches does.

    What was out before may leave the figures of one source no room where withholding what differs is enough for others.
    """
    network = select_network(network, parts)
    for source in sources:
        whole, values = complete_values(network, read_values(network, profile, source), profile)
        chosen = set(found.chosen)
        _search_parts(whole, values, own, profile, parts & set(select_parts(whole, values).tolist()), found)
        found.chosen |= chosen


def _search_parts(
    network: Network, values: pd.DataFrame, own: str, profile: Disclosure, parts: set[int], found: _Found
) -> None:
    """Search some parts afresh, prove each, and note what is withheld of them."""
    found.chosen -= set(np.flatnonzero(np.isin(network.part_of, list(parts))).tolist())
    for _, release, numbers in describe_parts(network, values, profile, own, parts, found.forced):
        left_out = find_suppressions(release, profile)
        while revealed := find_revealed(release, left_out, profile):
            found.revealed |= {numbers[key] for key in revealed}
            release = replace(
                release, figures=tuple(replace(f, value=1) if f.key in revealed else f for f in release.figures)
            )
            left_out = find_suppressions(release, profile)
        check_release(release, left_out, profile)
        found.chosen |= {numbers[key] for key in left_out.secondary}
        found.tables |= set(left_out.tables)


def _find_disproved(
    network: Network, best: pd.DataFrame, disputed: pd.DataFrame, own: str, profile: Disclosure, found: _Found
) -> set[int]:
    """The parts that do not pass the audit with the figures of one of the sources that differ."""
    failing, network = set(), select_network(network, set(network.part_of[disputed["figure"]]))
    for source, rows in disputed.groupby("source"):
        values = read_values(network, profile, source)
        if values["number"][rows["figure"]].equals(best["number"][rows["figure"]]):
            continue
        whole, values = complete_values(network, values, profile)
        parts = set(network.part_of[rows["figure"]]) & set(select_parts(whole, values).tolist())
        for part, release, numbers in describe_parts(whole, values, profile, own, parts, found.forced):
            try:
                check_release(release, _leave_out(release, numbers, found, profile), profile)
            except DisclosureRefused:
                failing.add(part)
    return failing


def _leave_out(release: Release, numbers: Mapping[Key, int], found: _Found, profile: Disclosure) -> Suppressions:
    chosen = {key for key, number in numbers.items() if number in found.chosen}
    tables = {figure.table for figure in release.figures} & found.tables
    return withhold(release, chosen, tables, profile)


def _describe_decision(network: Network, values: pd.DataFrame, found: _Found, profile: Disclosure) -> Decision:
    """The decision as a table: small and chosen figures, tables by name, and what rests on any of them."""
    figures, values = network.figures, values[: network.counted]
    chosen = figures.index.isin(found.chosen | found.forced)
    if found.tables:
        chosen |= name_table(figures["indicator"], figures["area"]).isin(found.tables).to_numpy()
    small = values["small"].to_numpy() | values.index.isin(found.revealed)
    placed = values["placed"].to_numpy()
    wholes = network.terms.loc[network.terms["factor"] == 1, "figure"]
    kinds = np.where(small, SMALL, np.where(figures.index.isin(wholes), OF_TOTAL, PROTECTING))
    named = ~figures["indicator"].str.endswith((PART, WHOLE)).to_numpy(bool)  # what a rate alone has goes with it
    own = figures.assign(kind=kinds)[(small | chosen) & placed & named]
    derived = _find_resting(network, values, small | chosen, profile).assign(kind=DERIVED)
    withheld = pd.concat([own, derived], ignore_index=True).drop_duplicates(KEY).sort_values(KEY)
    return Decision(withheld.reset_index(drop=True), tuple(sorted(found.tables)))


def _find_resting(network: Network, values: pd.DataFrame, hidden: np.ndarray, profile: Disclosure) -> pd.DataFrame:
    """The keys of the rates, shares and changes that rest on a hidden count, or that leave a small one over."""
    number = values["number"].to_numpy()
    ratios = network.ratios[~network.ratios["earlier"].astype(bool)]
    part, whole = ratios["part"].to_numpy(), ratios["whole"].to_numpy()
    rest = pd.Series(np.where(whole == ABSENT, np.nan, number[whole]) - number[part], ratios.index)
    resting = hidden[part] | ((whole != ABSENT) & hidden[whole])
    return ratios.loc[resting | (is_small_number(rest, profile) & ~ratios["change"]), KEY].drop_duplicates()
