"""Age on a day, and who is a child then."""

import ibis
import ibis.expr.types as ir

ADULT = 18  # Children Act 1989, section 105: a child is a person under the age of 18


def age_on(born: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Whole years of age on a day; a birthday of 29 February is reached on 1 March in other years."""
    had = (day.month() > born.month()) | ((day.month() == born.month()) & (day.day() >= born.day()))
    return (day.year() - born.year()).cast("int64") - ibis.ifelse(had, 0, 1)
