"""What the process that kernels are forked from does when it imports this: reads params/ and limits their memory,
draws a chart, waits until the run has cleaned, and reads what may be shown.

A notebook then finds what was read here; a file that has changed since is read again. One that asks for more memory
than run.yaml allows gets a MemoryError, and the machine is spared.
"""

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock
from matplotlib import rc_context
from matplotlib.figure import Figure

from analysis.charts.drawing import STYLE, title_axis
from analysis.charts.svg import render_png, render_svg
from analysis.definitions import read_definitions
from analysis.definitions.contract import describe_sources
from analysis.definitions.reports import read_run
from analysis.measures.published import preload_figures
from analysis.refusals import ParametersRefused
from publishing.running.kernels.fork_server import GATE, PARAMS, PROCESSED

MEGABYTE = 1_000_000
SOON = 0.01  # seconds


def prepare(params: Path) -> None:
    """Read the definitions of a folder of parameters, draw once so that fonts are found, take on run.yaml's limit.

    What is refused is left to the notebook that needs it.
    """
    with suppress(ParametersRefused):
        read_definitions(params)
        describe_sources(params / "sources")
    with rc_context(STYLE):
        figure = Figure()
        title_axis(figure.add_subplot(), "0")
    render_svg(figure, "", "", "")
    render_png(figure)
    most = read_run(params / "run.yaml").memory_limit_megabytes
    if most is not None:
        limit_memory(most)


def await_figures(processed: Path, gate: Path) -> None:
    """Read what may be shown once the run lets go of a lock: it has cleaned, or has ended."""
    with suppress(OSError), FileLock(gate, poll_interval=SOON):
        preload_figures(processed)


def limit_memory(megabytes: int) -> None:
    """Refuse this process, and those that it starts, more of its own memory; nothing where the system has no limits.

    The limit is that of data (Linux 4.7 and later count all memory that is written to): libraries that are shared by
    several notebooks are not counted.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


if PARAMS in os.environ:
    prepare(Path(os.environ[PARAMS]))
    await_figures(Path(os.environ[PROCESSED]), Path(os.environ[GATE]))
