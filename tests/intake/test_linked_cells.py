"""Values that another workbook, a program or a web address gave are told, and nothing is fetched."""

import io
import zipfile

import openpyxl
import pytest

from publishing.intake import sheets_of_opendocument
from publishing.intake.packages import UnreadableFile
from publishing.intake.sheets_of_excel import TWICE
from publishing.intake.workbooks import read_workbook

CELL = '<c r="B2"><f>{}</f><v>57</v></c>'
ODS = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Sheet1"><table:table-row>
<table:table-cell table:number-columns-repeated="2"/>
<table:table-cell table:formula="{}" office:value-type="float" office:value="57"><text:p>57</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def write_excel(formula, *, twice=False, names=""):
    """A workbook of a 57 under a formula, as a spreadsheet program saves it."""
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active["B2"] = 57
    book.save(saved)
    changed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                cell = CELL.format(formula) * (2 if twice else 1)
                text = text.replace('<c r="B2" t="n"><v>57</v></c>', cell)
                assert cell in text
            if name == "xl/workbook.xml" and names:
                text = text.replace("<calcPr", f"<definedNames>{names}</definedNames><calcPr")
            new.writestr(name, text)
    return changed.getvalue()


def find_linked_in_ods(formula):
    return sheets_of_opendocument.read_marks({"content.xml": ODS.format(formula).encode()})["Sheet1"].linked


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Sheet1!$A$1",
        "SUM([2]Sheet1!A1:A3)",
        "'[Last year.xlsx]Sheet1'!A1",
        "'C:\\[Last year.xlsx]Sheet1'!A1",
        "cmd|' /c calc'!A0",
        "[1]!topic",
        "_xlfn.WEBSERVICE(&quot;http://127.0.0.1/&quot;)",
        "RTD(&quot;server&quot;,,&quot;topic&quot;)",
        "CUBEVALUE(&quot;ThisWorkbookDataModel&quot;,A1)",
    ],
)
def test_a_formula_that_reaches_outside_the_workbook_is_marked(formula):
    book = read_workbook(write_excel(formula), ".xlsx")
    assert book.marks["Sheet"].linked == [(1, 1)]
    assert "57" in book.texts["Sheet"][1]


@pytest.mark.parametrize("formula", ["SUM(A1:A3)", "Table1[Number]", "Sheet2!A1", "IF(A1&lt;3,1,2)", "A1*[0]"])
def test_a_formula_within_the_workbook_is_not(formula):
    assert read_workbook(write_excel(formula), ".xlsx").marks["Sheet"].linked == []


def test_a_name_that_stands_for_another_workbook_is_marked_where_it_is_used():
    name = '<definedName name="last_year">[1]Sheet1!$A$1</definedName>'
    assert read_workbook(write_excel("last_year+1", names=name), ".xlsx").marks["Sheet"].linked == [(1, 1)]


def test_an_array_formula_marks_its_whole_range():
    content = write_excel('A</f></c><c r="C2"><f t="array" ref="C2:C4">[1]Sheet1!A1:A3')
    assert set(read_workbook(content, ".xlsx").marks["Sheet"].linked) == {(1, 2), (2, 2), (3, 2)}


@pytest.mark.parametrize(
    "formula",
    [
        "of:=['file:///home/Last%20year.ods'#$Sheet1.A1]",
        "of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)",
        "of:=WEBSERVICE(&quot;http://127.0.0.1/&quot;)",
    ],
)
def test_an_opendocument_formula_that_reaches_outside_is_marked(formula):
    assert find_linked_in_ods(formula) == [(0, 2)]


def test_an_opendocument_formula_within_the_workbook_is_not():
    assert find_linked_in_ods("of:=SUM([.A1:.A3])") == []


def test_a_cell_that_stands_twice_is_refused():
    with pytest.raises(UnreadableFile, match=TWICE):
        read_workbook(write_excel("A1", twice=True), ".xlsx")
