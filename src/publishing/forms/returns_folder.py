"""What a user finds in data/raw/returns: what belongs there, how it is named, and that it is never in git."""

from contextlib import suppress

from analysis.project import Project

README = "README.md"


def introduce_returns(project: Project) -> None:
    """Write README.md into data/raw/returns where there is none; a folder that cannot be written is left as it is.

    Raises ParametersRefused for a contract that is wrong.
    """
    path = project.raw / "returns" / README
    if path.exists() or not path.parent.is_dir():
        return
    from publishing.forms.starting_entries import fill_template
    from publishing.running.due import find_returns  # slow to import, and needed at first sight only

    with suppress(OSError):
        path.write_text(fill_template("returns.md.j2", sources=find_returns(project)), encoding="utf-8")
