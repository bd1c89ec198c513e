"""One way to a service: whole answers of the right kind, tried again with manners, never over an unsafe road."""

import gzip
import socket
import ssl
import threading

import pytest
import trustme
from replaying import Replay, Route
from service_routes import in_csv, in_json

from analysis.refusals import ServiceRefused, ServiceUnreachable
from publishing.fetching import answers
from publishing.fetching.web import TRUST, Web, read_retry_after

AT = "/thing"
PLAIN = {"Content-Type": "text/csv"}


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def web(waits):
    with Web("lscb-analysis/test (contact)", sleep=waits.append, draw=lambda: 1.0) as session:
        yield session


@pytest.fixture
def ask(web, server):
    """Ask the server for a table at the one path."""

    def asked(*routes: Route, hosts: tuple[str, ...] = ()) -> bytes:
        server.put(*routes)
        return web.get_csv(server.address + AT, hosts).content

    return asked


def test_an_answer_is_unpacked_and_whole(ask):
    assert ask(in_csv(AT, "a,b\n1,2\n")) == b"a,b\n1,2\n"


def test_it_says_who_asks(ask, server):
    ask(in_csv(AT, "a\n1\n"))

    assert server.agents == ["lscb-analysis/test (contact)"]


STATUSES = {
    400: "does not accept the request",
    401: "asks for a password",
    403: "is not open to the public: withdrawn, or not published yet",
    404: "is not there",
    410: "is gone",
    500: "has a fault of its own",
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_that_does_not_pass_is_asked_once_and_told_with_what_to_do(status, ask, server, waits):
    with pytest.raises(ServiceRefused, match=f"/thing: answered {status}: {STATUSES[status]}"):
        ask(Route(AT, status=status))
    assert (len(server.asked), waits) == (1, [])


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_service_is_asked_six_times_with_waits_that_double(status, ask, server, waits):
    with pytest.raises(ServiceRefused, match=f"answered {status}"):
        ask(Route(AT, status=status))
    assert len(server.asked) == 6
    assert waits == [0.5, 1, 2, 4, 8]


def test_each_wait_is_a_random_part_of_the_longest(server, waits):
    server.put(Route(AT, status=503))
    with Web("t", sleep=waits.append, draw=lambda: 0.25) as web, pytest.raises(ServiceRefused):
        web.get_csv(server.address + AT)
    assert waits == [0.125, 0.25, 0.5, 1, 2]


def test_what_a_service_says_of_a_fault_is_told(web, server):
    problem = {"title": "There are validation errors", "errors": [{"path": "criteria.eq", "message": "Not valid."}]}
    server.put(in_json(AT, problem, status=400))

    with pytest.raises(ServiceRefused, match=r"The service says: criteria\.eq: Not valid\."):
        web.get_json(server.address + AT)


def test_too_many_requests_then_an_answer_waits_as_long_as_was_asked(ask, waits):
    busy = Route(AT, status=429, headers={"Retry-After": "7"}, times=2)

    assert ask(busy, in_csv(AT, "a\n1\n")) == b"a\n1\n"
    assert waits == [7, 7]


def test_a_date_to_come_back_is_held_against_the_services_own_clock():
    headers = {"Retry-After": "Thu, 29 Oct 2026 09:30:40 GMT", "Date": "Thu, 29 Oct 2026 09:30:10 GMT"}

    assert read_retry_after(headers) == 30


@pytest.mark.parametrize("said", ["", "soon", "-5", "Thu, 99 Oct"])
def test_a_time_to_come_back_that_says_nothing_is_passed_over(said):
    assert read_retry_after({"Retry-After": said, "Date": "Thu, 29 Oct 2026 09:30:10 GMT"}) is None


def test_a_date_that_is_past_waits_no_time(ask, waits):
    past = Route(AT, status=503, headers={"Retry-After": "Thu, 29 Oct 2020 09:30:10 GMT"}, times=1)
    ask(past, in_csv(AT, "a\n1\n"))

    assert waits == [0]


def test_a_service_that_asks_for_more_than_two_minutes_is_left(ask, waits):
    with pytest.raises(ServiceRefused, match=r"asks to come back in 3,600 seconds\. Try again then"):
        ask(Route(AT, status=429, headers={"Retry-After": "3600"}))
    assert waits == []


def test_a_body_that_breaks_off_is_asked_for_again_and_then_refused(ask, server, waits):
    with pytest.raises(ServiceRefused, match=r"breaks off after 10 bytes, 6 times. Nothing was kept"):
        ask(in_csv(AT, "a\n" * 500, truncate_to=10))
    assert len(server.asked) == 6


def test_a_packed_body_without_its_end_is_refused(ask):
    part = gzip.compress(b"a\n1\n")[:-6]

    with pytest.raises(ServiceRefused, match="packed answer breaks off"):
        ask(Route(AT, part, headers=PLAIN | {"Content-Encoding": "gzip"}))


def test_what_is_called_packed_and_is_not_is_refused(ask):
    with pytest.raises(ServiceRefused, match="said to be gzip and is not"):
        ask(Route(AT, b"a\n1\n", headers=PLAIN | {"Content-Encoding": "gzip"}))


def test_a_coding_that_was_not_asked_for_is_refused(ask):
    with pytest.raises(ServiceRefused, match="in the coding 'br'"):
        ask(Route(AT, b"a\n1\n", headers=PLAIN | {"Content-Encoding": "br"}))


def test_a_packed_body_that_unpacks_to_far_more_is_stopped_at_the_limit(ask, monkeypatch):
    monkeypatch.setattr(answers, "LARGEST", 100_000)
    bomb = gzip.compress(b"0" * 50_000_000)

    with pytest.raises(ServiceRefused, match="is larger than 100,000 bytes"):
        ask(Route(AT, bomb, headers=PLAIN | {"Content-Encoding": "gzip"}))


def test_no_part_of_a_packed_body_is_unpacked_beyond_the_limit():
    unpacker = answers._Unpacker("here")

    assert len(unpacker.add(gzip.compress(b"0" * 50_000_000), 100)) == 101


def test_a_plain_body_that_is_too_large_is_refused(ask, monkeypatch):
    monkeypatch.setattr(answers, "LARGEST", 100)

    with pytest.raises(ServiceRefused, match="is larger than 100 bytes"):
        ask(Route(AT, b"a\n" * 100, headers=PLAIN))


def test_an_answer_that_drips_is_left_after_half_a_minute(server, waits):
    server.put(Route(AT, b"a,b\n1,2\n", headers=PLAIN, drip=0.02))
    ticks = iter(range(0, 10_000, 10))
    slowly = pytest.raises(ServiceRefused, match=r"came too slowly: after \d bytes it was left")
    with Web("t", sleep=waits.append, clock=lambda: next(ticks)) as web, slowly:
        web.get_csv(server.address + AT)
    assert waits == []


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8", "application/pdf", "image/png"])
def test_an_answer_of_another_kind_is_refused(kind, ask):
    with pytest.raises(ServiceRefused, match=r"web page|answered with"):
        ask(Route(AT, b"a\n1\n", headers={"Content-Type": kind}))


def test_text_that_is_no_json_is_refused(web, server):
    server.put(Route(AT, b"{", headers={"Content-Type": "application/json"}))

    with pytest.raises(ServiceRefused, match="is not JSON"):
        web.get_json(server.address + AT)


# Redirects


def moved(to: str, status: int = 303) -> Route:
    return Route(AT, status=status, headers={"Location": to})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_service_is_followed(status, ask):
    assert ask(moved("/there", status), in_csv("/there", "a\n1\n")) == b"a\n1\n"


def test_a_redirect_to_another_host_is_refused(ask):
    with pytest.raises(ServiceRefused, match=r"sends to another host, other\.example\.org\. Nothing was kept"):
        ask(moved("https://other.example.org/file"))


def test_another_port_of_this_machine_is_another_host(ask, server):
    with pytest.raises(ServiceRefused, match="sends to another host"):
        ask(moved(f"http://127.0.0.1:{server.port + 1}/file"))


def test_a_redirect_to_a_listed_host_is_followed(web, server):
    with Replay([in_csv("/file", "a\n1\n")]) as other:
        server.put(moved(f"http://localhost:{other.port}/file"))

        assert web.get_csv(server.address + AT, ["localhost"]).content == b"a\n1\n"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/file", "http://user:word@127.0.0.1/file"])
def test_a_redirect_to_what_is_no_safe_address_is_refused(to, ask):
    with pytest.raises(ServiceRefused, match="sends to"):
        ask(moved(to))


def test_a_redirect_to_what_is_no_address_is_refused(ask):
    with pytest.raises(ServiceRefused, match="sends to what is no address"):
        ask(Route(AT, status=302, headers={"Location": "http://[::1"}))


def test_the_other_name_of_the_coding_is_the_same_coding(ask):
    packed = in_csv(AT, "a\n1\n")
    packed.headers = {"Content-Type": "text/csv", "Content-Encoding": "x-gzip"}

    assert ask(packed) == b"a\n1\n"


def test_a_packed_body_that_does_not_say_so_is_refused(ask):
    packed = in_csv(AT, "a\n1\n")
    packed.headers = {"Content-Type": "text/csv"}
    with pytest.raises(ServiceRefused, match="is packed and does not say so"):
        ask(packed)


def test_a_redirect_in_a_circle_is_refused(ask):
    with pytest.raises(ServiceRefused, match="is sent round in a circle"):
        ask(moved("/there"), Route("/there", status=302, headers={"Location": AT}))


def test_a_long_chain_of_redirects_is_refused(ask):
    chain = [Route(f"/{step}", status=302, headers={"Location": f"/{step + 1}"}) for step in range(20)]

    with pytest.raises(ServiceRefused, match="circle"):
        ask(moved("/0"), *chain)


# TLS and proxies


@pytest.fixture
def secure(tmp_path):
    """A server with a certificate of an authority that nobody trusts yet, and the authority's file."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    with Replay([in_csv(AT, "a\n1\n"), moved("http://127.0.0.1/plain")], context=context) as running:
        yield running, file


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(web, secure, waits):
    running, _ = secure

    with pytest.raises(ServiceRefused, match=r"certificate could not be verified.*REQUESTS_CA_BUNDLE"):
        web.get_csv(f"https://127.0.0.1:{running.port}{AT}")
    assert waits == []


@pytest.mark.parametrize("name", TRUST)
def test_an_authority_named_in_the_environment_is_trusted(name, web, secure, monkeypatch):
    running, file = secure
    for other in TRUST:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, str(file))

    assert web.get_csv(f"https://127.0.0.1:{running.port}{AT}").content == b"a\n1\n"


def test_a_certificate_for_another_name_is_refused(web, secure, monkeypatch):
    running, file = secure
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))

    with pytest.raises(ServiceRefused, match="certificate could not be verified"):
        web.get_csv(f"https://localhost:{running.port}{AT}")


def test_a_redirect_away_from_https_is_refused(web, secure, monkeypatch):
    running, file = secure
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    running.routes.reverse()

    with pytest.raises(ServiceRefused, match="which is not https"):
        web.get_csv(f"https://127.0.0.1:{running.port}{AT}")


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(web, server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", server.address)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    server.put(in_csv(AT, "a\n1\n"))
    web._send("http://service.invalid/other")
    web.get_csv(server.address + AT)

    assert server.asked == ["http://service.invalid/other", AT]


def test_a_proxy_that_asks_for_a_password_is_told(web, server, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", server.address)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.answer_connect = 407

    with pytest.raises(ServiceUnreachable, match=r"the proxy wants a user and a password. Set HTTPS_PROXY"):
        web.get_csv("https://service.invalid/file")


def test_no_password_is_taken_from_the_machine(server, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password word\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server.put(in_csv(AT, "a\n1\n"))
    with Web("t") as web:
        web.get_csv(server.address + AT)

    assert server.headers[-1]["Authorization"] is None


# No way there


def test_a_host_that_is_not_there_is_told_at_once(web, waits):
    with pytest.raises(ServiceUnreachable, match="there is no such host, or no network"):
        web.get_csv("https://service.invalid/file")
    assert waits == []


def test_a_port_where_nothing_listens_is_tried_again_and_the_next_request_not_at_all(web, waits):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(ServiceUnreachable, match="does not answer"):
        web.get_csv(f"{address}/one")
    assert len(waits) == 5
    with pytest.raises(ServiceUnreachable, match="does not answer"):
        web.get_csv(f"{address}/two")
    assert len(waits) == 5


def test_a_connection_that_is_lost_is_made_again(web, waits):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            listening.accept()[0].close()
            connection, _ = listening.accept()
            connection.recv(4096)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 4\r\nConnection: close\r\n\r\na\n1\n"
            )
            connection.close()

        serving = threading.Thread(target=serve)
        serving.start()
        assert web.get_csv(f"http://127.0.0.1:{listening.getsockname()[1]}/").content == b"a\n1\n"
        serving.join()
    assert waits == [0.5]


def test_a_service_that_says_nothing_is_waited_for_once(web, waits, monkeypatch):
    monkeypatch.setattr("publishing.fetching.web.READ", 0.05)
    silent = pytest.raises(ServiceUnreachable, match=r"said nothing for 0\.05 seconds")
    with socket.create_server(("127.0.0.1", 0)) as listening, silent:
        web.get_csv(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    assert waits == []


def test_a_body_that_stops_in_the_middle_is_left(web, waits, monkeypatch):
    monkeypatch.setattr("publishing.fetching.web.READ", 0.1)
    left = pytest.raises(ServiceRefused, match=r"came too slowly: after 1 bytes it was left")
    with Replay([Route(AT, b"a\n1\n", headers=PLAIN, drip=0.5)]) as running, left:
        web.get_csv(running.address + AT)
    assert waits == []


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 on this machine")
def test_a_service_that_only_has_an_address_of_version_6_is_reached(web):
    try:
        running = Replay([in_csv(AT, "a\n1\n")], host="::1")
    except OSError:
        pytest.skip("no loopback address of version 6")
    with running:
        assert web.get_csv(f"http://[::1]:{running.port}{AT}").content == b"a\n1\n"
