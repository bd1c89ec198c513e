"""A message to one person: the audience's pages attached, and in plain text the sentences that they begin with."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from typing import Any

from analysis.definitions.circulation_list import Circulation
from analysis.numbers import upper_first
from analysis.page.markdown import slug
from analysis.periods import parse_period
from analysis.refusals import ParametersRefused
from analysis.words.order import say_verdict
from publishing.circulation.approved_release import Release

SEVEN_BIT = SMTP.clone(cte_type="7bit")  # a server that takes no more than ASCII gets the same message

FORMS: dict[str, dict[str, Any]] = {
    "html": {"maintype": "text", "subtype": "html", "params": {"charset": "utf-8"}},
    "pdf": {"maintype": "application", "subtype": "pdf"},
}


@dataclass(frozen=True)
class Letter:
    """What one address gets: an audience's pages of a release. It can be made again to the letter."""

    release: Release
    audience: str
    address: str
    pages: Sequence[Mapping]
    form: str = "html"

    @property
    def identity(self) -> str:
        """The Message-ID's left side: the same for the same release, audience and address, however often it is sent."""
        words = "\0".join([self.release.name, self.audience, self.address.lower()])
        return hashlib.sha256(words.encode("utf-8")).hexdigest()[:32]

    @property
    def subject(self) -> str:
        manifest = self.release.manifest
        return one_line(f"[{manifest.get('marking', '')}] {self.audience}: {_area(manifest)}, {manifest['quarter']}")

    @property
    def attachments(self) -> dict[str, str]:
        """The name that each page is attached under, and its file: 'missing-southampton-2013-14-q4.html'.

        Raises ParametersRefused where PDFs are asked for and the release has none.
        """
        manifest = self.release.manifest
        place = slug(f"{_area(manifest)} {manifest['quarter']}")
        return {f"{slug(page['report'])}-{place}.{self.form}": self._file_of(page) for page in self.pages}

    def _file_of(self, page: Mapping) -> str:
        if self.form == "html":
            return page["file"]
        if "pdf" not in page:
            raise ParametersRefused(f"{self.release.name} has no PDFs. Make the release with `lscb run --pdf`.")
        return page["pdf"]

    def text(self) -> str:
        """The plain text: marking, what it is, each page's first sentences and attachment, whom to ask."""
        manifest = self.release.manifest
        marking, partnership = one_line(manifest.get("marking", "")), one_line(manifest.get("partnership", ""))
        period = parse_period(manifest["quarter"], ["quarter"]).words
        lines = [marking, "", partnership, f"For: {one_line(self.audience)}", f"{_area(manifest)}, {period}", ""]
        for page, name in zip(self.pages, self.attachments, strict=True):
            lines += [one_line(page["title"]).upper(), one_line(page["question"]), ""]
            verdicts = {one["sentence"]: say_verdict(one) for one in page.get("statements") or []}
            said = [upper_first(": ".join(filter(None, [verdicts.get(one), one]))) for one in page["summary"]]
            lines += [f"- {one_line(sentence)}" for sentence in said]
            if page.get("since"):
                lines += ["", "Since the quarter before:", *(f"- {one_line(sentence)}" for sentence in page["since"])]
            lines += [f"Attached: {name}", ""]
        if self.form == "html":
            lines += ["An attached page opens in any web browser and needs no network.", ""]
        lines += [f"Questions: {one_line(manifest.get('contact', ''))}", f"Release: {self.release.name}", "", marking]
        return "\n".join(lines) + "\n"


def begin_message(circulation: Circulation, address: str, subject: str, text: str) -> EmailMessage:
    """A message to one address in plain text, marked as one that a program wrote."""
    message = EmailMessage(policy=SEVEN_BIT)
    message["From"] = Address(one_line(circulation.sender.name), addr_spec=circulation.sender.address)
    message["To"] = Address(addr_spec=address)
    message["Subject"] = one_line(subject)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
    message.set_content(text, cte="quoted-printable")
    return message


def write_message(letter: Letter, circulation: Circulation) -> bytes:
    """The message as it goes over the wire, in ASCII. Raises StorageRefused where a page is not as it was released."""
    message = begin_message(circulation, letter.address, letter.subject, letter.text())
    message["Date"] = localtime()
    message["Message-ID"] = f"<{letter.identity}@{circulation.sender.address.rpartition('@')[2]}>"
    message["X-Protective-Marking"] = one_line(letter.release.manifest.get("marking", ""))
    for name, file in letter.attachments.items():
        content = letter.release.read_page(file)
        message.add_attachment(content, filename=name, cte="base64", **FORMS[letter.form])
    return message.as_bytes()


def one_line(words: str) -> str:
    """Words that stay on their line: no line break, no control or invisible sign."""
    seen = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in str(words))
    return " ".join(seen.split())


def _area(manifest: Mapping) -> str:
    return one_line(manifest.get("area_name") or manifest["area"])
