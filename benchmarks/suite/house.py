"""Kafka, Elasticsearch, workers and a sink for a benchmark: own folder, own names, gone at the end."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
from elasticsearch import ApiError, Elasticsearch
from kafka import TopicPartition

from benchmarks.suite.base import cpu_of
from producers.publish import Publisher
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.indices import prepare
from tocsin import topics
from tocsin.kafka import consumer
from tocsin.local import LocalStack
from tocsin.local.ports import choose
from tocsin.records import Article
from tocsin.settings import Settings, environment, load
from tocsin.supervisor import Part, Supervisor


class House:
    """A running system and what a benchmark asks of it."""

    def __init__(self, settings: Settings, supervisor: Supervisor, client: Elasticsearch) -> None:
        self.settings, self.supervisor, self.client = settings, supervisor, client

    def publish(self, articles: Sequence[Article]) -> None:
        """All at once."""
        with Publisher(self.settings, "bench") as publisher:
            for article in articles:
                publisher.publish(article)

    def found(self) -> int:
        """Articles that a user finds now. No refresh is forced: that would be load of the instrument's making."""
        index = f"{self.settings.elasticsearch_prefix}-articles"
        try:
            return int(self.client.count(index=index, ignore_unavailable=True)["count"])
        except ApiError as error:
            if error.status_code == 503:  # the index is being made
                return 0
            raise

    def sent(self, topic: str) -> int:
        """Messages in a topic."""
        reader = consumer(self.settings, "bench-count", None)
        try:
            full = self.settings.topic(topic)
            partitions = [TopicPartition(full, p) for p in reader.partitions_for_topic(full) or ()]
            return int(sum(reader.end_offsets(partitions).values()))
        finally:
            reader.close()

    def cpu(self, *kinds: str) -> float:
        """CPU seconds so far of the parts whose names begin so."""
        pids = [part.pid for name, part in self.supervisor.parts.items() if name.startswith(kinds)]
        return sum(cpu_of(pid) for pid in pids if pid)

    def memory(self, *kinds: str) -> float:
        """MB in use by the parts whose names begin so, their children apart."""
        pids = [part.pid for name, part in self.supervisor.parts.items() if name.startswith(kinds)]
        return sum(psutil.Process(pid).memory_info().rss for pid in pids if pid) / 1e6

    def until(self, count: int, how: Any, timeout: float = 300.0, every: float = 0.1) -> None:
        """Wait until ``how()`` is at least ``count``, looking every so many seconds.

        Raises:
            TimeoutError: it has not grown for ``timeout`` seconds.
        """
        last, deadline = -1, 0.0
        while (now := how()) < count:
            if now > last:
                last, deadline = now, time.monotonic() + timeout
            if time.monotonic() > deadline:
                raise TimeoutError(f"{now} of {count}, and no more for {timeout:.0f} s")
            self.supervisor.check()
            time.sleep(every)


@contextlib.contextmanager
def servers(heap_mb: int = 320) -> Iterator[LocalStack]:
    """The two servers on random ports; ``heap_mb``: Elasticsearch's."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        Path(folder).chmod(0o755)
        with LocalStack(Path(folder) / "stack", preferred_ports=False, elasticsearch_heap_mb=heap_mb) as stack:
            yield stack


@contextlib.contextmanager
def house(
    stack: LocalStack, workers: int = 1, sink: bool = True, more: Sequence[str] = (), **flags: Any
) -> Iterator[House]:
    """Workers and sink, ready for work. ``more``: arguments of ``tocsin worker``."""
    name = f"bench{uuid.uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        fixed = {
            "kafka_bootstrap": stack.kafka.address,
            "elasticsearch_url": stack.elasticsearch.url,
            "topics_prefix": f"{name}.",
            "elasticsearch_prefix": name,
            "worker_data": f"{folder}/worker",
            "worker_processes": 1,
        }
        settings = load({**fixed, **flags}, {}).settings
        topics.create(settings)
        parts = [
            Part(f"worker-{n}", ("worker", "--id", f"{name}-{n}", *more), {"TOCSIN_METRICS_PORT": str(choose())})
            for n in range(1, workers + 1)
        ]
        if sink:
            parts.append(Part("sink", ("sink",), {"TOCSIN_METRICS_PORT": str(choose())}))
        env = {**environment(settings), **{k: v for k, v in os.environ.items() if k == "TOCSIN_MODELS"}}
        with connect(settings) as client, Supervisor(parts, Path(folder) / "logs", env) as supervisor:
            prepare(client, settings)
            supervisor.start()
            running = House(settings, supervisor, client)
            running.until(len(parts), lambda: sum(supervisor.health(part) is None for part in supervisor.parts))
            yield running
