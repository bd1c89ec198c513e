"""Signing a release off: by whom, bound to the hash of its manifest, written down beside the releases."""

from analysis.definitions.circulation_list import Circulation
from analysis.refusals import ParametersRefused, Refusal, suggest
from publishing.circulation.approved_release import Release, find_records, write_record
from publishing.release.accounts import find_person, find_runner
from publishing.running.lock import hold

APPROVALS = "approvals.jsonl"


class NotApproved(Refusal):
    """A release that nobody who may has signed off, or that this person may not sign off."""

    exit_code = 7


def approve(release: Release, circulation: Circulation, role: str) -> str:
    """Sign a release off for a role; what was done, in a sentence. Signing twice adds nothing.

    Raises ParametersRefused for a role that may not, NotApproved for a person who may not.
    """
    allowed = circulation.sign_off.roles
    if role not in allowed:
        raise ParametersRefused(f"A release is not signed off by {role!r}. {suggest(role, allowed)}")
    person, title = find_person(), circulation.role(role).title
    approval = {"role": role, "by": person}
    _check_person(release, circulation, approval)
    with hold(release.records):
        if not any(approval.items() <= earlier.items() for earlier in _find_approvals(release)):
            write_record(release, APPROVALS, approval)
    return f"{release.name} is approved by the {title} ({person}). Its manifest is {release.digest[:12]}."


def check_approved(release: Release, circulation: Circulation) -> None:
    """Refuse a release without an approval that holds under today's list. Raises NotApproved, saying what to do."""
    why = f"Nobody who may has signed {release.name} off."
    for approval in _find_approvals(release):
        try:
            if approval["role"] in circulation.sign_off.roles:
                return _check_person(release, circulation, approval)
        except NotApproved as refusal:
            why = str(refusal)
    first, *others = circulation.sign_off.roles
    command = f"lscb approve {release.name} --by {first}" + "".join(f" (or {role})" for role in others)
    raise NotApproved(f"Not approved: {why} Nothing was sent. Type: {command}")


def _find_approvals(release: Release) -> list[dict]:
    """The approvals of the release as its manifest stands; another manifest is another release."""
    return [one for one in find_records(release, APPROVALS, ("role", "by")) if one["manifest"] == release.digest]


def _check_person(release: Release, circulation: Circulation, approval: dict) -> None:
    role, person = circulation.role(approval["role"]), approval["by"]
    if role.accounts and person not in role.accounts:
        raise NotApproved(f"{person} may not sign off as the {role.title}: not among the role's accounts.")
    if circulation.sign_off.another_person:
        runner = find_runner(release.folder)
        if runner is None:
            raise NotApproved(f"Who ran {release.name} is not known, so nobody can be told to be another person.")
        if runner == person:
            raise NotApproved(f"{person} ran {release.name}. Someone else signs it off, from an account of their own.")
