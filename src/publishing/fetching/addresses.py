"""Which addresses may be asked: https, or anything on this machine; and only hosts that a service is known to have."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from analysis.definitions.published_data import ServiceAddress
from analysis.refusals import ParametersRefused, ServiceRefused, suggest


@dataclass(frozen=True)
class Service:
    """Where one service is asked; with `replaced`, everything of it lies at one other address."""

    name: str
    address: str
    files: str
    hosts: tuple[str, ...]
    replaced: bool = False

    def file_address(self, address: str) -> str:
        """The address of a file that the service names: at the replacement's own host where there is one."""
        if not self.replaced:
            return address
        parts, own = urlsplit(address), urlsplit(self.address)
        return parts._replace(scheme=own.scheme, netloc=own.netloc).geturl()


def place_services(addresses: Mapping[str, ServiceAddress], replaced: Sequence[str]) -> dict[str, Service]:
    """Each service where params/services.yaml has it, or where SERVICE=URL says instead.

    Raises ParametersRefused for a service that is not known, and for an address without https that is not on this
    machine.
    """
    services = {
        name: Service(name, place.address, place.files or place.address, tuple(place.hosts))
        for name, place in addresses.items()
    }
    for words in replaced:
        name, _, address = words.partition("=")
        if name not in services:
            raise ParametersRefused(f"--base {words}: no service {name!r}. {suggest(name, services)}")
        address = address.rstrip("/")
        if not is_safe(address):
            raise ParametersRefused(
                f"--base {words}: expected {name}=https://HOST/PATH, or http:// for a server on this machine."
            )
        services[name] = Service(name, address, address, (), replaced=True)
    return services


def is_safe(address: str) -> bool:
    """Whether an address is https, or http on this machine, with a host and without a user's name or password."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - a port that is none raises here
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.password:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname))


def is_this_machine(host: str) -> bool:
    """Whether a host's name or number is that of this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_redirect(start: str, target: str, hosts: Sequence[str]) -> None:
    """Refuse to be sent from one address to another: to a host that is not known, or away from https.

    Raises ServiceRefused.
    """
    before, after = urlsplit(start), urlsplit(target)
    if before.scheme == "https" and after.scheme != "https":
        raise ServiceRefused(f"{start}: sends to {target}, which is not https. Nothing was kept.")
    same = (before.hostname, before.port) == (after.hostname, after.port)
    if not is_safe(target) or not (same or after.hostname in hosts):
        raise ServiceRefused(
            f"{start}: sends to another host, {after.hostname}. Nothing was kept. If the service has moved, write the "
            "host into params/services.yaml."
        )
