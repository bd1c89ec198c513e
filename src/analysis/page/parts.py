"""What a notebook hands over: a part is shown in JupyterLab, stored by papermill and put on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markupsafe import Markup

from analysis.words.order import TARGET_MET, TARGET_MISSED, for_the_box, say_verdict
from analysis.words.statement import Statement, Status, ToSettle

KEY = "lscb"
SETTLE = "settle"  # the kind of a sentence on what must be settled first
SIGNED = {TARGET_MET: Status.BETTER, TARGET_MISSED: Status.WORSE}  # verdicts that do not open with their status
CLOSING = ("comment", "questions", "annotations", "methods", "quality", "data", "provenance")
"""Parts that end a page, in their order there, whichever cell they came from."""


@dataclass(frozen=True)
class Part:
    """A piece of the page: its kind, its HTML, what it is in a few words, and what the exporter must know of it.

    `details` travels in the output's metadata: a chart's caption and the columns of its table, a summary's sentences.
    """

    kind: str
    html: str
    words: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        return {"text/html": self.html, "text/plain": self.words}, {KEY: {"part": self.kind, **self.details}}

    def __repr__(self) -> str:
        return self.words


def part_of(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a notebook's output says of the part it holds; None for an output that was not handed over."""
    if output.get("output_type") not in ("display_data", "execute_result"):
        return None
    details = output.get("metadata", {}).get(KEY)
    return details if isinstance(details, dict) and "part" in details else None


def summary_part(statements: Iterable[Statement | str]) -> Part:
    """Sentences of the box that a page opens with, each with its status as word and sign: first what is unusual."""
    stated = for_the_box({str(one): one for one in statements}.values())  # each sentence once
    described = describe_statements(stated)
    html = "\n".join(f"<p>{status_markup(say_verdict(one))}{escape(one['sentence'])}</p>" for one in described)
    return Part("summary", html, " ".join(map(str, stated)), {"statements": described})


def describe_statements(statements: Iterable[Statement | str]) -> list[dict[str, Any]]:
    """Statements and plain sentences as a part's details and a manifest keep them."""
    return [
        one.describe()
        if isinstance(one, Statement)
        else {"sentence": str(one), "kind": SETTLE if isinstance(one, ToSettle) else "text", "status": None}
        for one in statements
    ]


def status_markup(verdict: str) -> Markup:
    """The phrase of `say_verdict` with its sign before a sentence; nothing where there is none."""
    if not verdict:
        return Markup("")
    known = SIGNED.get(verdict) or Status(verdict.partition(",")[0])
    return Markup(
        f'<strong class="status {known.name.lower()}"><span aria-hidden="true">{known.sign}</span> {verdict}</strong> '
    )


def paragraphs(sentences: Iterable[str]) -> str:
    """Each text as a paragraph, everything in it shown as it is written."""
    return "\n".join(f"<p>{escape(str(sentence))}</p>" for sentence in sentences)
