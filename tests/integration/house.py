"""The whole house on the test session's servers: worker and sink as child processes, under names of their own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from producers.publish import Publisher
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.indices import ensure_alias, prepare
from tocsin import topics
from tocsin.kafka import consumer
from tocsin.local import LocalStack
from tocsin.local.ports import choose
from tocsin.records import Alert, Article, Story
from tocsin.settings import Settings, environment, load
from tocsin.supervisor import Part, Supervisor


class House:
    """A running system and what a test asks of it."""

    def __init__(self, settings: Settings, supervisor: Supervisor, client: Elasticsearch) -> None:
        self.settings = settings
        self.supervisor = supervisor
        self.client = client

    def publish(self, articles: Iterable[Article]) -> None:
        """Put articles into the stream."""
        with Publisher(self.settings, "test") as publisher:
            for article in articles:
                publisher.publish(article)

    def publish_raw(self, values: Iterable[bytes]) -> None:
        """Put bytes that are no articles into the stream."""
        from tocsin.kafka import producer

        client = producer(self.settings, "test-poison")
        for number, value in enumerate(values):
            client.send(self.settings.topic(topics.RAW), key=f"poison-{number}".encode(), value=value)
        client.flush()
        client.close()

    def documents(self, kind: str) -> dict[str, dict[str, Any]]:
        """All documents of a kind, by id."""
        alias = f"{self.settings.elasticsearch_prefix}-{kind}"
        self.client.indices.refresh(index=alias, ignore_unavailable=True)
        answer = self.client.search(index=alias, size=10_000, ignore_unavailable=True)
        return {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]}

    def stories(self) -> list[Story]:
        """Living stories in the index."""
        found = [Story.model_validate(document["record"]) for document in self.documents("stories").values()]
        return sorted((story for story in found if story.merged_into is None), key=lambda story: story.id)

    def alerts(self) -> list[Alert]:
        """Alerts that stand: not outranked, not moved."""
        found = [Alert.model_validate(document["record"]) for document in self.documents("alerts").values()]
        return sorted((a for a in found if not a.inhibited_by and not a.superseded_by), key=lambda alert: alert.id)

    def backlog(self) -> int:
        """Messages that the worker and the sink have not finished."""
        from kafka import TopicPartition
        from kafka.structs import OffsetAndMetadata

        waiting = 0
        groups = {
            f"{self.settings.topics_prefix}tocsin": (
                topics.RAW,
                topics.CLEAN,
                topics.UNIQUE,
                topics.EXTRACTIONS,
                topics.STORIES,
                topics.ANALYSES,
                topics.ALERT_COMMANDS,
            ),
            f"{self.settings.topics_prefix}tocsin-sink": (
                topics.ANALYSES,
                topics.STORIES,
                topics.ALERTS,
                topics.DEAD_LETTERS,
            ),
        }
        for group, names in groups.items():
            client = consumer(self.settings, "test-backlog", group)
            try:
                for name in names:
                    full = self.settings.topic(name)
                    partitions = [TopicPartition(full, p) for p in client.partitions_for_topic(full) or ()]
                    ends = client.end_offsets(partitions)
                    begins = client.beginning_offsets(partitions)
                    for partition in partitions:
                        done: int | OffsetAndMetadata | None = client.committed(partition)
                        waiting += ends[partition] - max(int(done or 0), begins[partition])
            finally:
                client.close()
        return waiting

    def settle(self, timeout: float = 240.0) -> None:
        """Wait until nothing is waiting anywhere, twice in a row."""
        deadline = time.monotonic() + timeout
        calm = 0
        while calm < 2:
            self.supervisor.check()
            calm = calm + 1 if self.backlog() == 0 else 0
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.backlog()} messages still wait after {timeout:.0f} s")
            time.sleep(0.5)


@contextlib.contextmanager
def house(
    stack: LocalStack,
    prefix: str,
    index: str,
    folder: Path,
    workers: int = 1,
    worker_module: str | None = None,
    worker_arguments: Sequence[str] = (),
    **flags: Any,
) -> Iterator[House]:
    """Worker(s) and sink on these servers; ready when given, gone at the end. ``worker_module`` runs another worker."""
    settings = load(
        {
            "kafka_bootstrap": stack.kafka.address,
            "elasticsearch_url": stack.elasticsearch.url,
            "topics_prefix": prefix,
            "elasticsearch_prefix": index,
            "worker_data": str(folder / "worker"),
            "worker_processes": 1,
            **flags,
        },
        {},
    ).settings
    topics.create(settings)
    parts = [
        Part(
            f"worker-{n}",
            (*(() if worker_module else ("worker",)), "--id", f"{prefix}worker-{n}", *worker_arguments),
            {"TOCSIN_METRICS_PORT": str(choose())},
            worker_module or "tocsin",
        )
        for n in range(1, workers + 1)
    ]
    parts.append(Part("sink", ("sink",), {"TOCSIN_METRICS_PORT": str(choose())}))
    with connect(settings) as client, Supervisor(parts, folder / "logs", environment(settings)) as supervisor:
        prepare(client, settings)
        ensure_alias(client, settings.elasticsearch_prefix)
        supervisor.start()
        deadline = time.monotonic() + 120
        while waiting := {name: why for name in supervisor.parts if (why := supervisor.health(name))}:
            if time.monotonic() > deadline:
                raise TimeoutError(f"not ready: {waiting}")
            supervisor.check()
            time.sleep(0.3)
        yield House(settings, supervisor, client)
