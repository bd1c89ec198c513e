"""What the status of an answer means for whoever asked, and what to do."""

import json

from publishing.fetching.service_editions import plain

MEANINGS = {
    204: "has nothing. Ask the service whether the data set is empty",
    400: "does not accept the request. Check the data set's entry in params/published",
    401: "asks for a password, which no public figure needs. Check the address",
    403: "is not open to the public: withdrawn, or not published yet. Look at its page",
    404: "is not there. Check title and version in params/published and params/published.lock",
    407: "cannot be reached: the proxy wants a user and a password. Set HTTPS_PROXY as your network asks",
    410: "is gone: the publisher has taken it away. Look for what replaced it",
    429: "is asked too often. Try again later",
    500: "has a fault of its own. Try again later; if it lasts, tell the service",
    502: "is not working at the moment. Try again later",
    503: "is not working at the moment. Try again later",
    504: "took too long to answer. Try again later",
}


def describe_status(status: int, address: str, content: bytes) -> str:
    """A status in words, with what the service itself says where it says it as a problem document (RFC 9457)."""
    meaning = MEANINGS.get(status, "answered in a way that its documents do not have. Try again later")
    said = _problem(content)
    return f"{address}: answered {status}: {meaning}.{f' The service says: {said}' if said else ''} Nothing was kept."


def _problem(content: bytes) -> str:
    """The details of a problem document in one line; empty where the body is none."""
    try:
        problem = json.loads(content)
        faults = [f"{fault['path']}: {fault['message']}" for fault in problem.get("errors", []) if fault.get("path")]
        return plain("; ".join(faults or [problem.get("detail") or problem["title"]])).rstrip(".") + "."
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
