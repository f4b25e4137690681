"""Free ports on the loopback address.

Only ports below the range from which the kernel takes the ports of outgoing connections: a client that
retries a stopped server's port inside that range can end up connected to itself, and keep it taken.
"""

from __future__ import annotations

import random
import socket
from pathlib import Path

HOST = "127.0.0.1"
LOWEST = 15000


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def choose(preferred: int | None = None, *, taken: set[int] | None = None) -> int:
    """The preferred port when it is free, else a random free one; ``taken`` collects what was given."""
    given = taken if taken is not None else set()
    if preferred and preferred not in given and is_free(preferred):
        given.add(preferred)
        return preferred
    highest = _first_outgoing_port()
    for _ in range(2000):
        port = random.randrange(LOWEST, highest)
        if port not in given and is_free(port):
            given.add(port)
            return port
    raise OSError("no free port on the loopback address")


def _first_outgoing_port() -> int:
    try:
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 32000
    return first if first > LOWEST + 1000 else 65000


def free_port() -> int:
    """A random free port."""
    return choose()
