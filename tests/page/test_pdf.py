"""A page as a tagged PDF, printed by a real browser."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from analysis.charts import plot_months
from analysis.page.preview import preview_page
from analysis.refusals import ParametersRefused, StorageRefused
from publishing.release import pdf
from publishing.release.manifest import read_manifest, verify_release
from publishing.release.pdf import Printed, find_browser, print_page
from publishing.running.progress import RunProgress
from publishing.running.quarter import run_quarter
from publishing.running.up_to_date import Asked

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("printed")


@pytest.fixture
def path(page, kept: Path) -> Path:
    """The PDF of a page with a chart, its table and everything that a page ends with; printed once."""
    path = kept / "missing.html"
    if not path.exists():
        months = page.protect(page.spread(page.read("missing_children", "missing_episodes", kind="month")))
        page.summary("December was not supplied.")
        page.chart(plot_months(months, "missing_children"), caption="No month stood out.")
        page.table(months, caption="Every month")
        page.close()
        path.write_text(preview_page(page), encoding="utf-8")
        path.with_suffix(".pdf").write_bytes(print_page(path, MADE))
    return path.with_suffix(".pdf")


def sheets(path: Path) -> list[str]:
    """The words of each sheet of a PDF."""
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return told.removesuffix("\f").split("\f")


@pytest.mark.browser
def test_it_is_tagged_has_its_title_language_and_outline_and_fits_a4(path):
    content = path.read_bytes()

    assert all(name in content for name in (b"/StructTreeRoot", b"/MarkInfo", b"/Outlines", b"/Lang (en-GB)"))
    assert "Missing children – Southampton".encode("utf-16-be").hex().upper().encode() in content
    boxes = re.findall(rb"/MediaBox \[([^]]+)\]", content)
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 595, 842)}


@pytest.mark.browser
def test_it_is_dated_as_its_release_and_the_same_page_gives_the_same_bytes(path):
    content = path.read_bytes()

    assert content.count(b"(D:20261123090000+00'00')") == 2
    assert print_page(path.with_suffix(".html"), MADE) == content


def test_nodes_that_the_browser_counted_otherwise_are_the_same_nodes():
    cell = b"/S /TD /A <</Headers [(node%08d)]>> /ID (node%08d)"

    assert pdf.number_nodes(cell % (321, 324)) == pdf.number_nodes(cell % (322, 326)) == cell % (0, 1)
    assert pdf.number_nodes(cell % (321, 321)) == cell % (0, 0)


@pytest.mark.browser
@poppler
@pytest.mark.browser
def test_every_sheet_says_whose_it_is_of_when_and_how_it_is_marked(path):
    first, *rest = sheets(path)

    assert rest
    assert "January to March 2014" in first
    for sheet in rest:
        head = " ".join(sheet.split("\n\n")[0].split())
        assert "Southampton Local Safeguarding Children Board – Missing children, Southampton, January to March" in head
    assert all("Official: sensitive" in sheet for sheet in [first, *rest])
    assert f"Page {len(rest) + 1} of {len(rest) + 1}" in rest[-1]


@pytest.mark.browser
@poppler
@pytest.mark.browser
def test_figures_that_stand_in_a_table_are_printed_once(path):
    words = " ".join(" ".join(sheets(path)).split())

    assert "Its figures are in Table 1." in words
    assert "Figure 1 as a table" not in words
    assert words.count("November 2013") == 1


@pytest.mark.browser
@pytest.mark.run
@pytest.mark.nightly  # by day tests/withholding/attacker/test_rendered.py prints one
def test_a_release_holds_a_pdf_of_each_page_and_its_contents_and_manifest_name_it(own_project, tmp_path):
    told = RunProgress(Console(file=StringIO()))

    asked = Asked(only=("finance",), printed=Printed.WHOLE)
    (release,) = run_quarter(own_project, told, tmp_path / "reports", asked).releases

    assert (release / "finance.pdf").read_bytes().startswith(b"%PDF")
    assert verify_release(release) == []
    assert "finance.pdf" in read_manifest(release)["files"]
    assert '<a href="finance.pdf" aria-label="Pooled budget as a PDF">PDF</a>' in (release / "index.html").read_text(
        encoding="utf-8"
    )


def test_without_a_browser_it_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    for name in pdf.PROGRAM_FOLDERS:
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(ParametersRefused, match="Install one, or run without --pdf"):
        find_browser()


def test_a_browser_where_windows_keeps_it_is_found(monkeypatch, tmp_path):
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.write_bytes(b"")
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))

    assert find_browser() == str(edge)


def test_a_browser_that_prints_nothing_is_told_of(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "find_browser", lambda: shutil.which("true") or "true")

    with pytest.raises(StorageRefused, match=r"missing\.pdf could not be printed"):
        print_page(tmp_path / "missing.html", MADE)


@pytest.mark.browser
@poppler
def test_a_short_page_is_without_its_checks_and_breaks_its_lines_like_any_other(page, tmp_path):
    page.summary("A sentence that takes more room than a line of a sheet has. " * 5)
    page.close()
    path = tmp_path / "missing.html"
    path.write_text(preview_page(page), encoding="utf-8")
    path.with_suffix(".pdf").write_bytes(print_page(path, MADE, Printed.SHORT))
    words = "\n".join(sheets(path.with_suffix(".pdf")))

    assert " ".join(words.split()).count("takes more room than a line") == 5  # wherever a line ends
    assert max(map(len, words.splitlines())) < 200
    assert "How the figures were worked out" not in words
