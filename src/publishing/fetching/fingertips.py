"""Fingertips: one indicator of public health for all areas of a type."""

from analysis.definitions.published_data import FingertipsIndicator
from analysis.refusals import ServiceRefused
from publishing.fetching.addresses import Service
from publishing.fetching.content_checks import read_csv
from publishing.fetching.service_editions import Edition, make_by_content
from publishing.fetching.web import Web

IDENTIFIER, NAME, PERIOD, SORTABLE = "Indicator ID", "Indicator Name", "Time period", "Time period Sortable"


def find_editions(data: FingertipsIndicator, service: Service, web: Web) -> list[Edition]:
    """The indicator's table as it is now: Fingertips counts no versions.

    A wrong type of area is answered with headings only, which the check of the content refuses. Raises ServiceRefused,
    also where rows are of another indicator than was asked for.
    """
    answer = web.get_csv(
        f"{service.address}/api/all_data/csv/by_indicator_id",
        indicator_ids=data.indicator,
        child_area_type_id=data.area_type,
        parent_area_type_id=data.parent_area_type,
    )
    table = read_csv(answer.content, answer.address)
    missing = [column for column in (IDENTIFIER, NAME, PERIOD, SORTABLE) if column not in table.columns]
    if missing or table.empty:
        fault = f"has no column {missing[0]!r}" if missing else "has headings and no rows: the area type may be wrong"
        raise ServiceRefused(f"{answer.address}: {fault}. Nothing was kept. Check params/published/{data.name}.yaml.")
    if set(table[IDENTIFIER]) != {str(data.indicator)}:
        raise ServiceRefused(f"{answer.address}: has rows of other indicators than {data.indicator}. Nothing was kept.")
    latest = table.loc[table[SORTABLE].map(float).idxmax(), PERIOD]
    return [make_by_content(answer.content, latest, table[NAME].iloc[0], answer.address)]
