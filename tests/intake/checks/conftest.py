"""Small tables of observations for the checks, with real indicators, areas and contracts."""

from datetime import date

import pandas as pd
import pytest

from analysis.definitions import Areas, Definitions, Indicator
from analysis.definitions.areas import Area
from analysis.definitions.contract import Source
from analysis.periods import parse_period
from analysis.schemas import OBSERVATIONS
from publishing.intake.checks import check_observations
from publishing.intake.layouts import LAYOUTS

SOUTHAMPTON = "E06000045"
MEANING = [{"since": date(2013, 4, 1), "definition": "as the source counts it", "reference": "test"}]


def define(kind, counts="events", **more):
    title = more.pop("title", "A figure")
    return Indicator.model_validate(
        {"title": title, "kind": kind, "counts": counts, "unit": "unit", "topic": "test", "meaning": MEANING} | more
    )


INDICATORS = {
    "children": define("count", "people", title="Missing children"),
    "episodes": define("count", additive=True, title="Missing episodes"),
    "repeat_children": define("count", "people", title="Children missing repeatedly"),
    "repeat_episodes": define("count", additive=True, title="Repeat episodes"),
    "referrals": define("count", additive=True, title="Referrals"),
    "rereferrals": define("count", additive=True, title="Re-referrals"),
    "share": define(
        "proportion", title="Re-referral share", polarity="low", numerator="rereferrals", denominator="referrals"
    ),
    "rate": define("rate", title="Referral rate", per=10000, numerator="referrals", denominator="population"),
    "population": define("count", "nothing", title="Population", when_counted="at_end"),
    "attendances": define("count", "people", title="Training places taken", additive=True),
    "looked_after": define("count", "people", title="Looked after children", when_counted="at_end"),
    "custody": define("rate", "people", title="Custody rate", per=1000, polarity="low"),
    "attendance": define("proportion", "people", title="Attendance", polarity="high"),
    "offences": define("count", title="Offences"),
    "offence_share": define("proportion", title="Offence share"),
    "income": define("money", "nothing", title="Income"),
    "launch": define("date", "nothing", title="Launch"),
    "plan": define("statement", "nothing", title="Plan"),
    "audits": define("count", "things", title="Audits", additive=True),
}
AREAS = Areas(
    areas=[
        Area(code=SOUTHAMPTON, name="Southampton", kind="authority"),
        Area(code="E07000086", name="Eastleigh", kind="district"),
        Area(code="L:total", name="All four districts", kind="group"),
    ]
)
DEFINITIONS = Definitions(
    run=None, partnership=None, policy=None, areas=AREAS, indicators=INDICATORS, annotations=[], reports={}
)


def observation(indicator, period, value=None, **more):
    """One row: a count unless the indicator says otherwise, of Southampton, from the published police file."""
    read = parse_period(period, ["month", "quarter", "financial year", "calendar year", "day"])
    source = more.get("source", "police")
    missing = value is None and more.get("text") is None
    row = {
        "indicator": indicator,
        "area": SOUTHAMPTON,
        "breakdown": "",
        "period": read.label,
        "start": read.start,
        "end": read.end,
        "numerator": value if INDICATORS[indicator].kind == "count" else None,
        "denominator": None,
        "value": value,
        "text": None,
        "status": "not_available" if missing else "reported",
        "source": source,
        "file": f"published/{source}.csv",
        "cell": "",
        "precedence": 2,
        "received": None,
    }
    return row | more


def series(indicator, periods, values, *, row=2, **more):
    """One row of a sheet: a figure per column from B on."""
    return [
        observation(indicator, period, value, cell=f"Sheet!{chr(ord('B') + place)}{row}", **more)
        for place, (period, value) in enumerate(zip(periods, values, strict=True))
    ]


def contract(name="police", **more):
    fields = {"title": f"The {name} table", "supplier": "A supplier", "file": name, "layout": "periods_across"}
    common = Source.model_validate({"name": name, "precedence": 2} | fields | more)
    return LAYOUTS[common.layout].model_construct(**dict(common))


def check(rows, *contracts):
    """Observations and findings after every check."""
    table = pd.DataFrame(rows, columns=list(OBSERVATIONS.columns))
    sources = {source.name: source for source in contracts or [contract()]}
    return check_observations(table, DEFINITIONS, sources)


def findings_of(rule, rows, *contracts, severity=None):
    """The findings of one rule, as records."""
    findings = check(rows, *contracts)[1]
    findings = findings[findings["rule"] == rule]
    return (findings if severity is None else findings[findings["severity"] == severity]).to_dict("records")


MONTHS = [f"2013-{month:02d}" for month in range(4, 13)] + ["2014-01", "2014-02", "2014-03"]


@pytest.fixture
def tools():
    """The builders, as one object: tests in this folder cannot import each other."""
    from types import SimpleNamespace

    return SimpleNamespace(
        observation=observation,
        series=series,
        contract=contract,
        check=check,
        findings_of=findings_of,
        months=MONTHS,
        definitions=DEFINITIONS,
        indicators=INDICATORS,
    )
