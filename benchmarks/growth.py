"""Time what grows with use, as parts of benchmarks/quarter.py: kept releases, received files, cleaning, JupyterLab."""

import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pandas as pd
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from playwright.sync_api import Page, sync_playwright

from analysis.definitions import read_definitions
from analysis.project import find_project
from publishing.intake.cleaning import clean_sources
from publishing.release.staging import STAMP

ROOT = Path(__file__).resolve().parents[1]
Row = tuple[str, str, float, float, str]  # what, against what, its seconds, the other's, what to reach
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
RELEASES, FILES = 500, (20, 2000)
NOTEBOOK = "missing"
WAIT = 120_000  # milliseconds
RAN = r"""() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every(
  (prompt) => /\[\d+\]/.test(prompt.textContent))"""
CLEARED = r"""() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every(
  (prompt) => /\[ \]/.test(prompt.textContent))"""


def measure_releases(run: Callable[[], object], output: Path, rounds: int) -> Row:
    """A whole run with one release in its folder, and with 500, in turn."""
    run()
    taken: dict[int, list[float]] = {1: [], RELEASES: []}
    for _ in range(rounds):
        for number in taken:
            keep_one(output)
            repeat_release(output, number - 1)
            taken[number].append(_seconds(run))
    few, many = (statistics.median(taken[number]) for number in (1, RELEASES))
    keep_one(output)
    return f"{RELEASES} releases in the folder", "with 1", many, few, "at most 1.2 of it"


def keep_one(output: Path) -> None:
    for manifest in sorted(output.glob("*/manifest.json"))[:-1]:
        shutil.rmtree(manifest.parent)


def repeat_release(output: Path, times: int) -> None:
    """Older releases, alike but for their days."""
    (manifest,) = output.glob("*/manifest.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    for number in range(times):
        made = FIRST + timedelta(days=number)
        folder = output / f"{manifest.parent.name.rsplit('-', 1)[0]}-{made:{STAMP}}"
        shutil.copytree(manifest.parent, folder, copy_function=os.link)
        (folder / manifest.name).unlink()
        again = json.dumps(told | {"release": folder.name, "made": made.isoformat()})
        (folder / manifest.name).write_text(again, encoding="utf-8")


def measure_returns(run: Callable[[], object], received: Path, rounds: int) -> Row:
    """A whole run with 20 files among the returns that nothing reads, and with 2,000, in turn."""
    taken: dict[int, list[float]] = {number: [] for number in FILES}
    for _ in range(rounds):
        for number in FILES:
            folder = received / "others"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for place in range(number):
                rows = "".join(f"Ward {row},{row + place}\n" for row in range(30))
                (folder / f"wards_{place}.csv").write_text(f"Ward,Cases\n{rows}", encoding="utf-8")
            taken[number].append(_seconds(run))
    shutil.rmtree(folder)
    few, many = (statistics.median(taken[number]) for number in FILES)
    return f"{FILES[1]:,} files among the returns", f"with {FILES[0]}", many, few, "at most 1.2 of it"


def measure_cleaning(root: Path, files: Path, rounds: int) -> Row:
    """Processor seconds of cleaning a folder of CSV files with every check, and of pandas without any, in turn.

    Pandas reads each file, makes one row of each figure, and writes one table.
    """
    data = root / "cleaned"
    shutil.copytree(files, data / "raw" / "returns")
    project = find_project(root, data=data)
    definitions = read_definitions(project.params)
    taken: dict[str, list[float]] = {"ours": [], "pandas": []}
    for _ in range(rounds):
        began = time.process_time()
        clean_sources(project, definitions)
        taken["ours"].append(time.process_time() - began)
        began = time.process_time()
        tables = [read_long(path) for path in sorted(files.glob("*.csv"))]
        pd.concat(tables, ignore_index=True).to_parquet(data / "plain.parquet")
        taken["pandas"].append(time.process_time() - began)
    ours, plain = (statistics.median(each) for each in taken.values())
    return "cleaning DfE's files", "pandas, without a check", ours, plain, "at most 6 times"


def read_long(path: Path) -> pd.DataFrame:
    """Every number of a file with the words beside it and the heading above it."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding_errors="replace")
    numbers = table.apply(pd.to_numeric, errors="coerce")
    figures = [name for name in table if numbers[name].notna().mean() > 0.2]
    words = [name for name in table if name not in figures]
    long = table[words].join(numbers[figures]).melt(words, figures, "heading", "value").dropna(subset="value")
    return long.assign(label=long[words].agg(" ".join, axis=1) if words else "", file=path.name).drop(columns=words)


def measure_lab(root: Path, rounds: int) -> Row:
    """From "Run All Cells" to the last cell in JupyterLab, and the same cells in a kernel, both run once before."""
    notebook = root / "notebooks" / f"{NOTEBOOK}.ipynb"
    with open_lab(root) as tab:
        there = [run_in_lab(tab) for _ in range(rounds + 1)]
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(notebook.parent))
    try:
        here = [_seconds(lambda: run_cells(client, cells)) for _ in range(rounds + 1)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    lab, plain = statistics.median(there[1:]), statistics.median(here[1:])
    return f"the {NOTEBOOK} page in JupyterLab", "the same cells in a kernel", lab, plain, "at most 1.1 of it"


def run_cells(client: BlockingKernelClient, cells: list[str]) -> None:
    for cell in cells:
        client.execute_interactive(cell, output_hook=id)  # what is shown is received and left


def run_in_lab(tab: Page) -> float:
    choose(tab, "Edit", "Clear Outputs of All Cells")
    tab.wait_for_function(CLEARED)
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    item = tab.get_by_role("menuitem", name="Run All Cells", exact=True)
    item.wait_for()
    began = time.perf_counter()
    item.click()
    tab.wait_for_function(RAN)
    return time.perf_counter() - began


def choose(tab: Page, menu: str, item: str) -> None:
    tab.get_by_role("menuitem", name=menu, exact=True).click()
    tab.get_by_role("menuitem", name=item, exact=True).click()


@contextmanager
def open_lab(root: Path) -> Iterator[Page]:
    """JupyterLab on loopback with the notebook open, in Chromium."""
    token, home = secrets.token_hex(16), root / "lab-home"
    environment = os.environ | {"HOME": str(home), "JUPYTER_TOKEN": token, "PYTHONPATH": str(root / "src")}
    environment |= {"JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter")}
    settings = home / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', encoding="utf-8")  # every cell stays in the page
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(home / "settings")
    options = ["--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([sys.executable, "-m", "jupyterlab", *options], cwd=root, env=environment, **quiet)
    try:
        while not (told := [path.read_text() for path in (home / "runtime").glob("jpserver-*.json")]) or not told[0]:
            time.sleep(0.1)
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            tab = browser.new_page()
            tab.set_default_timeout(WAIT)
            tab.goto(f"{json.loads(told[0])['url']}lab/tree/notebooks/{NOTEBOOK}.ipynb?token={token}")
            tab.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
            yield tab
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _seconds(task: Callable[[], object]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began
