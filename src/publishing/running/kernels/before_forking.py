"""What the process that kernels are forked from does when it imports this: reads params/ and limits their memory.

A notebook then reads what was parsed here in a tenth of the time; a file that has changed since is parsed again. One
that asks for more memory than run.yaml allows gets a MemoryError, and the machine is spared.
"""

import os
from contextlib import suppress
from pathlib import Path

from analysis.definitions import read_definitions
from analysis.definitions.contract import describe_sources
from analysis.definitions.reports import read_run
from analysis.refusals import ParametersRefused

PARAMS = "LSCB_PARAMS"
MEGABYTE = 1_000_000


def prepare(params: Path) -> None:
    """Read the definitions of a folder of parameters, then take on the limit of its run.yaml.

    What is refused is left to the notebook that needs it.
    """
    with suppress(ParametersRefused):
        read_definitions(params)
        describe_sources(params / "sources")
    most = read_run(params / "run.yaml").memory_limit_megabytes
    if most is not None:
        limit_memory(most)


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
