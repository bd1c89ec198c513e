"""The forms of record-level files: params/records/<form>.yaml, one form a file."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from analysis.definitions.parameter_files import Definition, read_named
from analysis.definitions.reports import NAME
from analysis.refusals import suggest

EXPECTED = "title, keeper, edition, reference and tables"
YEAR = ("year_start", "year_end")
Kind = Literal["id", "date", "time", "code", "flag", "area", "number"]


class RecordColumn(Definition):
    """A column that a measure or a rule needs: how it is headed and how its values are written.

    `formats` are of dates and times, by strptime's signs; one of them is taken for the whole column. `codes` are the
    values that there are, each with our word for it; a list where our words are theirs.
    """

    heading: str
    aliases: list[str] = Field(default_factory=list)
    kind: Kind
    required: bool = False
    formats: list[str] = Field(default_factory=list)
    codes: dict[str, str] | list[str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_how_values_are_written(self) -> "RecordColumn":
        if (self.kind in ("date", "time")) != bool(self.formats):
            raise ValueError("give `formats` for a date or a time, and only there")
        if (self.kind == "code") != bool(self.codes):
            raise ValueError("give `codes` for a code, and only there")
        return self

    @property
    def headings(self) -> list[str]:
        return [self.heading, *self.aliases]

    @property
    def words(self) -> dict[str, str]:
        """Our word for each code."""
        return self.codes if isinstance(self.codes, dict) else dict(zip(self.codes, self.codes, strict=True))


class RecordRule(Definition):
    """A published rule: its number, what it says of a row that breaks it, and the check with the columns it looks at.

    Each check is an expression of publishing.counting.rule_expressions. A `query` asks about what may be right; an
    `error` cannot be. `where` and `values` are those of the first and second column that matter. YEAR are the first and
    the last day that `--covers` names.
    """

    number: str
    says: str
    check: str
    columns: list[str] = Field(min_length=1)
    values: list[str] = Field(default_factory=list)
    where: list[str] = Field(default_factory=list)
    severity: Literal["error", "query"] = "error"


class RecordTable(Definition):
    """One kind of file of a form: what the form calls it, the events that it holds and its columns by our names.

    `path` is the element of an XML form that makes a row; a heading is then the element's path below the child's.
    `counted_by` are the columns without which a row cannot be counted; `marks` are headings that tell this table from
    another one with the same columns, and are not read. Rows that are alike in `key` (in all columns where there is
    none) are `repeated`.
    """

    name: str
    events: str = Field(pattern=NAME)
    path: str | None = None
    columns: dict[str, RecordColumn]
    counted_by: list[str] = Field(min_length=1)
    marks: list[str] = Field(default_factory=list)
    key: list[str] = Field(default_factory=list)
    repeated: str = "the row stands there twice; it is counted once"
    rules: list[RecordRule] = Field(default_factory=list)

    @model_validator(mode="after")
    def _rules_name_columns(self) -> "RecordTable":
        named = [*self.counted_by, *self.key, *(name for rule in self.rules for name in rule.columns)]
        for name in named:
            if name not in self.columns and name not in YEAR:
                raise ValueError(f"no column {name!r}; {suggest(name, self.columns)}")
        return self


class RecordForm(Definition):
    """A form of record-level files, and the edition that its headings, codes and rules are of.

    `not_needed` are the form's other files by their headings: known, and passed over.
    """

    name: str = Field(pattern=NAME)
    title: str
    keeper: str
    edition: str
    reference: str
    kind: Literal["tables", "xml"] = "tables"
    tables: list[RecordTable] = Field(min_length=1)
    not_needed: dict[str, list[str]] = Field(default_factory=dict)


def read_forms(folder: Path) -> dict[str, RecordForm]:
    """Every form by name. Raises ParametersRefused."""
    return {path.stem: read_named(path, RecordForm, EXPECTED) for path in sorted(folder.glob("*.yaml"))}


def fold_heading(heading: str) -> str:
    """A heading without what suppliers write differently: case, spaces, quotation marks and other punctuation."""
    return re.sub(r"[\W_]+", "", heading).casefold()


def match_columns(table: RecordTable, headings: Iterable[str]) -> dict[str, int]:
    """The place (from 0) of each column of a table among a file's headings, by our name for it."""
    places = {}
    folded = [fold_heading(heading) for heading in headings]
    for name, column in table.columns.items():
        known = [fold_heading(heading) for heading in column.headings]
        found = next((folded.index(each) for each in known if each in folded), None)
        if found is not None:
            places[name] = found
    return places
