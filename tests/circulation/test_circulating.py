"""A person sees what would go before anything goes, and every reason not to send comes first."""

from pathlib import Path

import pytest

from analysis.definitions.circulation_list import read_circulation
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused, RunInProgress, StorageRefused
from publishing.circulation.approved_release import FOLDER, NotApproved, approve
from publishing.circulation.circulating import circulate, find_circulation
from publishing.circulation.ledger import LEDGER
from publishing.circulation.sending import NotSent
from publishing.release.storage import append_record
from publishing.running.lock import hold

CHAIR, LEAD = "chair@example.org", "lead@police.example.org"

pytestmark = pytest.mark.usefixtures("password")


@pytest.fixture
def addresses(write_list, mailbox) -> Path:
    return write_list(mailbox.port)


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path / "checkout", tmp_path / "checkout" / "data")


@pytest.fixture
def do(project, folder, addresses):
    """Circulate, and hand back the lines that were said."""

    def done(**wanted: object) -> list[str]:
        lines: list[str] = []
        circulate(project, folder, lines.append, **{"addresses": addresses} | wanted)
        return lines

    return done


@pytest.fixture
def approved(release, addresses, become) -> None:
    become("maria")
    approve(release, read_circulation(addresses), "manager")


def test_without_send_it_is_shown_what_would_go_to_whom_and_nothing_is_written(do, folder, mailbox):
    before = sorted(folder.parent.rglob("*"))
    lines = do()

    assert "Board: 2 pages to 2 addresses" in lines
    assert f"  To        {CHAIR} (to send)" in lines
    assert "  Subject   [Official: sensitive] Missing group: Southampton, 2013-14 Q4" in lines
    assert "  Attached  missing-southampton-2013-14-q4.html" in lines
    assert "    - Fewer children went missing." in lines
    assert lines[-1].startswith("3 messages to send, 0 sent, 0 unknown. Not approved: ")
    assert sorted(folder.parent.rglob("*")) == before
    assert mailbox.connections == 0


@pytest.mark.usefixtures("approved")
def test_what_is_shown_says_that_it_is_approved_and_how_to_send(do):
    assert do()[-1] == "3 messages to send, 0 sent, 0 unknown. Approved. Nothing was sent: add --send."


def test_what_is_not_approved_is_not_sent(do, mailbox):
    with pytest.raises(NotApproved):
        do(send=True)

    assert mailbox.connections == 0


@pytest.mark.usefixtures("approved")
def test_only_the_audience_that_is_named_gets_its_pages(do, mailbox):
    do(send=True, to=("Missing group",))

    assert mailbox.addresses == [LEAD]
    assert f"  To        {LEAD} (sent on " in "".join(line[:44] for line in do())


@pytest.mark.usefixtures("approved")
@pytest.mark.parametrize("file", ["missing.html", "manifest.json"])
def test_a_release_that_was_changed_is_never_sent(do, folder, mailbox, file):
    (folder / file).write_bytes((folder / file).read_bytes().replace(b"missing", b"Missing", 1))

    with pytest.raises((StorageRefused, NotApproved)):
        do(send=True)
    assert mailbox.connections == 0


@pytest.mark.usefixtures("approved")
def test_a_release_under_another_name_is_not_sent(do, folder, project, addresses):
    other = folder.rename(folder.with_name("E06000045-2013-14-Q4-20150505T060000Z"))

    with pytest.raises(StorageRefused, match="was released as"):
        circulate(project, other, print, addresses=addresses)


@pytest.mark.usefixtures("approved")
def test_an_audience_that_the_release_has_no_page_for_is_refused_with_the_nearest(do):
    with pytest.raises(ParametersRefused, match="Did you mean 'Board'"):
        do(to=("Bord",))


@pytest.mark.usefixtures("approved")
def test_an_audience_that_nobody_is_named_for_keeps_all_from_being_sent(do, listed, write_list, mailbox):
    del listed["audiences"]["Missing group"]
    write_list(mailbox.port)

    with pytest.raises(ParametersRefused, match="No audience 'Missing group'"):
        do(send=True)
    assert mailbox.connections == 0


@pytest.mark.usefixtures("approved")
def test_one_address_outside_the_allowed_domains_keeps_all_from_being_sent(do, listed, write_list, mailbox):
    listed["allowed_domains"] = ["example.org"]
    write_list(mailbox.port)

    with pytest.raises(ParametersRefused, match=r"lead@police.example.org: outside allowed_domains"):
        do(send=True)
    assert mailbox.connections == 0


@pytest.mark.usefixtures("approved")
def test_without_a_password_nothing_is_sent_or_written_down(do, folder, monkeypatch):
    monkeypatch.setenv("LSCB_SMTP_PASSWORD", "")
    monkeypatch.setattr("keyring.get_password", lambda *words: None)

    with pytest.raises(ParametersRefused, match="No password"):
        do(send=True)
    assert not (folder.parent / FOLDER / LEDGER).exists()


@pytest.mark.usefixtures("approved")
def test_where_all_has_gone_no_password_is_asked_for(do, monkeypatch):
    do(send=True)
    monkeypatch.setenv("LSCB_SMTP_PASSWORD", "")

    assert do(send=True)[-1] == "0 messages sent, 3 sent earlier. All 3 have gone."


@pytest.mark.usefixtures("approved")
def test_two_do_not_circulate_at_a_time(do, folder, mailbox):
    with hold(folder.parent / FOLDER), pytest.raises(RunInProgress, match="circulation/ is in use by process"):
        do(send=True)

    assert mailbox.connections == 0


@pytest.mark.usefixtures("approved")
def test_the_unknown_one_is_written_down_as_arrived_by_a_person_and_not_sent(do, mailbox):
    mailbox.hangs_up_after_message.add(CHAIR)
    with pytest.raises(NotSent):
        do(send=True)

    assert do(resolve=(CHAIR,)) == ["1 message written down as arrived. Nothing was sent."]
    assert do(send=True)[-1] == "0 messages sent, 3 sent earlier. All 3 have gone."
    assert mailbox.addresses.count(CHAIR) == 1
    assert any("as maria says" in line for line in do())


@pytest.mark.usefixtures("approved")
def test_only_what_is_unknown_can_be_resolved(do):
    with pytest.raises(ParametersRefused, match="nothing is unknown about that message"):
        do(resolve=(CHAIR,))


@pytest.mark.usefixtures("approved")
def test_a_person_can_have_a_message_sent_once_more(do, mailbox):
    do(send=True)
    last = do(send=True, again=(CHAIR.upper(),))[-1]

    assert mailbox.addresses.count(CHAIR) == 2
    first, second = (message["Message-ID"] for message in mailbox.messages if message["To"] == CHAIR)
    assert first == second
    assert last == "1 message sent, 2 sent earlier. All 3 have gone."


def test_once_more_needs_send_and_resolving_needs_none(do):
    for words in ({"again": (CHAIR,)}, {"resolve": (CHAIR,), "send": True}):
        with pytest.raises(ParametersRefused, match="--resolve sends nothing"):
            do(**words)


@pytest.mark.usefixtures("approved")
def test_an_address_that_gets_nothing_is_refused_with_the_nearest(do, mailbox):
    with pytest.raises(ParametersRefused, match=f"Did you mean '{CHAIR}'"):
        do(send=True, again=("chiar@example.org",))
    assert mailbox.connections == 0


@pytest.mark.usefixtures("approved")
def test_an_address_of_two_audiences_needs_one_named(do, listed, write_list, mailbox):
    listed["audiences"]["Missing group"] = ["chair"]
    write_list(mailbox.port)
    do(send=True)

    with pytest.raises(ParametersRefused, match=r"gets 2 messages. Name one audience with --to"):
        do(send=True, again=(CHAIR,))
    do(send=True, again=(CHAIR,), to=("Board",))
    assert mailbox.addresses.count(CHAIR) == 3


@pytest.mark.parametrize("line", [{"event": "sent"}, {"event": "sent", "audience": 1, "address": "a", "by": "b"}])
def test_a_ledger_whose_line_lacks_what_it_should_tell_stops_everything(do, folder, release, line):
    append_record(folder.parent / FOLDER / LEDGER, {"release": release.name, "manifest": release.digest} | line)

    with pytest.raises(StorageRefused, match="lacks what it should tell"):
        do()


@pytest.mark.usefixtures("approved")
def test_a_line_of_the_ledger_that_was_changed_into_another_or_taken_out_stops_everything(do, folder):
    do(send=True)
    ledger = folder.parent / FOLDER / LEDGER
    lines = ledger.read_text("utf-8").splitlines(keepends=True)
    first, last = lines[0].replace('"about to send"', '"not sent"'), lines[-1].replace('"sent"', '"not sent"')
    assert first != lines[0]
    assert last != lines[-1]

    for edited in ([first, *lines[1:]], lines[1:], [lines[0], *lines], [*lines[:-1], last], lines[:-1], []):
        ledger.write_text("".join(edited), "utf-8")
        with pytest.raises(StorageRefused, match="A line was changed, added or taken out"):
            do()


@pytest.mark.usefixtures("approved")
def test_where_it_is_lost_which_line_was_last_nothing_is_sent(do, folder):
    do(send=True)
    (folder.parent / FOLDER / f"{LEDGER}.end").unlink()
    with pytest.raises(StorageRefused, match="A line was changed, added or taken out"):
        do()


@pytest.mark.usefixtures("approved")
def test_a_crash_between_a_line_and_its_hash_does_no_harm(do, folder, monkeypatch):
    def crash(path, content):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("publishing.circulation.approved_release.replace_file", crash)
        with pytest.raises(StorageRefused, match="No space left on device"):
            do(send=True, to=("Missing group",))
    assert "1 unknown" in do(to=("Missing group",))[-1]
    assert do(send=True, to=("Board",))[-1] == "2 messages sent, 0 sent earlier. All 2 have gone."


def test_a_list_in_the_checkout_is_refused(project, addresses, listed):
    inside = project.root / "private.yaml"
    inside.parent.mkdir()
    inside.write_bytes(addresses.read_bytes())

    with pytest.raises(ParametersRefused, match="lies in the checkout"):
        find_circulation(project, inside)


def test_the_list_is_the_named_one_then_the_environments_then_the_repositorys(project, addresses, monkeypatch):
    assert find_circulation(find_project(Path(__file__).parent), None).sender.address == "lscb@example.org"

    monkeypatch.setenv("LSCB_ADDRESSES", str(addresses))
    assert find_circulation(project, None).sender.name == "Büro"
    assert find_circulation(project, addresses).sender.name == "Büro"
