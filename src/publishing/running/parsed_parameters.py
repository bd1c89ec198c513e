"""Parses a folder's parameter files when it is imported: by the process that kernels are forked from, once for all.

`read_parameters` remembers what a text says, so that a notebook reads the same folder in a tenth of the time; a file
that has changed since is another text and is parsed again.
"""

import os
from pathlib import Path

from analysis.definitions.parameter_files import read_parameters
from analysis.refusals import ParametersRefused

for path in Path(os.environ.get("LSCB_PARAMS", os.devnull)).rglob("*.yaml"):
    try:
        read_parameters(path)
    except ParametersRefused:
        continue  # the notebook that needs it is told
