"""A small release, a circulation list, and a real mail server on this machine with certificates of its own."""

import hashlib
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from ruamel.yaml import YAML

from analysis.definitions.circulation_list import Circulation, read_circulation
from publishing.circulation.approved_release import Release, read_release
from publishing.release.accounts import RUNS
from publishing.release.storage import MANIFEST, append_record

USER, PASSWORD = "lscb@example.org", "correct horse"
NAME = "E06000045-2013-14-Q4-20140505T060000Z"


@dataclass
class Mailbox:
    """What a server took, and how it misbehaves: by recipient, what it answers or where it hangs up."""

    port: int = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    to_recipient: dict[str, str] = field(default_factory=dict)
    to_message: dict[str, str] = field(default_factory=dict)
    hangs_up_at_recipient: set[str] = field(default_factory=set)
    hangs_up_in_message: set[str] = field(default_factory=set)
    hangs_up_after_message: set[str] = field(default_factory=set)
    connections: int = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.hangs_up_at_recipient:
            server.transport.abort()
        if address in self.to_recipient:
            return self.to_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (address,) = envelope.rcpt_tos
        if address in self.to_message:
            return self.to_message[address]
        self.received.append((address, envelope.content))
        if address in self.hangs_up_after_message:
            server.transport.abort()
        return "250 taken"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.received]

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for _, content in self.received]


class Server(SMTP):
    """A server that can hang up in the middle of a message."""

    async def smtp_DATA(self, arg):  # noqa: N802
        if self.event_handler.hangs_up_in_message & set(self.envelope.rcpt_tos):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Post(Controller):
    def factory(self) -> Server:
        return Server(self.handler, **self.SMTP_kwargs)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def authorities(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the certificates that the tests trust."""
    path = tmp_path_factory.mktemp("trust") / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def authenticate(server, session, envelope, mechanism, given) -> AuthResult:
    return AuthResult(success=(given.login, given.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@pytest.fixture
def start(authority: trustme.CA) -> Iterator[Callable[..., Mailbox]]:
    """Start a server: with STARTTLS and a password, with implicit TLS, or with neither."""
    running = []

    def started(
        security: str = "starttls",
        box: Mailbox | None = None,
        certificate: trustme.LeafCert | None = None,
    ) -> Mailbox:
        box = box or Mailbox()
        box.port = box.port or free_port()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        (certificate or authority.issue_cert("127.0.0.1")).configure_cert(context)
        options = {"authenticator": authenticate, "auth_required": True} if security == "starttls" else {}
        if security == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if security == "implicit":
            options |= {"ssl_context": context}
        post = Post(box, hostname="127.0.0.1", port=box.port, **options)
        post.start()
        running.append(post)
        return box

    started.stop = lambda: running.pop().stop()
    yield started
    for post in running:
        post.stop(no_assert=True)


@pytest.fixture
def mailbox(start: Callable[..., Mailbox]) -> Mailbox:
    """A server as it should be."""
    return start()


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSCB_SMTP_PASSWORD", PASSWORD)


PAGES = {
    "missing": ("Missing group", "Children missing", "How many?", ["Fewer children went missing.", "21% fewer."]),
    "custody": ("Board", "Custody", "How often?", ["No clear change."]),
    "plan": ("Board", "The plan", "What is late?", ["Nothing is late."]),
}


def make_release(output: Path, name: str = NAME, **facts: object) -> Path:
    """A release's folder with its pages and manifest, run by 'analyst'."""
    folder = output / name
    folder.mkdir(parents=True)
    files = {f"{report}.html": f"<p>Page {report} – £5\n".encode() for report in PAGES}
    pages = [
        {
            "report": report,
            "file": f"{report}.html",
            "audience": audience,
            "title": title,
            "question": question,
            "summary": summary,
        }
        for report, (audience, title, question, summary) in PAGES.items()
    ]
    manifest = {
        "release": name,
        "made": "2014-05-05T06:00:00+00:00",
        "area": "E06000045",
        "quarter": "2013-14 Q4",
        "area_name": "Southampton",
        "partnership": "Example partnership",
        "marking": "Official: sensitive",
        "contact": "the Business Unit",
        "pages": pages,
    }
    for file, content in files.items():
        (folder / file).write_bytes(content)
    hashes = {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}
    (folder / MANIFEST).write_text(json.dumps(manifest | facts | {"files": hashes}), encoding="utf-8")
    append_record(output / RUNS, {"release": name, "by": "analyst", "machine": "office"})
    return folder


@pytest.fixture
def releasing() -> Callable[..., Path]:
    """Make a release in a folder, with other facts in its manifest."""
    return make_release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_release(tmp_path / "reports")


@pytest.fixture
def release(folder: Path) -> Release:
    return read_release(folder)


ROLES = {
    "chair": {"title": "Chair", "addresses": ["chair@example.org"]},
    "manager": {"title": "Business Manager", "addresses": ["manager@example.org", "Chair@example.org"]},
    "police": {"title": "Police lead", "addresses": ["lead@police.example.org"]},
}


@pytest.fixture
def listed(authorities: Path) -> dict:
    """The content of a circulation list, to be changed and written: three letters in all, two of them to the board."""
    return {
        "sender": {"name": "Büro", "address": "lscb@example.org"},
        "server": {
            "host": "127.0.0.1",
            "port": 25,
            "security": "starttls",
            "user": USER,
            "authorities": str(authorities),
            "timeout_seconds": 20,
        },
        "allowed_domains": ["example.org", "police.example.org"],
        "sign_off": {"roles": ["manager", "chair"], "another_person": True},
        "roles": ROLES,
        "audiences": {"Board": ["chair", "manager"], "Missing group": ["police"]},
    }


@pytest.fixture
def write_list(tmp_path: Path, listed: dict) -> Callable[..., Path]:
    """Write the list, with the server's port and other changes of its server."""

    def write(port: int = 25, **server: object) -> Path:
        path = tmp_path / "private" / "circulation.yaml"
        path.parent.mkdir(exist_ok=True)
        content = listed | {"server": listed["server"] | {"port": port} | server}
        content["server"] = {key: value for key, value in content["server"].items() if value is not None}
        with path.open("w", encoding="utf-8") as file:
            YAML().dump(content, file)
        return path

    return write


@pytest.fixture
def circulation(write_list: Callable[..., Path], mailbox: Mailbox) -> Circulation:
    """The list, with the server as it should be."""
    return read_circulation(write_list(mailbox.port))


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Act from another account, as root does that was called with sudo."""

    def act(name: str) -> None:
        monkeypatch.setattr("publishing.release.accounts._find_login", lambda: None)
        monkeypatch.setattr("os.geteuid", lambda: 0)
        monkeypatch.setenv("SUDO_USER", name)

    return act
