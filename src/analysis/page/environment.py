"""What a page says of things that are not its own, filled in when it is released: the commit, and hashes of files.

A page is not made again because the checkout has a new commit or another cell of a file that it reads has changed; but
it must say what a page made anew would say. So these words stand between marks, and the run puts in those of the day.
Text of a page cannot forge a mark: all of it is escaped.
"""

import hashlib
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from analysis.project import Project

NOT_IN_GIT = "not in git"
GONE = "the file is no longer there"
AS_SHOWN = "of its figures as they may be shown"
COMMIT = "commit"
MARK = re.compile(r"<!--lscb:([^ >]*)-->.*?<!--/lscb-->", re.DOTALL)


def mark(name: str, words: str) -> str:
    """Words that `fill` can replace by others: of the commit, or of the file with that name."""
    return f"<!--lscb:{quote(name, safe='/')}-->{words}<!--/lscb-->"


def fill(html: str, words: Mapping[str, str]) -> str:
    """A page with the words for each mark, which are plain text, and without the marks.

    Raises KeyError for a mark that there are no words for.
    """
    return MARK.sub(lambda found: words[unquote(found[1])], html)


def describe_made_with(project: Project, files: Iterable[str]) -> dict[str, str]:
    """The words for the marks: the commit, and the hash of each received file."""
    hashes = {file: hash_file(project, file) or GONE for file in files}
    return hashes | {COMMIT: find_commit(project.root)}


def find_commit(root: Path) -> str:
    """The commit of a checkout, and whether its files were changed since; or that it is not in git."""
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return NOT_IN_GIT
    changed = _git(root, "status", "--porcelain", "--untracked-files=no", "--", "src", "notebooks", "params")
    return commit + (" with changes since" if changed else "")


def hash_file(project: Project, file: str) -> str | None:
    """The SHA-256 of a received file, wherever under raw/ it lies; None where it has gone.

    With the hash of a file that is not published an outsider could try out small counts: whoever has all its other
    cells finds the one that fits. Such a file has the hash of its figures as they may be shown, and the words say so.
    """
    for folder in ("", "published", "returns"):
        path = project.raw / folder / file
        if path.is_file():
            if path.relative_to(project.raw).parts[0] == "published":
                return hashlib.sha256(path.read_bytes()).hexdigest()
            from analysis.measures.published import fingerprint_file  # parquet is needed for such a file alone

            return f"{AS_SHOWN}: {fingerprint_file(project, file)}"
    return None


def _git(root: Path, *words: str) -> str:
    """What git says of a checkout, also of one that another user of the machine owns."""
    command = ["git", "-c", f"safe.directory={root}", *words]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
