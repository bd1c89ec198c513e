"""What was received for a page, as its section of HTML."""

from collections.abc import Sequence

import pandas as pd

from analysis.definitions import Definitions
from analysis.measures.published import chosen_profile
from analysis.page.parts import paragraphs
from analysis.words.received import describe_missing, describe_readings, describe_rounding

MOST_TOLD = 3  # sentences that stand open


def render_data(readings: pd.DataFrame, definitions: Definitions, titles: dict[str, str]) -> tuple[str, str]:
    """What was read, what is missing and what is rounded, as HTML and in words."""
    stated = describe_readings(readings, definitions.indicators, titles)
    missing = describe_missing(readings, definitions.indicators, definitions.areas.names)
    missing += describe_rounding(chosen_profile(definitions))
    return render_readings(stated, missing), " ".join([*stated, *missing])


def render_readings(stated: Sequence[str], missing: Sequence[str]) -> str:
    """What was read, folded away where that is more than a few sentences, and what is missing, which never is."""
    read = paragraphs(stated)
    if len(stated) > MOST_TOLD:
        read = f"<details><summary>What was read, from {len(stated)} sources</summary>\n{read}\n</details>"
    return f'<div class="data">{read}\n{paragraphs(missing)}</div>'
