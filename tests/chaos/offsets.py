"""How far the groups have come, asked for all the time in a thread of its own."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from kafka.errors import KafkaError

from tocsin import topics
from tocsin.kafka import consumer
from tocsin.settings import Settings

WORKER, SINK = "tocsin", "tocsin-sink"
READ = {
    WORKER: (
        topics.RAW, topics.CLEAN, topics.UNIQUE, topics.EXTRACTIONS, topics.STORIES, topics.ANALYSES,
        topics.ALERT_COMMANDS,
    ),
    SINK: (topics.ANALYSES, topics.STORIES, topics.ALERTS, topics.DEAD_LETTERS),
}  # fmt: skip
Place = tuple[str, str, int]
"""Group, topic (without prefix), partition."""


@dataclass(frozen=True)
class Snapshot:
    """Committed and end offsets at one moment."""

    at: float = 0.0
    committed: dict[Place, int] = field(default_factory=dict)
    ends: dict[Place, int] = field(default_factory=dict)

    def lag(self, group: str | None = None) -> int:
        """Messages not finished yet."""
        return sum(end - self.committed[p] for p, end in self.ends.items() if group in (None, p[0]))

    def behind(self, group: str) -> dict[Place, int]:
        """Partitions with work waiting, and where they stand."""
        return {p: self.committed[p] for p, end in self.ends.items() if p[0] == group and self.committed[p] < end}

    def published(self) -> int:
        """Messages in the topic of raw articles."""
        return sum(end for (group, topic, _), end in self.ends.items() if topic == topics.RAW and group == WORKER)


class Offsets:
    """Watches both groups. ``latest`` is never older than the last moment at which the broker answered."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.latest = Snapshot()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="offsets", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No more questions."""
        self._stopping.set()
        self._thread.join(10)

    def _run(self) -> None:
        clients: dict[str, Any] = {}
        while not self._stopping.wait(0.4):
            try:
                for group in READ:
                    if group not in clients:
                        name = self._settings.topics_prefix + group
                        clients[group] = consumer(self._settings, f"chaos-{group}", name, request_timeout_ms=16_000)
                self.latest = self._ask(clients)
            except (KafkaError, OSError, AssertionError):  # the broker is away
                for client in clients.values():
                    with contextlib.suppress(Exception):
                        client.close()
                clients.clear()
        for client in clients.values():
            with contextlib.suppress(Exception):
                client.close()

    def _ask(self, clients: dict[str, Any]) -> Snapshot:
        from kafka import TopicPartition

        at = time.monotonic()
        committed: dict[Place, int] = {}
        ends: dict[Place, int] = {}
        for group, names in READ.items():
            client = clients[group]
            full = {self._settings.topic(name): name for name in names}
            partitions = [TopicPartition(topic, n) for topic in full for n in client.partitions_for_topic(topic) or ()]
            begins, lasts = client.beginning_offsets(partitions), client.end_offsets(partitions)
            for partition in partitions:
                place = (group, full[partition.topic], partition.partition)
                committed[place] = max(int(client.committed(partition) or 0), begins[partition])
                ends[place] = lasts[partition]
        return Snapshot(at, committed, ends)
