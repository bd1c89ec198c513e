"""The page in real Chromium: nothing asked for from outside, reflow on a phone, the chart that fits, paper."""

import pytest

from analysis.charts import plot_months
from analysis.page import provenance
from analysis.page.preview import preview_page
from tests.nightly import NIGHTLY

pytestmark = pytest.mark.browser


@pytest.fixture
def address(page, tmp_path, monkeypatch):
    """The address of a page with a chart, a wide table and everything a page ends with."""
    monkeypatch.setattr(provenance, "find_commit", lambda root: 20 * "3f" + " with changes since")
    table = page.protect(page.spread(page.read("missing_children", "missing_episodes", kind="month")))
    page.summary("December was not supplied.")
    page.data()
    page.chart(plot_months(table, "missing_children"), caption="No month stood out.")
    wide = table.table.assign(**{f"note {number}": "words that do not break" * 3 for number in range(4)})
    page.table(page.protect(wide), caption="A table wider than a phone")
    page.close()
    path = tmp_path / "page.html"
    path.write_text(preview_page(page), encoding="utf-8")
    return path.as_uri()


def open_at(browser, address, width):
    """The page at a width, and every address it asked for."""
    tab = browser.new_page(viewport={"width": width, "height": 800})
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address)
    return tab, asked


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways_and_asks_for_nothing(browser, address, width):
    tab, asked = open_at(browser, address, width)

    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [address]
    tab.close()


def test_on_a_phone_the_rows_of_a_wide_table_are_cards_and_nothing_scrolls(browser, address):
    tab, _ = open_at(browser, address, 320)
    region = tab.locator(".scroll", has=tab.locator("#table-1"))

    assert region.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert tab.locator("#table-1 td").first.evaluate("node => getComputedStyle(node, '::before').content") != "none"
    tab.close()


@pytest.mark.run
def test_on_a_phone_the_heading_of_a_group_of_reports_has_the_whole_width(browser, demo_release):
    tab, _ = open_at(browser, (demo_release / "index.html").as_uri(), 390)

    assert tab.locator("tr.group th").first.bounding_box()["width"] > 300
    tab.close()


def test_a_wide_table_scrolls_inside_a_region_that_the_keyboard_reaches(browser, address):
    tab, _ = open_at(browser, address, 700)
    region = tab.locator(".scroll", has=tab.locator("#table-1"))

    assert region.evaluate("node => node.scrollWidth > node.clientWidth")
    assert region.evaluate("node => (node.focus(), document.activeElement === node)")
    tab.close()


@pytest.mark.parametrize(("width", "shown", "hidden"), [(320, ".narrow", ".wide"), (1280, ".wide", ".narrow")])
def test_one_drawing_of_a_chart_is_shown_and_the_other_is_hidden_from_everyone(browser, address, width, shown, hidden):
    tab, _ = open_at(browser, address, width)

    assert tab.locator(f"figure {shown}").is_visible()
    assert not tab.locator(f"figure {hidden}").is_visible()
    assert tab.get_by_role("img", name="No month stood out.").count() == 1
    tab.close()


def test_text_twice_as_large_still_fits(browser, address):
    tab, _ = open_at(browser, address, 1280)
    tab.add_style_tag(content="html { font-size: 200% !important }")

    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    tab.close()


def test_paper_shows_the_wide_chart_and_the_tables_that_are_folded_on_the_screen(browser, address):
    tab, _ = open_at(browser, address, 700)
    tab.emulate_media(media="print")

    assert tab.locator("figure .wide").is_visible()
    assert not tab.locator("figure .narrow").is_visible()
    assert tab.locator("#figure-1-table").is_visible()
    tab.close()


def test_the_first_key_leads_past_the_head(browser, address):
    tab, _ = open_at(browser, address, 1280)
    tab.keyboard.press("Tab")

    assert tab.evaluate("document.activeElement.textContent") == "Skip to the main content"
    assert tab.locator(".skip").bounding_box()["x"] >= 0
    tab.close()


def test_nothing_on_the_page_is_refused_by_its_own_policy(browser, address):
    tab = browser.new_page()
    told = []
    tab.on("console", lambda message: told.append(message.text))
    tab.goto(address)

    assert told == []
    tab.close()


@pytest.mark.run
def test_on_a_desk_no_table_of_a_report_is_cut_and_its_first_chart_is_within_a_thousand_pixels(browser, demo_release):
    tab = browser.new_page(viewport={"width": 1200, "height": 900})
    cut, late = [], []
    for path in sorted(demo_release.glob("*.html"))[:: 1 if NIGHTLY else 3]:
        tab.goto(path.as_uri())
        if tab.evaluate("[...document.querySelectorAll('.scroll')].some(one => one.scrollWidth > one.clientWidth + 1)"):
            cut.append(path.name)
        charts = tab.locator("figure .wide svg")
        if charts.count() and charts.first.bounding_box()["y"] > 1000:
            late.append(path.name)
    tab.close()

    assert (cut, late) == ([], [])


@pytest.mark.run
@pytest.mark.parametrize(("name", "most"), [("index", 2), ("scorecard", 3), ("outcomes", 4), ("data_quality", 6)])
def test_a_page_that_a_board_is_given_has_no_more_sheets_than_promised(browser, demo_release, name, most):
    tab = browser.new_page()
    tab.goto((demo_release / f"{name}.html").as_uri())
    sheets = tab.pdf(format="A4", prefer_css_page_size=True).count(b"/MediaBox [")
    tab.close()

    assert 0 < sheets <= most
