"""The starting entry of an indicator in params/indicators.yaml, with its choices explained."""

from analysis.definitions import Definitions
from analysis.periods import financial_year_of, parse_period

USUAL_TOPIC = "context"

_ENTRY = """\
{name}:
  # What pages call it.
  title: {title}
  # count, rate (with `per: 10000`), proportion (kept as a fraction of 1), money, rank, change, date or statement.
  kind: count
  # people and events are protected: small numbers are withheld. things and nothing are not.
  counts: people
  # What one of them is, in the plural.
  unit: children
  # during: what happened in a period. at_end: what stood at its end; its figures are then of the last day.
  when_counted: during
  # Whether months add up to a year: events do. A child can come in two months, so people do not.
  additive: false
  # Write `polarity: low` or `polarity: high` where that is better; leave it away where neither is.
  # A rate or proportion names the indicators that it is made of in `numerator` and `denominator`.
  # One of the topics of params/questions.yaml, which names the partner who answers for each; a new one is added there.
  topic: {topic}
  meaning:
    # A definition that changes is a further entry with the day from which it holds; the old one stays.
    - since: {since}
      definition: Write here what is counted, of whom and when, as whoever supplies it counts it.
      reference: Write here the publication that sets the definition
"""


def write_entry(name: str, title: str, definitions: Definitions) -> str:
    """An entry that is accepted as it is: a count of people, defined from the year of the run's quarter on."""
    since = financial_year_of(parse_period(definitions.run.quarter, ["quarter"]).start).start
    topics = definitions.questions.partners
    topic = USUAL_TOPIC if USUAL_TOPIC in topics or not topics else next(iter(topics))
    return _ENTRY.format(name=name, title=title, topic=topic, since=since.isoformat())
