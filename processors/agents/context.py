"""What the agents of a worker share, and the messages that they take and send."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import faust

from processors.pool import Pool
from tocsin import headers
from tocsin.health import Health
from tocsin.limit import Limit
from tocsin.settings import Settings


class Out(NamedTuple):
    """A message to send. ``topic`` without prefix; ``value`` None deletes the key of a compacted topic."""

    topic: str
    key: bytes
    value: bytes | None
    headers: headers.Headers


class Input(NamedTuple):
    """A message as it came."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    headers: dict[str, bytes]
    at: float | None = None
    """Seconds since 1970 at which it was put into the topic, by its producer or by the broker."""


@dataclass
class Context:
    """What the agents of a worker share."""

    app: faust.App
    settings: Settings
    pool: Pool
    health: Health
    limits: dict[str, Limit] = field(default_factory=dict)
    """Of each stage, on its dead letters."""
    working: set[str] = field(default_factory=set)
    """Stages with a batch in hand."""
    deals: int = 0
    """How often partitions were dealt out."""
    turns: dict[str, asyncio.Lock] = field(default_factory=dict)

    def turn(self, stage: str) -> asyncio.Lock:
        """Held from the work on a batch until all of it is told, so that nothing overtakes it (a timer, say)."""
        return self.turns.setdefault(stage, asyncio.Lock())

    def topic(self, *names: str) -> Any:
        """Faust's handle on topics with raw values."""
        full = [self.settings.topic(name) for name in names]
        return self.app.topic(*full, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")
