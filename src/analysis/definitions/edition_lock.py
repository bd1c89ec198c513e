"""params/published.lock: which edition of each data set is used, by version and hash."""

from pathlib import Path

from pydantic import Field

from analysis.definitions.parameter_files import Definition, check_definition, read_parameters
from analysis.refusals import ParametersRefused

HEAD = (
    "# Which edition of each data set is used: written by `lscb fetch`. An edition without a hash was chosen and not "
    "fetched.\n"
)


class Pin(Definition):
    """The edition that is used: its version, its file's name below data/raw/published and the SHA-256 of its bytes."""

    version: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    file: str | None = Field(default=None, pattern=r"^[a-z0-9_]+/[A-Za-z0-9][A-Za-z0-9._-]*$")
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


def read_lock(path: Path) -> dict[str, Pin]:
    """The pinned editions by data set; none where the file is not there. Raises ParametersRefused."""
    content = read_parameters(path) if path.is_file() else {}
    if not isinstance(content, dict | None):
        raise ParametersRefused(f"{path.name}: expected a data set on each line, with its version and sha256.")
    return {str(name): check_definition(Pin, part, f"{path.name}: {name}") for name, part in (content or {}).items()}


def write_lock(pins: dict[str, Pin]) -> str:
    """The text of the lock, by name, so that git shows one changed line for one moved pin."""
    lines = [HEAD]
    for name, pin in sorted(pins.items()):
        lines.append(f"{name}:\n")  # in quotation marks, since a version or hash of digits would be read as a number
        lines += [f'  {key}: "{value}"\n' for key, value in pin.model_dump().items() if value is not None]
    return "".join(lines)
