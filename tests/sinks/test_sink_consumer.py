"""The sink's loop on the real servers, while they are killed."""

from __future__ import annotations

import time
from typing import Any

import pytest
import sink_records as make
from sink_stack import analyses, committed, count, prepared, running, send, until

from producers.dead_letters import read_all
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.dead import TooManyDeadLetters
from sinks.elasticsearch.observer import Observer
from tocsin import topics
from tocsin.local import LocalStack

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def test_everything_arrives_and_poison_goes_aside(stack: LocalStack, names: Any) -> None:
    settings = prepared(stack, names)
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
    settings = prepared(own_stack, names)

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
    settings = prepared(stack, names)
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
    settings = prepared(stack, names)
    send(settings, topics.ANALYSES, [(f"p{i}", b"{}") for i in range(100)])
    with running(settings) as sink:
        sink.thread.join(30)
        assert isinstance(sink.error, TooManyDeadLetters)
    assert not read_all(settings)


def test_a_stop_while_elasticsearch_is_blocked_loses_nothing(stack: LocalStack, names: Any) -> None:
    settings = prepared(stack, names)
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
