"""Sending: the way to the mail server, and a message handed over for each address, with what became of it.

The way is encrypted, its certificate checked, and the password comes from outside the repository.
"""

import os
import smtplib
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress

from analysis.definitions.circulation_list import Circulation, Server
from analysis.refusals import ParametersRefused, Refusal
from publishing.circulation.ledger import ABOUT_TO_SEND, NOT_SENT, SENT, UNKNOWN, State, write_line
from publishing.circulation.messages import Letter, one_line, write_message

PASSWORD, SERVICE = "LSCB_SMTP_PASSWORD", "lscb"
LONGEST_REASON = 200


class NotSent(Refusal):
    """A message that did not go, or of which nobody knows whether it went."""

    exit_code = 8


def read_password(server: Server) -> str | None:
    """The user's password, from the environment or else the system's keyring; None for a server without a user.

    Raises ParametersRefused where neither has one that can be used.
    """
    if server.user is None:
        return None
    password = os.environ.get(PASSWORD)
    why = ""
    if not password:
        password, why = _ask_keyring(server.user)
    if not password:
        raise ParametersRefused(f"No password for {server.user}: {PASSWORD} is not set, and {why}. Set one of them.")
    if not password.isascii():
        raise ParametersRefused(f"The password for {server.user} has letters that the mail protocol does not carry.")
    return password


def connect(server: Server, password: str | None) -> smtplib.SMTP:
    """An open connection, encrypted unless it stays on this machine, with the user signed in.

    Raises NotSent where there is none to be had, ParametersRefused for certificates that cannot be read.
    """
    connection: smtplib.SMTP | None = None
    context, seconds = _trust(server), server.timeout_seconds
    try:
        if server.security == "implicit":
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=seconds)
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user is not None and password is not None:
            connection.login(server.user, password)
        connection.ehlo_or_helo_if_needed()
        return connection
    except (OSError, smtplib.SMTPException) as error:
        if connection is not None:
            connection.close()
        raise NotSent(f"{server.host}:{server.port} {_say(error)}.") from error


def say_answer(code: int, words: bytes | str) -> str:
    """A server's answer on one short line: '550 no such person'."""
    words = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return one_line(f"{code} {words}")[:LONGEST_REASON]


def _ask_keyring(user: str) -> tuple[str | None, str]:
    """The password that the system's keyring holds, or why it gives none."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None, "the package keyring is not installed"
    try:
        return keyring.get_password(SERVICE, user), f"the keyring has none under {SERVICE!r}"
    except (KeyringError, OSError, RuntimeError) as error:
        return None, f"the system's keyring cannot be asked ({type(error).__name__})"


def _trust(server: Server) -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, or those of the file that is named."""
    try:
        return ssl.create_default_context(cafile=server.authorities)
    except OSError as error:
        raise ParametersRefused("circulation.yaml: server.authorities: is no file of certificates.") from error


def _say(error: OSError | smtplib.SMTPException) -> str:
    """Why there is no connection, in words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that is not to be trusted ({error.verify_message})"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"does not offer what is asked of it: {one_line(str(error)).rstrip('.')}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"answered: {say_answer(error.smtp_code, error.smtp_error)}"
    if isinstance(error, ssl.SSLError):
        return "does not speak TLS as it should; is it the right port?"
    verb = "broke off" if isinstance(error, smtplib.SMTPException) else "cannot be reached"
    reason = error.strerror or one_line(str(error)).rstrip(".") or type(error).__name__
    return f"{verb}: {reason[:LONGEST_REASON]}"


class Refused(Exception):
    """The server's plain no: what was sent to it, it did not take."""


class Unclear(Exception):
    """An answer that is neither yes nor no."""


class Post:
    """A connection that is opened when it is needed, and again where it was lost."""

    def __init__(self, circulation: Circulation, password: str | None):
        self.circulation, self.password = circulation, password
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *error: object) -> None:
        if self.connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.connection.quit()
            self.hang_up()

    def open(self) -> smtplib.SMTP:
        if self.connection is None:
            self.connection = connect(self.circulation.server, self.password)
        return self.connection

    def hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def send(self, letter: Letter) -> State:
        """Send a letter and write down what became of it. Raises NotSent where there is no way to the server.

        Until the server has named the recipient good, nothing of the message goes; what fails by then was not sent.
        From the line 'about to send' until the server's answer nobody can know.
        """
        content, connection = write_message(letter, self.circulation), self.open()
        begun = False
        try:
            self._address(connection, letter, len(content))
            write_line(letter, ABOUT_TO_SEND)
            begun = True
            _check_answer(*connection.data(content))
        except smtplib.SMTPDataError as refused:  # before any of the message went
            return self._give_up(connection, letter, say_answer(*refused.args))
        except Refused as refused:
            return self._give_up(connection, letter, str(refused))
        except (OSError, smtplib.SMTPException, Unclear) as error:
            self.hang_up()
            why = "no answer to the message" if begun else "the connection was lost before anything was sent"
            return _settle(letter, UNKNOWN if begun else NOT_SENT, f"{why} ({type(error).__name__})")
        return _settle(letter, SENT)

    def _give_up(self, connection: smtplib.SMTP, letter: Letter, reason: str) -> State:
        """Settle a letter, then make the connection ready for the next one."""
        state = _settle(letter, NOT_SENT, reason)
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self.hang_up()
        return state

    def _address(self, connection: smtplib.SMTP, letter: Letter, size: int) -> None:
        options = [f"size={size}"] if connection.has_extn("size") else []
        _check_answer(*connection.mail(self.circulation.sender.address, options))
        _check_answer(*connection.rcpt(letter.address))


def send_letters(
    letters: Iterable[Letter], circulation: Circulation, password: str | None, say: Callable[[str], None]
) -> list[State]:
    """Send letters one after the other, telling of each. Raises NotSent where there is no way to the server."""
    states: list[State] = []
    with Post(circulation, password) as post:
        for letter in letters:
            try:
                state = post.send(letter)
            except NotSent as refusal:
                tried = f"{len(states)} tried before" if states else "nothing was sent"
                raise NotSent(f"{refusal} Stopped at {letter.address}; {tried}.") from refusal
            say(f"{letter.audience}: {letter.address}: {state.word}{f' ({state.reason})' if state.reason else ''}")
            states.append(state)
    return states


def _check_answer(code: int, words: bytes) -> None:
    if 400 <= code < 600:
        raise Refused(say_answer(code, words))
    if not 200 <= code < 300:
        raise Unclear(say_answer(code, words))


def _settle(letter: Letter, word: str, reason: str = "") -> State:
    write_line(letter, word, reason)
    return State(word, reason=reason)
