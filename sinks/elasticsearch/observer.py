"""What the sink tells of itself: to metrics and health, or to a test."""

from __future__ import annotations

import time

from tocsin import metrics
from tocsin.health import Health

STAGE = "sink"


class Observer:
    """Called by the sink as things happen. This one tells nobody: override what you want to hear of."""

    def batch_begins(self, messages: int) -> None:
        """A batch of messages is being written."""

    def batch_ends(self, messages: int) -> None:
        """All of it is written or put aside."""

    def documents(self, alias: str, outcome: str, count: int) -> None:
        """So many documents came to an end: written, stale, dead, deleted; or are ``retried``."""

    def request(self, seconds: float) -> None:
        """One bulk request was answered."""

    def waiting(self, status: int, reason: str) -> None:
        """The server does not take documents; partitions are paused."""

    def taking_again(self) -> None:
        """It does."""

    def dead_letter(self, error: str) -> None:
        """One message was put aside."""

    def searchable(self, published_ms: int) -> None:
        """What an article published then led to can be found from now on."""

    def assigned(self, partitions: int) -> None:
        """So many partitions are ours."""

    def lag(self, topic: str, messages: int) -> None:
        """So many messages wait in a topic."""


class Reporting(Observer):
    """To Prometheus metrics and the health page."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._searchable = metrics.LATENCY_SECONDS.labels("searchable")

    def batch_begins(self, messages: int) -> None:
        """In flight."""
        if messages:
            self._health.begin(STAGE)

    def batch_ends(self, messages: int) -> None:
        """Progress."""
        metrics.CONSUMED.labels(STAGE).inc(messages)
        self._health.end(STAGE)

    def documents(self, alias: str, outcome: str, count: int) -> None:
        """By index and outcome."""
        metrics.DOCUMENTS.labels(alias, outcome).inc(count)

    def request(self, seconds: float) -> None:
        """How long."""
        metrics.BULK_SECONDS.observe(seconds)

    def waiting(self, status: int, reason: str) -> None:
        """Unready meanwhile. The batch is not stuck: it waits for someone else."""
        metrics.BULK_RETRIES.labels(str(status)).inc()
        metrics.SINK_PAUSED.set(1)
        self._health.block("elasticsearch", reason[:300])

    def taking_again(self) -> None:
        """Ready again."""
        metrics.SINK_PAUSED.set(0)
        self._health.block("elasticsearch", None)

    def dead_letter(self, error: str) -> None:
        """By kind of error."""
        metrics.DEAD_LETTERED.labels(STAGE, error).inc()

    def searchable(self, published_ms: int) -> None:
        """End-to-end latency."""
        self._searchable.observe(max(0.0, time.time() - published_ms / 1000))

    def assigned(self, partitions: int) -> None:
        """Ready once there is work, or at least a group."""
        metrics.REBALANCES.inc()
        self._health.started = True
        self._health.block("kafka", None if partitions else "no partitions: more sinks than partitions")

    def lag(self, topic: str, messages: int) -> None:
        """Behind."""
        metrics.LAG.labels(topic).set(messages)
