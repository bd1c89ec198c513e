"""To whom pages go, who signs a release off and by which server it is sent: params/circulation.yaml."""

import ipaddress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from analysis.definitions.parameter_files import Definition, read_file
from analysis.definitions.reports import NAME
from analysis.refusals import ParametersRefused, find_named

LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
DOMAIN = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
Address = Annotated[str, Field(pattern=f"^{LOCAL}@{DOMAIN}$", max_length=254)]
Domain = Annotated[str, Field(pattern=f"^{DOMAIN}$")]
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f\u0085\u2028\u2029]+$", max_length=200)]


class Sender(Definition):
    """Whom messages are from."""

    name: Line
    address: Address


class Server(Definition):
    """A mail server. `authorities` is a file of certificates to trust in place of the system's own."""

    host: str = Field(pattern=r"^[A-Za-z0-9.:-]+$")
    port: int = Field(ge=1, le=65535)
    security: Literal["starttls", "implicit", "none"]
    user: Line | None = None
    authorities: str | None = None
    timeout_seconds: int = Field(default=60, ge=1)

    @property
    def is_this_machine(self) -> bool:
        """Whether the host is named by a loopback address, so that nothing leaves the machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class SignOff(Definition):
    """The roles of which one must sign a release off, and whether it must be another person than ran it."""

    roles: list[str] = Field(min_length=1)
    another_person: bool


class Role(Definition):
    """Someone's part in the partnership: where they are written to, and the accounts that may sign off for it."""

    title: Line
    addresses: list[Address] = Field(min_length=1)
    accounts: list[str] = Field(default_factory=list)


class Circulation(Definition):
    """Everything that sending needs but the password.

    `attach` is the form that pages are attached in: many councils' gateways take PDFs and strip HTML. `keeper` is the
    role that hears how a scheduled run ended.
    """

    sender: Sender
    server: Server
    allowed_domains: list[Domain] = Field(min_length=1)
    sign_off: SignOff
    roles: dict[Annotated[str, Field(pattern=NAME)], Role]
    audiences: dict[Line, Annotated[list[str], Field(min_length=1)]]
    attach: Literal["html", "pdf"] = "html"
    keeper: str | None = None

    def addresses(self, audience: str) -> list[str]:
        """An audience's addresses, each once. Raises ParametersRefused, with the nearest audience, for an unknown."""
        found: dict[str, str] = {}
        for role in find_named(self.audiences, audience, "audience", "circulation.yaml"):
            for address in self.role(role).addresses:
                found.setdefault(address.lower(), address)
        return list(found.values())

    def role(self, name: str) -> Role:
        """A role by name. Raises ParametersRefused, with the nearest, for an unknown one."""
        return find_named(self.roles, name, "role", "circulation.yaml")


def read_circulation(path: Path) -> Circulation:
    """The circulation list, refused as a whole where one address lies outside the allowed domains.

    Raises ParametersRefused also for a name that nothing defines, and for a server that would be written to without
    encryption and is not this machine.
    """
    circulation = read_file(path, Circulation)
    keeper = [circulation.keeper] if circulation.keeper else []
    for name in [
        *keeper,
        *circulation.sign_off.roles,
        *(role for roles in circulation.audiences.values() for role in roles),
    ]:
        circulation.role(name)
    allowed = {domain.lower() for domain in circulation.allowed_domains}
    outside = sorted(
        address
        for role in circulation.roles.values()
        for address in role.addresses
        if address.rpartition("@")[2].lower() not in allowed
    )
    if outside:
        raise ParametersRefused(
            f"{path.name}: {', '.join(outside)}: outside allowed_domains. Nothing is sent while one address is."
        )
    server = circulation.server
    if server.security == "none" and (server.user or not server.is_this_machine):
        advice = "write starttls or implicit. Nothing is sent without TLS."
        raise ParametersRefused(f"{path.name}: server.security: {advice}")
    return circulation
