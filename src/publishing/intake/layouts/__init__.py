"""The layouts that a received table can have, each in one class (`Layout`)."""

from typing import get_args

from publishing.intake.layouts.board_data_set import DataSet
from publishing.intake.layouts.layout import Layout
from publishing.intake.layouts.measures_across import MeasuresAcross
from publishing.intake.layouts.months_from_april import MonthsFromApril
from publishing.intake.layouts.neighbours_across import NeighboursAcross
from publishing.intake.layouts.periods_across import PeriodsAcross
from publishing.intake.layouts.quoted_figures import Stated
from publishing.intake.layouts.rows_of_items import Rows

LAYOUTS: dict[str, type[Layout]] = {
    get_args(kind.model_fields["layout"].annotation)[0]: kind
    for kind in (PeriodsAcross, MeasuresAcross, MonthsFromApril, Rows, DataSet, NeighboursAcross, Stated)
}
"""By the name that a specification gives as its `layout`; the first is what `lscb new source` begins."""
