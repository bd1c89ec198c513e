"""What is counted from record-level files: params/measures/<measure>.yaml, one measure a file."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from analysis.definitions.parameter_files import Definition, read_named
from analysis.definitions.reports import NAME
from analysis.refusals import suggest

EXPECTED = "title, unit, definition, events, periods and columns"
PeriodCounted = Literal["month", "quarter", "financial year"]
SettingValue = str | int | list[str]


class Setting(Definition):
    """The value of one switch of a counting rule from a day on, and where that rule is written."""

    since: date
    value: SettingValue
    source: str


class CountedColumn(Definition):
    """One count of a measure: the indicator that it fills and what must be there for it to be said.

    `needs` are columns, as `events.column`, or events; `a|b` is either. `history_months` is how far before a period the
    records must reach, `follow_up_months` how far after it the cover must.
    """

    indicator: str
    needs: list[str] = Field(default_factory=list)
    history_months: int = Field(default=0, ge=0)
    follow_up_months: int = Field(default=0, ge=0)


class CountedBreakdown(Definition):
    """The words that one breakdown can be, in their order, and the columns of which one at least must be there.

    `of` says whether a word is a child's, who then has one alone, or an event's, so that a child can be under several.
    """

    words: list[str] = Field(min_length=1)
    of: Literal["child", "event"] = "child"
    needs_one_of: list[str] = Field(default_factory=list)


class Difference(Definition):
    """A likely reason why a published figure is not what was counted: of which counts, and where more or fewer are."""

    says: str
    columns: list[str] = Field(default_factory=list)
    counted: Literal["more", "fewer"] | None = None


class CountedMeasure(Definition):
    """A measure: the events that it is counted from, the periods it is counted for and the counts that it gives.

    With `months` the breakdown is by months since something, joined into steps of so many children at least that the
    switch `step_at_least` says. `supplier` is who counts it, as the file specification names them.
    """

    name: str = Field(pattern=NAME)
    title: str
    supplier: str
    unit: str
    definition: str
    reference: str
    version: int = Field(ge=1)
    events: list[str] = Field(min_length=1)
    periods: list[PeriodCounted] = Field(min_length=1)
    breakdowns: dict[str, CountedBreakdown] = Field(default_factory=dict)
    months: int = 0
    settings: dict[str, list[Setting]] = Field(default_factory=dict)
    columns: dict[str, CountedColumn]
    differs: list[Difference] = Field(default_factory=list)

    @field_validator("settings")
    @classmethod
    def _in_order(cls, settings: dict[str, list[Setting]]) -> dict[str, list[Setting]]:
        for name, values in settings.items():
            if not values or sorted(values, key=lambda setting: setting.since) != values:
                raise ValueError(f"{name}: give its values in the order of `since`")
        return settings

    @model_validator(mode="after")
    def _differences_name_columns(self) -> "CountedMeasure":
        for name in (name for reason in self.differs for name in reason.columns):
            if name not in self.columns:
                raise ValueError(f"differs: no column {name!r}; {suggest(name, self.columns)}")
        return self

    def settings_on(self, day: date) -> dict[str, SettingValue]:
        """The value of each switch on a day; the earliest one for days before it."""
        chosen = {name: [each for each in values if each.since <= day] for name, values in self.settings.items()}
        return {name: (chosen[name] or values[:1])[-1].value for name, values in self.settings.items()}


def read_measures(folder: Path) -> dict[str, CountedMeasure]:
    """Every measure by name. Raises ParametersRefused."""
    return {path.stem: read_named(path, CountedMeasure, EXPECTED) for path in sorted(folder.glob("*.yaml"))}
