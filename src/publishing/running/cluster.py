"""Pages made on other machines: an existing Dask cluster, with the data and the checkout on storage that all share."""

import atexit
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.hashes import hash_folder, hash_of
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused
from publishing.release.made_page import MadePage, Unit
from publishing.running.kernels.provisioner import PrivateKernel
from publishing.running.kernels.warm import warm_kernels
from publishing.running.pages import PRELOADED, make_page

if TYPE_CHECKING:
    from distributed import Client

ANSWER_LIMIT = 15  # seconds for a scheduler to answer, and for its workers to say what they see
STARTED = "Start one with `dask scheduler`, and `dask worker ADDRESS` on each machine."

_opening = threading.Lock()


@contextmanager
def open_cluster(address: str, project: Project) -> Iterator[Executor]:
    """An executor that runs units on the workers of a Dask scheduler, such as tcp://10.0.0.5:8786.

    A unit whose worker ends is run again on another. Raises ParametersRefused where Dask is not installed, nothing
    answers at the address, there is no worker, or a worker has other code or sees other figures than this machine.
    """
    with _connect(address) as client:
        _check_workers(client, address, project)
        yield client.get_executor(pure=False)


def make_page_on_worker(unit: Unit, seconds: float) -> MadePage:
    """Make a unit's page in whatever process this is, with kernels that the process keeps warm for the next unit."""
    return make_page(
        unit, seconds, _kernels(find_project(unit.notebook.parent, unit.notebook.parent / str(unit.parameters["data"])))
    )


def describe_place(package: Path, observations: Path) -> tuple[str, str]:
    """Hashes of a package's code and of the observations, as the machine that this runs on sees them."""
    return hash_folder(package), hash_of(observations.read_bytes()) if observations.is_file() else ""


def describe_own_place(observations: Path) -> tuple[str, str]:
    """The same of the package that this very process has imported."""
    return describe_place(Path(__file__).parents[1], observations)


def _connect(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        raise ParametersRefused("Dask is not installed. Run `pip install .[distributed]` first.") from None
    try:
        return Client(address, timeout=ANSWER_LIMIT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ParametersRefused(f"No Dask scheduler answers at {address} ({type(error).__name__}). {STARTED}") from None


def _check_workers(client: "Client", address: str, project: Project) -> None:
    """Refuse a cluster without workers, and one whose workers would make other pages than this machine."""
    observations = (project.processed / "observations.parquet").resolve()
    seen = client.run(describe_own_place, observations)
    if not seen:
        raise ParametersRefused(f"The scheduler at {address} has no workers. {STARTED}")
    code, figures = describe_own_place(observations)
    for worker, (its_code, its_figures) in seen.items():
        if its_code != code:
            raise ParametersRefused(f"The worker {worker} has other code. Install this checkout there and restart it.")
        if its_figures != figures:
            raise ParametersRefused(
                f"The worker {worker} does not see the figures of this run. Checkout and data must lie on storage "
                "that every machine has under the same path."
            )


def _kernels(project: Project) -> type[PrivateKernel]:
    with _opening:  # a worker with several threads opens them once
        return _open_kernels(project)


@cache
def _open_kernels(project: Project) -> type[PrivateKernel]:
    kept = ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(warm_kernels(preload=PRELOADED, project=project))
