"""Members of a consumer group on a real broker: known topics at the first join, and nobody left without partitions."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sink_records as make
from kafka import TopicPartition
from kafka.structs import OffsetAndMetadata

from sinks.elasticsearch.client import connect
from sinks.elasticsearch.consumer import GROUP
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.service import Keeper, build
from tocsin import group, topics
from tocsin.kafka import consumer, producer
from tocsin.local import LocalStack
from tocsin.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(stack: LocalStack, names: Any) -> Settings:
    made = Settings(
        kafka_bootstrap=stack.kafka.address, elasticsearch_url=stack.elasticsearch.url,
        elasticsearch_prefix=names.index, topics_prefix=names.topics, sink_linger_ms=50,
    )  # fmt: skip
    topics.create(made)
    return made


def dealt(client: Any, timeout: float = 30.0) -> set[TopicPartition]:
    """What the group deals a client, polled until it has something."""
    end = time.monotonic() + timeout
    while not client.assignment() and time.monotonic() < end:
        client.poll(timeout_ms=200)
    return set(client.assignment())


def until(condition: Callable[[], bool], timeout: float = 60.0) -> None:
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_a_member_knows_its_topics_when_it_joins(
    settings: Settings, names: Any, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = {settings.topic(topics.ANALYSES), settings.topic(topics.STORIES)}
    client = consumer(settings, "test", names.group)
    with caplog.at_level(logging.WARNING, logger="kafka"):
        group.subscribe(client, wanted)
        assert {partition.topic for partition in dealt(client)} == wanted
    client.close()
    # Subscribed without asking first, kafka-python says so at each first join, deals nothing, and joins again.
    assert not [r for r in caplog.records if "No partition metadata" in r.getMessage()]


def test_the_watch_tells_partitions_of_nobody_from_those_of_others(settings: Settings, names: Any) -> None:
    wanted = [settings.topic(topics.ALERTS)]
    one = consumer(settings, "one", names.group)
    group.subscribe(one, wanted)
    mine = dealt(one)
    watch = group.Watch(settings, names.group, wanted, patience=0.0)
    watch.look(mine)
    watch.look(())  # idle, as every sink is for which no partition is left
    one.close()
    with pytest.raises(group.Undealt, match=f"{names.group}.*{wanted[0]}-0"):
        watch.look(())


def test_the_watch_has_patience(settings: Settings, names: Any) -> None:
    watch = group.Watch(settings, names.group, [settings.topic(topics.ALERTS)], patience=3600.0)
    watch.look(())


def test_a_broker_that_is_away_is_no_reason_to_join_anew(settings: Settings, names: Any) -> None:
    away = settings.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})
    group.Watch(away, names.group, [settings.topic(topics.ALERTS)], patience=0.0).look(())


def test_what_is_finished_when_partitions_are_taken_is_committed(settings: Settings) -> None:
    """A commit that failed before (the broker was away, the group was dealing) is made up for."""
    name = f"{settings.topics_prefix}{GROUP}"
    partition = TopicPartition(settings.topic(topics.ALERTS), 0)
    with connect(settings) as client:
        sink = build(settings, client, Observer(), "first")
        group.subscribe(sink._consumer, sink._decoder.topics, group.Listener(sink.assigned, sink.revoked, sink.lost))
        assert partition in dealt(sink._consumer)
        sink._tracker.begin(partition, 41, documents=0)
        other = consumer(settings, "second", name)
        group.subscribe(other, sink._decoder.topics)
        joining = threading.Thread(target=dealt, args=(other,), daemon=True)
        joining.start()
        until(lambda: bool(sink._consumer.poll(timeout_ms=100)) or sink._epochs.get(partition, 0) == 1)
        until(lambda: not sink._consumer.poll(timeout_ms=100) and other.committed(partition) == 42)
        assert not sink._tracker.committable()
        joining.join(30)
        other.close()
        sink._close()


def _sent(settings: Settings, count: int) -> TopicPartition:
    """The partition into which so many messages were sent."""
    partition = TopicPartition(settings.topic(topics.ANALYSES), 0)
    sender = producer(settings, "test")
    for number in range(count):
        sender.send(partition.topic, key=b"a", value=str(number).encode())
    sender.close()
    return partition


def test_what_was_let_go_of_a_partition_that_comes_straight_back_is_read_again(settings: Settings) -> None:
    """The client keeps its place, behind the messages that the sink let go when the group dealt anew."""
    partition = _sent(settings, 5)
    with connect(settings) as client:
        sink = build(settings, client, Observer(), "first")
        group.subscribe(sink._consumer, sink._decoder.topics, group.Listener(sink.assigned, sink.revoked, sink.lost))
        read: list[int] = []

        def poll() -> list[int]:
            messages = sink._poll(0.1)
            sink._taken += messages
            read.extend(message.offset for message in messages)
            return read

        until(lambda: len(poll()) == 5)
        before = dict(sink._epochs)
        for offset in range(2):
            sink._tracker.begin(partition, offset, documents=0)
        other = consumer(settings, "second", f"{settings.topics_prefix}{GROUP}")
        group.subscribe(other, [settings.topic(topics.ALERTS)])
        joining = threading.Thread(target=other.poll, args=(20_000,), daemon=True)
        joining.start()
        until(lambda: bool(poll()) and sink._epochs != before and partition in sink._owned)
        until(lambda: len(poll()) >= 8)
        assert read == [0, 1, 2, 3, 4, 2, 3, 4]
        assert [message.offset for message in sink._taken] == [2, 3, 4]
        other.close()
        joining.join(30)
        sink._close()


@pytest.mark.parametrize("told", [True, False])
def test_a_sink_that_the_group_put_out_does_not_go_back_behind_the_commit_of_others(
    settings: Settings, told: bool
) -> None:
    """Others had its partition meanwhile; be it that the client tells of the loss, or only deals anew."""
    partition = _sent(settings, 9)
    with connect(settings) as client:
        sink = build(settings, client, Observer(), "first")
        group.subscribe(sink._consumer, sink._decoder.topics, group.Listener(sink.assigned, sink.revoked, sink.lost))
        read: list[int] = []

        def poll() -> list[int]:
            read.extend(message.offset for message in sink._poll(0.1))
            return read

        until(lambda: len(poll()) == 9)
        sink._tracker.begin(partition, 0, documents=0)
        sink._tracker.begin(partition, 1, documents=1)
        listener = group.Listener(sink.assigned, sink.revoked, sink.lost)
        owned = set(sink._owned)
        (listener.on_partitions_lost if told else listener.on_partitions_revoked)(owned)
        sink._consumer.commit({partition: OffsetAndMetadata(7, "", -1)})  # by another
        listener.on_partitions_assigned(owned)
        if told:
            assert not sink._left and not sink._tracker.committable()
        else:
            until(lambda: len(poll()) >= 11)
            assert read[9:] == [7, 8]
        sink._close()


def test_a_sink_without_partitions_gives_way_to_one_that_works(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The first sink's client never joins, as one that the group forgot; the second does the work."""
    made = []

    def first_deaf() -> Any:
        sink = build(settings, client, Observer(), f"sink-{len(made)}")
        sink._watch = group.Watch(settings, f"{settings.topics_prefix}{GROUP}", sink._decoder.topics, patience=1.0)
        if not made:
            monkeypatch.setattr(sink._consumer, "subscribe", lambda *_, **__: None)
        made.append(sink)
        return sink

    sender = producer(settings, "test")
    sender.send(settings.topic(topics.ANALYSES), key=b"a", value=make.analysis_message(make.analysis("a"), "texte"))
    sender.close()
    with connect(settings) as client, caplog.at_level(logging.WARNING):
        prepare(client, settings)
        keeper = Keeper(first_deaf)
        running = threading.Thread(target=keeper.run, daemon=True)
        running.start()
        index = f"{settings.elasticsearch_prefix}-articles"

        def there() -> bool:
            client.options(ignore_status=404).indices.refresh(index=index)
            return int(client.count(index=index, ignore_unavailable=True)["count"]) == 1

        until(there)
        keeper.stop()
        running.join(30)
        assert not running.is_alive()
    assert len(made) == 2
    assert any("joining the group anew" in record.getMessage() for record in caplog.records)
