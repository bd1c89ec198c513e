"""The checks of cleaning: what the observations say of each other and of themselves."""

from collections.abc import Mapping

import pandas as pd

from analysis.clean.checks.agreement import check_agreement
from analysis.clean.checks.claims import check_claims
from analysis.clean.checks.dates import check_dates
from analysis.clean.checks.doubled import check_doubled_figures
from analysis.clean.checks.findings import make_table
from analysis.clean.checks.future import check_future
from analysis.clean.checks.gaps import check_gaps
from analysis.clean.checks.identities import check_identities
from analysis.clean.checks.limits import check_limits
from analysis.clean.checks.meaning import MEANING, add_meaning
from analysis.clean.checks.people import check_summed_people
from analysis.clean.checks.quarters import check_parts_elsewhere, check_quarters
from analysis.clean.checks.rates import check_rates
from analysis.clean.checks.repetition import check_repeated_columns
from analysis.clean.checks.shares import check_shares
from analysis.clean.checks.sizes import check_sizes
from analysis.clean.checks.staleness import check_staleness
from analysis.clean.checks.targets import check_targets
from analysis.clean.checks.totals import check_totals
from analysis.clean.observations import OBSERVATIONS
from analysis.definitions import Definitions

__all__ = ["check_observations"]


def check_observations(
    observations: pd.DataFrame, definitions: Definitions, sources: Mapping
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The observations as they may be used, and a table of findings: what every check saw, held or broken.

    `sources` are the contracts by name, with title, layout, totals, identities and shares. The order matters: totals
    and sums are held against the figures as supplied; then figures that contradict each other, that came too early or
    were sent before, copied columns and zeros that were never supplied are taken out (their status says so), and what
    is left is compared. No check adds, removes or fills a row.
    """
    table = add_meaning(OBSERVATIONS.validate(observations.reset_index(drop=True)), definitions)
    findings = [*check_totals(table, definitions, sources), *check_summed_people(table, definitions)]
    table, doubled = check_doubled_figures(table, definitions)
    table, early = check_future(table, definitions)
    table, stale = check_staleness(table, definitions)
    table, repeated = check_repeated_columns(table, definitions, sources)
    table, gaps = check_gaps(table, definitions)
    findings += [
        *doubled,
        *early,
        *stale,
        *repeated,
        *gaps,
        *check_identities(table, definitions, sources),
        *check_shares(table, definitions, sources),
        *check_limits(table, definitions),
        *check_agreement(table, definitions, sources),
        *check_quarters(table, definitions),
        *check_parts_elsewhere(table, definitions),
        *check_rates(table, definitions),
        *check_sizes(table, definitions),
        *check_targets(table, definitions),
        *check_dates(table, definitions),
        *check_claims(table, definitions),
    ]
    return OBSERVATIONS.validate(table.drop(columns=MEANING)), make_table(findings)
