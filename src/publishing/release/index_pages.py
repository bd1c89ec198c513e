"""The front page of a release, the most serious first or by audience, and the list of all releases, newest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from analysis.measures.items import RECENT
from analysis.numbers import plural, say_day, upper_first
from analysis.page.parts import status_markup
from analysis.page.templates import render_template
from analysis.periods import parse_period
from analysis.words.chance import say_verdicts
from publishing.release.front_page import read_rows, sort_by_audience, sort_by_gravity

MANY_AREAS = 4  # more than a partnership has, whose cards can all stand open


def write_release_index(release: Mapping) -> str:
    """The front page of a release: one table of its reports, each with its headline, status and question to put.

    Takes what the release's manifest tells of it: release, made, area_name, quarter, pages, and the partnership; and
    where they are told, the order of audiences, the level of confidence, the board papers, the reports left out for
    want of figures, the returns of the quarter and the figures awaited.
    """
    rows = read_rows(release["pages"])
    return render_template(
        "contents.html.j2",
        head=head_of(release),
        release=_describe(release),
        by_gravity=sort_by_gravity(rows),
        by_audience=sort_by_audience(rows, list(release.get("audiences") or {})),
        verdicts=say_verdicts(release["pages"], release.get("confidence", 0.95)),
        papers=release.get("papers") or [],
        status=status_markup,
        left_out=release.get("left_out") or [],
        recent=RECENT,
        returns=_group_returns(release.get("returns") or []),
        awaited=release.get("awaited") or [],
    )


def write_releases_index(releases: Sequence[Mapping], attempt: Mapping | None = None) -> str:
    """The list of releases, newest first as given, and before it the last attempt where that one failed.

    `attempt` holds `when` (an ISO date and time) and `reason`. Where many areas have releases, the newest of each stand
    first, by the area's name; all of them are folded away below.
    """
    failed = attempt and {"when": say_moment(attempt["when"]), "reason": attempt["reason"]}
    head, described = head_of(releases[0] if releases else {}), [_describe(release) for release in releases]
    newest = {release["area"]: release for release in reversed(described)}
    areas = [newest[area] for area in sorted(newest, key=str.casefold)]
    return render_template(
        "releases.html.j2",
        head=head,
        releases=described,
        failed=failed,
        areas=areas if len(areas) >= MANY_AREAS else [],
    )


def head_of(release: Mapping) -> dict[str, str]:
    """Whose a release is, how it is marked and whom to ask: empty where its manifest does not tell."""
    return {name: str(release.get(name) or "") for name in ("partnership", "marking", "contact")}


def _describe(release: Mapping) -> dict:
    """What the lists say of a release, in words."""
    return {
        "folder": release["release"],
        "area": release.get("area_name") or release["area"],
        "quarter": release["quarter"],
        "period": parse_period(release["quarter"], ["quarter"]).words,
        "made": say_moment(release["made"]),
        "pages": plural(len(release["pages"]), "page"),
        "audiences": sorted({page["audience"] for page in release["pages"]}),
    }


def _group_returns(returns: Sequence[Mapping]) -> dict[str, list[Mapping]]:
    """The returns of the quarter by their state, as given: what is late first, what is in last."""
    grouped: dict[str, list[Mapping]] = {}
    for one in returns:
        grouped.setdefault(upper_first(one["state"]), []).append(one)
    return grouped


def say_moment(moment: str) -> str:
    """A moment in words, in the time zone that it was written in: '23 November 2026, 09:41 UTC'."""
    when = datetime.fromisoformat(moment)
    return f"{say_day(when)}, {when:%H:%M} {when.tzname() or ''}".strip()
