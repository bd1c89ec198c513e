"""Words and numbers that must not leave are looked for in every byte of a release and in what a run says."""

import base64
import binascii
import html
import json
import re
from io import StringIO
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from rich.console import Console

from analysis.project import Project
from publishing.running.progress import RunProgress
from publishing.running.quarter import run_quarter
from publishing.running.up_to_date import Asked

pytestmark = pytest.mark.run

# the numbers have not the check letter and digit of real ones, for which the return would be refused
WORDS = ["Q123456789012", "999 123 4567", "Zebedee Quillfeather", "ZX99 9QZ"]
# children, episodes, repeat children, repeat episodes: all under a threshold of 9,000, none like another number
MONTHS = [(3517 + 211 * month, 4729 + 211 * month, 1213, 2425) for month in range(12)]
NUMBERS = sorted({number for month in MONTHS for number in month})
LEAKS = {
    "as it is": "<p>{}</p>",
    "an entity": "<p>{entity}</p>",
    "text of a drawing": '<svg><text><tspan>{first}</tspan><tspan x="9">{rest}</tspan></text></svg>',
    "percent": '<a href="?q={percent}">x</a>',
    "base64": '<img src="data:image/svg+xml;base64,{base64}">',
}


def decode(content: bytes, depth: int = 2) -> str:
    """The text of a file as a reader, a browser or a curious outsider could have it, however it is written."""
    texts = [
        content.decode("utf-8", "ignore"),
        content.decode("utf-16-le", "ignore"),
        content.decode("utf-16-be", "ignore"),
    ]
    for text in texts[:1]:
        texts += [html.unescape(text), unquote(text), re.sub(r"<[^>]*>", "", html.unescape(text))]
        for chunk in re.findall(r"[A-Za-z0-9+/]{12,}={0,2}", text) if depth else ():
            try:
                texts.append(decode(base64.b64decode(chunk + "=" * (-len(chunk) % 4)), depth - 1))
            except binascii.Error:
                continue
    return "\n".join(texts)


def find_leaks(files: dict[str, bytes], numbers=NUMBERS) -> list[tuple[str, str]]:
    """Each file and canary in it."""
    found = []
    for name, content in files.items():
        text = decode(content)
        plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
        found += [(name, word) for word in WORDS if word.casefold() in (text + name).casefold()]
        found += [(name, str(number)) for number in numbers if re.search(rf"(?<![\w.]){number}(?![\w]|\.\d)", plain)]
    return found


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plant(project: Project, returns) -> None:
    """The words in every place that nobody shows: hidden sheet, comment, properties, file names, parameters."""
    returns.hide_words(returns.write_missing(project, MONTHS), WORDS)
    (project.raw / "returns" / f"{WORDS[2]} {WORDS[3]}.csv").write_text(",".join(WORDS), encoding="utf-8")
    (project.params / f"notes on {WORDS[2]}.yaml").write_text(f"# {WORDS[0]}\n{{}}\n", encoding="utf-8")
    comments = project.params / "comments" / "2013-14 Q4"
    comments.mkdir(parents=True)
    # a comment that no page shows is named at the terminal, by its file; what it says is nobody's there
    (comments / "of-no-report.md").write_text(f"{WORDS[1]} {WORDS[2]}", encoding="utf-8")
    run = project.params / "run.yaml"
    run.write_text(f"# asked for by {WORDS[2]}\n" + run.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.fixture
def project(tmp_path, returns) -> Project:
    """A checkout of which every figure is withheld, with canaries planted in it."""
    made = returns.make_checkout(tmp_path / "checkout", 9000)
    plant(made, returns)
    return made


def test_no_canary_and_no_withheld_number_leaves(project, tmp_path, capfd, told_here):
    run_quarter(project, told_here, tmp_path / "reports")

    files = read_files(tmp_path / "reports")
    assert any("missing.html" in name for name in files)
    assert b"[c]" in next(content for name, content in files.items() if name.endswith("missing.html"))
    assert find_leaks(files) == []
    said = told_here.console.file.getvalue() + "".join(capfd.readouterr())
    assert find_leaks({"what the run said": said.encode()}) == []


@pytest.mark.nightly
def test_a_notebook_that_leaks_is_caught(project, tmp_path, told_here):
    path = project.notebooks / "missing.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    leak = 'import pandas\nraw = pandas.read_parquet(page.project.processed / "observations.parquet")\n'
    leak += 'page.say(f"{raw.numerator.iloc[0]:,.0f}")'
    notebook["cells"][-1]["source"] = [leak + "\n", *notebook["cells"][-1]["source"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")

    run_quarter(project, told_here, tmp_path / "reports", Asked(only=("missing",)))

    assert find_leaks(read_files(tmp_path / "reports"))


@pytest.mark.parametrize("way", LEAKS)
@pytest.mark.parametrize("secret", [*WORDS, "3,517"])
def test_the_scanner_sees_a_leak_however_it_is_written(way, secret):
    entity = "".join(f"&#{ord(sign)};" for sign in secret)
    coded = base64.b64encode(f"<svg>{secret}</svg>".encode()).decode()
    leak = LEAKS[way].format(
        secret, entity=entity, first=secret[:2], rest=secret[2:], percent=quote(secret), base64=coded
    )

    assert find_leaks({"page.html": f"<html>{leak}</html>".encode()})
    assert find_leaks({"data.csv": f"a;{secret}\n".encode("utf-16")})


def test_the_scanner_is_silent_where_nothing_leaks():
    assert find_leaks({"page.html": b"<html><p>91 children, 2013-14 Q4</p><path d='M3.3517 4'/></html>"}) == []


@pytest.fixture
def told_here() -> RunProgress:
    return RunProgress(Console(file=StringIO(), width=200))
