"""Conditions as numbers, so that they can be added up in any engine."""

import ibis
import ibis.expr.types as ir


def one_where(condition: ir.BooleanValue) -> ir.IntegerValue:
    """1 where a condition holds, 0 where it does not or cannot be told; no engine refuses it, as a cast is refused."""
    return ibis.ifelse(condition.fill_null(False), 1, 0).cast("int64")
