"""A server on loopback that answers as its routes say, faults included."""

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from urllib.parse import parse_qs, urlsplit


@dataclass
class Route:
    """One answer: the first route that fits path and query is used, `times` often, then the next that fits.

    `truncate_to` sends the full Content-Length and so many bytes; `drip` waits so many seconds after each byte.
    """

    path: str
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None
    truncate_to: int | None = None
    drip: float = 0

    def fits(self, path: str, query: Mapping[str, list[str]]) -> bool:
        return self.path == path and self.times != 0 and all(query.get(key) == [to] for key, to in self.query.items())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what tests are about, and no news."""


class Replay:
    """The server, what it was asked, and the routes, which a test may change while it runs."""

    def __init__(self, routes: list[Route], host: str = "127.0.0.1", context: object = None) -> None:
        self.routes, self.answer_connect = routes, 403
        self.asked: list[str] = []
        self.headers: list = []
        self._server = _Server((host, 0), self._make_handler())
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Replay":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def agents(self) -> list[str]:
        return [headers["User-Agent"] for headers in self.headers]

    def put(self, *routes: Route) -> None:
        """Routes before all others."""
        self.routes[:0] = routes

    def _make_handler(replay) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = parse_qs(parts.query, keep_blank_values=True)
                replay.asked.append(self.path)
                replay.headers.append(self.headers)
                route = next((route for route in replay.routes if route.fits(parts.path, query)), None)
                if route is None:
                    route = Route(parts.path, b"no route", 404)
                if route.times is not None:
                    route.times -= 1
                self.send_response(route.status)
                for name, value in route.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(route.body)))
                self.end_headers()
                self._write(route)

            def do_CONNECT(self) -> None:
                self.send_error(replay.answer_connect)

            def _write(self, route: Route) -> None:
                try:
                    if not route.drip:
                        self.wfile.write(route.body[: route.truncate_to])
                        return
                    for byte in route.body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        sleep(route.drip)
                except OSError:  # the reader has gone
                    return

            def log_message(self, *_: object) -> None:
                return

        return Handler
