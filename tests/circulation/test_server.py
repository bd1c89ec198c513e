"""Nothing goes to a server that is not encrypted and known; the password is asked for outside the repository."""

import socket
import sys
import threading
from contextlib import suppress

import keyring
import keyring.errors
import pytest
import trustme

from analysis.definitions.circulation_list import read_circulation
from analysis.refusals import ParametersRefused
from publishing.circulation.circulating import plan_letters, send_open
from publishing.circulation.sending import NotSent, connect, read_password

USER = "lscb@example.org"


@pytest.fixture
def server(write_list):
    """The server of a list, with changes."""
    return lambda port=25, **changes: read_circulation(write_list(port, **changes)).server


@pytest.mark.parametrize(("security", "user"), [("starttls", USER), ("implicit", None)])
@pytest.mark.usefixtures("password")
def test_the_way_is_encrypted_either_way(release, write_list, start, security, user):
    box = start(security)
    circulation = read_circulation(write_list(box.port, security=security, user=user))
    send_open(release, circulation, plan_letters(release, circulation), [], lambda line: None)

    assert len(box.received) == 3


def test_a_server_without_tls_is_refused_and_hears_no_password(start, server, monkeypatch):
    box = start("none")
    monkeypatch.setattr("smtplib.SMTP.login", lambda *words: pytest.fail("it was told the password"))

    with pytest.raises(NotSent, match="does not offer what is asked of it: STARTTLS"):
        connect(server(box.port), "secret")
    assert box.received == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [(b"454 not now", "answered: 454 not now"), (b"220 go on\r\n250 mallory", "does not speak TLS as it should")],
    ids=["it does not begin", "it goes on in plain text"],
)
def test_a_server_that_offers_tls_and_goes_on_without_hears_no_password(server, answer, why):
    heard: list[bytes] = []

    def be_the_server(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with suppress(OSError), connection, connection.makefile("rb") as lines:  # until the other side hangs up
            connection.sendall(b"220 mail\r\n")
            for line in lines:
                heard.append(line)
                begins = line.upper().startswith(b"STARTTLS")
                connection.sendall(answer + b"\r\n" if begins else b"250-mail\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=be_the_server, args=(listening,))
        thread.start()
        with pytest.raises(NotSent, match=why):
            connect(server(listening.getsockname()[1]), "secret")
        thread.join()
    assert [line for line in heard if line.upper().startswith(b"STARTTLS")]
    assert not [line for line in heard if line.upper().startswith((b"AUTH", b"MAIL"))]


def test_without_tls_only_this_machine_is_written_to(release, write_list, start):
    box = start("none")
    circulation = read_circulation(write_list(box.port, security="none", user=None))
    send_open(release, circulation, plan_letters(release, circulation), [], lambda line: None)

    assert len(box.received) == 3


@pytest.mark.parametrize("changes", [{"host": "mail.example.org"}, {"host": "localhost"}, {"user": "someone"}])
def test_without_tls_another_machine_or_a_password_is_refused(server, changes):
    with pytest.raises(ParametersRefused, match="Nothing is sent without TLS"):
        server(**{"security": "none", "user": None} | changes)


@pytest.mark.parametrize("security", ["starttls", "implicit"])
@pytest.mark.parametrize("certificate", ["of another authority", "for another name"])
def test_a_certificate_that_is_not_to_be_trusted_is_refused(start, server, authority, security, certificate):
    issued = (
        trustme.CA().issue_cert("127.0.0.1") if "authority" in certificate else authority.issue_cert("mail.example")
    )
    box = start(security, certificate=issued)

    with pytest.raises(NotSent, match="has a certificate that is not to be trusted"):
        connect(server(box.port, security=security), "secret")


def test_the_systems_authorities_are_asked_where_no_file_is_named(mailbox, server):
    with pytest.raises(NotSent, match="not to be trusted"):
        connect(server(mailbox.port, authorities=None), "secret")


def test_a_file_of_certificates_that_is_none_is_a_mistake_of_the_list(mailbox, server, tmp_path):
    (tmp_path / "none.pem").write_text("nothing")

    for name in ("none.pem", "missing.pem"):
        with pytest.raises(ParametersRefused, match=r"server\.authorities"):
            connect(server(mailbox.port, authorities=str(tmp_path / name)), "secret")


def test_a_wrong_password_is_told_without_it(mailbox, server):
    with pytest.raises(NotSent, match="answered: 535") as refused:
        connect(server(mailbox.port), "wrong horse")

    assert "horse" not in str(refused.value)


def test_the_password_is_the_environments(server, monkeypatch):
    monkeypatch.setenv("LSCB_SMTP_PASSWORD", "from the environment")

    assert read_password(server()) == "from the environment"


def test_else_it_is_the_keyrings(server, monkeypatch):
    monkeypatch.delenv("LSCB_SMTP_PASSWORD", raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda service, user: f"{service} {user}")

    assert read_password(server()) == "lscb lscb@example.org"


def fail(*words):
    raise keyring.errors.NoKeyringError("no backend")


@pytest.mark.parametrize(
    ("answer", "why"),
    [(lambda *words: None, "the keyring has none under 'lscb'"), (fail, r"cannot be asked \(NoKeyringError\)")],
)
def test_a_keyring_without_it_is_told(server, monkeypatch, answer, why):
    monkeypatch.delenv("LSCB_SMTP_PASSWORD", raising=False)
    monkeypatch.setattr(keyring, "get_password", answer)

    with pytest.raises(ParametersRefused, match=f"LSCB_SMTP_PASSWORD is not set, and .*{why}"):
        read_password(server())


def test_a_missing_keyring_is_told(server, monkeypatch):
    monkeypatch.delenv("LSCB_SMTP_PASSWORD", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(ParametersRefused, match="keyring is not installed"):
        read_password(server())


def test_a_password_that_the_protocol_does_not_carry_is_refused(server, monkeypatch):
    monkeypatch.setenv("LSCB_SMTP_PASSWORD", "schön")

    with pytest.raises(ParametersRefused, match="does not carry"):
        read_password(server())
