"""Targets whose sign points the wrong way."""

import pytest


@pytest.mark.parametrize(
    ("indicator", "text", "wrong"),
    [
        ("custody", ">1.00", True),
        ("custody", "<1.00", False),
        ("custody", "≥1.00", True),
        ("attendance", "<95%", True),
        ("attendance", ">95%", False),
        ("episodes", ">100", False),
    ],
)
def test_a_target_must_ask_for_what_is_better(tools, indicator, text, wrong):
    rows = [tools.observation(indicator, "2013-14", 1.0, breakdown="target", text=text, cell="C7")]
    found = tools.findings_of("target_direction", rows, severity="warning")
    assert [finding["cell"] for finding in found] == ["C7"] * wrong
    assert all(text in finding["detail"] for finding in found)


def test_a_target_without_a_sign_says_nothing_of_direction(tools):
    rows = [tools.observation("custody", "2013-14", 1.0, breakdown="target", text="1.00")]
    assert not tools.findings_of("target_direction", rows)


def test_a_figure_that_is_no_target_is_not_checked_as_one(tools):
    rows = [tools.observation("custody", "2013-14", 1.0, text=">1.00")]
    assert not tools.findings_of("target_direction", rows)
