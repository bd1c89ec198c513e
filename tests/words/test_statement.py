"""A notebook shows a statement with its status and with the table of the result that it rests on."""

import pandas as pd
import pytest

from analysis.model.survival import Curve
from analysis.words.order import say_verdict
from analysis.words.statement import Statement, Status


def test_a_statement_shows_its_status_its_sentence_escaped_and_its_result(subject_of):
    curve = Curve(pd.DataFrame({"time": [1], "happened": [0.25]}), 4, float("nan"), "a method", 0.95)
    html = Statement("level", subject_of("referrals"), curve, "Every <b> quarter.", Status.HIGHER)._repr_html_()

    assert html.startswith("<p><strong>▲ higher</strong> Every &lt;b&gt; quarter.</p>")
    assert html.endswith(curve._repr_html_())
    assert "0.25" in html


def test_a_statement_without_a_table_shows_its_sentence_alone(subject_of):
    assert Statement("level", subject_of("referrals"), None, "There were 9.")._repr_html_() == "<p>There were 9.</p>"


@pytest.mark.parametrize(
    ("status", "unusual", "beyond", "said"),
    [
        ("worse", True, False, "worse, and unusual"),
        ("higher", None, True, "higher, by more than chance"),
        ("worse", None, False, "worse, but not tested"),
        ("better", False, False, "better, but within what is usual"),
        ("no clear change", False, False, "no clear change"),
        ("cannot say", None, True, "cannot say"),
        (None, None, False, ""),
    ],
)
def test_a_status_and_how_sure_it_is_read_as_one_phrase(status, unusual, beyond, said):
    assert say_verdict({"status": status, "unusual": unusual, "beyond_chance": beyond}) == said


@pytest.mark.parametrize(("status", "said"), [("worse", "target missed"), ("better", "target met")])
def test_a_status_against_a_target_says_whether_the_target_was_met(status, said):
    assert say_verdict({"kind": "target", "status": status, "unusual": None}) == said
