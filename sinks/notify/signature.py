"""Signed webhooks: who receives one can tell that it is ours, fresh, and not a replay.

``X-Tocsin-Signature: v1=<hex>`` is HMAC-SHA256 over ``<timestamp>.<delivery>.<body>`` with the shared secret.
The receiver checks it, refuses timestamps more than five minutes off, and remembers deliveries it has seen.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

TIMESTAMP = "X-Tocsin-Timestamp"
DELIVERY = "X-Tocsin-Delivery"
SIGNATURE = "X-Tocsin-Signature"
VERSION = "v1"
TOLERANCE = 300
"""Seconds that the clocks of sender and receiver may differ."""


def sign(secret: str, timestamp: int, delivery: str, body: bytes) -> str:
    """The value of the signature header."""
    signed = f"{timestamp}.{delivery}.".encode() + body
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def headers(secret: str, timestamp: int, delivery: str, body: bytes) -> dict[str, str]:
    """The three headers of a signed message."""
    return {
        TIMESTAMP: str(timestamp),
        DELIVERY: delivery,
        SIGNATURE: sign(secret, timestamp, delivery, body),
    }


def verify(secret: str, received: Mapping[str, str], body: bytes, now: float, seen: set[str] | None = None) -> bool:
    """For receivers: signed with this secret, fresh, and (with ``seen``) not delivered before."""
    given = {name.lower(): value for name, value in received.items()}
    timestamp, delivery = given.get(TIMESTAMP.lower(), ""), given.get(DELIVERY.lower(), "")
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp)) > TOLERANCE:
        return False
    expected = sign(secret, int(timestamp), delivery, body)
    if not hmac.compare_digest(expected.encode(), given.get(SIGNATURE.lower(), "").encode()):
        return False
    if seen is None:
        return True
    new = delivery not in seen
    seen.add(delivery)
    return new
