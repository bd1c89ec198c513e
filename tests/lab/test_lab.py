"""JupyterLab in real Chromium: a notebook runs from its first cell to its last, and what it shows can be changed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.run, pytest.mark.nightly]

SLOW = 120_000  # milliseconds; a notebook runs in a few seconds, but not on a machine that is busy
RAN = r"""() => {
  const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")];
  return prompts.length > 0 && prompts.every((prompt) => /\[\d+\]/.test(prompt.textContent));
}"""
CLEARED = '() => !document.querySelector(".jp-Notebook .jp-OutputArea-output")'
IDLE = "Python 3 (ipykernel) | Idle"
FRAME = 'iframe[title="The page as it will be circulated"]'


@pytest.fixture
def lab(browser, server) -> Iterator[Callable]:
    """A function that opens JupyterLab, with a notebook or as it opens by itself, and remembers what was asked for."""
    shutil.rmtree(server.workspaces, ignore_errors=True)  # else it opens what was open before
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    context.route(
        "**/*", lambda route: route.continue_() if is_local(route.request.url, server.address) else route.abort()
    )

    def open_lab(notebook: str = ""):
        tab = context.new_page()
        tab.set_default_timeout(SLOW)
        tab.goto(f"{server.address}{notebook and f'lab/tree/{notebook}'}?token={server.token}")
        tab.get_by_text(IDLE).wait_for()
        return tab

    open_lab.asked_elsewhere = lambda: [url for url in asked if not is_local(url, server.address)]
    yield open_lab
    context.close()


def is_local(url: str, here: str) -> bool:
    return url.startswith((here, "data:", "blob:", "about:"))


def run_all(tab) -> None:
    """Choose "Run All Cells" from the menu, and wait until every cell has run."""
    choose(tab, "Edit", "Clear Outputs of All Cells")
    tab.wait_for_function(CLEARED)
    choose(tab, "Run", "Run All Cells")
    tab.wait_for_function(RAN)
    tab.get_by_text(IDLE).wait_for()


def choose(tab, menu: str, item: str) -> None:
    tab.get_by_role("menuitem", name=menu, exact=True).click()
    tab.get_by_role("menuitem", name=item, exact=True).click()


def write_over(tab, old: str, new: str) -> None:
    """Put a line of code in the place of another, as a person does in the editor."""
    tab.locator(".cm-line", has_text=old).click()
    tab.keyboard.press("Home")
    tab.keyboard.press("Shift+End")
    tab.keyboard.insert_text(new)


def errors(tab) -> list[str]:
    return tab.locator('.jp-Notebook [data-mime-type="application/vnd.jupyter.error"]').all_inner_texts()


def test_a_report_runs_shows_its_charts_and_changes_with_its_quarter(lab, copy: Path):
    before = (copy / "notebooks" / "missing.ipynb").read_bytes()
    tab = lab("notebooks/missing.ipynb")

    run_all(tab)

    assert errors(tab) == []
    assert tab.locator(".jp-Notebook .wide svg").count() == 2
    assert "December 2013 was not supplied" in tab.locator("#figure-1 figcaption").inner_text()
    assert tab.locator("#table-1").get_by_text("March 2014").is_visible()

    write_over(tab, "quarter: str", 'quarter: str = "2013-14 Q2"  # last quarter on the page')
    run_all(tab)

    assert errors(tab) == []
    assert "was not supplied" not in tab.locator("#figure-1 figcaption").inner_text()
    assert tab.locator("#table-1").get_by_text("March 2014").count() == 0
    assert (copy / "notebooks" / "missing.ipynb").read_bytes() == before
    assert lab.asked_elsewhere() == []


def test_the_welcome_notebook_opens_first_runs_a_report_and_shows_the_page_as_it_will_be_circulated(lab):
    tab = lab()

    run_all(tab)

    assert tab.get_by_text("Jupyter news").count() == 0
    assert "Welcome" in tab.locator(".jp-Notebook h1").inner_text()
    assert errors(tab) == []
    run, own = (tab.frame_locator(FRAME).nth(place) for place in (0, 1))
    assert run.locator("h1").inner_text() == "Missing children"
    assert run.locator("figure .wide svg").count() == 2
    assert "An example" in own.locator(".remarks").inner_text()
    assert "An example" not in run.locator("body").inner_text()
    assert lab.asked_elsewhere() == []
