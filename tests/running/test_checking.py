"""The screen of `lscb check`: what may mislead about the areas that are asked for, and how much more there is."""

import pandas as pd
import pytest

from analysis.schemas import FINDINGS
from publishing.running import checking


def finding(severity: str, areas: str, message: str, rule: str = "totals") -> dict:
    row = dict.fromkeys(FINDINGS.columns, "") | {"start": pd.NaT, "end": pd.NaT, "detail": None, "question": None}
    return row | {"severity": severity, "areas": areas, "message": message, "rule": rule, "source": "police"}


FOUND = pd.DataFrame(
    [
        finding("error", "E06000045", "Own error."),
        finding("warning", "E06000045 E06000044", "Shared warning."),
        finding("warning", "E08000025", "Elsewhere."),
        finding("warning", "", "Of no place."),
        finding("note", "E06000045", "Own note."),
        finding("error", "", "Set aside.", "set_aside"),
        finding("warning", "", "By hand.", "set_aside"),
    ]
)


@pytest.fixture
def check(monkeypatch, real_project):
    class Cleaned:
        findings, refusals, observations = FOUND, [ValueError("police.csv: refused")], None

    monkeypatch.setattr(checking, "clean_sources", lambda *args, **kwargs: Cleaned)
    monkeypatch.setattr(checking, "ask_about_categories", lambda *args: ["police: do they make up the whole?"])

    def screen(*areas: str, every: bool = False) -> str:
        return "\n".join(checking.check_everything(real_project, areas or None, every=every)[0])

    return screen


def test_the_screen_has_what_may_mislead_about_the_partnerships_areas(check):
    screen = check()

    assert "Refused: 1 file, named at the end\n\nMay mislead: 4 findings\n" in screen
    assert all(words in screen for words in ("Own error.", "Shared warning.", "Of no place."))
    assert not any(words in screen for words in ("Elsewhere.", "Own note.", "Set aside."))


def test_a_file_that_somebody_set_aside_is_on_the_screen(check):
    assert "By hand." in check()


def test_the_rest_is_counted_with_how_to_see_it(check):
    screen = check()

    assert "1 note not listed: `lscb check --all` lists them." in screen
    assert "1 finding about other areas not listed: `lscb check --area all` lists them." in screen
    assert screen.endswith("2 errors, 4 warnings and 1 note")


def test_another_area_is_asked_for_by_its_code(check):
    assert "Elsewhere." in check("E08000025")
    assert "Own error." not in check("E08000025")


def test_all_findings_are_listed_where_they_are_asked_for(check):
    screen = check("all", every=True)

    assert all(words in screen for words in FOUND["message"])
    assert "not listed" not in screen


def test_what_categories_make_up_is_asked_with_the_rest(check):
    assert "police: do they make up the whole?" in check()
