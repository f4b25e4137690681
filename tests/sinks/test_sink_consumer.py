"""The sink's loop on the real servers, while they are killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sink_records as make
from elasticsearch import Elasticsearch
from kafka import TopicPartition

from producers.dead_letters import read_all
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.dead import TooManyDeadLetters
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.service import GROUP, build
from tocsin import topics
from tocsin.kafka import admin, producer
from tocsin.local import LocalStack
from tocsin.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def settings_of(stack: LocalStack, names: Any, **more: Any) -> Settings:
    made = Settings(
        kafka_bootstrap=stack.kafka.address, elasticsearch_url=stack.elasticsearch.url,
        elasticsearch_prefix=names.index, topics_prefix=names.topics, sink_linger_ms=50, **more,
    )  # fmt: skip
    topics.create(made)
    with connect(made) as client:
        prepare(client, made)
    return made


class Running:
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


def until(condition: Callable[[], bool], timeout: float = 60.0) -> None:
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            if condition():
                return
        except Exception:
            pass
        time.sleep(0.2)
    assert condition()


def committed(settings: Settings, topic: str) -> int:
    client = admin(settings)
    try:
        groups = client.list_group_offsets(f"{settings.topics_prefix}{GROUP}")
        offsets = groups.get(f"{settings.topics_prefix}{GROUP}", groups)
        return int(offsets[TopicPartition(settings.topic(topic), 0)].offset)
    finally:
        client.close()


def test_everything_arrives_and_poison_goes_aside(stack: LocalStack, names: Any) -> None:
    settings = settings_of(stack, names)
    no_such_day = b'{"article_id": "x", "language": "fr", "published_at": "0001-01-01T00:00:00+14:00"}'
    poison = [("p1", b"\x00\xff not json"), ("p2", b'{"article_id": 7}'), ("p3", no_such_day)]
    unwritable = make.analysis_message(make.analysis("x" * 600), "an id longer than Elasticsearch takes")
    send(settings, topics.ANALYSES, [*analyses(0, 30), *poison, ("long", unwritable), *analyses(30, 60)])
    send(settings, topics.STORIES, [("s1", make.story().to_json()), ("gone", None)])  # type: ignore[list-item]
    send(settings, topics.ALERTS, [("al1", make.alert().to_json())])
    with running(settings):
        until(lambda: count(settings, "articles") == 60 and count(settings, "dead-letters") == 4)
        until(lambda: count(settings, "stories") == 1 and count(settings, "alerts") == 1)
    assert count(settings, "events") == 60
    letters = read_all(settings)
    assert {letter.key for letter in letters} == {b"p1", b"p2", b"p3", b"long"}
    assert {letter.value for letter in letters} == {*(value for _, value in poison), unwritable}
    assert {letter.said("stage") for letter in letters} == {"sink"}
    assert committed(settings, topics.ANALYSES) == 64


def test_kills_of_both_servers_lose_nothing(own_stack: LocalStack, names: Any) -> None:
    settings = settings_of(own_stack, names)

    class Waits(Observer):
        waited = 0

        def waiting(self, status: int, reason: str) -> None:
            self.waited += 1

    observer = Waits()
    with running(settings, observer=observer) as sink:
        send(settings, topics.ANALYSES, analyses(0, 200))
        until(lambda: count(settings, "articles") > 0)
        own_stack.elasticsearch.kill()
        send(settings, topics.ANALYSES, analyses(200, 400))
        time.sleep(2)
        own_stack.elasticsearch.start()
        own_stack.elasticsearch.wait_ready()
        until(lambda: count(settings, "articles") == 400, 90)
        own_stack.kafka.restart()
        send(settings, topics.ANALYSES, analyses(400, 600))
        own_stack.kafka.kill()
        time.sleep(1)
        own_stack.kafka.start()
        own_stack.kafka.wait_ready()
        until(lambda: count(settings, "articles") == 600, 120)
        assert sink.error is None
    assert observer.waited > 0
    assert count(settings, "events") == 600
    assert committed(settings, topics.ANALYSES) == 600
    assert not read_all(settings)


def test_a_second_sink_takes_over_partitions_and_nothing_is_lost(stack: LocalStack, names: Any) -> None:
    settings = settings_of(stack, names)
    with running(settings, "one") as first:
        send(settings, topics.ANALYSES, analyses(0, 100))
        with running(settings, "two"):
            send(settings, topics.ANALYSES, analyses(100, 200))
            send(settings, topics.STORIES, [(f"s{i}", make.story(f"s{i}").to_json()) for i in range(50)])
            first.stop()
            send(settings, topics.ANALYSES, analyses(200, 300))
            until(lambda: count(settings, "articles") == 300 and count(settings, "stories") == 50)
    assert committed(settings, topics.ANALYSES) == 300


def test_too_many_dead_letters_stop_the_sink_before_they_are_sent(stack: LocalStack, names: Any) -> None:
    settings = settings_of(stack, names)
    send(settings, topics.ANALYSES, [(f"p{i}", b"{}") for i in range(100)])
    with running(settings) as sink:
        sink.thread.join(30)
        assert isinstance(sink.error, TooManyDeadLetters)
    assert not read_all(settings)


def test_a_stop_while_elasticsearch_is_blocked_loses_nothing(stack: LocalStack, names: Any) -> None:
    settings = settings_of(stack, names)
    with connect(settings) as client:
        client.indices.create(index=f"{names.index}-articles-2023-09", settings={"blocks.write": True})
        send(settings, topics.ANALYSES, analyses(0, 20))
        with running(settings):
            until(lambda: count(settings, "events") == 20)  # those are not blocked
            time.sleep(0.5)
        assert count(settings, "articles") == 0
        client.indices.put_settings(index=f"{names.index}-articles-2023-09", settings={"blocks.write": False})
    with running(settings):
        until(lambda: count(settings, "articles") == 20)
    assert not read_all(settings)
