"""Where a webhook may go: schemes, and addresses that a name really leads to."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

SCHEMES = {"http": 80, "https": 443}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
METADATA = frozenset(map(ipaddress.ip_address, ("169.254.169.254", "100.100.100.200", "fd00:ec2::254")))
"""Addresses at which clouds hand out credentials."""


class TargetError(ValueError):
    """A target that must not be called. The message names no path, query or password."""


@dataclass(frozen=True)
class Target:
    """A checked target: connect to ``address``, and to nothing that the name may lead to a moment later."""

    scheme: str
    host: str
    port: int
    address: str
    path: str


def parse(url: str) -> SplitResult:
    """The parts of a webhook's address.

    Raises:
        TargetError: no address of a web server.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise TargetError("not an address that can be read") from error
    if parts.scheme not in SCHEMES:
        raise TargetError(f"scheme {parts.scheme[:20]!r} is not allowed, only {' and '.join(SCHEMES)}")
    if not parts.hostname:
        raise TargetError("no host in the address")
    if parts.username or parts.password:
        raise TargetError("no user or password in the address of a webhook; it is signed")
    if port == 0 or any(c.isspace() or ord(c) < 33 for c in url):
        raise TargetError("not an address that can be read")
    return parts


def forbidden(address: Address, *, allow_private: bool, allow_link_local: bool) -> str | None:
    """Why an address must not be called, or None."""
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if mapped is not None:
        address = mapped
    if address in METADATA or address.is_link_local:
        return None if allow_link_local else "a link-local or metadata address (allow_link_local)"
    if address.is_multicast or address.is_unspecified:
        return "not the address of one machine"
    if address.is_loopback or address.is_private or not address.is_global:
        return None if allow_private else "a loopback or private address (allow_private)"
    return None


def check(url: str, *, allow_private: bool = False, allow_link_local: bool = False) -> Target:
    """Resolve and check. Every address that the name has must be allowed.

    Raises:
        TargetError: the target must not be called.
        OSError: the name cannot be resolved now.
    """
    parts = parse(url)
    host = parts.hostname or ""
    port = parts.port or SCHEMES[parts.scheme]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]).split("%")[0] for info in found]
    for address in addresses:
        reason = forbidden(
            ipaddress.ip_address(address), allow_private=allow_private, allow_link_local=allow_link_local
        )
        if reason is not None:
            raise TargetError(f"{host} leads to {reason}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, addresses[0], path)
