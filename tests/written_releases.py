"""A release written by itself, for tests of what becomes of one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from publishing.release.made_page import MadePage
from publishing.release.staging import Staging


def write_release(
    output: Path, made: datetime, pages: Sequence[MadePage], facts: Mapping, words: Mapping[str, str] | None = None
) -> Path:
    """Release the pages of one area and quarter: all of them with their contents, tables and manifest, or nothing.

    The caller holds the output folder. Raises StorageRefused.
    """
    staging = Staging(output, made, pages[0].unit.area, pages[0].unit.quarter)
    try:
        for page in pages:
            staging.add(page, words or {})
        staging.finish(facts, [page.unit.report.name for page in pages])
        staging.check()
        return staging.publish()
    finally:
        staging.discard()
