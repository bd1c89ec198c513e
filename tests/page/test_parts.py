"""A part as a notebook shows and stores it."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.page.export import read_content
from analysis.page.parts import Part, paragraphs, part_of, summary_part

PART = Part("table", "<table></table>", "Table 1", {"columns": []})


def test_a_part_shows_its_html_and_carries_what_it_is():
    data, metadata = PART._repr_mimebundle_()

    assert data == {"text/html": "<table></table>", "text/plain": "Table 1"}
    assert metadata == {"lscb": {"part": "table", "columns": []}}


@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_a_stored_part_is_known_again(kind):
    assert part_of({"output_type": kind, "metadata": PART._repr_mimebundle_()[1]}) == {"part": "table", "columns": []}


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "metadata": {"lscb": {"part": "text"}}},
        {"output_type": "error", "metadata": {"lscb": {"part": "text"}}},
        {"output_type": "display_data", "metadata": {"lscb": {"kind": "text"}}},
        {"output_type": "display_data", "metadata": {"lscb": "part"}},
        {"output_type": "display_data", "metadata": {}},
        {"output_type": "display_data"},
    ],
)
def test_what_was_not_handed_over_is_no_part(output):
    assert part_of(output) is None


def test_sentences_are_shown_as_they_are_written():
    assert paragraphs(["<b>"]) == "<p>&lt;b&gt;</p>"


def test_a_sentence_that_the_box_says_is_not_said_again_in_the_text():
    boxed, more = "Episodes rose from 130 to 221.", "Two years of months are needed."
    texts = [
        Part("text", "", "", {"sentences": [boxed, more]}),
        summary_part([boxed]),
        Part("text", "", "", {"sentences": [boxed]}),
    ]
    outputs = [
        new_output("display_data", data=data, metadata=metadata)
        for data, metadata in (part._repr_mimebundle_() for part in texts)
    ]
    first, last = (new_code_cell("", outputs=some) for some in (outputs[:2], outputs[2:]))
    content = read_content(new_notebook(cells=[first, new_markdown_cell("## Again"), last]))

    assert [one["sentence"] for one in content.summary] == [boxed]
    assert content.opening == [f"<p>{more}</p>"]
    assert content.sections == []  # of the last one nothing is left
