"""Faults of single cells: how figures, markers, periods and areas are written."""

from pathlib import Path

from faults import Fault
from faults.tables import AGENCIES, audit_rows, council_rows
from faults.texts import police, rows_of, swap
from faults.writing import as_bytes


def _set(rows: list[list], row: int, values: dict[int, object]) -> None:
    for column, value in values.items():
        rows[row][column] = value


def _heading(column: int, text: str):
    return police(lambda rows: _set(rows, 2, {column: text}))


def _share(text: str):
    return swap("1370,31.1", f'1370,"{text}"')


def _shares(*texts: str):
    return rows_of(lambda rows: [rows[0], *([*row[:5], text] for row, text in zip(rows[1:], texts, strict=True))])


def _audits(more: int, log: str = ""):
    """The third quarter's list, and the fourth's with so many more audits for each agency."""

    def make(raw: Path) -> None:
        (raw / "returns" / "audits_2013-14_q3.csv").write_bytes(as_bytes(audit_rows(more)))
        (raw / "returns" / "audits_2013-14_q4.csv").write_bytes(as_bytes(audit_rows()))
        (raw / "returns" / "README.md").write_text(log)

    return make


def _early(raw: Path) -> None:
    (raw / "returns" / "audits_2013-14_q4.csv").write_bytes(as_bytes(audit_rows()))
    (raw / "returns" / "README.md").write_text("| `audits_2013-14_q4.csv` | the board | 2014-02-01 |\n")


def _unit(raw: Path) -> None:
    """England's share of one year as a fraction, among nine years of percentages."""
    rows = council_rows()
    rows[1:] = [
        ["E92000001", "England", f"{year}/{year - 1999:02d}", 600000, 150000, "25"] for year in range(2003, 2012)
    ]
    rows += [
        ["E92000001", "England", "2012/13", 593470, 148367, "25"],
        ["E92000001", "England", "2013/14", 657, 153, "23.4"],
    ]
    (raw / "returns" / "council_referrals.csv").write_bytes(as_bytes(rows))


NUMBER = "expected a figure or a marker"

FAULTS = [
    Fault(
        "Excel dates and serials",
        "a month as a spreadsheet's serial number",
        "refused",
        "cell B3: expected a month",
        _heading(1, "41365"),
    ),
    Fault(
        "Excel dates and serials",
        "a figure that became a date",
        "refused",
        f"cell D2: {NUMBER}",
        swap("4402", "44-Feb"),
    ),
    Fault("`Apr-13`", "Apr-13 as typed", "read", "", police(lambda rows: None)),
    Fault(
        "`Apr-13`",
        "Apr-13 taken for the 13th of April of this year",
        "refused",
        "cell B3: expected a month",
        _heading(1, "2026-04-13"),
    ),
    Fault(
        "day-month order",
        "01/04/2013, a first day of a month in one order only",
        "read",
        "",
        _heading(1, "01/04/2013"),
    ),
    Fault(
        "day-month order",
        "04/05/2013, a first day of a month in no order",
        "refused",
        "cell B3: expected a month",
        _heading(1, "04/05/2013"),
    ),
    Fault(
        "financial-year labels",
        "2012/14, two years on",
        "refused",
        "cell C2: expected a financial year",
        swap("2012/13", "2012/14"),
    ),
    Fault(
        "financial-year labels",
        "2013 alone, which may be either year",
        "refused",
        "cell C2: expected a financial year",
        swap("2012/13", "2013"),
    ),
    Fault("financial-year labels", "2012-13", "read", "", swap("2012/13", "2012-13")),
    Fault("thousands", "593,470", "read", "", swap("593470", '"593,470"')),
    Fault("thousands", "593 470", "refused", "cell D6: expected a figure without a space", swap("593470", "593 470")),
    Fault("thousands", "593 470 with a no-break space", "read", "", swap("593470", "593\u00a0470")),
    Fault("thousands", "593.470", "refused", "cell D6: expected a whole number", swap("593470", "593.470")),
    Fault("thousands", "59,3470", "refused", f"cell D6: {NUMBER}", swap("593470", '"59,3470"')),
    Fault(
        "brackets",
        "(4402), where the contract does not say what brackets mean",
        "refused",
        f"cell D2: {NUMBER}",
        swap("4402", "(4402)"),
    ),
    Fault(
        "minus signs",
        "a hyphen before a count",
        "refused",
        "cell D2: expected a figure that is not negative",
        swap("4402", "-4402"),
    ),
    Fault(
        "minus signs",
        "the sign for minus",
        "refused",
        "cell D2: expected a figure that is not negative",
        swap("4402", "\u22124402"),
    ),
    Fault("minus signs", "a minus sign behind the figure", "refused", f"cell D2: {NUMBER}", swap("4402", "4402-")),
    Fault(
        "non-breaking spaces",
        "around a figure and in a name",
        "read",
        "",
        swap("Southampton,2012/13,4402", "\u00a0Southampton\u00a0,2012/13,\u00a04402"),
    ),
    Fault("percent and proportion mixed", "a percent sign where figures are bare", "read", "", _share("31.1%")),
    Fault(
        "percent and proportion mixed",
        "all as fractions",
        "refused",
        "cell F2: expected percentages here and below",
        _shares("0.311", "0.32", "0.2", "0.25", "0.25", "0.234"),
    ),
    Fault(
        "percent and proportion mixed",
        "some with their sign, one as a fraction",
        "refused",
        "cell F2: expected percentages here",
        _shares("0.311", "32%", "20%", "25%", "25%", "23.4%"),
    ),
    Fault('"number and %"', "1370 31.1% in one cell", "refused", f"cell F2: {NUMBER}", _share("1370 31.1%")),
    Fault("markers", "`c`, suppressed", "missing", "suppressed_at_source", _share("c")),
    Fault("markers", "`[c]`, suppressed", "missing", "suppressed_at_source", _share("[c]")),
    Fault("markers", "an empty cell", "missing", "not_supplied", _share("")),
    Fault("markers", "`*`, which the contract does not explain", "refused", f"cell F2: {NUMBER}", _share("*")),
    Fault("markers", "two hyphens", "missing", "not_available", _share("--")),
    Fault("markers", "the word suppressed", "missing", "suppressed_at_source", _share("Suppressed")),
    Fault("thousands", "an apostrophe before a number typed as text", "read", "", swap("4402", "'4402")),
    Fault(
        "unknown and retired area codes",
        "a code before a name",
        "read",
        "",
        swap("E06000045,Southampton", "852 Southampton,Southampton"),
    ),
    Fault("markers", "`<5`", "refused", f"cell F2: {NUMBER}", _share("<5")),
    Fault("markers", "`nil`", "refused", f"cell F2: {NUMBER}", _share("nil")),
    Fault(
        "negative", "a share below nothing", "refused", "cell F2: expected a percentage that is not", _share("-31.1")
    ),
    Fault("fractional", "half a referral", "refused", "cell D2: expected a whole number", swap("4402", "4402.5")),
    Fault("infinite", "inf", "refused", f"cell D2: {NUMBER}", swap("4402", "inf")),
    Fault("infinite", "1e999", "refused", f"cell D2: {NUMBER}", swap("4402", "1e999")),
    Fault("infinite", "NaN", "refused", f"cell D2: {NUMBER}", swap("4402", "NaN")),
    Fault("infinite", "more digits than a number keeps", "refused", f"cell D2: {NUMBER}", swap("4402", "4402" * 5)),
    Fault("infinite", "digits of another script", "refused", f"cell D2: {NUMBER}", swap("4402", "44\u0660\u0662")),
    Fault(
        "numerator above denominator",
        "more re-referrals than referrals",
        "noted",
        "numerator_above_denominator",
        swap("4402,1370", "1370,4402"),
        frozenset({1370, 4402}),
    ),
    Fault(
        "zero denominators",
        "re-referrals of no referrals",
        "noted",
        "numerator_above_denominator",
        swap("4402,1370", "0,1370"),
        frozenset({0, 1370}),
    ),
    Fault(
        "duplicate and conflicting rows",
        "a row sent twice",
        "noted",
        "doubled_figure",
        rows_of(lambda rows: [*rows, rows[1]]),
    ),
    Fault(
        "duplicate and conflicting rows",
        "two rows that contradict each other",
        "set aside",
        "doubled_figure",
        rows_of(lambda rows: [*rows, [*rows[1][:3], 4403, 1371, "31.2"]]),
    ),
    Fault(
        "duplicate and conflicting rows",
        "a row sent twice, once with a figure withheld",
        "set aside",
        "doubled_figure",
        rows_of(lambda rows: [*rows, [*rows[1][:4], "[c]", rows[1][5]]]),
    ),
    Fault(
        "unknown and retired area codes",
        "a code that is none",
        "set aside",
        "unknown_area",
        swap("E06000044,Portsmouth", "E06999999,Portsmouth"),
    ),
    Fault(
        "unknown and retired area codes",
        "an authority that is no longer one",
        "noted",
        "unknown_area",
        rows_of(lambda rows: [*rows, ["E10000099", "Bournemouth and all", "2013/14", 9, 9, 9]]),
    ),
    Fault(
        "unknown and retired area codes",
        "a name that is no area's beside a code",
        "noted",
        "unknown_name",
        swap("E06000045,Southampton", "E06000045,Sowthamptun"),
    ),
    Fault(
        "unknown and retired area codes",
        "the code of another area than the name's",
        "refused",
        "cell B2: expected the name of the area whose code",
        swap("E06000045,Southampton", "E06000044,Southampton"),
    ),
    Fault(
        "unit changes",
        "the latest year in thousands",
        "noted",
        "another_size",
        _unit,
        frozenset({600000, 150000, 657, 153, 0.25}),
    ),
    Fault(
        "stale copies of last quarter",
        "the same figures under the next quarter's name",
        "set aside",
        "stale_copy",
        _audits(0),
        frozenset(AGENCIES.values()),
    ),
    Fault(
        "stale copies of last quarter", "two quarters that differ", "read", "", _audits(1), frozenset({8, 13, 4, 25, 6})
    ),
    Fault(
        "stale copies of last quarter",
        "last year's table under this year's name",
        "refused",
        "cell M3: expected the last month of 2013-14",
        police(
            lambda rows: _set(
                rows,
                2,
                dict(
                    enumerate(
                        [
                            "Apr-12",
                            "May-12",
                            "Jun-12",
                            "Jul-12",
                            "Aug-12",
                            "Sep-12",
                            "Oct-12",
                            "Nov-12",
                            "Dec-12",
                            "Jan-13",
                            "Feb-13",
                            "Mar-13",
                        ],
                        start=1,
                    )
                ),
            )
        ),
    ),
    Fault("future dates", "a quarter that was not over when its file came", "set aside", "period_not_over", _early),
]
