"""How a notebook shows a model's result: its table, below the figures that go with it."""

from dataclasses import fields
from html import escape

import pandas as pd


class ShownResult:
    """A result that a notebook shows with its table; `table` is a DataFrame to take further."""

    table: pd.DataFrame

    def _repr_html_(self) -> str:
        """What a notebook shows: each field that is no table in a line, then the table (IPython looks for this)."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        plain = {name: value for name, value in values.items() if isinstance(value, str | int | float | bool)}
        said = {name: f"{value:.4g}" if isinstance(value, float) else value for name, value in plain.items()}
        words = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in said.items())
        return f"<p><strong>{type(self).__name__}</strong>. {escape(words)}</p>{self.table.to_html()}"
