"""Time a kernel's start and a light notebook: papermill's own kernels, our ordinary ones and forked ones, in turn.

Run it with `python benchmarks/kernels.py [ROUNDS]`. Rounds alternate between the three, so that whatever else the
machine does falls on all alike, and the ratios are of medians. The work itself is that of the same cells in one plain
process after its imports.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO

import nbformat
import papermill
from jupyter_client import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop

from publishing.running.kernels.provisioner import PrivateKernel
from publishing.running.kernels.warm import warm_kernels

CELLS = [
    'quarters = 8\ntitle = "Children missing"',
    "import io\n\nimport matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd",
    'months = pd.date_range("2012-04-01", periods=3 * quarters, freq="MS")\n'
    'table = pd.DataFrame({"month": months, "children": np.arange(len(months)) % 7 + 20})',
    'by_quarter = table.resample("QS", on="month")["children"].sum()\nprint(by_quarter.describe())',
    'figure, axes = plt.subplots()\naxes.plot(table["month"], table["children"])\naxes.set_title(title)',
    'file = io.StringIO()\nfigure.savefig(file, format="svg")\nplt.close(figure)',
]


def start_kernel(manager: type[AsyncKernelManager]) -> None:
    """Start a kernel, wait until it answers and end it."""

    async def start() -> None:
        kernel = manager(kernel_name="python3")
        await kernel.start_kernel()
        client = kernel.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        client.stop_channels()
        await kernel.shutdown_kernel(now=True)

    ensure_event_loop().run_until_complete(start())


def execute_notebook(manager: type[AsyncKernelManager]) -> None:
    """Execute the light notebook with papermill and write the result, as the command `papermill` does."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(notebook, f"{folder}/in.ipynb")
        papermill.execute_notebook(
            f"{folder}/in.ipynb",
            f"{folder}/out.ipynb",
            kernel_name="python3",
            kernel_manager_class=manager,
            progress_bar=False,
        )


def work() -> None:
    """What the notebook's cells do, and nothing else."""
    with redirect_stdout(StringIO()):
        names: dict = {}
        for cell in CELLS:
            exec(cell, names)


def seconds(task: Callable, *arguments: object) -> float:
    begun = time.perf_counter()
    task(*arguments)
    return time.perf_counter() - begun


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Median seconds of each task with each kind of kernel, and mean seconds where notebooks follow one another."""
    begun = time.perf_counter()
    with warm_kernels() as warm:
        execute_notebook(warm)
        first = time.perf_counter() - begun
        kinds = {"papermill's own": AsyncKernelManager, "ordinary": PrivateKernel, "forked": warm}
        times: dict = {name: {"start": [], "notebook": []} for name in kinds}
        for _ in range(rounds):
            for name, manager in kinds.items():
                times[name]["start"].append(seconds(start_kernel, manager))
                times[name]["notebook"].append(seconds(execute_notebook, manager))
        in_a_row = seconds(lambda: [execute_notebook(warm) for _ in range(rounds)]) / rounds
    work()
    return {
        name: {task: statistics.median(taken) for task, taken in tasks.items()} for name, tasks in times.items()
    } | {
        "forked, one straight after the other": {"notebook": in_a_row},
        "forked, the first, with the imports": {"notebook": first},
        "the work itself": {"notebook": statistics.median(seconds(work) for _ in range(rounds))},
    }


def main(rounds: int) -> None:
    """Print the table; each ratio is to forked kernels."""
    os.environ["MPLBACKEND"] = "Agg"
    medians = measure(rounds)
    print(f"{rounds} rounds, in seconds; {os.cpu_count()} cores.\n")
    print("| kernels | start and end | ratio | a light notebook | ratio |\n| --- | --- | --- | --- | --- |")
    for name, taken in medians.items():
        cells = []
        for task, forked in medians["forked"].items():
            cells += [f"{taken[task]:.2f}", f"{taken[task] / forked:.1f}"] if task in taken else ["", ""]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
