"""A tagged PDF of each page, printed by Chromium, Chrome or Edge where one is installed."""

import os
import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from analysis.refusals import ParametersRefused, StorageRefused

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
ON_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
PROGRAM_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
SHORT = ("<body>", '<body class="without-checks">')
LONGEST = 120  # seconds for one page; it takes one or two
DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]{7}\)")
NODES = re.compile(rb"\(node(\d{8})\)")
OPTIONS = [
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # it can reach nothing but the file
    "--user-agent=lscb",  # it stands in the PDF as the program that wrote it
    "--no-pdf-header-footer",  # the page has its own
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
]


class Printed(StrEnum):
    """How much of a release's pages is printed."""

    NOT = "not"
    WHOLE = "whole"
    SHORT = "short"  # without how the figures were worked out, their checks and where they come from


def find_browser() -> str:
    """The browser that prints pages. Raises ParametersRefused where none is installed."""
    named = [found for name in BROWSERS if (found := shutil.which(name))]
    folders = [Path(os.environ[name]) for name in PROGRAM_FOLDERS if os.environ.get(name)]
    installed = [str(folder / path) for folder in folders for path in ON_WINDOWS if (folder / path).is_file()]
    if not named + installed:
        raise ParametersRefused(
            "A PDF is printed by Chromium, Chrome or Edge, and none is installed. Install one, or run without --pdf."
        )
    return (named + installed)[0]


def print_page(page: Path, made: datetime, printed: Printed = Printed.WHOLE) -> bytes:
    """A page as a tagged PDF on A4, with its headings as an outline; a short one without its checks.

    The same page and browser give the same bytes: the day it is dated is that of its release. Raises
    ParametersRefused without a browser, and StorageRefused where it prints nothing.
    """
    with tempfile.TemporaryDirectory(prefix="lscb-") as folder:
        target = Path(folder) / "page.pdf"
        source = page if printed is Printed.WHOLE else _shorten(page, Path(folder))
        command = [find_browser(), *OPTIONS, f"--user-data-dir={folder}", f"--print-to-pdf={target}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium will not start for root with it
        try:
            subprocess.run(
                [*command, source.resolve().as_uri()],
                env={**os.environ, "TZ": "UTC"},
                timeout=LONGEST,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _refuse(page) from error
        if not target.is_file():
            raise _refuse(page)
        return number_nodes(_date(target.read_bytes(), made))


def _shorten(page: Path, folder: Path) -> Path:
    """A copy of a page that says of itself that it is to be printed short, as its style then does."""
    copy = folder / page.name
    copy.write_text(page.read_text(encoding="utf-8").replace(*SHORT, 1), encoding="utf-8")
    return copy


def _date(pdf: bytes, made: datetime) -> bytes:
    """The PDF with the moment of its release in place of that of its printing, which is as long."""
    moment = made.astimezone(UTC).strftime("%Y%m%d%H%M%S+00'00'").encode()
    return DATES.sub(lambda found: b"/" + found[1] + b" (D:" + moment + b")", pdf)


def number_nodes(pdf: bytes) -> bytes:
    """The PDF with its nodes numbered as they come: the browser counts others between them, more or fewer each time."""
    numbers: dict[bytes, int] = {}
    return NODES.sub(lambda found: b"(node%08d)" % numbers.setdefault(found[1], len(numbers)), pdf)


def _refuse(page: Path) -> StorageRefused:
    return StorageRefused(f"{page.stem}.pdf could not be printed. Nothing was released. Try again, or without --pdf.")
