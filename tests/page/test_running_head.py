"""What stands on every printed sheet."""

from analysis.page.header import write_running_head


def test_a_title_cannot_end_the_text_that_it_stands_in():
    style = write_running_head({"partnership": '"; } </style><script>', "marking": "\\", "title": "A\nB"})

    assert "<" not in style
    assert style.count('"') == 10
    assert style.count("\\") == 12


def test_partnership_title_area_and_period_stand_on_the_left_and_the_marking_on_the_right():
    style = write_running_head(
        {"partnership": "Board", "title": "Missing", "area": "Southampton", "period": "January", "marking": "Official"}
    )

    assert (
        'content: "Board \\2013  Missing\\2c  Southampton\\2c  January"; } @top-right { content: "Official"; }' in style
    )
