"""Small tables of observations, and what is decided to be withheld of them."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.definitions.areas import AreaChanges
from analysis.definitions.contract import Source
from analysis.definitions.indicators import Indicator
from analysis.definitions.partnership import Disclosure
from analysis.measures.published import Decision
from analysis.observations import KEY
from analysis.periods import parse_period
from analysis.schemas import OBSERVATIONS
from publishing.withholding.masking import withhold
from publishing.withholding.undeclared_totals import ask_about_categories
from publishing.withholding.withholding import decide_withheld

sys.path.insert(0, str(Path(__file__).parent))  # where `outsider` stands

SUB_GROUP = Disclosure(withhold_up_to=5)
MEANING = [{"since": date(2013, 4, 1), "definition": "As counted.", "reference": "the test"}]
NAMES = ["indicator", "area", "breakdown", "period", "figure"]
WHERE_NOT_SAID = {"source": "return", "numerator": None, "denominator": None, "precedence": 2}


def make_indicator(kind, counts, **more):
    return Indicator(title="Title", kind=kind, counts=counts, unit="of them", topic="any", meaning=MEANING, **more)


INDICATORS = {
    "offences": make_indicator("count", "events", additive=True),
    "offence_share": make_indicator("proportion", "events"),
    "offences_change": make_indicator("change", "events"),
    "children": make_indicator("count", "people"),
    "repeat_children": make_indicator("count", "people"),
    "episodes": make_indicator("count", "events", additive=True),
    "repeat_episodes": make_indicator("count", "events"),
    "seen": make_indicator("count", "people"),
    "seen_share": make_indicator("proportion", "people", numerator="seen", denominator="children"),
    "again": make_indicator("count", "people"),
    "again_share": make_indicator("proportion", "people", numerator="again", denominator="seen"),
    "plans": make_indicator("count", "people", when_counted="at_end"),
    "plan_rate": make_indicator("rate", "people", per=10_000, numerator="plans", denominator="population"),
    "plan_rate_change": make_indicator("change", "people"),
    "population": make_indicator("count", "things", when_counted="at_end"),
    "audits": make_indicator("count", "things", additive=True),
}

SOUTH_EAST = "E12000008"
OF_AREAS = [("L:districts", "group", None), (SOUTH_EAST, "region", None)]
OF_AREAS += [(code, "authority", SOUTH_EAST) for code in ("E06000044", "E06000045")]
AREAS = SimpleNamespace(areas=[SimpleNamespace(code=code, kind=kind, region=lies) for code, kind, lies in OF_AREAS])


@dataclass
class Tried:
    """A decision, with what was decided on."""

    observations: pd.DataFrame
    definitions: SimpleNamespace
    profile: Disclosure
    sources: dict[str, Source]
    decision: Decision

    def withheld(self, *kinds):
        """What is withheld of some kinds, or all, by what tells it apart: indicator, area, breakdown, period."""
        rows = self.decision.withheld
        rows = rows[rows["kind"].isin(kinds)] if kinds else rows
        periods = self.observations.drop_duplicates(KEY).set_index(KEY)["period"]
        named = rows.assign(period=[periods[tuple(key)] for key in rows[KEY].itertuples(index=False)])
        varying = [name for name in NAMES[:4] if len(set(self.observations[name])) > 1] or NAMES[1:2]
        return {key if len(varying) > 1 else key[0] for key in named[varying].itertuples(index=False, name=None)}

    @property
    def shown(self):
        """The observations as pages may read them."""
        return withhold(self.observations, self.decision.withheld, self.definitions, self.profile, self.sources)


def make_observations(rows) -> pd.DataFrame:
    """Observations of rows: indicator, area, breakdown, period and figure, or a dictionary that says more."""
    rows = [row if isinstance(row, dict) else dict(zip(NAMES, row, strict=True)) for row in rows]
    table = pd.DataFrame([WHERE_NOT_SAID | row for row in rows])
    periods = [parse_period(text) if isinstance(text, str) else text for text in table["period"]]
    figure = table["figure"].astype(float)
    is_count = table["indicator"].isin([name for name, each in INDICATORS.items() if each.kind == "count"])
    table = table.assign(
        period=[period.label for period in periods],
        start=pd.to_datetime([period.start for period in periods]),
        end=pd.to_datetime([period.end for period in periods]),
        numerator=table["numerator"].astype(float).mask(is_count, figure),
        value=figure,
        text=pd.NA,
        status=figure.notna().map({True: "reported", False: "not_supplied"}),
        file=table["source"] + ".csv",
        cell="A1",
        received=pd.NaT,
    )
    return OBSERVATIONS.validate(table[list(OBSERVATIONS.columns)])


def make_source(name, **declared) -> Source:
    """A contract that declares something."""
    return Source(name=name, title="Title", supplier="A partner", file="any", layout="rows", precedence=2, **declared)


@pytest.fixture(scope="session")
def decide():
    """Decide on rows under a profile; `own` is the area that the run is for, `declared` what the contract declares."""

    def tried(rows, *, profile=SUB_GROUP, own="none", earlier=(), policy_exempts=None, reorganised=(), **declared):
        observations = make_observations(rows)
        policy = SimpleNamespace(chosen=profile, exempt=policy_exempts or {})
        definitions = SimpleNamespace(
            indicators=INDICATORS,
            policy=policy,
            run=SimpleNamespace(area=own),
            areas=AREAS,
            area_changes=AreaChanges(changes=list(reorganised)),
        )
        if isinstance(earlier, list) and earlier and not isinstance(earlier[0], pd.DataFrame):
            earlier = make_observations(earlier)
        sources = {"return": make_source("return", **declared)}
        decision = decide_withheld(observations, definitions, sources, earlier)
        return Tried(observations, definitions, profile, sources, decision)

    return tried


@pytest.fixture(scope="session")
def ask():
    """The questions of `lscb check` about the categories of rows, of a source that declares something."""

    def asked(rows, **declared):
        policy = SimpleNamespace(chosen=SUB_GROUP, exempt={})
        definitions = SimpleNamespace(indicators=INDICATORS, policy=policy)
        sources = {"return": make_source("return", **declared)}
        return list(ask_about_categories(make_observations(rows), definitions, sources))

    return asked


@pytest.fixture(scope="session")
def profiles():
    """The two profiles of params/policy.yaml."""
    return {"sub_group": SUB_GROUP, "public": Disclosure(withhold_up_to=7, round_to=5)}
