"""Whether the long form of the tests is asked for: `make nightly` sets LSCB_NIGHTLY."""

import os

NIGHTLY = bool(os.environ.get("LSCB_NIGHTLY"))
