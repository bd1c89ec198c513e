"""The tables of an XML form, read child by child in memory."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

import pyarrow as pa

from analysis.definitions.record_forms import RecordTable
from analysis.refusals import SourceRefused

CHILD, REFERENCE = "Child", "ReferenceDate"
FIRST_BYTES = 65_536
Element = ElementTree.Element


def read_xml_tables(path: Path, named: str, tables: Sequence[RecordTable]) -> dict[str, pa.Table]:
    """The rows of each table as texts, by its events; an element that is not there is an empty text.

    Raises SourceRefused for what is no XML, for a document type (which can define texts that grow without end) and for
    a file without children.
    """
    if _has_document_type(path):
        raise SourceRefused(f"{named}: expected XML without a document type. Export it again from the system.")
    rows: dict[str, list[list[str]]] = {table.events: [] for table in tables}
    children = 0
    try:
        for child in _each_child(path):
            children += 1
            for table in tables:
                rows[table.events] += _read_rows(child, table)
    except (ElementTree.ParseError, LookupError, ValueError):
        raise SourceRefused(f"{named}: cannot be read as XML, or is cut off. Export it again.") from None
    if not children:
        raise SourceRefused(f"{named}: expected elements <Child>, and there are none. Is it the census's own XML?")
    return {
        table.events: pa.table(
            {
                name: pa.array([row[place] for row in rows[table.events]], pa.string())
                for place, name in enumerate(table.columns)
            }
        )
        for table in tables
    }


def _has_document_type(path: Path) -> bool:
    """Whether a document type is declared before the first element, in whichever encoding the file is."""
    found: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    with path.open("rb") as file, suppress(expat.ExpatError, ValueError, LookupError):
        parser.Parse(file.read(FIRST_BYTES), False)
    return bool(found)


def _each_child(path: Path) -> Iterator[Element]:
    """Each child's element with the file's date of reference in it, forgotten once it is read."""
    reference: list[Element] = []
    for _, element in ElementTree.iterparse(path, events=("end",)):
        element.tag = element.tag.rpartition("}")[2]
        if element.tag == REFERENCE:
            reference = [element]
        if element.tag == CHILD:
            element.extend(reference)
            yield element
            element.clear()


def _read_rows(child: Element, table: RecordTable) -> Iterator[list[str]]:
    """The texts of each element that the table's path leads to, with those of the elements around it."""
    for around in _follow(child, [step for step in (table.path or "").split("/") if step]):
        yield [_find_text(around, column.headings) for column in table.columns.values()]


def _follow(child: Element, steps: list[str]) -> Iterator[list[tuple[str, Element]]]:
    """The elements on the way to each row, each with its path below the child, the innermost first."""
    ways = [[("", child)]]
    for number, step in enumerate(steps, start=1):
        prefix = "/".join(steps[:number]) + "/"
        ways = [[(prefix, element), *way] for way in ways for element in way[0][1].findall(step)]
    yield from ways


def _find_text(around: list[tuple[str, Element]], headings: list[str]) -> str:
    """The text of the first of some paths that is there, looked for in the innermost element that the path is in."""
    for heading in headings:
        prefix, element = next((pre, each) for pre, each in around if heading.startswith(pre))
        text = element.findtext(heading.removeprefix(prefix))
        if text:
            return " ".join(text.split())
    return ""
