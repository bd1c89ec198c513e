"""Dates out of texts by arithmetic alone, for engines that have no way of trying: a text that is none gives null."""

import re

import ibis
import ibis.expr.types as ir

_PARTS = {
    "%d": r"([0-9]{1,2})",
    "%m": r"([0-9]{1,2})",
    "%Y": r"([0-9]{4})",
    "%H": r"([0-9]{1,2})",
    "%M": r"([0-9]{2})",
    "%S": r"([0-9]{2})",
    "%f": r"([0-9]{1,6})",  # parts of a second, which are read over
}


def is_reached(moment: ir.TimestampValue, other: ir.TimestampValue) -> ir.BooleanValue:
    """Whether a moment is not before another; midnight is a day written without its time, and is all of that day."""
    day = moment.cast("date")
    return (moment >= other) | ((day.cast("timestamp") == moment) & (day == other.cast("date")))


def parse_moment(text: ir.StringValue, form: str) -> ir.TimestampValue:
    """The date and time that a text is in strptime's form, of the signs %d %m %Y %H %M %S %f; null where it is none.

    A cast would stop the whole query at the first impossible date, and its message would quote it.
    """
    signs = re.findall(r"%[dmYHMSf]", form)
    pattern = "^" + re.sub(r"%[dmYHMSf]", lambda found: _PARTS[found[0]], form.replace(".", "[.]")) + "$"
    fits = text.re_search(pattern)
    parts = {
        sign: ibis.ifelse(fits, text.re_extract(pattern, place), "0").cast("int32")
        for place, sign in enumerate(signs, start=1)
    }
    year, month, day = parts["%Y"], parts["%m"], parts["%d"]
    hour, minute, second = (parts.get(sign, ibis.literal(0, "int32")) for sign in ("%H", "%M", "%S"))
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = ibis.cases(
        (month == 2, ibis.ifelse(is_leap, 29, 28)), (month.isin([4, 6, 9, 11]), 30), else_=31
    )  # days of the month
    valid = fits & month.between(1, 12) & (day >= 1) & (day <= longest) & (year >= 1)
    valid = valid & (hour < 24) & (minute < 60) & (second < 60)
    moment = ibis.date(year, month, day).cast("timestamp")
    if "%H" in parts:
        moment = moment + (hour * 3600 + minute * 60 + second).as_interval("s")
    return ibis.ifelse(valid, moment, ibis.null())
