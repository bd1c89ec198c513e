"""The last step of cleaning: decide what is withheld of everything read, and write what pages may read of it."""

import pandas as pd

from analysis.definitions import Definitions
from analysis.measures.published import Decision, fingerprint, write_decision, write_figures
from analysis.observations import sort_received
from analysis.project import Project
from publishing.intake.layouts import read_sources
from publishing.withholding.masking import withhold
from publishing.withholding.withholding import decide_withheld


def write_shown(
    project: Project, definitions: Definitions, observations: pd.DataFrame, earlier: pd.DataFrame
) -> Decision:
    """Decide what is withheld of a run's observations; write the decision, and the observations as they may be shown.

    `observations` are those that cleaning has just written, `earlier` what `released_figures.read_earlier` gives. The
    caller holds the folder. Raises DisclosureRefused where nothing protects a small figure: no page is made then.
    """
    sources = read_sources(project.params / "sources")
    decision = decide_withheld(observations, definitions, sources, earlier)
    shown = withhold(observations, decision.withheld, definitions, definitions.policy.chosen, sources)
    decided_for = fingerprint(project, definitions)
    write_decision(project.processed, decision)
    write_figures(sort_received(shown), project.processed, decided_for, definitions.policy.chosen)
    return decision
