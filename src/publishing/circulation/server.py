"""The way to the mail server: encrypted, its certificate checked, the password from outside the repository."""

import os
import smtplib
import ssl

from analysis.definitions.circulation_list import Server
from analysis.refusals import ParametersRefused, Refusal
from publishing.circulation.messages import one_line

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
