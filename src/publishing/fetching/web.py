"""The one way to a public service: requests over TLS that wait, try again and never follow where they should not."""

import json
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.exceptions import ConnectionError, ProxyError, ReadTimeout, RequestException, SSLError
from requests.utils import get_environ_proxies
from urllib3.exceptions import NameResolutionError

from analysis.refusals import ServiceRefused, ServiceUnreachable
from publishing.fetching.addresses import check_redirect, is_this_machine
from publishing.fetching.answers import CSV, JSON, BrokenOff, check_kind, read_body
from publishing.fetching.statuses import describe_status

CONNECT, READ = 10, 60  # seconds
RETRIES = 5
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds: full jitter waits up to the first, twice it, four times it …
LONGEST_ASKED = 120.0  # seconds: a service that asks for more is left for another day
BUSY = (429, 502, 503, 504)
MOVED = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
TRUST = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True)
class Answer:
    """What came of one request, decoded and checked to be whole and of its kind."""

    address: str
    content: bytes
    headers: Mapping[str, str]

    def json(self) -> Any:
        """The answer as JSON. Raises ServiceRefused where it is none."""
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise ServiceRefused(f"{self.address}: is not JSON. Nothing was kept. Try again later.") from error


@dataclass
class Web:
    """A session with the services; `sleep`, `clock` and `draw` are the machine's own but in tests.

    `patient` says whether busy services and lost connections are tried again.
    """

    agent: str
    patient: bool = True
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    draw: Callable[[], float] = random.random
    session: requests.Session = field(default_factory=requests.Session)
    silent: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> "Web":
        self.session.trust_env = False  # a .netrc would send a password along; proxies and trust are read below
        self.session.headers.update({"User-Agent": self.agent, "Accept-Encoding": "gzip"})
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def get_json(self, address: str, hosts: Sequence[str] = (), **parameters: str | int) -> Any:
        """A JSON document. Raises ServiceRefused."""
        return self.get(address, JSON, hosts, **parameters).json()

    def get_csv(self, address: str, hosts: Sequence[str] = (), **parameters: str | int) -> Answer:
        """A table. Raises ServiceRefused."""
        return self.get(address, CSV, hosts, **parameters)

    def get(self, address: str, kinds: Sequence[str], hosts: Sequence[str] = (), **parameters: str | int) -> Answer:
        """What is at an address, of one of these content types, following redirects within the service only.

        Raises ServiceRefused, which names the address, what it answered and what to do.
        """
        asked = requests.Request("GET", address, params=parameters).prepare().url or address
        seen = [asked]
        while True:
            response, content = self._ask(seen[-1])
            if response.status_code not in MOVED:
                break
            seen.append(_follow(response, seen, hosts))
        if response.status_code != 200:
            raise ServiceRefused(describe_status(response.status_code, seen[-1], content))
        check_kind(response, content, kinds, seen[-1])
        return Answer(seen[-1], content, response.headers)

    def _ask(self, address: str) -> tuple[requests.Response, bytes]:
        """One answer, asked for again as often as is decent while the service is busy or the connection breaks."""
        host = urlsplit(address).netloc
        if host in self.silent:
            raise ServiceUnreachable(f"{address}: {self.silent[host]}")
        for attempt in range(RETRIES + 1):
            last = attempt == RETRIES or not self.patient
            try:
                response, content = self._send(address)
            except (ConnectionError, ReadTimeout) as error:
                if last or not _is_passing(error):
                    raise self._unreachable(address, error) from error
                self._wait(attempt, None)
            except (RequestException, ValueError) as error:  # ValueError: a redirect to what is no address
                raise ServiceRefused(
                    f"{address}: cannot be asked, or sends to what is no address. Nothing was kept."
                ) from error
            else:
                if response.status_code not in BUSY or last:
                    return response, content
                self._wait(attempt, response)
        raise AssertionError("the last attempt returns or raises")

    def _send(self, address: str) -> tuple[requests.Response, bytes]:
        local = is_this_machine(urlsplit(address).hostname or "")
        with closing(
            self.session.get(
                address,
                stream=True,
                allow_redirects=False,
                timeout=(CONNECT, READ),
                verify=next((os.environ[name] for name in TRUST if os.environ.get(name)), True),
                proxies={} if local else get_environ_proxies(address),
            )
        ) as response:
            return response, read_body(response, address, self.clock)

    def _wait(self, attempt: int, response: requests.Response | None) -> None:
        """Wait as long as the service asks, else a random part of a time that doubles (full jitter, Brooker 2015)."""
        asked = read_retry_after(response.headers) if response is not None else None
        if response is not None and asked is not None and asked > LONGEST_ASKED:
            raise ServiceRefused(
                f"{response.url}: answered {response.status_code} and asks to come back in {asked:,.0f} seconds. Try "
                "again then."
            )
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
        self.sleep(asked if asked is not None else self.draw() * longest)

    def _unreachable(self, address: str, error: Exception) -> ServiceRefused:
        """The refusal for a connection that failed; a host that cannot be reached is not tried again in this run."""
        reason, reached = _describe_failure(error)
        if reached:
            return ServiceRefused(f"{address}: {reason}")
        self.silent[urlsplit(address).netloc] = reason
        return ServiceUnreachable(f"{address}: {reason}")


def read_retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that Retry-After asks for, by the service's own clock where it is a date; None where it says nothing.

    A date is held against the answer's Date (RFC 9110, 10.2.3), since this machine's clock may be wrong.
    """
    said = headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        moment, now = parsedate_to_datetime(said), parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (moment - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _follow(response: requests.Response, seen: list[str], hosts: Sequence[str]) -> str:
    """Where a redirect leads. Raises ServiceRefused where it may not be followed."""
    target = urljoin(seen[-1], response.headers.get("Location", ""))
    if target in seen or len(seen) > MOST_REDIRECTS:
        raise ServiceRefused(f"{seen[0]}: is sent round in a circle. Nothing was kept. Try again later.")
    check_redirect(seen[-1], target, hosts)
    return target


def _is_passing(error: Exception) -> bool:
    """Whether a failure may be over in a moment: a lost connection is; a wrong certificate, a minute's silence and no
    such host are not.
    """
    return not isinstance(error, SSLError | ProxyError | ReadTimeout) and not _has(error, NameResolutionError)


def _describe_failure(error: Exception) -> tuple[str, bool]:
    """What to say of a failed connection, and whether the service was reached at all."""
    if isinstance(error, SSLError):
        return (
            "its certificate could not be verified. If your network puts in a certificate of its own, name its file "
            "in REQUESTS_CA_BUNDLE; verification cannot be turned off."
        ), True
    if isinstance(error, ProxyError):
        refused = "wants a user and a password" if "407" in str(error) else "did not answer"
        return f"the proxy {refused}. Set HTTPS_PROXY as your network asks.", False
    if _has(error, NameResolutionError):
        return "there is no such host, or no network. Files fetched earlier stay as they are.", False
    if isinstance(error, BrokenOff):
        return f"{error}, {RETRIES + 1} times. Nothing was kept. Try again later.", True
    if isinstance(error, ReadTimeout):
        return f"said nothing for {READ} seconds. Files fetched earlier stay as they are. Try again later.", False
    return "does not answer. Files fetched earlier stay as they are. Try again later.", False


def _has(error: BaseException, kind: type[BaseException]) -> bool:
    """Whether a failure was caused by one of a kind, however deep the libraries have wrapped it."""
    inner = [error.__cause__, getattr(error, "reason", None), *error.args]
    return isinstance(error, kind) or any(_has(other, kind) for other in inner if isinstance(other, BaseException))
