"""Each address gets its message once, whatever the server does; and the ledger knows of each what became of it."""

import pytest

from analysis.definitions.circulation_list import read_circulation
from analysis.refusals import StorageRefused
from publishing.circulation import ledger, sending
from publishing.circulation.circulating import plan_letters, send_open
from publishing.circulation.ledger import read_states
from publishing.circulation.sending import NotSent

EVERYONE = ["chair@example.org", "lead@police.example.org", "manager@example.org"]

pytestmark = pytest.mark.usefixtures("password")


@pytest.fixture
def send(release, circulation):
    """Send what has not gone, and hand back what was said and how it stands with each address."""

    def sent(*again: str, expected: type[Exception] | None = None) -> tuple[str, dict[str, str]]:
        lines, letters = [], plan_letters(release, circulation)
        repeated = [letter for letter in letters if letter.address in again]
        if expected:
            with pytest.raises(expected) as refused:
                send_open(release, circulation, letters, repeated, lines.append)
            lines.append(str(refused.value))
        else:
            send_open(release, circulation, letters, repeated, lines.append)
        return lines[-1], {address: state.word for (_, address), state in read_states(release).items()}

    return sent


def test_everyone_gets_one_message(send, mailbox):
    last, states = send()

    assert sorted(mailbox.addresses) == EVERYONE
    assert states == dict.fromkeys(EVERYONE, "sent")
    assert last == "3 messages sent, 0 sent earlier. All 3 have gone."


def test_all_go_over_one_connection(send, mailbox):
    send()

    assert mailbox.connections == 2  # before STARTTLS and after it


def test_sending_again_sends_nothing(send, mailbox):
    send()
    last, _ = send()

    assert len(mailbox.received) == 3
    assert last == "0 messages sent, 3 sent earlier. All 3 have gone."


@pytest.mark.parametrize("answer", ["550 no such person", "451 come back later", "421 closing"])
def test_a_recipient_that_is_refused_leaves_the_others_and_is_tried_the_next_time(send, mailbox, answer):
    mailbox.to_recipient["chair@example.org"] = answer
    last, states = send(expected=NotSent)

    assert sorted(mailbox.addresses) == EVERYONE[1:]
    assert states == {"chair@example.org": "not sent"} | dict.fromkeys(EVERYONE[1:], "sent")
    assert last == "2 messages sent, 0 sent earlier, 1 not sent, 0 unknown. The same command sends what was not sent."

    mailbox.to_recipient.clear()
    last, _ = send()
    assert sorted(mailbox.addresses) == EVERYONE
    assert last == "1 message sent, 2 sent earlier. All 3 have gone."


@pytest.mark.parametrize("answer", ["554 it looks like spam", "452 disk full"])
def test_a_message_that_is_refused_was_not_sent(send, mailbox, answer):
    mailbox.to_message["chair@example.org"] = answer
    _, states = send(expected=NotSent)

    assert states["chair@example.org"] == "not sent"
    assert sorted(mailbox.addresses) == EVERYONE[1:]


def test_the_servers_reason_is_told_and_kept(release, circulation, mailbox):
    mailbox.to_recipient["chair@example.org"] = "550 no such person"
    lines = []
    with pytest.raises(NotSent):
        send_open(release, circulation, plan_letters(release, circulation), [], lines.append)

    assert "Board: chair@example.org: not sent (550 no such person)" in lines
    assert read_states(release)["Board", "chair@example.org"].reason == "550 no such person"


@pytest.mark.parametrize("where", ["hangs_up_in_message", "hangs_up_after_message"])
def test_where_the_server_hangs_up_during_a_message_it_is_unknown_and_not_sent_again(send, mailbox, where):
    getattr(mailbox, where).add("chair@example.org")
    last, states = send(expected=NotSent)
    assert states == {"chair@example.org": "unknown"} | dict.fromkeys(EVERYONE[1:], "sent")
    assert "1 unknown. Ask whether the unknown ones arrived" in last

    getattr(mailbox, where).clear()
    before = mailbox.addresses.count("chair@example.org")
    send(expected=NotSent)
    assert mailbox.addresses.count("chair@example.org") == before == (where == "hangs_up_after_message")


def test_an_answer_that_is_neither_yes_nor_no_leaves_it_unknown(send, mailbox):
    mailbox.to_message["chair@example.org"] = "354 more"

    assert send(expected=NotSent)[1]["chair@example.org"] == "unknown"


def test_where_the_server_hangs_up_before_the_message_it_was_not_sent(send, mailbox):
    mailbox.hangs_up_at_recipient.add("chair@example.org")

    _, states = send(expected=NotSent)

    assert states == {"chair@example.org": "not sent"} | dict.fromkeys(EVERYONE[1:], "sent")


def test_a_person_can_have_the_unknown_one_sent_again(send, mailbox):
    mailbox.hangs_up_in_message.add("chair@example.org")
    send(expected=NotSent)
    mailbox.hangs_up_in_message.clear()

    last, states = send("chair@example.org")

    assert sorted(mailbox.addresses) == EVERYONE
    assert states["chair@example.org"] == "sent"
    assert last == "1 message sent, 2 sent earlier. All 3 have gone."


def test_a_second_try_that_is_refused_does_not_make_the_unknown_one_known(send, mailbox):
    mailbox.hangs_up_after_message.add("chair@example.org")
    send(expected=NotSent)
    mailbox.hangs_up_after_message.clear()
    mailbox.to_message["chair@example.org"] = "451 later"

    assert send("chair@example.org", expected=NotSent)[1]["chair@example.org"] == "unknown"
    mailbox.to_message.clear()
    send(expected=NotSent)
    assert mailbox.addresses.count("chair@example.org") == 1


def test_what_has_gone_stays_gone_where_sending_it_once_more_is_refused(send, mailbox):
    send()
    mailbox.to_recipient["chair@example.org"] = "550 no such person"
    last, states = send("chair@example.org", expected=NotSent)
    assert last == "0 messages sent, 3 sent earlier, 0 not sent, 0 unknown. Sending once more was refused."
    assert states["chair@example.org"] == "sent"

    mailbox.to_recipient.clear()
    send()
    assert len(mailbox.received) == 3


def test_a_server_that_was_restarted_is_found_again(send, mailbox, start):
    mailbox.to_recipient["chair@example.org"] = "421 restarting"
    send(expected=NotSent)
    start.stop()
    assert "cannot be reached" in send(expected=NotSent)[0]

    mailbox.to_recipient.clear()
    start(box=mailbox)
    assert send()[0] == "1 message sent, 2 sent earlier. All 3 have gone."
    assert sorted(mailbox.addresses) == EVERYONE


@pytest.mark.parametrize("broken", range(6))
def test_a_ledger_that_cannot_be_written_at_any_line_stops_all_and_nobody_gets_two(send, mailbox, monkeypatch, broken):
    written, write = [], ledger.write_record

    def write_record(*facts):
        if len(written) == broken:
            raise StorageRefused("circulation/ledger.jsonl cannot be written: No space left on device.")
        written.append(facts)
        write(*facts)

    monkeypatch.setattr(ledger, "write_record", write_record)
    send(expected=StorageRefused)
    assert len(mailbox.received) == (broken + 1) // 2

    monkeypatch.setattr(ledger, "write_record", write)
    _, states = send(expected=NotSent if broken % 2 else None)
    assert max(mailbox.addresses.count(address) for address in EVERYONE) == 1
    assert list(states.values()).count("unknown") == broken % 2
    assert list(states.values()).count("sent") == 3 - broken % 2


def test_a_line_stands_in_the_ledger_before_the_message_goes(release, circulation, mailbox, monkeypatch):
    seen = []

    def data(connection, content):
        seen.append([state.word for state in read_states(release).values()])
        connection.rset()
        return 250, b"taken"

    monkeypatch.setattr(sending.smtplib.SMTP, "data", data)
    send_open(release, circulation, plan_letters(release, circulation), [], seen.append)

    assert seen[0] == ["unknown"]


def test_nothing_is_written_down_where_there_is_no_way_to_the_server(release, write_list, mailbox, start):
    start.stop()
    circulation = read_circulation(write_list(mailbox.port))

    with pytest.raises(NotSent, match=r"cannot be reached: Connection refused. Stopped at \S+; nothing was sent"):
        send_open(release, circulation, plan_letters(release, circulation), [], print)

    assert read_states(release) == {}
