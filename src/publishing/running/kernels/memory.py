"""Limits the memory of a process when it is imported: of the one that kernels are forked from, and so of each of them.

What a notebook starts has the same limit. A notebook that asks for more gets a MemoryError, and the machine is spared.
"""

import os

LIMIT = "LSCB_NOTEBOOK_MEGABYTES"
MEGABYTE = 1_000_000


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


if os.environ.get(LIMIT):
    limit_memory(int(os.environ[LIMIT]))
