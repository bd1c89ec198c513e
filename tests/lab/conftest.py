"""JupyterLab on loopback with a copy of the notebooks, as `make lab` starts it, and Chromium."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.project import Project, find_project

ROOT = find_project(Path(__file__).parent).root
START = 90  # seconds; the server starts in five, but not on a machine that is busy
OWN = (
    "HOME",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, the token that opens it and where it keeps which notebooks were open."""

    address: str
    token: str
    workspaces: Path


@pytest.fixture(scope="module")
def copy(real_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of its own: the parameters, the notebooks and the figures cleaned."""
    folder = tmp_path_factory.mktemp("lab") / "checkout"
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "params", folder / "params")
    shutil.copytree(real_project.data, folder / "data", ignore=shutil.ignore_patterns("kept"))
    return folder


@pytest.fixture(scope="module")
def server(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with the repository's settings and none of the user's; it ends with the tests."""
    home = tmp_path_factory.mktemp("home")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    environment |= {name: str(home / name) for name in OWN}
    environment |= {"JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter"), "JUPYTER_TOKEN": secrets.token_hex(16)}
    write_settings(Path(environment["JUPYTERLAB_SETTINGS_DIR"]))
    options = ["--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], cwd=copy, env=environment, stdout=log, stderr=log
        )
        try:
            told = wait_for_server(Path(environment["JUPYTER_RUNTIME_DIR"]), process)
            yield Lab(told["url"], told["token"], home / "JUPYTERLAB_WORKSPACES_DIR")
        finally:
            process.terminate()
            process.wait(START)


def write_settings(folder: Path) -> None:
    """Let JupyterLab keep every cell in the page, also those that are out of sight, so that a test can see them."""
    place = folder / "@jupyterlab" / "notebook-extension"
    place.mkdir(parents=True)
    (place / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', encoding="utf-8")


def wait_for_server(folder: Path, process: subprocess.Popen) -> dict:
    """What a server writes of itself once it is ready: its address and its token."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        for path in folder.glob("jpserver-*.json"):
            if text := path.read_text(encoding="utf-8"):
                return json.loads(text)
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start")
