"""What an engine does: stages typed tables where the records are, and answers aggregates."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir

from analysis.refusals import SourceRefused

HARD_BLANK = "\u00a0"  # that does not break the line, as word processors and web pages write it

WHOLE = r"^[0-9]{1,9}([.]0+)?$"  # spreadsheets write 17 as 17.0


class EngineFailed(Exception):
    """The engine stopped; its own words are not kept, because they quote records."""


class Engine(Protocol):
    """Where the records are. A table stays in the engine: nothing but `run`'s rows comes out of it."""

    def parse(self, text: ir.StringValue, form: str) -> ir.TimestampValue:
        """The date and time that a text is in strptime's form, white space around it or not; null where it is none."""
        ...

    def to_number(self, text: ir.StringValue) -> ir.IntegerValue:
        """The whole number that a text is; null where it is none."""
        ...

    def trim(self, text: ir.StringValue) -> ir.StringValue:
        """A text without white space around it, blanks that do not break the line among it."""
        ...

    def pseudonym(self, folded: ir.StringValue) -> ir.Value:
        """A folded id hashed with a salt that only this run's memory holds."""
        ...

    def step(self, name: str, table: ir.Table) -> ir.Table:
        """A table under a name, so that what it works out is worked out once for a row, or the table as it is."""
        ...

    def stage(self, name: str, table: ir.Table) -> ir.Table:
        """Keep a table in the engine for this run, or leave it to be worked out in each query."""
        ...

    def run(self, query: ir.Table) -> list[tuple[Any, ...]]:
        """The rows of a query. Called by publishing.counting.aggregates alone."""
        ...


def make_salt() -> str:
    """Random signs for this run's pseudonyms: never written, and gone with the process."""
    return secrets.token_hex(16)


@contextmanager
def silence(doing: str) -> Iterator[None]:
    """Replace whatever an engine raises by one plain sentence, since its messages quote whole records.

    Raises EngineFailed without the cause, so that no traceback leads to it; out of memory is said to be that.
    """
    try:
        yield
    except (EngineFailed, SourceRefused, KeyboardInterrupt):
        raise
    except Exception as error:
        kind = type(error).__name__
    else:
        return
    memory = " It needs more memory than there is: see --memory." if "Memory" in kind else ""
    raise EngineFailed(f"The engine stopped while {doing} ({kind}).{memory}") from None


def table_like(name: str, schema: dict[str, str]) -> ir.Table:
    """A table that stands in the engine under a name."""
    return ibis.table(schema, name=name)
