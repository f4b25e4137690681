"""Sinks on the real servers, for the tests of this folder: run them, feed them, wait for what they do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sink_records as make
from elasticsearch import Elasticsearch
from kafka import TopicPartition

from sinks.elasticsearch.client import connect
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.service import GROUP, build
from tocsin import topics
from tocsin.kafka import admin, producer
from tocsin.local import LocalStack
from tocsin.settings import Settings


def settings_of(stack: LocalStack, names: Any, **more: Any) -> Settings:
    """Settings of a sink on these servers, with topics of its own; the indices are not prepared."""
    made = Settings(
        kafka_bootstrap=stack.kafka.address, elasticsearch_url=stack.elasticsearch.url,
        elasticsearch_prefix=names.index, topics_prefix=names.topics, sink_linger_ms=50, **more,
    )  # fmt: skip
    topics.create(made)
    return made


def prepared(stack: LocalStack, names: Any, **more: Any) -> Settings:
    """The same with its indices."""
    made = settings_of(stack, names, **more)
    with connect(made) as client:
        prepare(client, made)
    return made


class Running:
    """A sink in a thread, and the error that ended it."""

    def __init__(self, settings: Settings, client: Elasticsearch, observer: Observer, name: str) -> None:
        self.sink = build(settings, client, observer, name)
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.sink.run()
        except BaseException as error:
            self.error = error

    def stop(self) -> None:
        self.sink.stop()
        self.thread.join(30)
        assert not self.thread.is_alive(), "the sink does not stop"


@contextmanager
def running(settings: Settings, name: str = "sink", observer: Observer | None = None) -> Iterator[Running]:
    with connect(settings, request_timeout=10) as client:
        one = Running(settings, client, observer or Observer(), name)
        try:
            yield one
        finally:
            one.stop()


def send(settings: Settings, topic: str, messages: list[tuple[str, bytes]]) -> None:
    client = producer(settings, "test")
    futures = [client.send(settings.topic(topic), key=key.encode(), value=value) for key, value in messages]
    for future in futures:
        future.get(120)
    client.close()


def analyses(first: int, last: int) -> list[tuple[str, bytes]]:
    return [(f"a{i}", make.analysis_message(make.analysis(f"a{i}"), f"texte {i}")) for i in range(first, last)]


def count(settings: Settings, kind: str) -> int:
    with connect(settings) as client:
        alias = f"{settings.elasticsearch_prefix}-{kind}"
        client.options(ignore_status=404).indices.refresh(index=alias)
        return int(client.count(index=alias, ignore_unavailable=True)["count"])


def until(condition: Callable[[], bool], timeout: float = 60.0, every: float = 0.2) -> None:
    """Wait; a condition that cannot be asked (its server is just away) does not hold yet."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            if condition():
                return
        except Exception:
            pass
        time.sleep(every)
    assert condition()


def committed(settings: Settings, topic: str) -> int:
    client = admin(settings)
    try:
        groups = client.list_group_offsets(f"{settings.topics_prefix}{GROUP}")
        offsets = groups.get(f"{settings.topics_prefix}{GROUP}", groups)
        return int(offsets[TopicPartition(settings.topic(topic), 0)].offset)
    finally:
        client.close()


def dealt(client: Any, timeout: float = 30.0) -> set[TopicPartition]:
    """What the group deals a client, polled until it has something."""
    end = time.monotonic() + timeout
    while not client.assignment() and time.monotonic() < end:
        client.poll(timeout_ms=200)
    return set(client.assignment())
