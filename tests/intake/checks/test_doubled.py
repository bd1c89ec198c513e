"""The same figure twice in one file."""


def test_the_same_figure_twice_and_equal_is_a_note(tools):
    rows = [tools.observation("share", "2013-14", 0.32, cell=cell) for cell in ("I2", "I3")]
    (note,) = tools.findings_of("doubled_figure", rows)
    assert (note["severity"], note["cell"]) == ("note", "I2:I3")


def test_the_same_figure_twice_and_different_is_an_error(tools):
    rows = [tools.observation("share", "2013-14", value, cell=cell) for value, cell in ((0.32, "I2"), (0.33, "I3"))]
    (error,) = tools.findings_of("doubled_figure", rows)
    assert (error["severity"], error["cell"]) == ("error", "I2:I3")
    assert "32% (I2) and 33% (I3)" in error["detail"]


def test_figures_that_contradict_each_other_are_kept_out_because_nothing_says_which_is_right(tools):
    rows = [tools.observation("share", "2013-14", value, cell=cell) for value, cell in ((0.32, "I2"), (0.33, "I3"))]
    observations, _ = tools.check([*rows, tools.observation("share", "2012-13", 0.3)])
    assert observations["value"].tolist()[-1] == 0.3
    assert observations["value"].isna().tolist() == [True, True, False]
    assert observations["status"].tolist() == ["not_available", "not_available", "reported"]


def test_a_figure_that_the_same_file_withholds_elsewhere_is_an_error_and_kept_out(tools):
    rows = [
        tools.observation("share", "2013-14", 0.32, cell="I2"),
        tools.observation("share", "2013-14", status="suppressed_at_source", cell="I3"),
    ]
    (error,) = tools.findings_of("doubled_figure", rows)
    observations, _ = tools.check(rows)

    assert error["severity"] == "error"
    assert "32% (I2) and no figure (I3)" in error["detail"]
    assert observations["value"].isna().all()
    assert observations["status"].tolist() == ["not_available", "suppressed_at_source"]


def test_a_figure_that_is_left_out_twice_is_no_finding(tools):
    rows = [tools.observation("share", "2013-14", status="not_available", cell=cell) for cell in ("I2", "I3")]
    assert not tools.findings_of("doubled_figure", rows)


def test_figures_of_two_files_are_not_doubled(tools):
    rows = [tools.observation("share", "2013-14", 0.32, source=source) for source in ("council", "board")]
    assert not tools.findings_of("doubled_figure", rows)
