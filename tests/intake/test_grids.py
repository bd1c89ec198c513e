"""Files as grids of texts: what is typed is what is read, and a file that cannot be read is refused."""

import datetime
import zipfile

import openpyxl
import pytest

from analysis.refusals import SourceRefused
from publishing.intake.grids import Grid, read_grid
from publishing.intake.hidden import describe_hidden


@pytest.fixture
def contract(make_contract):
    fields = {"area": "E06000045", "breakdown_columns": ["Item"], "columns": {"n": "referrals"}}
    return make_contract(layout="rows", sheet="Sheet", **fields)


@pytest.fixture
def read(tmp_path, contract):
    def read_bytes(content: bytes, name: str = "test.csv") -> Grid:
        (tmp_path / name).write_bytes(content)
        return read_grid(tmp_path / name, f"returns/{name}", contract)

    return read_bytes


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Sheet"
    return book, tmp_path / "test.xlsx"


def read_saved(workbook, contract) -> Grid:
    book, path = workbook
    book.save(path)
    return read_grid(path, "returns/test.xlsx", contract)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_reads_alike_in_every_encoding_that_says_what_it_is(encoding, read):
    grid = read("Item,n\nCafé – “x”,£5\n".encode(encoding))

    assert grid.texts.tolist() == [["Item", "n"], ["Café – “x”", "£5"]]


def test_white_space_of_any_kind_is_made_single(read):
    assert read("a\u00a0 b ,\t c\n".encode()).texts.tolist() == [["a b", "c"]]


def test_short_rows_are_filled_up_with_empty_cells(read):
    assert read(b"Title\nItem,n\n").texts.tolist() == [["Title", ""], ["Item", "n"]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is empty"),
        (b"Item,n\n\x8dx,1\n", "line 2: the text is neither UTF-8 nor Windows-1252; save it as 'CSV UTF-8'"),
        ("Item,£\n".encode("utf-8-sig") + b"\xa31,1\n", "line 2: the text is neither UTF-8 nor Windows-1252"),
        (b"Item,n\x00\n", "bytes that no text has"),
        (b'Item,n\n"a,1\nb,2\n', "a quotation mark"),
        (b'Item,n\n"a,1\nb",2\n', "row 2: a cell holds a line break"),
    ],
)
def test_a_csv_file_that_cannot_be_trusted_is_refused(content, expected, read):
    with pytest.raises(SourceRefused, match=expected) as refused:
        read(content)

    assert str(refused.value).startswith("test.csv")
    assert "Ask the supplier" in str(refused.value)


def test_a_csv_file_of_excel_on_windows_is_read_in_its_encoding(read):
    grid = read("Item,n\nChildren’s cost – £,1\n".encode("cp1252"))

    assert grid.texts[1].tolist() == ["Children’s cost – £", "1"]
    (finding,) = describe_hidden(grid)
    assert (finding["rule"], finding["severity"], finding["cell"]) == ("windows_encoding", "note", "A2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_in_unicode_is_read_without_a_word(encoding, read):
    grid = read("Item,n\nChildren’s cost – £,1\n".encode(encoding))

    assert grid.texts[1].tolist() == ["Children’s cost – £", "1"]
    assert describe_hidden(grid) == []


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f"])
def test_a_space_that_holds_a_number_together_is_no_part_of_it(space, read):
    grid = read(f"Item,n\n2014{space}100 children,-2{space}100{space}350.5 %\n".encode())

    assert grid.texts[1].tolist() == ["2014 100 children", "-2100350.5 %"]


def test_a_number_in_a_workbook_reads_as_it_was_typed(workbook, contract):
    sheet = workbook[0].active
    sheet.append([91, 0.31, 0.1 + 0.2, 1234567.5, -3, "1,179", "  two  words "])

    assert read_saved(workbook, contract).texts.tolist() == [
        ["91", "0.31", "0.3", "1234567.5", "-3", "1,179", "two words"]
    ]


def test_a_date_in_a_workbook_reads_as_a_date_and_a_truth_as_a_word(workbook, contract):
    workbook[0].active.append([datetime.date(2013, 4, 1), datetime.datetime(2013, 4, 1, 12), True])

    assert read_saved(workbook, contract).texts.tolist() == [["2013-04-01", "2013-04-01 12:00:00", "TRUE"]]


def test_rows_and_columns_before_the_first_filled_cell_keep_their_addresses(workbook, contract):
    workbook[0].active["C3"] = "x"
    grid = read_saved(workbook, contract)

    assert grid.texts[2, 2] == "x"
    assert grid.cells([2], [2]) == ["Sheet!C3"]


def test_an_error_cell_shows_the_word_of_the_error(workbook, contract):
    sheet = workbook[0].active
    sheet.append(["Item", 1])
    sheet["B2"] = "#VALUE!"
    sheet["B2"].data_type = "e"

    assert read_saved(workbook, contract).texts[1, 1] == "#VALUE!"


def test_a_formula_without_a_saved_result_is_refused_rather_than_read_as_blank(workbook, contract):
    workbook[0].active.append(["Item", "=1+1"])

    with pytest.raises(SourceRefused, match="row 1, column 2: a formula has no saved result"):
        read_saved(workbook, contract)


def test_a_sheet_that_is_formatted_far_below_its_figures_reads_as_its_figures(workbook, contract):
    sheet = workbook[0].active
    sheet["A1"] = "Item"
    sheet.cell(1_048_576, 3).number_format = "0%"

    assert read_saved(workbook, contract).texts.tolist() == [["Item"]]


def test_a_cell_far_outside_the_table_is_refused_before_it_fills_memory(workbook, contract):
    sheet = workbook[0].active
    sheet["A1"] = "Item"
    sheet.cell(1_048_576, 100).value = 1

    with pytest.raises(SourceRefused, match="a cell far outside the table"):
        read_saved(workbook, contract)


def test_a_workbook_without_the_sheet_is_refused_with_the_sheet_that_was_expected(workbook, contract):
    workbook[0].active.title = "Secret name"

    with pytest.raises(SourceRefused, match="expected a sheet named 'Sheet'") as refused:
        read_saved(workbook, contract)
    assert "Secret" not in str(refused.value)


def test_other_sheets_are_not_read(workbook, contract):
    workbook[0].active["A1"] = "Item"
    workbook[0].create_sheet("Other")["A1"] = "elsewhere"

    assert read_saved(workbook, contract).texts.tolist() == [["Item"]]


def test_a_workbook_with_a_password_is_refused(read):
    with pytest.raises(SourceRefused, match="protected by a password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "test.xlsx")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_workbook_that_was_cut_short_is_refused(kept, workbook, contract):
    book, path = workbook
    book.active["A1"] = "Item"
    book.save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(SourceRefused, match="damaged or cut short"):
        read_grid(path, "returns/test.xlsx", contract)


@pytest.mark.parametrize("name", ["test.xlsx", "test.ods"])
def test_a_text_under_the_name_of_a_workbook_is_refused(name, read):
    with pytest.raises(SourceRefused, match="damaged or cut short"):
        read(b"Item,n\na,1\n", name)


def test_the_old_form_of_workbooks_is_refused_because_what_it_hides_cannot_be_seen(read):
    with pytest.raises(SourceRefused, match=r"test.xls: what the old .xls form hides .* save it as .xlsx"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "test.xls")


def test_a_workbook_that_unpacks_to_far_more_than_a_table_is_refused(tmp_path, contract):
    path = tmp_path / "test.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)

    with pytest.raises(SourceRefused, match="unpacks to far more"):
        read_grid(path, "returns/test.xlsx", contract)


def test_a_workbook_with_macros_is_refused(workbook, contract):
    book, path = workbook
    book.save(path)
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")

    with pytest.raises(SourceRefused, match="holds macros"):
        read_grid(path, "returns/test.xlsx", contract)


@pytest.fixture
def read_content_xml(tmp_path, contract):
    """Read an .ods file of which only the rows of its one sheet are given."""
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "text", "calcext"))

    def read_rows(rows: str) -> Grid:
        path = tmp_path / "test.ods"
        sheet = f'<table:table table:name="Sheet">{rows}</table:table>'
        body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        with zipfile.ZipFile(path, "w") as parts:
            parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            parts.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:manifest'/>")
            parts.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
        return read_grid(path, "returns/test.ods", contract)

    return read_rows


TWELVE = '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell>'


def test_an_ods_sheet_that_repeats_a_filled_row_without_end_is_refused(read_content_xml):
    with pytest.raises(SourceRefused, match="repeats a filled cell or row"):
        read_content_xml(f'<table:table-row table:number-rows-repeated="1000000">{TWELVE}</table:table-row>')


def test_an_empty_row_that_an_ods_sheet_repeats_is_no_filled_one(read_content_xml):
    row = f"<table:table-row>{TWELVE}</table:table-row>"
    empty = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'

    assert read_content_xml(row + empty).texts.tolist() == [["12"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('office:value-type="percentage" office:value="0.31"><text:p>31%</text:p>', "31%"),
        ('office:value-type="float" office:value="3"><text:p>*</text:p>', "[c]"),
        ('office:value-type="float" office:value="3"><text:p></text:p>', "[c]"),
        ('office:value-type="float" office:value="0"><text:p>-</text:p>', "0"),
        (
            'table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p>',
            "#DIV/0!",
        ),
        ('table:formula="of:=X" office:value-type="float" office:value="0"><text:p>Err:508</text:p>', "#VALUE!"),
        (
            'office:value-type="string"><office:annotation><text:p>3</text:p></office:annotation><text:p>ten</text:p>',
            "ten",
        ),
    ],
)
def test_an_ods_cell_reads_as_what_it_shows(cell, text, read_content_xml):
    row = f"<table:table-row>{TWELVE}<table:table-cell {cell}</table:table-cell></table:table-row>"

    assert read_content_xml(row).texts.tolist() == [["12", text]]


def test_an_ods_formula_without_a_saved_result_is_refused(read_content_xml):
    with pytest.raises(SourceRefused, match="row 1, column 1: a formula has no saved result"):
        read_content_xml('<table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>')


def test_a_file_larger_than_any_that_is_expected_is_refused(monkeypatch, read):
    monkeypatch.setattr("publishing.intake.contents.LARGEST_FILE", 10)

    with pytest.raises(SourceRefused, match="larger than 10 bytes"):
        read(b"Item,n\na,1\n")


def test_a_table_with_more_cells_than_any_that_is_expected_is_refused(monkeypatch, read):
    monkeypatch.setattr("publishing.intake.contents.MOST_CELLS", 3)

    with pytest.raises(SourceRefused, match="more than 3 cells"):
        read(b"Item,n\na,1\n")


def test_a_cell_without_a_role_is_refused_and_not_passed_over(read):
    grid = read(b"Item,n\na,1\n")
    grid.mark(slice(None), 0, "label")

    with pytest.raises(SourceRefused, match="cell B1: expected nothing here"):
        grid.count_roles()
