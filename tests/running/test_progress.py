"""A run tells of each report in a line that stays; bars are drawn only at a terminal."""

from io import StringIO

import pytest
from rich.console import Console

from publishing.running.progress import RunProgress


def tell(plan, *, terminal: bool, areas: tuple[str, ...] = ("E06000045",)) -> str:
    stream = StringIO()
    console = Console(file=stream, width=100, force_terminal=terminal, color_system=None)
    units = plan(areas=areas)
    with RunProgress(console, several_areas=len(areas) > 1) as progress:
        progress.expect(len(units))
        for number, unit in enumerate(units):
            progress.begin(unit)
            progress.begin(unit)
            progress.bars.refresh()
            progress.end(unit, failed=bool(number))
    return stream.getvalue()


def test_away_from_a_terminal_there_are_plain_lines_alone(plan):
    text = tell(plan, terminal=False)

    assert text.splitlines() == ["The page missing: made in 0.0 s"]


def test_at_a_terminal_the_bars_have_the_reports_title(plan):
    text = tell(plan, terminal=True)

    assert "Reports" in text
    assert "━" in text
    assert text.count("The page missing: made in") == 1
    assert text.count("The page missing") > 1


def test_with_several_areas_each_line_names_its_own(plan):
    text = tell(plan, terminal=False, areas=("E06000045", "E06000044"))

    assert "The page missing, E06000045: made in" in text
    assert "The page missing, E06000044: failed in" in text


@pytest.mark.parametrize("title", ["[bold]Missing[/bold]", "Missing :warning: 12", "[/]"])
def test_a_title_is_shown_as_it_is_written(plan, add_report, title):
    add_report("missing", title=f"'{title}'")

    assert title in tell(plan, terminal=False)
    assert title in tell(plan, terminal=True)
