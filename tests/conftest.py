"""The figures of the repository, cleaned once in a folder of their own, and pages made of them."""

from tests import held_tables  # noqa: F401 - first: it holds the modules of the packages that are imported after it

# isort: split
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock
from hypothesis import settings
from rich.console import Console

from analysis.definitions import read_definitions
from analysis.measures.released_figures import read_earlier
from analysis.page.page import Page, open_page
from analysis.project import Project, find_project
from publishing import RARELY
from publishing import __main__ as command_line
from publishing.intake.cleaning import clean_sources
from publishing.running import quarter
from publishing.running.kernels.provisioner import PrivateKernel
from publishing.running.kernels.warm import warm_kernels
from publishing.running.pages import PRELOADED
from publishing.running.progress import RunProgress
from publishing.withholding.deciding import write_shown
from tests.nightly import NIGHTLY, leave_to_the_night

pytest_plugins = ["tests.small_checkout"]

ROOT = find_project(Path(__file__).parent).root
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

EXAMPLES = 100 if NIGHTLY else 10  # of a test that hypothesis draws for, where it does not say how many itself
# no test asserts how long something takes
settings.register_profile("whatever the machine", deadline=None, max_examples=EXAMPLES)
settings.load_profile("whatever the machine")


@pytest.hookimpl(tryfirst=True)  # before -m chooses by marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `nightly` are left to `make nightly`, unless they are asked for by -m or by their name."""
    leave_to_the_night(items)
    if NIGHTLY or "nightly" in config.option.markexpr or any("::" in named for named in config.args):
        return
    left = [item for item in items if item.get_closest_marker("nightly")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
    # One worker begins with the files that need whole releases, and the other does not wait for the same one.
    runs = {item.path for item in items if item.get_closest_marker("run")}
    items.sort(key=lambda item: item.path not in runs)


def pytest_collection_finish() -> None:
    """Search what was imported and collected for what nobody holds once, not again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(RARELY)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests marked `browser` need Chromium: passed over where there is none, but never where CI is to run them."""
    if item.get_closest_marker("browser") and CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")


class Ended(NamedTuple):
    """How a command ended: its exit code, what it printed, and what it warned of."""

    code: int
    out: str
    err: str


@pytest.fixture
def type_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], open_kernels: Callable
) -> Callable[..., Ended]:
    """Type a command of `lscb` in this process, where the test stands; its runs share a fork server."""
    monkeypatch.delenv("LSCB_DEBUG", raising=False)
    monkeypatch.setattr(quarter, "warm_kernels", open_kernels)

    def give(*words: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["lscb", *words])
        before = os.umask(0o022)
        try:
            command_line.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        finally:
            os.umask(before)
        return Ended(code, *capsys.readouterr())

    return give


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """Chromium, without a screen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """A function that makes a folder with what a function writes into it, once for all of pytest's workers.

    The first that needs it makes it; the others wait. Tests only read it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, whole = shared / name, shared / f"{name}.made"
        with FileLock(shared / f"{name}.lock"):
            if not whole.exists():
                make(folder)
                whole.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def real_project(make_once: Callable[..., Path]) -> Project:
    """The checkout's parameters and notebooks, with its published figures cleaned in another data folder."""

    def clean(data: Path) -> None:
        shutil.copytree(ROOT / "data" / "raw" / "published", data / "raw" / "published")
        shutil.copy(ROOT / "data" / "raw" / "README.md", data / "raw")
        (data / "raw" / "returns").mkdir()
        project = find_project(ROOT, data=data)
        definitions = read_definitions(project.params)
        write_shown(project, definitions, clean_sources(project, definitions).observations, read_earlier(data / "none"))

    return find_project(ROOT, data=make_once("real", clean))


@pytest.fixture(scope="session")
def demo_release(real_project: Project, make_once: Callable[..., Path]) -> Path:
    """The folder of the demo's release with every report; the list of releases lies beside it."""

    def run(folder: Path) -> None:
        project = copy_project(real_project, folder / "data")
        quarter.run_quarter(project, RunProgress(Console(file=StringIO())), folder / "reports", jobs=2)

    (manifest,) = (make_once("demo", run) / "reports").glob("*/manifest.json")
    return manifest.parent


@pytest.fixture(scope="session")
def open_kernels() -> Iterator[Callable[..., AbstractContextManager[type[PrivateKernel]]]]:
    """What to put in place of `warm_kernels`: one fork server, begun by the first run, for all that ask for it.

    A test whose subject is not the kernels need not wait for libraries to be imported: its notebooks are processes of
    their own all the same.
    """
    with ExitStack() as held:
        known: list[type[PrivateKernel]] = []

        def opened(**_: object) -> AbstractContextManager[type[PrivateKernel]]:
            if not known:
                known.append(held.enter_context(warm_kernels(preload=PRELOADED)))
            return nullcontext(known[0])

        yield opened


@pytest.fixture
def own_project(real_project: Project, tmp_path: Path) -> Project:
    """The real figures in a folder that a test may change, with nothing kept of an earlier run."""
    return copy_project(real_project, tmp_path / "data")


def copy_project(project: Project, data: Path) -> Project:
    """The same parameters and notebooks on a copy of the data, with nothing kept of an earlier run."""
    shutil.copytree(project.data, data, ignore=shutil.ignore_patterns("kept"))
    return Project(project.root, data)


@pytest.fixture
def open_real(real_project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Page]:
    """Open a report's page on the real figures, by default for Southampton in 2013-14 Q4."""
    monkeypatch.chdir(ROOT / "notebooks")

    def opened(report: str, area: str = "E06000045", quarter: str = "2013-14 Q4") -> Page:
        return open_page(report, area=area, quarter=quarter, data=real_project.data)

    return opened
