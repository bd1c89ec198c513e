"""Execute one unit with papermill, and prove that its notebook ran from its first cell to its last."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from analysis.page.parts import part_of
from analysis.refusals import NotebookFailed, Refusal
from publishing.release.made_page import Unit
from publishing.running.kernels.provisioner import PrivateKernel

INJECTED = "injected-parameters"
COMPLETE = "complete"
START_LIMIT = 120  # seconds; a kernel starts in one, but not on a machine that is busy or scans every file it opens
SEE = "Run the notebook in JupyterLab to see more."


def execute(unit: Unit, seconds: float, kernel: type[PrivateKernel] = PrivateKernel) -> NotebookNode:
    """The unit's notebook, executed in a kernel of its own and in the notebooks folder.

    It has so many seconds from its first cell to its last. Raises NotebookFailed, which names report, cell and reason,
    unless every code cell has run without an error and the last one carries the mark that the page is complete. What
    an exception says is told only where it is our own refusal; any other may quote the data.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # it tells of failures with the code and the traceback
    begun, ends = [], []

    def begin(cell: NotebookNode, cell_index: int) -> None:
        begun.append(cell)
        ends.append(time.monotonic() + seconds)

    try:
        with _own_event_loop():
            executed = papermill.execute_notebook(
                nbformat.read(unit.notebook, as_version=4),
                None,
                parameters=dict(unit.parameters),
                kernel_name="python3",
                kernel_manager_class=kernel,
                resources={"metadata": {"path": str(unit.notebook.parent)}},
                start_timeout=START_LIMIT,
                timeout_func=lambda cell: max(0.1, ends[0] - time.monotonic()),
                on_cell_start=begin,
                shutdown_kernel="immediate",
                progress_bar=False,
            )
    except PapermillExecutionError as error:
        raise _failure(unit, begun[: error.cell_index + 1], _describe_error(error.ename, error.evalue)) from None
    except CellTimeoutError:
        raise _failure(unit, begun, f"not finished within {seconds:g} seconds.") from None
    except DeadKernelError:
        raise _failure(unit, begun, "its process ended, as when memory runs out.") from None
    except (RuntimeError, OSError) as error:
        raise _failure(unit, begun, f"its kernel could not be used ({type(error).__name__}).") from None
    check_complete(unit, executed)
    return executed


def check_complete(unit: Unit, executed: NotebookNode) -> None:
    """Refuse an executed notebook unless each code cell has run, none ended in an error and the last says it is done.

    Raises NotebookFailed with the first cell at fault.
    """
    outputs = []
    for index, cell in enumerate(executed.cells):
        if cell.cell_type == "code":
            outputs, begun = cell.outputs, executed.cells[: index + 1]
            errors = [output for output in outputs if output.output_type == "error"]
            if errors:
                raise _failure(unit, begun, _describe_error(errors[0].ename, errors[0].evalue))
            if not cell.execution_count:
                raise _failure(unit, begun, "was not executed.")
    if not any((part_of(output) or {}).get("part") == COMPLETE for output in outputs):
        raise _failure(unit, executed.cells, "the page was not closed. End with `page.close()`.")


def _describe_error(name: str, message: str) -> str:
    """An exception in words: our own refusals in full, any other by its class alone."""
    if name in {kind.__name__ for kind in _kinds(Refusal)}:
        return message
    if name == "SystemExit":
        return "it ends Python before the last cell (SystemExit). Take that out."
    if name.endswith("MemoryError"):  # numpy has one of its own
        return "it needs more memory than memory_limit_megabytes in params/run.yaml allows. Let it do with less."
    return f"{name}. {SEE}"


def _kinds(kind: type[Refusal]) -> list[type[Refusal]]:
    subclasses: list[type[Refusal]] = kind.__subclasses__()
    return [kind, *(below for subclass in subclasses for below in _kinds(subclass))]


def _failure(unit: Unit, begun: list[NotebookNode], reason: str) -> NotebookFailed:
    """The refusal of a unit at the last cell begun, numbered as in the notebook: papermill adds one of its own."""
    name = f"{unit.report.name} ({unit.notebook.name})"
    own = [cell for cell in begun if INJECTED not in cell.metadata.get("tags", [])]
    number = sum(cell.cell_type == "code" for cell in own)
    return NotebookFailed(f"{name}, code cell {number}{_heading(own)}: {reason}" if number else f"{name}: {reason}")


def _heading(cells: list[NotebookNode]) -> str:
    """What the last of some cells is about: its first line where that is a comment, else the heading above it."""
    first = cells[-1].source.strip().splitlines()[:1]
    headings = [line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    known = [line for line in [*headings, *first] if line.startswith("#") and line.strip("# ")]
    return f" ‘{known[-1].strip('# ')}’" if known else ""


@contextmanager
def _own_event_loop() -> Iterator[None]:
    """Close the event loop that papermill's client makes in a thread, with what a dead kernel left waiting in it."""
    try:
        yield
    finally:
        loop = ensure_event_loop()
        if not loop.is_running():
            waiting = asyncio.all_tasks(loop)
            for task in waiting:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
            loop.close()
            asyncio.set_event_loop(None)
