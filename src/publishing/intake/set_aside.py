"""Files that an analyst has set aside by hand, with the reason: data/raw/set_aside.yaml."""

from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from analysis.definitions.parameter_files import read_parameters
from analysis.refusals import ParametersRefused, StorageRefused, suggest
from publishing.intake.files import find_received

NAME = "set_aside.yaml"


def read_set_aside(raw: Path) -> dict[str, str]:
    """The reason for each file that is set aside, by its path below data/raw. Raises ParametersRefused."""
    path = raw / NAME
    if not path.is_file():
        return {}
    content = read_parameters(path) or {}
    if not isinstance(content, dict) or not all(isinstance(why, str) for why in content.values()):
        raise ParametersRefused(f"{NAME}: expected files, each with the reason why it is set aside.")
    return {str(file): why for file, why in content.items()}


def set_aside(raw: Path, named: str, why: str | None) -> str:
    """Set a received file aside for a reason, or take it back where there is none; returns a line that says so.

    Raises ParametersRefused for a file that is not in data/raw, StorageRefused where the list cannot be written.
    """
    files = {path.name: path.relative_to(raw).as_posix() for path in find_received(raw)}
    name = Path(named).name
    if name not in files:
        raise ParametersRefused(f"No file {name!r} in data/raw. {suggest(name, files)}")
    listed = read_set_aside(raw)
    if why is None:
        message = (
            f"{files[name]} is read again." if listed.pop(files[name], None) else f"{files[name]} is not set aside."
        )
    else:
        listed[files[name]] = why
        message = f"{files[name]} is set aside: {why}"
    written = StringIO()
    YAML().dump(listed, written)
    try:
        (raw / NAME).write_text(written.getvalue() if listed else "", encoding="utf-8")
    except OSError as error:
        raise StorageRefused(f"data/raw/{NAME} cannot be written: {error.strerror}.") from error
    return message
