"""One bad cell stops one file, which is set aside by name; what nothing reads is named too."""

from datetime import date

import pytest

from analysis.project import find_project
from analysis.refusals import FileSetAside, ParametersRefused
from publishing.intake.files import read_set_aside, set_aside
from publishing.intake.unread_files import list_unread
from publishing.running.checking import write_reply
from publishing.running.due import find_due

from .conftest import ROOT
from .test_periods_across import COUNCIL, MONTHS, REFERRALS, as_csv

NAME = "council_referrals_2014-15"


def test_a_file_with_bad_cells_is_set_aside_and_a_finding_names_them_all(read_case):
    case = read_case(f"{NAME}.csv", as_csv(MONTHS).replace(",38,44,", ",tbc,12.5,").encode(), COUNCIL)
    [refusal] = case.cleaned.refusals
    finding = case.finding("set_aside")

    assert isinstance(refusal, FileSetAside)
    assert (finding["severity"], finding["indicators"]) == ("error", "referrals")
    assert "cell C2: expected a figure or a marker that the file specification knows (n/a, c," in finding["message"]
    assert "cell D2: expected a whole number" in finding["message"]
    assert "tbc" not in finding["message"]


def test_a_file_can_be_set_aside_by_hand_with_a_reason_and_read_again(read_case, project):
    read_case(f"{NAME}.csv", as_csv(MONTHS).encode(), COUNCIL)
    assert (
        set_aside(project.raw, f"{NAME}.csv", "sent again next week")
        == f"returns/{NAME}.csv is set aside: sent again next week"
    )
    case = read_case(f"{NAME}.csv", as_csv(MONTHS).encode(), COUNCIL)

    assert case.cleaned.observations.empty
    assert case.finding("set_aside")["message"] == "The file is set aside by hand: sent again next week."

    set_aside(project.raw, f"{NAME}.csv", None)
    assert read_set_aside(project.raw) == {}
    assert read_case(f"{NAME}.csv", as_csv(MONTHS).encode(), COUNCIL).value("referrals", period="2014-04") == 41


def test_a_file_that_did_not_come_cannot_be_set_aside(project):
    with pytest.raises(ParametersRefused, match=r"No file 'other\.csv' in data/raw"):
        set_aside(project.raw, "other.csv", "why")


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsb", ".docx"])
def test_a_file_of_a_contracts_name_and_another_kind_is_named_with_what_to_do(suffix, read_case):
    case = read_case(f"{NAME}{suffix}", b"anything", COUNCIL)
    finding = case.finding("unread_file")

    assert finding["message"] == f"{NAME}{suffix} is of a kind that is not read; save it as .xlsx."
    assert (finding["file"], finding["source"]) == (f"returns/{NAME}{suffix}", "case")


def test_what_is_due_says_that_it_came_in_another_kind(project, shipped):
    contract = shipped["police_missing"]
    (project.raw / "returns" / "police_missing_2014-15.docx").write_text("x")
    [due] = find_due(project, "2014-15 Q4", date(2015, 6, 1), [contract])

    assert (due.state, due.kind) == ("cannot be read", ".docx")


def test_a_file_in_a_folder_for_the_quarter_is_named(read_case, project):
    (project.raw / "returns" / "2014-15 Q4").mkdir()
    case = read_case(f"2014-15 Q4/{NAME}.csv", as_csv(MONTHS).encode(), COUNCIL)

    assert (
        case.finding("unread_file")["message"]
        == f"{NAME}.csv lies in a folder of its own; move it to data/raw/returns."
    )


def test_the_terminal_names_a_file_that_nothing_reads_and_the_nearest_contract(project, shipped, read_case):
    case = read_case("counsil_referals_2014-15.csv", b"x", COUNCIL)
    assert "counsil" not in " ".join(map(str, case.finding("unread_file")))

    contracts = [
        shipped["dfe_table_d3"].model_copy(update={"name": "council", "file": "council_referrals_{financial year}"})
    ]
    [line] = list_unread(project.raw, [project.raw / "returns" / "counsil_referals_2014-15.csv"], contracts)
    assert line.startswith("Not read: returns/counsil_referals_2014-15.csv; nearest is council, which reads council_")


@pytest.mark.parametrize("name", ["desktop.ini", "Thumbs.db", "~$book.xlsx", ".DS_Store"])
def test_files_of_the_system_are_passed_over(name, read_case):
    assert "unread_file" not in read_case(name, b"x", COUNCIL).rules()


def test_a_reply_names_the_cells_the_markers_and_what_to_ask(tmp_path, definitions):
    raw = tmp_path / "data" / "raw" / "returns"
    raw.mkdir(parents=True)
    headings = [month.replace("-14", "-13").replace("-15", "-14") for month in MONTHS]
    labels = ["Mispers", "Misper Episodes", "Repeat Mispers", "Repeat Episodes"]
    rows = [f"Total Young {name},{','.join(map(str, REFERRALS))},513" for name in labels]
    rows[0] = rows[0].replace(",38,", ",tbc,")
    (raw / "police_missing_2013-14.csv").write_text(
        "\n".join([f",{','.join(headings)},Total", *rows]), encoding="utf-8"
    )
    told = write_reply(find_project(ROOT, data=tmp_path / "data"), "police_missing")

    assert told.startswith("To ")
    assert "police_missing_2013-14.csv cannot be used as it is:" in told
    assert "expected a figure or one of these signs (n/a, c," in told
    assert "markers" not in told
    assert "Please put these cells right" in told
    with pytest.raises(ParametersRefused, match="Did you mean 'police_missing'"):
        write_reply(find_project(ROOT, data=tmp_path / "data"), "polise_missing")
