"""The body of an answer, read with limits: in time, in size, whole, and of the kind that was asked for."""

import re
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPException

from requests import Response
from requests.exceptions import ConnectionError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from analysis.refusals import ServiceRefused

LARGEST = 200_000_000  # bytes, after decoding: the largest file of the services known has a tenth of that
PATIENCE = 30.0  # seconds before an answer may be called too slow
SLOWEST = 1_000  # bytes a second, on average: a file of 2 MB would take half an hour
PART = 65_536
PACKED = ("gzip", "x-gzip")  # one coding under two names (RFC 9110, 8.4.1.3)

CSV = ("text/csv", "application/csv", "text/plain", "application/octet-stream", "binary/octet-stream")
JSON = ("application/json", "application/problem+json", "text/plain")
HTML = ("text/html", "application/xhtml+xml")
_PAGE = re.compile(rb"^(\xef\xbb\xbf)?\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class BrokenOff(ConnectionError):
    """An answer that ended before it was whole: how much of it came."""


def read_body(response: Response, address: str, clock: Callable[[], float] = time.monotonic) -> bytes:
    """All of an answer's body, without its content coding.

    Raises BrokenOff where it ends early, ServiceRefused where it is too large (also once unpacked), too slow or
    in a coding that was not asked for.
    """
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in (*PACKED, "identity"):
        raise ServiceRefused(f"{address}: answered in the coding {coding!r}, which was not asked for. Try again later.")
    unpack = _Unpacker(address) if coding in PACKED else None
    received, whole = 0, bytearray()
    for part in _read_parts(response, address, clock):
        received += len(part)
        whole += unpack.add(part, LARGEST - len(whole)) if unpack else part
        if len(whole) > LARGEST:
            raise ServiceRefused(
                f"{address}: is larger than {LARGEST:,} bytes, which no file of this service is. Nothing was kept; ask "
                "the service what happened."
            )
    _check_length(response, received)
    if unpack and not unpack.complete:
        raise BrokenOff(f"the packed answer breaks off after {received:,} bytes")
    return bytes(whole)


class _Unpacker:
    """A gzip body, unpacked part by part and never past the limit, whatever its size says."""

    def __init__(self, address: str) -> None:
        self._address, self._stream = address, zlib.decompressobj(wbits=31)

    @property
    def complete(self) -> bool:
        return self._stream.eof and not self._stream.unused_data

    def add(self, part: bytes, room: int) -> bytes:
        """What a part unpacks to, at most one byte more than there is room for."""
        try:
            return self._stream.decompress(part, room + 1)
        except zlib.error as error:
            raise ServiceRefused(f"{self._address}: said to be gzip and is not. Try again later.") from error


def _read_parts(response: Response, address: str, clock: Callable[[], float]) -> Iterator[bytes]:
    """The body as it arrives, undecoded; each part as soon as it is there, so that a slow answer is noticed."""
    began, received = clock(), 0
    while True:
        try:
            part = response.raw.read1(PART, decode_content=False)
        except ReadTimeoutError as error:
            raise _too_slow(address, received) from error
        except (HTTPError, HTTPException, OSError) as error:
            raise BrokenOff(f"the answer breaks off after {received:,} bytes") from error
        if not part:
            return
        received += len(part)
        elapsed = clock() - began
        if elapsed > PATIENCE and received / elapsed < SLOWEST:
            raise _too_slow(address, received)
        yield part


def _too_slow(address: str, received: int) -> ServiceRefused:
    return ServiceRefused(
        f"{address}: came too slowly: after {received:,} bytes it was left. Nothing was kept. Try again later."
    )


def _check_length(response: Response, received: int) -> None:
    said = response.headers.get("Content-Length", "")
    if said.isdigit() and int(said) != received:
        raise BrokenOff(f"{received:,} of {int(said):,} bytes came")


def check_kind(response: Response, content: bytes, kinds: Sequence[str], address: str) -> None:
    """Refuse an answer of another kind than was asked for, such as a page of HTML with status 200.

    Raises ServiceRefused.
    """
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kinds is not HTML and (kind in HTML or _PAGE.match(content)):
        raise ServiceRefused(
            f"{address}: answered with a web page where data was asked for: the service may be down or limit requests. "
            "Nothing was kept. Try again later."
        )
    if content.startswith(b"\x1f\x8b"):
        raise ServiceRefused(f"{address}: is packed and does not say so. Nothing was kept. Tell the service.")
    if kind and kind not in kinds:
        raise ServiceRefused(f"{address}: answered with {kind!r}; expected {kinds[0]}. Nothing was kept.")
