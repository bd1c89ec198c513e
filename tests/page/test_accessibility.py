"""Every page to WCAG 2.2 AA in real Chromium: what axe-core finds, and what it cannot see (faults.js).

Each rule is held against a page made of every kind of part, the two lists, and pages of the demo release: by night all.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.charts import plot_months
from analysis.page import provenance
from analysis.page.preview import preview_page
from publishing.release.index_pages import write_release_index, write_releases_index
from tests.nightly import NIGHTLY, sample

pytestmark = pytest.mark.browser

FAULTS = Path(__file__).with_name("faults.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 1_000_000
SOME = ["scorecard"]  # by day, of a release
DESK, PHONE, SMALLEST, A4 = 1280, 360, 320, 680  # CSS pixels; A4 without its margins
# WCAG 2.2, 1.4.12; a chart's labels are placed by their own size and stay as drawn
SPACED = (
    "body :not(svg *) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
)


class View(NamedTuple):
    """How a page is looked at, and the rules of faults.js that it is held to there."""

    rules: list[str]
    width: int = DESK
    style: str = ""
    media: str = "screen"


READ_ALOUD = ["alternatives", "figures", "tables", "headings", "references", "selfContained", "meanings"]
VIEWS = {
    "on a desk, read aloud, in grey and by keyboard": View([*READ_ALOUD, "chartWords", "hues", "keys"]),
    "on a phone": View(["chartWords"], PHONE),
    "on the smallest phone": View(["overflow", "chartWords"], SMALLEST),
    "on the smallest phone, spaced": View(["overflow"], SMALLEST, SPACED),
    "with text twice as large": View(["overflow", "overlap"], style="html { font-size: 200% !important }"),
    "on paper, nothing cut or folded": View(["paper"], A4, media="print"),
}
LISTED = {
    "release": "E06000045-2013-14-Q4-20261123T090000Z",
    "made": "2026-11-23T09:00:00+00:00",
    "area": "E06000045",
    "area_name": "Southampton",
    "quarter": "2013-14 Q4",
    "partnership": "The partnership",
    "contact": "the office",
    "marking": "Official: sensitive",
    "findings": {"error": 1, "warning": 2, "note": 1000},
    "pages": [
        {
            "report": "missing",
            "file": "missing.html",
            "title": "Missing children",
            "audience": "Missing group",
            "question": "How many?",
            "summary": ["First sentence."],
        }
    ],
}


@pytest.fixture
def tab(browser):
    """A tab that knows the rules of faults.js, and that can reach nothing but files."""
    context = browser.new_context(viewport={"width": DESK, "height": 900})
    context.add_init_script(path=FAULTS)
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """A folder for the page of every part, which is made once."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def every_part(checkout, page, kept, monkeypatch) -> list[Path]:
    """A page with every kind of part: a marked chart, a wide table with withheld figures, text, findings, a comment."""
    path = kept / "page.html"
    if path.exists():
        return [path]
    monkeypatch.setattr(provenance, "find_commit", lambda root: 20 * "3f" + " with changes since")
    comment = checkout / "params" / "comments" / "2013-14 Q4" / "missing.md"
    comment.parent.mkdir(parents=True)
    comment.write_text("**December** is awaited.\n\n- From the police.", encoding="utf-8")
    table = page.spread(page.read("missing_children", "missing_episodes", kind="month"))
    table.loc[3, "missing_children"] = 4
    page.summary("December was not supplied.")
    page.data()
    page.chart(plot_months(page.protect(table), "missing_children"), caption="No month stood out.")
    page.say("A sentence in the flow of the page.")
    wide = table.assign(**{f"Question {number}": "words that say what is to be asked " * 2 for number in range(4)})
    page.table(page.protect(wide), caption="A table wider than a phone")
    page.close()
    path.write_text(preview_page(page), encoding="utf-8")
    return [path]


@pytest.fixture
def lists(tmp_path) -> list[Path]:
    """The contents of a release, and the list of releases with a failed attempt above it."""
    contents, releases = tmp_path / "contents.html", tmp_path / "releases.html"
    contents.write_text(write_release_index(LISTED), encoding="utf-8")
    failed = {"when": LISTED["made"], "reason": "missing: cell 3 failed"}
    releases.write_text(write_releases_index([LISTED], failed), encoding="utf-8")
    return [contents, releases]


@pytest.fixture
def demo(demo_release: Path) -> list[Path]:
    """Pages of the demo release, by night every one, and the list of releases."""
    every = sorted(demo_release.glob("*.html"))
    return [*(path for path in every if NIGHTLY or path.stem in SOME), demo_release.parent / "index.html"]


@pytest.fixture(params=["every_part", "lists", pytest.param("demo", marks=pytest.mark.run)])
def pages(request) -> list[Path]:
    return request.getfixturevalue(request.param)


def opened(tab, path: Path, style: str = "", unfold: bool = False):
    tab.goto(path.as_uri())
    if unfold:
        tab.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    if style:
        tab.add_style_tag(content=style)
    return tab


def rule(name: str) -> Callable:
    """A rule of faults.js, to be asked of a tab."""
    return lambda tab: tab.evaluate(f"faults('{name}')")


def break_rules(tab, path: Path, shown: View) -> dict[str, list[str]]:
    """What a page breaks of the rules of a view, by rule: it is opened once for all of them."""
    opened(tab, path, shown.style, unfold=shown.media == "screen")
    return {name: found for name in shown.rules if (found := RULES.get(name, rule(name))(tab))}


def follow_keys(tab) -> list[str]:
    """Whether the first key leads past the head, and every later one shows where it is."""
    tab.keyboard.press("Tab")
    first = tab.evaluate("document.activeElement.textContent")
    return rule("focus")(tab) if first == "Skip to the main content" else [f"the first key leads to {first}"]


RULES = {"keys": follow_keys}


def ask_axe(tab) -> list[str]:
    """What axe-core finds. A chart's inside is left to faults.js: axe cannot tell what colour lies behind its words."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(tab, context={"exclude": [["svg > *"]]}, options=options).response
    assert found["passes"]
    return [f"{fault['id']}: {[node['html'][:120] for node in fault['nodes']]}" for fault in found["violations"]]


@pytest.mark.parametrize("width", sample([DESK, PHONE], tried=[PHONE]))
def test_axe_finds_nothing(tab, pages, width):
    tab.set_viewport_size({"width": width, "height": 900})

    # the shadows at a wide table's edges hide from axe that its words stand on white
    white = ".scroll { background: #fff !important }"
    assert {path.name: found for path in pages if (found := ask_axe(opened(tab, path, white, unfold=True)))} == {}


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_holds_every_rule_of_a_view(tab, pages, view):
    shown = VIEWS[view]
    tab.set_viewport_size({"width": shown.width, "height": 900})
    tab.emulate_media(media=shown.media)

    assert {path.name: found for path in pages if (found := break_rules(tab, path, shown))} == {}


def test_a_page_asks_for_nothing_but_itself(tab, pages):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    for path in pages:
        opened(tab, path, unfold=True)

    assert asked == [path.as_uri() for path in pages]


def test_a_page_stays_small_enough_to_be_sent(pages):
    assert {path.name: path.stat().st_size for path in pages if path.stat().st_size >= MOST_BYTES} == {}


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("alternatives", '<figure><svg role="img"><title>Chart</title><desc>Chart</desc></svg></figure>'),
        ("alternatives", '<table><tr><td><svg role="img" aria-label="Referrals: nan in 2013-14"/></table>'),
        ("figures", '<figure id="f"><figcaption>Figure 1.</figcaption><svg></svg></figure>'),
        ("tables", "<table><tbody><tr><th>91<td>124</table>"),
        ("tables", '<table><caption>Children missing</caption><tr><th scope="col">Share<th scope="col">Share</table>'),
        ("headings", "<h1>Missing</h1><h3>Months</h3>"),
        ("headings", "<h1>Missing</h1><h1>Months</h1>"),
        ("references", '<p id="a"></p><p id="a"></p>'),
        ("references", '<a href="#nowhere">Months</a>'),
        ("selfContained", '<p onclick="alert(1)">Months</p>'),
        ("overflow", '<p style="width: 2000px">Months</p>'),
        ("overlap", '<div class="layout"><p>Months</p><p style="margin-top: -3rem">Years</p></div>'),
        ("paper", '<table style="width: 2000px"><tr><td>91</table>'),
        ("paper", "<details><summary>As a table</summary><table><tr><td>91</table></details>"),
        ("paper", '<figure><div style="break-inside: auto"><svg width="90" height="40"></svg></div></figure>'),
        ("paper", '<figure><div style="break-inside: avoid"><svg width="90" height="1100"></svg></div></figure>'),
        (
            "paper",
            '<figure><p class="on-paper">In <a href="#t">Table 1</a></p><details><summary>As a table</summary>'
            '<table><tbody><tr><td>91</table></details></figure><table id="t"><tbody><tr><td>92</table>',
        ),
        (
            "hues",
            '<figure><svg width="90" height="40"><rect width="9" height="9" fill="#12436d"/>'
            '<rect x="20" width="9" height="9" fill="#801650"/></svg></figure>',
        ),
        ("meanings", '<table><tr><th scope="col">Referrals</table><dl><dt id="means-referrals">Referrals</dl>'),
        ("meanings", '<figure><p class="meaning"><a href="#means-referrals">Referrals</a></p></figure>'),
        ("chartWords", '<figure><svg width="90" height="40"><text x="80" y="20">England</text></svg></figure>'),
        ("chartWords", '<figure><svg width="90" height="40"><text y="20">1</text><text y="21">1</text></svg></figure>'),
        ("chartWords", '<figure><svg width="90" height="40"><text y="20" fill="#999">91</text></svg></figure>'),
        ("chartWords", '<figure><svg width="90" height="40"><text y="20" font-size="9.5">91</text></svg></figure>'),
        ("focus", '<a href="#a" id="a" style="outline: none">Months</a>'),
    ],
)
def test_a_rule_sees_what_breaks_it(tab, tmp_path, name, broken):
    path = tmp_path / "broken.html"
    path.write_text(f'<!DOCTYPE html><html lang="en-GB"><title>A broken page</title><body>{broken}', encoding="utf-8")

    assert rule(name)(opened(tab, path)) != []


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("color-contrast", '<div class="scroll"><table><tr><td style="color: #aaa">91</table></div>'),
        ("svg-img-alt", '<svg role="img"><text>91</text></svg>'),
        ("target-size", '<a href="#a" style="font-size: 5px">a</a><a href="#b" style="font-size: 5px">b</a>'),
        ("landmark-one-main", "<p>91</p>"),
    ],
)
def test_axe_sees_what_breaks_it(tab, tmp_path, name, broken):
    path = tmp_path / "broken.html"
    path.write_text(f'<!DOCTYPE html><html lang="en-GB"><title>A broken page</title><body>{broken}', encoding="utf-8")

    assert name in [fault.split(":")[0] for fault in ask_axe(opened(tab, path))]
