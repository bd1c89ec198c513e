"""Handing messages to the server, one for each address, so that the ledger knows of every one what became of it."""

import smtplib
from collections.abc import Callable, Iterable
from contextlib import suppress

from analysis.definitions.circulation_list import Circulation
from publishing.circulation.ledger import ABOUT_TO_SEND, NOT_SENT, SENT, UNKNOWN, State, write_line
from publishing.circulation.messages import Letter, write_message
from publishing.circulation.server import NotSent, connect, say_answer


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
