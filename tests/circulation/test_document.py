"""Every command of docs/circulation.md does what the document says, typed as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.project import find_project

ROOT = find_project(Path(__file__).parent).root
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "circulation.md").read_text(encoding="utf-8"), re.DOTALL)
NURSE, CHAIR = "designated.nurse@example.org", "learning.chair@example.org"
AUDIENCES = [
    "Main Board",
    "Learning and Development group",
    "Community Engagement and Awareness group; health partners",
]
SUDO = """\
#!/bin/sh
# As sudo: another account, none of the environment but what is to be kept, and word of who called.
kept=${1#--preserve-env=}; shift 3
[ "$kept" = LSCB_ADDRESSES ] || exit 9
exec env -i PATH="$PATH" HOME="$HOME" LSCB_ADDRESSES="$LSCB_ADDRESSES" SUDO_USER=maria "$@"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the parameters, and the commands that the document types."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "params", root / "params")
    (root / "data" / "raw").mkdir(parents=True)
    commands = {
        "lscb": f'#!/bin/sh\nexec "{sys.executable}" -m publishing "$@"\n',
        "keyring": f'#!/bin/sh\nexec "{sys.executable}" -W ignore -m keyring "$@"\n',
        "sudo": SUDO,
    }
    (tmp_path / "bin").mkdir()
    for name, text in commands.items():
        path = tmp_path / "bin" / name
        path.write_text(text)
        path.chmod(0o755)
    return root


@pytest.fixture
def type_block(checkout: Path):
    """Type the commands of a block in one shell, after the exports of those before; the exit code and all it said."""
    exports: list[str] = []
    environment = {
        "PATH": f"{checkout.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(checkout.parent),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }

    def typed(block: str) -> tuple[int, str]:
        script = "".join([*exports, block])
        exports.extend(line + "\n" for line in block.splitlines() if "export " in line)
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            input="correct horse\n",
            timeout=300,
        )
        return done.returncode, done.stdout + done.stderr

    return typed


@pytest.mark.skipif(sys.platform == "win32", reason="the document types them in a Unix shell")
@pytest.mark.nightly
def test_every_command_does_what_the_document_says(checkout, type_block, releasing, mailbox, authorities):
    pages = [
        {
            "report": report,
            "file": f"{report}.html",
            "audience": audience,
            "title": "A page",
            "question": "How many?",
            "summary": ["Fewer."],
        }
        for report, audience in zip(["missing", "custody", "plan"], AUDIENCES, strict=True)
    ]
    releasing(checkout / "reports", pages=pages)
    mailbox.hangs_up_after_message.add(NURSE)
    mailbox.hangs_up_in_message.add(CHAIR)
    make_list, keep_password, type_password, look, sign_off, send, resolve, again = BLOCKS

    assert type_block(make_list)[0] == 0
    fill_in(checkout.parent / "lscb-private" / "circulation.yaml", mailbox.port, authorities)
    assert type_block(keep_password)[0] == 0
    assert type_block(type_password)[0] == 0
    code, said = type_block(look)
    assert (code, said.count("Nothing was sent"), "designated.nurse@example.org (to send)" in said) == (0, 2, True)
    code, said = type_block(sign_off)
    assert (code, "is approved by the Business Manager (maria)" in said) == (0, True)

    code, said = type_block(send)
    assert "2 messages sent, 0 sent earlier. All 2 have gone." in said
    assert "1 message sent, 2 sent earlier, 0 not sent, 2 unknown." in said
    assert code == 8
    mailbox.hangs_up_after_message.clear()
    mailbox.hangs_up_in_message.clear()
    code, said = type_block(resolve)
    assert (code, said) == (0, "1 message written down as arrived. Nothing was sent.\n")
    code, said = type_block(again)
    assert said.endswith("1 message sent, 4 sent earlier. All 5 have gone.\n")
    assert code == 0
    assert len(mailbox.addresses) == len(set(mailbox.addresses)) == 5


def fill_in(path: Path, port: int, authorities: Path) -> None:
    """Put a real server into the list, as the document asks."""
    text = path.read_text(encoding="utf-8")
    text = text.replace("port: 587", f"port: {port}").replace("host: mail.example.org", "host: 127.0.0.1")
    path.write_text(text.replace("server:\n", f"server:\n  authorities: {authorities}\n"), encoding="utf-8")
