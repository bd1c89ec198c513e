"""Published rules by their numbers: for each the rows that break it beside rows that keep it."""

import ibis
import pytest

from analysis.definitions.record_forms import RecordRule, read_forms
from analysis.refusals import ParametersRefused
from publishing.counting.record_checks import check_records
from publishing.counting.rule_expressions import CHECKS
from publishing.counting.typed_tables import TypedTable
from tests.counting.conftest import breaks

YEAR = "2024-04..2025-03"
HEADS = {
    "Episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC",
    "Missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
}
EPISODE = "{0},{1}/06/2024,{2},C2,N1,U1,{3},{4}"
PLACED = "A,01/06/2024,{0},C2,N1,{1},{2},{3}"
MISSING = "{0},01/01/2010,M,{1}/06/2024,{2}"


def episodes(*rows: str) -> list[str]:
    """Episodes, each as `child day reason-of-beginning day-of-end reason-of-end`, all in June 2024; - is nothing."""
    cells = [[cell.replace("-", "") for cell in row.split()] for row in rows]
    return [EPISODE.format(*c[:3], f"{c[3]}/06/2024" if c[3] else "", c[4]) for c in cells]


def absences(*rows: str) -> list[str]:
    """Absences, each as `child day day-of-end`."""
    cells = [[cell.replace("-", "") for cell in row.split()] for row in rows]
    return [MISSING.format(*c[:2], f"{c[2]}/06/2024" if c[2] else "") for c in cells]


CARE = {
    "142 after no end": ("142", episodes("A 01 S - -", "A 05 P - -"), 1),
    "142 after an end without a reason": ("142", episodes("A 01 S 05 -", "A 05 P - -"), 1),
    "142 kept": ("142", episodes("A 01 S 05 X1", "A 05 P - -"), 0),
    "431 on the day": ("431", episodes("A 01 S 05 E11", "A 05 S - -"), 1),
    "431 a day later": ("431", episodes("A 01 S 05 E11", "A 06 S - -"), 0),
    "431 another reason": ("431", episodes("A 01 S 05 X1", "A 05 P - -"), 0),
    "432": ("432", episodes("A 01 S 05 E11", "A 09 P - -"), 1),
    "432 where the end has no date": ("432", episodes("A 01 S - E11", "A 09 P - -"), 1),
    "432 kept": ("432", episodes("A 01 S 05 E11", "A 09 S - -"), 0),
    "433": ("433", episodes("A 01 S 05 X1", "A 06 P - -"), 1),
    "501": ("501", episodes("A 01 S 05 X1", "A 04 P - -"), 1),
    "501 touching": ("501", episodes("A 01 S 05 X1", "A 05 P - -"), 0),
    "354 after the year": ("354", ["A,01/04/2025,S,C2,N1,U1,,", "B,31/03/2025,S,C2,N1,U1,,"], 1),
    "357 not by starting": ("357", episodes("A 01 P 05 X1", "A 05 L - -", "B 01 S - -"), 1),
    "357 begun before the year": ("357", ["A,31/03/2024,L,C2,N1,U1,,"], 0),
    "380 begins": ("380", [PLACED.format("S", "T1", "", "")], 1),
    "380 moved": ("380", [PLACED.format("P", "T1", "", ""), PLACED.format("S", "U1", "", "")], 0),
    "381 ends": ("381", [PLACED.format("P", "T0", "05/06/2024", "E11")], 1),
    "381 goes on": ("381", [PLACED.format("P", "T0", "05/06/2024", "X1"), PLACED.format("P", "T0", "", "")], 0),
    "564": ("564", ["A,01/01/2010,M,,", "B,01/01/2010,,,", "C,01/01/2010,M,01/06/2024,"], 1),
    "565": ("565", ["A,01/01/2010,,01/06/2024,", "B,01/01/2010,,,", "C,01/01/2010,A,01/06/2024,"], 1),
    "566": ("566", ["A,01/01/2010,,,02/06/2024", "B,01/01/2010,M,01/06/2024,02/06/2024"], 1),
    "570": ("570", ["A,01/01/2010,M,01/04/2025,", "B,01/01/2010,M,31/03/2025,"], 1),
    "571 before the year": ("571", ["A,01/01/2010,M,01/03/2024,31/03/2024", "B,01/01/2010,M,01/03/2024,01/04/2024"], 1),
    "571 after the year": ("571", ["A,01/01/2010,M,01/03/2025,01/04/2025", "B,01/01/2010,M,01/03/2025,31/03/2025"], 1),
    "567": ("567", absences("A 05 04", "B 05 05"), 1),
    "574 after one that is open": ("574", absences("A 01 -", "A 05 06"), 1),
    "574 before the end": ("574", absences("A 01 05", "A 04 06"), 1),
    "574 touching, another child": ("574", absences("A 01 05", "A 05 -", "B 05 06"), 0),
}


@pytest.mark.parametrize(("number", "rows", "broken"), CARE.values(), ids=list(CARE))
def test_a_rule_of_the_looked_after_return_counts_the_rows_that_break_it(count, number, rows, broken):
    table = "Missing" if number > "503" else "Episodes"
    outcome = count("ssda903", (f"{table}.csv", "\n".join([HEADS[table], *rows, ""])), covers=YEAR, check=True)

    assert breaks(outcome).get(number, 0) == broken


MESSAGE = "<Message><Header><ReferenceDate>{0}</ReferenceDate></Header><Children>{1}</Children></Message>"
CHILD = """<Child><ChildIdentifiers><LAchildID>A</LAchildID>
<PersonBirthDate>2024-03-01</PersonBirthDate>
<PersonDeathDate>2024-12-01</PersonDeathDate><Sex>{sex}</Sex></ChildIdentifiers><CINdetails>{0}</CINdetails></Child>"""
BORN = "<PersonBirthDate>2024-03-01</PersonBirthDate>"
DIED = "<PersonDeathDate>2024-12-01</PersonDeathDate>"
DUE = "<ExpectedPersonBirthDate>{0}</ExpectedPersonBirthDate>"


def census(*children: str, reference: str = "2025-03-31") -> tuple[str, str]:
    return "census.xml", MESSAGE.format(reference, "".join(children))


REFERRED = "<CINreferralDate>2024-06-03</CINreferralDate>"
PLAN = "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP>"


def review(day: str) -> str:
    return plan("2024-06-10", "", f"{PLAN}<Reviews><CPPreviewDate>{day}</CPPreviewDate></Reviews>")


def assessment(start: str, end: str = "") -> str:
    return (
        f"{REFERRED}<Assessments><AssessmentActualStartDate>{start}</AssessmentActualStartDate>"
        f"<AssessmentAuthorisationDate>{end}</AssessmentAuthorisationDate></Assessments>"
    )


def enquiry(start: str, conference: str, more: str = "", around: str = REFERRED) -> str:
    return (
        f"{around}<Section47><S47ActualStartDate>{start}</S47ActualStartDate>"
        f"<DateOfInitialCPC>{conference}</DateOfInitialCPC>{more}</Section47>"
    )


def plan(start: str, end: str, more: str = PLAN) -> str:
    dates = f"<CPPstartDate>{start}</CPPstartDate><CPPendDate>{end}</CPPendDate>"
    return f"<ChildProtectionPlans>{dates}{more}</ChildProtectionPlans>"


CLOSED = "<CINclosureDate>2024-08-01</CINclosureDate>"
REASON = "<ReasonForClosure>RC1</ReasonForClosure>"
CENSUS = {
    "kept": (
        "",
        REFERRED + assessment("2024-06-03", "2024-07-01") + CLOSED + REASON + plan("2024-06-10", "2024-09-01"),
    ),
    "the referral has no date": ("8600", "<CINreferralDate></CINreferralDate>"),
    "41 weeks before the birth": ("8606", "<CINreferralDate>2023-05-19</CINreferralDate>"),
    "40 weeks before the birth": ("", "<CINreferralDate>2023-05-26</CINreferralDate>"),
    "after the death": ("8555Q", "<CINreferralDate>2024-12-02</CINreferralDate>"),
    "no need where there was action": ("8610", f"{REFERRED}<ReferralNFA>false</ReferralNFA>"),
    "no need where there was none": ("", f"{REFERRED}<ReferralNFA>1</ReferralNFA>"),
    "no such need": ("8650", f"{REFERRED}<PrimaryNeedCode>N99</PrimaryNeedCode>"),
    "closed before": ("8630", f"{REFERRED}<CINclosureDate>2024-06-02</CINclosureDate>{REASON}"),
    "no such reason": ("8640", f"{REFERRED}{CLOSED}<ReasonForClosure>RC13</ReasonForClosure>"),
    "closed without a reason": ("8805", REFERRED + CLOSED),
    "a reason without a closure": ("8810", REFERRED + REASON),
    "assessed before the referral": ("1103", assessment("2024-06-02", "2024-07-01")),
    "authorised before it starts": ("8608", assessment("2024-06-05", "2024-06-04")),
    "closed with an open assessment": ("8867", CLOSED + REASON + assessment("2024-06-05")),
    "conference before the enquiry": ("8615", enquiry("2024-06-10", "2024-06-09")),
    "conference before the referral": ("1104", enquiry("2024-06-01", "2024-06-02")),
    "a plan that ends before it starts": ("8925", REFERRED + plan("2024-06-10", "2024-06-09")),
    "a plan of one day": ("8840", REFERRED + plan("2024-06-10", "2024-06-10")),
    "no category": ("8905", REFERRED + plan("2024-06-10", "", "<NumberOfPreviousCPP>0</NumberOfPreviousCPP>")),
    "no number of earlier plans": (
        "8730",
        REFERRED + plan("2024-06-10", "", "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"),
    ),
    "reviewed on the day of the start": ("8841", REFERRED + review("2024-06-10")),
    "reviewed a day later": ("", REFERRED + review("2024-06-11")),
    "a review without a date": ("8842Q", REFERRED + review("")),
    "one enquiry without a conference": ("", enquiry("2024-06-10", "")),
    "assessed one day after the last": (
        "",
        assessment("2024-06-03", "2024-07-01") + assessment("2024-07-02", "2024-07-09").removeprefix(REFERRED),
    ),
    "assessed on the last day of another": (
        "8863Q",
        assessment("2024-06-03", "2024-07-01") + assessment("2024-07-01", "2024-07-09").removeprefix(REFERRED),
    ),
    "assessed while another one is open": (
        "8863Q",
        assessment("2024-06-03") + assessment("2024-07-01", "2024-07-09").removeprefix(REFERRED),
    ),
    "a plan within the last": ("C4", REFERRED + plan("2024-06-10", "2024-08-01") + plan("2024-07-01", "")),
}


@pytest.mark.parametrize(("number", "details"), CENSUS.values(), ids=list(CENSUS))
def test_a_case_of_the_census_breaks_the_rule_that_is_meant_and_no_other(count, number, details):
    outcome = count("cin_census", census(CHILD.format(details, sex=1)), covers=YEAR, check=True)

    assert breaks(outcome) == ({number: 1} if number else {})


def test_a_child_without_a_sex_of_the_census_is_told(count):
    outcome = count("cin_census", census(CHILD.format(REFERRED, sex="Male")), covers=YEAR, check=True)

    assert breaks(outcome) == {"4180": 1}


KEPT = CHILD.format(REFERRED, sex=1)
CHILDREN = {
    "another child": ({}, [KEPT, KEPT.replace(">A<", ">B<")]),
    "the same id twice": (
        {"8510": 2, "repeated": 1},
        [KEPT, KEPT.replace("Sex>1", "Sex>2"), KEPT.replace(">A<", ">B<")],
    ),
    "no date of birth": ({"8525": 1}, [KEPT.replace(BORN, "")]),
    "both dates of birth": ({"8525": 1}, [KEPT.replace(BORN, BORN + DUE.format("2025-03-31"))]),
    "expected 31 days before": ({"8530Q": 1}, [KEPT.replace(BORN, DUE.format("2025-02-28"))]),
    "expected 30 days before": ({}, [KEPT.replace(BORN, DUE.format("2025-03-01"))]),
    "expected nine months later": ({}, [KEPT.replace(BORN, DUE.format("2025-12-31"))]),
    "expected in the tenth month": ({"8530Q": 1}, [KEPT.replace(BORN, DUE.format("2026-01-01"))]),
    "died before the birth": (
        {"8535Q": 1, "8555Q": 1},
        [KEPT.replace(DIED, DIED.replace("12-01", "02-29"))],
    ),
    "two enquiries without a conference": (
        {"8839": 2},
        [CHILD.format(enquiry("2024-06-10", "") + enquiry("2024-06-12", "", around=""), sex=1)],
    ),
    "one of two where none is needed": (
        {},
        [
            CHILD.format(
                enquiry("2024-06-10", "")
                + enquiry("2024-06-12", "", "<ICPCnotRequired>true</ICPCnotRequired>", around=""),
                sex=1,
            )
        ],
    ),
}


@pytest.mark.parametrize(("broken", "children"), CHILDREN.values(), ids=list(CHILDREN))
def test_children_of_the_census_break_the_rules_that_are_meant_and_no_other(count, broken, children):
    assert breaks(count("cin_census", census(*children), covers=YEAR, check=True)) == broken


@pytest.mark.parametrize(("reference", "broken"), [("2025-03-31", {}), ("2025-03-30", {"100": 1}), ("", {"100": 1})])
def test_the_reference_date_of_the_census_is_the_31_march(count, reference, broken):
    children = [KEPT, KEPT.replace(">A<", ">B<")]

    assert breaks(count("cin_census", census(*children, reference=reference), covers=YEAR, check=True)) == broken


def test_every_rule_of_every_form_has_its_check(project):
    tables = [table for form in read_forms(project.params / "records").values() for table in form.tables]
    rules = [rule for table in tables for rule in table.rules]

    assert len(rules) > 100
    assert {rule.check for rule in rules} == set(CHECKS)


def test_a_check_that_is_none_is_refused_with_the_nearest(project):
    form = read_forms(project.params / "records")["ssd"]
    rule = RecordRule(number="R9", says="", check="befor", columns=["started"])
    table = form.tables[2].model_copy(update={"rules": [rule]})
    events = ibis.table({"started": "date"}, name="referrals")
    with pytest.raises(ParametersRefused, match=r"No check 'befor' in rule R9 of ssd_cin_episodes.*'before'"):
        check_records(None, TypedTable(table, events, frozenset(["started"]), events))
