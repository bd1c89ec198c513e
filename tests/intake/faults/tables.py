"""The sound tables that faults are made of: what they say, and the contracts that they are sent under."""

from datetime import date

MONTHS = ["Apr-13", "May-13", "Jun-13", "Jul-13", "Aug-13", "Sep-13", "Oct-13", "Nov-13", "Dec-13"]
MONTHS += ["Jan-14", "Feb-14", "Mar-14"]
STARTS = [date(2013 + (number > 12), (number - 1) % 12 + 1, 1) for number in (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)]
EPISODES = [115, 97, 102, 88, 120, 93, 110, 87, 99, 105, 91, 111]
CHILDREN = [61, 55, 58, 49, 66, 52, 60, 48, 54, 57, 50, 62]

POLICE = {
    "name": "police",
    "title": "Missing children",
    "supplier": "the constabulary",
    "file": "police_{financial year}",
    "sheet": "Missing",
    "layout": "periods_across",
    "precedence": 2,
    "area": "E06000045",
    "period": "month",
    "rows": {"Children": "missing_children", "Episodes": "missing_episodes"},
    "typed_dates": True,
    "total": "Total",
    "totals": [{"over": "period", "whole": "financial year"}],
}
COUNCIL = {
    "name": "council",
    "title": "Referrals",
    "supplier": "the council",
    "file": "council_referrals",
    "layout": "measures_across",
    "precedence": 2,
    "area_columns": ["code"],
    "name_column": "area",
    "period_column": "year",
    "period": "financial year",
    "columns": {
        "referrals": "referrals",
        "re-referrals": "rereferrals",
        "share": {"indicator": "rereferral_share", "percent": "bare"},
    },
}
AUDITS = {
    "name": "audits",
    "title": "Audits",
    "supplier": "the board",
    "file": "audits_{quarter}",
    "layout": "rows",
    "precedence": 3,
    "area": "E06000045",
    "breakdown_columns": ["agency"],
    "columns": {"audits": "section_11_audits"},
}
SOURCES = (POLICE, COUNCIL, AUDITS)

AREAS = {"E06000045": "Southampton", "E06000044": "Portsmouth", "E92000001": "England"}
REFERRALS = {  # referrals, re-referrals and the share of them in percent
    ("E06000045", 2012): (4402, 1370, "31.1"),
    ("E06000045", 2013): (4500, 1440, "32"),
    ("E06000044", 2012): (2100, 420, "20"),
    ("E06000044", 2013): (2000, 500, "25"),
    ("E92000001", 2012): (593470, 148367, "25"),
    ("E92000001", 2013): (657780, 153920, "23.4"),
}
AGENCIES = {"Police": 7, "Health": 12, "Probation": 3, "Schools": 24, "Housing": 5}


def police_rows() -> list[list]:
    """A title, an empty row, months across, an empty row and a note below, as such tables are."""
    return [
        ["Missing children and young people"],
        [],
        ["", *MONTHS, "Total"],
        ["Children", *CHILDREN, sum(CHILDREN)],
        ["Episodes", *EPISODES, sum(EPISODES)],
        [],
        ["Source: police"],
    ]


def council_rows() -> list[list]:
    """One row for each area and year."""
    rows = [[code, AREAS[code], f"{year}/{(year + 1) % 100}", *figures] for (code, year), figures in REFERRALS.items()]
    return [["code", "area", "year", "referrals", "re-referrals", "share"], *rows]


def audit_rows(more: int = 0) -> list[list]:
    """One row for each agency, with so many more audits than in the first quarter."""
    return [["agency", "audits"], *([agency, audits + more] for agency, audits in AGENCIES.items())]


def tell_truth() -> dict[tuple, float]:
    """The value of every figure in the sound tables, by indicator, area, breakdown, first and last day."""
    last = [*(date.fromordinal(start.toordinal() - 1) for start in STARTS[1:]), date(2014, 3, 31)]
    truth = {}
    for name, figures in (("missing_children", CHILDREN), ("missing_episodes", EPISODES)):
        for value, start, end in zip(figures, STARTS, last, strict=True):
            truth[name, "E06000045", "", start, end] = value
        truth[name, "E06000045", "", date(2013, 4, 1), date(2014, 3, 31)] = sum(figures)
    for (code, year), (referrals, rereferrals, share) in REFERRALS.items():
        place = (code, "", date(year, 4, 1), date(year + 1, 3, 31))
        truth["referrals", *place], truth["rereferrals", *place] = referrals, rereferrals
        truth["rereferral_share", *place] = float(share) / 100
    for agency, audits in AGENCIES.items():
        truth["section_11_audits", "E06000045", agency, date(2014, 1, 1), date(2014, 3, 31)] = audits
    return truth
