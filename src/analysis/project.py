"""Where things are: the folders of a checkout, found from wherever a notebook or a command starts."""

from dataclasses import dataclass
from pathlib import Path

from analysis.refusals import ParametersRefused

SEASON = ".season"  # the ending of the files of seasons in `kept`


@dataclass(frozen=True)
class Project:
    """A checkout, and the data folder it works on (its own unless another is named)."""

    root: Path
    data: Path

    @property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def raw(self) -> Path:
        return self.data / "raw"

    @property
    def processed(self) -> Path:
        return self.data / "processed"

    @property
    def kept(self) -> Path:
        """What one run leaves to the next: pages, seasons, which release stands."""
        return self.processed / "kept"


def find_project(start: str | Path = ".", data: str | Path | None = None) -> Project:
    """The checkout that a folder lies in: the nearest one above that holds params/run.yaml.

    `data` names another folder with raw/ and processed/ in it. Raises ParametersRefused outside a checkout, or where
    the data folder does not exist.
    """
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if (folder / "params" / "run.yaml").is_file():
            chosen = Path(data).resolve() if data else folder / "data"
            if not (chosen / "raw").is_dir():
                raise ParametersRefused(f"The data folder {chosen.name!r} has no raw/ in it. Make it, or name another.")
            return Project(root=folder, data=chosen)
    raise ParametersRefused("No params/run.yaml here or above. Start from a checkout of the repository.")
