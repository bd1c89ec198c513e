"""`lscb fetch`: which data sets, what to do with them, and the exit code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from analysis.definitions.parameter_files import read_file
from analysis.definitions.partnership import Partnership
from analysis.definitions.published_data import PUBLISHED, Published, read_addresses, service_of
from analysis.project import Project, find_project
from analysis.refusals import ParametersRefused, SourceRefused, suggest
from publishing.fetching.addresses import place_services
from publishing.fetching.comparing import KINDS
from publishing.fetching.fetching import Fetcher, Outcome
from publishing.fetching.keeping import Store
from publishing.fetching.specification import read_known
from publishing.fetching.web import Web
from publishing.running.lock import hold

SOMETHING_NEW = 10


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    names: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    check: bool = False
    update: bool = False
    accepted: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


def fetch_command(
    names: Sequence[str] | None,
    services: Sequence[str] | None,
    check: bool,
    update: bool,
    accept_losses: Sequence[str] | None,
    base: Sequence[str] | None,
    data: Path | None,
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> int:
    """Fetch, check or update, and the exit code: 0 done, 10 something new is left.

    Raises ParametersRefused for a name or option that is wrong, SourceRefused where a service or a file was refused,
    StorageRefused and RunInProgress.
    """
    wanted = Wanted(tuple(names or ()), _split(services), check, update, _split(accept_losses), tuple(base or ()))
    project = find_project(data=data)
    with Web(f"lscb-analysis/{version('lscb-analysis')} (published statistics; contact: {_contact(project)})") as web:
        return fetch(project, wanted, web, say, warn)


def fetch(project: Project, wanted: Wanted, web: Web, say: Callable[[str], None], warn: Callable[[str], None]) -> int:
    """What was wanted, one data set after the other: a refusal of one leaves the others to be done."""
    _check_options(wanted)
    known = read_known(project.params)
    chosen = choose(known.published, wanted)
    services = place_services(read_addresses(project.params / "services.yaml"), wanted.bases)
    folder = project.raw / "published"
    store = Store(folder, project.raw / "README.md", project.params / "published.lock")
    fetcher = Fetcher(known, services, store, web, wanted.accepted)
    if wanted.check:
        return _finish([_try(fetcher.check, data, say, warn) for data in chosen], wanted, say)
    with hold(project.processed / "fetching"):
        task = fetcher.update if wanted.update else fetcher.bring
        return _finish([_try(task, data, say, warn) for data in chosen], wanted, say)


def choose(published: dict[str, Published], wanted: Wanted) -> list[Published]:
    """The data sets with these names or of these services, else all. Raises ParametersRefused for an unknown one."""
    for name in wanted.names:
        if name not in published:
            raise ParametersRefused(f"No data set {name!r} in params/published. {suggest(name, published)}")
    for service in wanted.services:
        if service not in PUBLISHED:
            raise ParametersRefused(f"No service {service!r}. {suggest(service, PUBLISHED)}")
    named = [data for data in published.values() if not wanted.names or data.name in wanted.names]
    chosen = [data for data in named if not wanted.services or service_of(data) in wanted.services]
    if not chosen:
        raise ParametersRefused("No data set has that name and that service. See params/published.")
    return chosen


def _check_options(wanted: Wanted) -> None:
    if wanted.check and wanted.update:
        raise ParametersRefused("--check and --update: give one of them. --check writes nothing.")
    for kind in wanted.accepted:
        if kind not in KINDS:
            raise ParametersRefused(f"--accept-losses {kind}: {suggest(kind, KINDS)}")
    if wanted.accepted and not wanted.update:
        raise ParametersRefused("--accept-losses goes with --update.")


def _try(
    task: Callable[[Published], Outcome], data: Published, say: Callable[[str], None], warn: Callable[[str], None]
) -> Outcome:
    """One data set's outcome on the screen; its refusal is an outcome too."""
    try:
        outcome = task(data)
    except SourceRefused as refusal:
        outcome = Outcome(data.name, faults=[refusal])
    if outcome.lines:
        say(f"{data.name}")
    for line in outcome.lines:
        say(f"  {line}")
    for fault in outcome.faults:
        warn(f"{data.name}: {fault}")
    return outcome


def _finish(outcomes: list[Outcome], wanted: Wanted, say: Callable[[str], None]) -> int:
    """The last line and the exit code: something new before a fault, since a fault is told again the next time."""
    new = [outcome.name for outcome in outcomes if outcome.news]
    faulty = [outcome.name for outcome in outcomes if outcome.faults]
    say(
        f"{_count(len(outcomes), 'data set')}: {len(new) or 'none'} with something new, "
        f"{len(faulty) or 'none'} refused."
    )
    if new:
        return SOMETHING_NEW
    return SourceRefused.exit_code if faulty else 0


def _split(words: Sequence[str] | None) -> tuple[str, ...]:
    """What an option was given, whether it was repeated or its values stand with commas between."""
    return tuple(part.strip() for word in words or () for part in word.split(",") if part.strip())


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _contact(project: Project) -> str:
    return read_file(project.params / "partnership.yaml", Partnership).contact
