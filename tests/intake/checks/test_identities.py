"""Children less repeat children are episodes less repeat episodes."""

IDENTITY = {
    "left": ["children", "-repeat_children"],
    "right": ["episodes", "-repeat_episodes"],
    "meaning": "Children less repeat children are episodes less repeat episodes",
}
# April and May 2013 of the police table in Southampton LSCB's annual report 2013-14
NAMES = {"children": (91, 128), "episodes": (130, 182), "repeat_children": (22, 27), "repeat_episodes": (61, 81)}


def rows_of(tools, **changed):
    return [
        row
        for place, (name, values) in enumerate((NAMES | changed).items())
        for row in tools.series(name, tools.months[:2], values, row=place + 4)
    ]


def test_an_identity_that_holds_is_a_note(tools):
    (note,) = tools.findings_of("identity", rows_of(tools), tools.contract(identities=[IDENTITY]))
    assert (note["severity"], note["cell"]) == ("note", "Sheet!B4:C7")
    assert note["message"].endswith("holds in 2 of 2 places.")


def test_one_changed_figure_breaks_the_identity_in_its_month(tools):
    rows = rows_of(tools, repeat_children=(22, 28))
    findings = tools.findings_of("identity", rows, tools.contract(identities=[IDENTITY]), severity="error")
    assert [finding["cell"] for finding in findings] == ["Sheet!C4:C7"]
    assert "May 2013" in findings[0]["message"]
    assert "Children missing repeatedly 28" in findings[0]["detail"]


def test_an_identity_with_a_missing_figure_cannot_be_checked(tools):
    rows = rows_of(tools, repeat_children=(22, None))
    (note,) = tools.findings_of("identity", rows, tools.contract(identities=[IDENTITY]))
    assert "holds in 1 of 1 places; 1 cannot be checked" in note["message"]


def test_a_small_count_is_left_out_of_the_detail(tools):
    rows = rows_of(tools, repeat_children=(22, 4))
    (error,) = tools.findings_of("identity", rows, tools.contract(identities=[IDENTITY]), severity="error")
    assert "Children missing repeatedly a small number" in error["detail"]
