"""Releases: written whole beside the others, put in place in one step, and never changed again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.hashes import hash_of
from analysis.measures.released_figures import FIGURES, join_figures, list_figures
from analysis.page.environment import fill, mark
from analysis.page.tables import write_csv
from analysis.refusals import StorageRefused
from analysis.words.chance import VERDICTS, say_verdicts
from publishing.release.board_paper import plan_papers, write_paper
from publishing.release.index_pages import write_release_index
from publishing.release.made_page import MadePage
from publishing.release.manifest import describe_page, write_manifest
from publishing.release.pdf import Printed, print_page
from publishing.release.staging_folders import STAGING as STAGING
from publishing.release.staging_folders import check_whole, find_maker, name_staging
from publishing.release.storage import (
    INDEX,
    MANIFEST,
    NOTHING_RELEASED,
    move_folder,
    remove_folder,
    storage,
    write_file,
)
from publishing.release.tables_and_charts import (
    ALTERNATIVES,
    CHARTS,
    ChartWords,
    write_alternatives,
    write_chart_files,
    write_tables,
)

STAMP = "%Y%m%dT%H%M%SZ"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads a CSV's pounds and dashes as other signs


class Staging:
    """A release of one area and quarter while it is being made: what is written is not held in memory.

    Its pages are written as they come, in any order; `finish` adds their contents and the manifest, and `publish` gives
    the whole folder its name. The caller holds the output folder. All of it raises StorageRefused.
    """

    def __init__(self, output: Path, made: datetime, area: str, quarter: str, printed: Printed = Printed.NOT):
        self.output, self.made, self.area, self.quarter, self.printed = output, made, area, quarter, printed
        self.name = f"{area.replace(':', '-')}-{quarter.replace(' ', '-')}-{made:{STAMP}}"
        self.folder = output / name_staging(self.name, find_maker())
        self.manifest = ""
        self.entries: dict[str, dict] = {}
        self.waiting: dict[str, str] = {}  # pages that tell something of all pages, by name
        self.hashes: dict[str, str] = {}
        self.figures: set[str] = set()
        self.tables: dict[str, Mapping[str, Any]] = {}
        self.charts: dict[str, ChartWords] = {}

    def add(self, page: MadePage, words: Mapping[str, str]) -> None:
        """Write a page, with the words for what is not its own (as `report.made_with` says), and its tables."""
        name = page.unit.report.name
        self.entries[name] = describe_page(page, f"{name}.html")
        html = fill(page.html, {**words, VERDICTS: mark(VERDICTS, "")})
        if mark(VERDICTS, "") in html:
            self.waiting[name] = html
        else:
            self._write(f"{name}.html", html.encode())
        for file, table in page.tables.items():
            self._write(f"data/{file}", (BYTE_ORDER_MARK + write_csv(table["columns"])).encode())
        self.figures.update(list_figures(page.figures))
        self.tables.update(page.tables)
        for chart, words in page.charts.items():
            for file, content in write_chart_files(chart, words).items():
                self._write(file, content)
        self.charts.update(page.charts)

    def finish(self, facts: Mapping, order: Sequence[str], files: Mapping[str, str] | None = None) -> None:
        """Write the figures read, the board papers, the front page (pages in their order) and last the manifest.

        `files` are further CSV files for the release's data, by name.
        """
        self._check_written()
        self._tell_verdicts(facts.get("confidence", 0.95))
        for name in order if self.printed is not Printed.NOT else ():
            self._print(name)
            self.entries[name]["pdf"] = f"{name}.pdf"
        entries = [self.entries[name] for name in order]
        described = {
            "release": self.name,
            "made": self.made.isoformat(),
            "area": self.area,
            "quarter": self.quarter,
            **facts,
            "pages": entries,
        }
        for name, csv in (files or {}).items():
            self._write(f"data/{name}", (BYTE_ORDER_MARK + csv).encode())
        self._write(f"data/{FIGURES}", (BYTE_ORDER_MARK + join_figures(self.figures)).encode())
        for name, content in write_tables(described, self.tables).items():
            self._write(f"data/{name}", content)
        self._add_papers(described)
        self._write(INDEX, write_release_index(described).encode())
        manifest = write_manifest(described, self.hashes).encode()
        self._write(MANIFEST, manifest)
        self.manifest = hash_of(manifest)
        self.entries, self.hashes, self.tables = {}, {}, {}  # a run may have to hold many areas until its end
        self.charts = {}
        self.figures = set()

    def check(self) -> None:
        """Hold the folder against the hashes of what was written into it. Raises StorageRefused with what vanished."""
        with storage(self.output):
            check_whole(self.folder, self.manifest)

    def publish(self) -> Path:
        """Give the folder its name in one step. The caller has checked it."""
        with storage(self.output):
            move_folder(self.folder, self.output / self.name)
        return self.output / self.name

    def discard(self) -> None:
        """Remove what was written; what cannot be removed now the next run clears."""
        with suppress(OSError):
            remove_folder(self.folder)

    def _tell_verdicts(self, confidence: float) -> None:
        """Write the pages that tell how many verdicts all pages give, which no page knows of the others."""
        filled = {VERDICTS: say_verdicts(list(self.entries.values()), confidence)}
        for name, html in self.waiting.items():
            self._write(f"{name}.html", fill(html, filled).encode())
        self.waiting = {}

    def _check_written(self) -> None:
        """Refuse to go on where a page or table that was written is no longer there."""
        for name in self.hashes:
            if not (self.folder / name).is_file():
                raise StorageRefused(
                    f"{self.output.name}/: {name} vanished while the release was made. {NOTHING_RELEASED} Keep other "
                    "machines, synchronisers and virus scanners out of the folder, and run again."
                )

    def _add_papers(self, facts: dict[str, Any]) -> None:
        """Write the board paper of each audience, as a page and for Word, and printed where pages are."""
        from publishing.release.board_paper_word import write_word  # its library takes long to load

        facts["papers"] = []
        for paper in plan_papers(facts, self.charts):
            self._write(f"{paper.name}.html", write_paper(paper, facts).encode())
            self._write(f"{paper.name}.docx", write_word(paper, facts))
            files = {"audience": paper.audience, "file": f"{paper.name}.html", "word": f"{paper.name}.docx"}
            if self.printed is not Printed.NOT:
                self._print(paper.name)
                files["pdf"] = f"{paper.name}.pdf"
            facts["papers"].append(files)
        if self.charts:
            self._write(f"{CHARTS}/{ALTERNATIVES}", (BYTE_ORDER_MARK + write_alternatives(self.charts)).encode())

    def _print(self, name: str) -> None:
        """Print a page of the release beside it."""
        self._write(f"{name}.pdf", print_page(self.folder / f"{name}.html", self.made, self.printed))

    def _write(self, name: str, content: bytes) -> None:
        with storage(self.output):
            write_file(self.folder / name, content)
        self.hashes[name] = hash_of(content)
