"""What the CSV files of a release hold, for programs: CSV on the Web's metadata, one file for all of them.

After "Metadata Vocabulary for Tabular Data", W3C Recommendation of 17 December 2015.
"""

import json
from collections.abc import Iterable, Mapping

from analysis.page.markdown import slug
from publishing.release.released_tables import ReleasedTable

FILE = "csv-metadata.json"  # the name under which a program looks for it beside a CSV file
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
RIGHTS = "Published statistics in these tables are licensed under the Open Government Licence v3.0. Figures from \
partners' own returns are not published; they are marked {marking}."


def write_csv_metadata(release: Mapping, tables: Iterable[ReleasedTable]) -> str:
    """The metadata of a release's tables: what each column is called, whether it holds numbers, what marks a gap.

    `release` is what its manifest tells. The licence is that of the published statistics; the rights say of what.
    """
    facts = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"{release.get('area_name') or release['area']}, {release['quarter']}",
        "dc:publisher": release.get("partnership", ""),
        "dc:license": {"@id": LICENCE},
        "dc:rights": RIGHTS.format(marking=release.get("marking", "")),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tables": [_describe(table) for table in tables],
    }
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


def _describe(table: ReleasedTable) -> dict:
    columns, taken = [], set()
    for place, heading in enumerate(table.headings):
        name = slug(heading).replace("-", "_")
        name = name if name not in taken else f"{name}_{place + 1}"
        taken.add(name)
        columns.append({"name": name, "titles": heading, **_kind(table, place)})
    return {"url": table.file, "dc:title": table.title, "tableSchema": {"columns": columns}}


def _kind(table: ReleasedTable, place: int) -> dict:
    """A column's datatype, and in a column of numbers the words that stand for a missing one."""
    marks = table.marks(place)
    if marks is None:
        return {"datatype": "string"}
    return {"datatype": "number", **({"null": marks} if marks else {})}
