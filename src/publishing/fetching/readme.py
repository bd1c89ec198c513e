"""The table of fetched files in data/raw/README.md, made of the log."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from publishing.fetching.service_editions import plain
from publishing.release.storage import replace_shared

BEGIN, END = "<!-- fetched: begin -->", "<!-- fetched: end -->"
HEADINGS = ("file", "publisher", "data set and edition", "fetched", "version", "SHA-256", "address", "licence")
SECTION = (
    "\n## Fetched by `lscb fetch`\n\nThis table is written by the command. Change nothing between the two marks.\n"
)


def replace_table(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Put the table of the log between the marks of the README, or at its end where it has none."""
    text = path.read_text(encoding="utf-8") if path.is_file() else "# What was received\n"
    if BEGIN not in text or END not in text:
        text = f"{text.rstrip()}\n{SECTION}\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    new = f"{before}{BEGIN}\n{make_table(records)}{END}{after}"
    if new != text or not path.is_file():
        replace_shared(path, new)


def make_table(records: Iterable[Mapping[str, object]]) -> str:
    """One row for each fetched file, in the order of the log."""
    lines = [f"| {' | '.join(HEADINGS)} |", f"|{' --- |' * len(HEADINGS)}"]
    for record in records:
        said = {key: plain(value) for key, value in record.items()}
        title = ", ".join(filter(None, [said["title"], said["edition"]]))
        cells = [f"`{said['file']}`", said["publisher"], title, said["fetched"], said["version"], said["sha256"][:12]]
        lines.append(f"| {' | '.join([*cells, said['url'], said['licence']])} |")
    return "\n".join(lines) + "\n"
