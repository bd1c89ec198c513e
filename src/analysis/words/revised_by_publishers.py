"""What publishers revised in sentences: how much, and which statements about an area that turns."""

from collections.abc import Mapping

from analysis.definitions import Area, Indicator
from analysis.numbers import listed, plural
from analysis.schemas import Revisions

GONE = ["withheld", "dropped"]  # suppressed now, and left out


def say_revised(revised: Revisions, area: Area, indicators: Mapping[str, Indicator]) -> list[str]:
    """How much was revised, and which statements about the area come out the other way."""
    if revised.empty:
        return ["No publisher changed a figure between the editions that can be compared."]
    counts = revised["kind"].value_counts()
    changed, given, gone = (int(counts.reindex(kinds).sum()) for kinds in (["revised"], ["given"], GONE))
    sentence = (
        f"Publishers changed {plural(changed, 'figure')} of earlier periods, gave {plural(given, 'figure')} for the "
        f"first time and took {plural(gone, 'figure')} away."
    )
    turns = revised[(revised["area"] == area.code) & (revised["turns"] != "")]
    if turns.empty:
        return [sentence, f"No statement about {area.name} turns: each change and comparison goes the same way."]
    turned = listed(f"{indicators[row.indicator].title}, {row.period} ({row.turns})" for row in turns.itertuples())
    return [sentence, f"About {area.name} these statements turn: {turned}."]
