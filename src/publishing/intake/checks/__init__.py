"""The checks of cleaning: what the observations say of each other and of themselves."""

from collections.abc import Mapping

import pandas as pd

from analysis.definitions import Definitions
from analysis.schemas import OBSERVATIONS, Observations
from publishing.intake.checks.agreement import check_agreement, check_identities
from publishing.intake.checks.claims import check_claims, check_dates, check_targets
from publishing.intake.checks.described import MEANING, add_meaning
from publishing.intake.checks.impossible_figures import check_limits, check_sizes
from publishing.intake.checks.quarter_sums import check_parts_elsewhere, check_quarters
from publishing.intake.checks.rates_and_counts import check_rates
from publishing.intake.checks.repetition import check_doubled_figures, check_repeated_columns
from publishing.intake.checks.share_bases import check_shares
from publishing.intake.checks.staleness import check_future, check_staleness
from publishing.intake.checks.totals import check_summed_people, check_totals
from publishing.intake.checks.zero_gaps import check_gaps
from publishing.intake.findings import make_table

__all__ = ["check_observations"]


def check_observations(
    observations: Observations, definitions: Definitions, sources: Mapping
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
    return table.drop(columns=MEANING), make_table(findings)
