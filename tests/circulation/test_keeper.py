"""Whoever keeps the system is told by mail how a scheduled run ended."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.project import find_project
from analysis.refusals import ParametersRefused, ReturnsAwaited, RunInProgress, SourceRefused
from publishing.circulation import keeper
from publishing.circulation.keeper import run_and_tell
from publishing.circulation.messages import Letter, write_message
from publishing.circulation.sending import NotSent
from publishing.run_commands import run_command

LINE = "22 reports, 118 findings, 41.0 seconds. Open reports/index.html"


@pytest.fixture
def kept(circulation, monkeypatch, password):
    """The circulation list of the tests, with its first role as the keeper."""
    chosen = circulation.model_copy(update={"keeper": next(iter(circulation.roles))})
    monkeypatch.setattr(keeper, "find_circulation", lambda project, addresses: chosen)
    return chosen


def failing(error: Exception):
    def run() -> str:
        raise error

    return run


def test_a_run_that_is_done_is_told_with_the_line_it_ends_with(kept, mailbox):
    assert run_and_tell(None, lambda: LINE) == LINE

    (message,) = mailbox.messages
    assert message["Subject"] == "lscb run: done"
    assert message.get_content().strip() == LINE


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (RunInProgress("Another run holds reports/."), "another run is at work"),
        (ReturnsAwaited("The police's return is late."), "waiting for returns"),
        (SourceRefused("police.xlsx, Missing!G5: expected a figure."), "failed"),
    ],
)
def test_a_run_that_did_not_end_well_is_told_with_why_and_fails_as_before(kept, mailbox, error, ending):
    with pytest.raises(type(error)):
        run_and_tell(None, failing(error))

    (message,) = mailbox.messages
    assert message["Subject"] == f"lscb run: {ending}"
    assert message.get_content().strip() == str(error)


def test_a_data_folder_that_is_not_there_is_told_like_any_failure(kept, mailbox, monkeypatch, tmp_path):
    monkeypatch.chdir(find_project(Path(__file__).parent).root)
    with pytest.raises(ParametersRefused, match="has no raw/"):
        run_command(tell_keeper=True, data=tmp_path)

    (message,) = mailbox.messages
    assert message["Subject"] == "lscb run: failed"


def test_the_words_of_a_fault_could_quote_a_return_and_are_not_sent(kept, mailbox):
    with pytest.raises(KeyError):
        run_and_tell(None, failing(KeyError("Zyxw Canary")))

    assert "Canary" not in mailbox.messages[0].as_string()


def test_a_message_that_does_not_go_hides_no_failure(kept, mailbox):
    mailbox.to_recipient = dict.fromkeys(kept.role(kept.keeper).addresses, "550 no such person")

    with pytest.raises(SourceRefused) as refused:
        run_and_tell(None, failing(SourceRefused("expected a figure.")))
    assert "not taken" in " ".join(refused.value.__notes__)


def test_a_message_that_does_not_go_after_a_good_run_is_said(kept, mailbox):
    mailbox.to_recipient = dict.fromkeys(kept.role(kept.keeper).addresses, "550 no such person")

    with pytest.raises(NotSent):
        run_and_tell(None, lambda: LINE)


def test_without_a_keeper_nothing_is_run(circulation, monkeypatch, mailbox):
    without = circulation.model_copy(update={"keeper": None})
    monkeypatch.setattr(keeper, "find_circulation", lambda project, addresses: without)

    with pytest.raises(ParametersRefused, match="names no keeper"):
        run_and_tell(None, failing(AssertionError("the run was begun")))


def test_pages_are_attached_as_pdfs_where_the_list_asks_for_them(release, circulation):
    page = release.manifest["pages"][0] | {"pdf": "missing.html"}  # any file of the release will do for the bytes
    letter = Letter(release, page["audience"], "chair@example.org", [page], "pdf")

    assert list(letter.attachments) == ["missing-southampton-2013-14-q4.pdf"]
    assert b"application/pdf" in write_message(letter, circulation)


def test_a_release_without_pdfs_is_not_sent_as_pdfs(release):
    letter = Letter(release, "Board", "chair@example.org", release.manifest["pages"][:1])

    with pytest.raises(ParametersRefused, match="lscb run --pdf"):
        _ = replace(letter, form="pdf").attachments
