"""A message to whoever keeps the system: how a scheduled run ended."""

import smtplib
from collections.abc import Callable
from pathlib import Path

from analysis.definitions.circulation_list import Circulation
from analysis.project import Project
from analysis.refusals import ParametersRefused, Refusal, ReturnsAwaited, RunInProgress
from publishing.circulation.circulating import find_circulation
from publishing.circulation.messages import begin_message
from publishing.circulation.sending import NotSent, connect, read_password

FAULT = "A fault in the program stopped the run. Nothing was released. Run `lscb run` at a terminal to see where."


def run_and_tell(project: Project, run: Callable[[], str], addresses: Path | None = None) -> str:
    """Do a run, tell the keeper how it ended, and return the line that it ends with.

    The keeper's addresses are read before the run, so that a schedule without them is found out at once. Whatever the
    run raises is told and raised again. Raises ParametersRefused where no keeper is named, NotSent where a run went
    well and its message did not go.
    """
    circulation = find_circulation(project, addresses)
    if circulation.keeper is None:
        raise ParametersRefused("circulation.yaml names no keeper. Add `keeper:` with a role.")
    password = read_password(circulation.server)
    try:
        line = run()
    except Exception as error:
        try:
            send_to_keeper(circulation, password, f"lscb run: {name_ending(error)}", say_ending(error))
        except NotSent as unsent:  # which must not hide why the run failed
            error.add_note(str(unsent))
        raise
    send_to_keeper(circulation, password, "lscb run: done", line)
    return line


def name_ending(error: Exception) -> str:
    """How a run ended, in a word or two: waiting for another run or for returns, or failed."""
    if isinstance(error, RunInProgress):
        return "another run is at work"
    return "waiting for returns" if isinstance(error, ReturnsAwaited) else "failed"


def say_ending(error: Exception) -> str:
    """Why a run ended as it did. Refusals never quote a return; any other error's words could, so they are not sent."""
    return str(error) if isinstance(error, Refusal) else FAULT


def send_to_keeper(circulation: Circulation, password: str | None, subject: str, text: str) -> None:
    """Send a short plain message to each of the keeper's addresses. Raises NotSent."""
    keeper = circulation.role(str(circulation.keeper))
    connection = connect(circulation.server, password)
    try:
        for address in keeper.addresses:
            connection.send_message(begin_message(circulation, address, subject, f"{text}\n"))
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The message to the keeper was not taken ({type(error).__name__}).") from error
    finally:
        connection.close()
