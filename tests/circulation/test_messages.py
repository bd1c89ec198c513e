"""A message has the release's own sentences and pages, shows nobody else's address and does no more than it says."""

import json
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from email import message_from_bytes, policy
from functools import reduce
from operator import getitem

import pytest

from analysis.definitions.circulation_list import read_circulation
from analysis.refusals import ParametersRefused, StorageRefused
from publishing.circulation.approved_release import read_release
from publishing.circulation.circulating import plan_letters
from publishing.circulation.messages import one_line, write_message
from publishing.release.storage import MANIFEST

INJECTED = "Missing\r\nBcc: thief@example.net\u2028Bcc: thief@example.net\x00\x85\u202e"


@pytest.fixture
def circulation(write_list):
    return read_circulation(write_list())


def read(letter, circulation):
    return message_from_bytes(write_message(letter, circulation), policy=policy.default)


@pytest.fixture
def board(release, circulation):
    """The message to the board's chair: two pages."""
    return read(plan_letters(release, circulation, ["Board"])[0], circulation)


def test_the_marking_stands_in_the_subject_the_header_and_at_both_ends_of_the_text(board):
    lines = board.get_body().get_content().splitlines()

    assert board["Subject"] == "[Official: sensitive] Board: Southampton, 2013-14 Q4"
    assert board["X-Protective-Marking"] == "Official: sensitive"
    assert (lines[0], lines[-1]) == ("Official: sensitive", "Official: sensitive")


def test_the_text_has_every_sentence_of_the_summaries_and_what_is_attached(board):
    lines = board.get_body().get_content().splitlines()

    assert "- No clear change." in lines
    assert "- Nothing is late." in lines
    assert "Attached: custody-southampton-2013-14-q4.html" in lines
    assert "Questions: the Business Unit" in lines


def test_the_text_says_what_changed_since_the_quarter_before(release, circulation):
    letter = plan_letters(release, circulation, ["Board"])[0]
    first, *rest = letter.pages
    told = replace(letter, pages=[{**first, "since": ["Fewer\nthan before."]}, *rest]).text().splitlines()

    place = told.index("Since the quarter before:")
    assert told[place + 1] == "- Fewer than before."
    assert told.count("Since the quarter before:") == 1


def test_a_sentence_with_a_status_begins_with_it_and_how_sure_it_is_as_on_its_page(release, circulation):
    letter = plan_letters(release, circulation, ["Board"])[0]
    first, *rest = letter.pages
    stated = [{"sentence": "Fewer went missing.", "status": "better", "unusual": True}]
    page = first | {"summary": ["Fewer went missing.", "Nothing is late."], "statements": stated}
    told = replace(letter, pages=[page, *rest]).text().splitlines()

    assert "- Better, and unusual: Fewer went missing." in told
    assert "- Nothing is late." in told


def test_the_pages_are_attached_byte_for_byte(board, release):
    attached = {part.get_filename(): part.get_content() for part in board.iter_attachments()}
    raw = [part.get_payload(decode=True) for part in board.iter_attachments()]

    assert list(attached) == ["custody-southampton-2013-14-q4.html", "plan-southampton-2013-14-q4.html"]
    assert raw[0] == (release.folder / "custody.html").read_bytes()
    assert "– £5" in attached["custody-southampton-2013-14-q4.html"]
    assert {part.get_content_type() for part in board.iter_attachments()} == {"text/html"}


def test_one_recipient_is_named_and_no_other(release, circulation):
    for letter in plan_letters(release, circulation):
        content = write_message(letter, circulation).decode("ascii")
        others = {other.address for other in plan_letters(release, circulation)} - {letter.address}

        assert read(letter, circulation)["To"] == letter.address
        assert not [address for address in others if address in content]


def test_its_id_is_the_same_for_the_same_release_audience_and_address_alone(release, circulation):
    letters = plan_letters(release, circulation)
    first, again = (read(letters[0], circulation)["Message-ID"] for _ in range(2))

    assert first == again
    assert first.endswith("@example.org>")
    assert len({letter.identity for letter in letters}) == len(letters) == 3


def test_signs_beyond_ascii_arrive_in_a_message_of_ascii(release, circulation):
    content = write_message(plan_letters(release, circulation)[0], circulation)

    assert content.isascii()
    assert message_from_bytes(content, policy=policy.default)["From"] == "Büro <lscb@example.org>"


@pytest.mark.parametrize("key", ["area_name", "marking", "partnership", "contact"])
def test_no_words_of_a_release_become_a_header(folder, circulation, key):
    change(folder, **{key: INJECTED})
    letter = plan_letters(read_release(folder), circulation)[0]
    message = read(letter, circulation)

    assert message["Bcc"] is None
    assert "\n" not in letter.subject
    assert not any(line.startswith("Bcc") for line in message.get_body().get_content().splitlines())
    assert not any(ord(sign) < 32 and sign != "\n" for sign in letter.text())


def test_no_title_audience_or_sentence_becomes_a_header_or_a_line_of_its_own(folder, circulation, listed, write_list):
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    page = manifest["pages"][0] | {"title": INJECTED, "question": INJECTED, "summary": [INJECTED], "report": INJECTED}
    change(folder, pages=[page])
    letter = plan_letters(read_release(folder), circulation)[0]
    message = read(letter, circulation)

    assert message["Bcc"] is None
    assert [part["Bcc"] for part in message.walk()] == [None] * 3
    assert not any(line.startswith("Bcc") for line in letter.text().splitlines())


def list_texts(content, path=()):
    """Every text of a list, and every name that it gives something, by where it stands."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in pairs:
        if isinstance(value, dict | list):
            yield from list_texts(value, (*path, key))
        elif isinstance(value, str):
            yield (*path, key)


def test_no_text_of_the_list_of_addresses_becomes_a_header(release, listed, write_list):
    taken = []
    for path in list(list_texts(listed)):
        before = deepcopy(listed)
        place = reduce(getitem, path[:-1], listed)
        place[path[-1]] += "\r\nBcc: thief@example.net"
        with suppress(ParametersRefused):
            circulation = read_circulation(write_list())
            taken.append(path)
            assert all(read(letter, circulation)["Bcc"] is None for letter in plan_letters(release, circulation))
        listed.update(before)

    assert taken == [("server", "authorities")]  # the name of a file on this machine
    listed["audiences"] = {f"{name}\r\nBcc: thief@example.net": roles for name, roles in listed["audiences"].items()}
    with pytest.raises(ParametersRefused, match="audiences"):
        read_circulation(write_list())


def test_a_page_that_was_changed_after_it_was_checked_is_not_sent(release, circulation):
    (release.folder / "custody.html").write_bytes(b"another")

    with pytest.raises(StorageRefused, match=r"custody.html is not as it was released"):
        write_message(plan_letters(release, circulation, ["Board"])[0], circulation)


def test_words_stay_on_one_line():
    assert one_line(" a\r\nb\u2028c\u00a0d\x00 ") == "a b c d"


def change(folder, **facts) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | facts), encoding="utf-8")
