"""From the returns that safeguarding partners send to the reports that their sub-groups read.

For a notebook or a console: `from analysis import areas, mark, neighbours, read`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.marking import mark
    from analysis.reading import areas, neighbours, read

WHERE = {"areas": "reading", "mark": "marking", "neighbours": "reading", "read": "reading"}
__all__ = ["areas", "mark", "neighbours", "read"]


def __getattr__(name: str) -> Any:
    """The readers, imported when first asked for: the command line starts without pandas."""
    if name in WHERE:
        return getattr(import_module(f"analysis.{WHERE[name]}"), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
