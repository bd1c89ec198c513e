"""A board paper as a Word document to comment on: headings, a table with its header row, described charts."""

import base64
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from analysis.periods import parse_period
from analysis.words.statement import Status
from publishing.release.board_paper import BoardPaper, PaperChart

HEADINGS = ("Report", "Headline", "Compared")
WIDTHS = (3.2, 10.3, 4.5)  # centimetres
HEADED = {"Title": 18, "Heading 1": 13}  # points
CHART, TALLEST = Cm(11.5), Cm(9)
MARGIN = Cm(1.5)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the day that a package can be dated by, so that the same paper is the same bytes


def write_word(paper: BoardPaper, release: Mapping[str, Any]) -> bytes:
    """The paper as .docx, the same bytes for the same paper: it is dated by the quarter's end."""
    period = parse_period(release["quarter"], ["quarter"])
    document = _open(paper, release, datetime.combine(period.end, time()))
    area = release.get("area_name") or release["area"]
    document.add_heading(f"Board paper: {paper.audience}", 0)
    whose = str(release.get("partnership") or "")
    about = [whose, area if area not in whose else "", f"{period.words} ({release['quarter']})", release.get("marking")]
    document.add_paragraph(" – ".join(filter(None, about)))
    document.add_heading("Decision wanted", 1)
    document.add_paragraph(paper.decision)
    document.add_heading("Headlines", 1)
    _add_headlines(document, paper)
    if paper.charts:
        document.add_heading("Charts", 1)
        for chart in paper.charts:
            _add_chart(document, chart)
    _add_list(document, "Questions to put", [f"To {partner}: {question}" for partner, question in paper.questions])
    _add_list(document, "What is awaited", paper.awaited)
    return _pack(document)


def _open(paper: BoardPaper, release: Mapping[str, Any], dated: datetime) -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(9.5)
    normal.paragraph_format.space_after = Pt(3)
    for name, size in HEADED.items():
        _set_heading(document.styles[name], size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    about = document.core_properties
    about.title, about.language = f"Board paper: {paper.audience}", "en-GB"
    about.author = str(release.get("partnership") or "")
    about.created = about.modified = dated
    about.comments = ""
    return document


def _set_heading(style: Any, size: int) -> None:
    """A heading in the font of the text: the theme's own is wider in some readers and costs a third sheet."""
    style.font.name, style.font.size = "Arial", Pt(size)
    fonts = style.element.rPr.rFonts
    for themed in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[themed]
    style.paragraph_format.space_before = Pt(8)


def _add_headlines(document: WordDocument, paper: BoardPaper) -> None:
    table = document.add_table(rows=0, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    _fill(table.add_row(), HEADINGS, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in paper.rows:
        status = f"[{Status(row.status).sign} {row.verdict}] " if row.status else ""
        _fill(table.add_row(), (row.title, f"{status}{row.headline}", "\n".join(row.compared) or "–"))


def _fill(row: Any, words: tuple[str, ...], *, bold: bool = False) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text in zip(row.cells, words, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(8)


def _add_chart(document: WordDocument, one: PaperChart) -> None:
    """A chart below its caption, with its text alternative where a screen reader looks for it."""
    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"{one.title}. {one.chart['caption']}")
    caption.paragraph_format.keep_with_next = True
    paragraph = document.add_paragraph()
    picture = paragraph.add_run().add_picture(io.BytesIO(base64.b64decode(one.chart["png"])), width=CHART)
    if picture.height > TALLEST:
        picture.width, picture.height = Emu(picture.width * TALLEST // picture.height), TALLEST
    described = picture._inline.docPr
    described.set("descr", one.chart["alternative"])
    described.set("title", one.chart["caption"])


def _add_list(document: WordDocument, heading: str, words: list[str]) -> None:
    if words:
        document.add_heading(heading, 1)
        for one in words:
            document.add_paragraph(one, style="List Bullet")


def _pack(document: WordDocument) -> bytes:
    """The document's package with every part dated alike."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.namelist():
            target.writestr(zipfile.ZipInfo(name, EARLIEST), parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
