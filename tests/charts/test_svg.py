"""Inline SVG: with a name, a description, ids of its own, and the same bytes every time."""

import re

from analysis.charts.drawing import Chart, Frame
from analysis.charts.svg import render_svg


def draw(figure, frame):
    axes = figure.add_subplot()
    axes.plot([1, 2, 3], [4.123456, 5, 3], marker="o")
    axes.axvspan(1.2, 1.4, hatch="//", facecolor="none")
    axes.text(2, 4, 'id="x" url(#y) 1.23456 <b>')


def svg(identity="figure-1-wide"):
    return render_svg(
        Chart(draw, None, "", (300, 300)).figure(Frame(720, False)), identity, "A <title>", "What & where"
    )


def test_it_is_an_image_with_a_title_and_a_description():
    drawn = svg()

    assert 'role="img" aria-labelledby="figure-1-wide-title figure-1-wide-desc"' in drawn
    assert "A &lt;title&gt;</title>" in drawn
    assert "What &amp; where</desc>" in drawn


def test_every_id_is_its_own_and_every_reference_is_met():
    drawn = re.sub(r">[^<]*<", "><", svg())
    ids = re.findall(r' id="([^"]+)"', drawn)

    assert all(identity.startswith("figure-1-wide-") for identity in ids)
    assert len(ids) == len(set(ids))
    references = set(re.findall(r'(?:url\(|href=")#([^")]+)', drawn))
    assert references
    assert set(ids) == references | {"figure-1-wide-title", "figure-1-wide-desc"}


def test_the_same_figure_gives_the_same_bytes():
    assert svg() == svg()


def test_what_a_label_says_stays_as_it_is():
    assert 'id="x" url(#y) 1.23456 &lt;b&gt;' in svg()


def test_text_is_text_in_the_font_of_the_page():
    drawn = svg()

    assert "font-family" not in drawn
    assert "<text" in drawn


def test_it_holds_no_date_no_script_and_no_outside_address():
    drawn = svg()

    assert not re.search(r"metadata|<script|https?:|xmlns", drawn)
