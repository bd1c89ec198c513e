"""What a user finds in data/raw/returns: what belongs there, how it is named, and that it is never in git."""

from analysis.project import Project

README = "README.md"

_TEXT = """\
# Returns

Put what partners send here, as it came: .csv, .txt, .xlsx or .ods. Tables of counts only; a file with a record of a
child is refused. Nothing in this folder is ever in git.

A file is known by its name. In the names below {{financial year}} is written 2013-14, {{quarter}} 2013-14_q4,
{{reporting year}} and {{calendar year}} 2014, {{month}} 2014-03, and `*` is any words. A newer copy of an official
table may lie here under the name that it was downloaded with.

| return | from | name |
| --- | --- | --- |
{names}

`lscb check` says what is wrong with a file and writes nothing; `lscb due` says what is still to come.

When a file came is said by a row here, which pages quote. Add one a file:

| file | publisher | publication and table | received | covers |
| --- | --- | --- | --- | --- |
"""


def introduce_returns(project: Project) -> None:
    """Write README.md into data/raw/returns where there is none; a folder that cannot be written is left as it is.

    Raises ParametersRefused for a contract that is wrong.
    """
    path = project.raw / "returns" / README
    if path.exists() or not path.parent.is_dir():
        return
    from publishing.intake.files import OFFICIAL
    from publishing.intake.layouts import read_sources  # slow to import, and needed at first sight only

    sources = [source for source in read_sources(project.params / "sources").values() if source.precedence > OFFICIAL]
    names = [f"| {source.title} | {source.supplier} | {source.file} |" for source in sources]
    try:
        path.write_text(_TEXT.format(names="\n".join(names)), encoding="utf-8")
    except OSError:
        return
