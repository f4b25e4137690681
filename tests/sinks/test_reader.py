"""What the sink reads and commits while its group deals anew, on a real broker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from kafka import TopicPartition
from kafka.structs import OffsetAndMetadata
from sink_stack import dealt, send, settings_of, until

from sinks.elasticsearch.reader import Reader
from tocsin import group, topics
from tocsin.kafka import consumer
from tocsin.local import LocalStack
from tocsin.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(stack: LocalStack, names: Any) -> Settings:
    return settings_of(stack, names)


@pytest.fixture
def reader(settings: Settings, names: Any) -> Iterator[Reader]:
    one = Reader(consumer(settings, "first", names.group), (1000, 10**6), 0.05, threading.Event())
    one.join([settings.topic(topics.ANALYSES), settings.topic(topics.ALERTS)])
    yield one
    one.close()


def sent(settings: Settings, count: int) -> TopicPartition:
    """The partition into which so many messages were sent."""
    send(settings, topics.ANALYSES, [("a", str(number).encode()) for number in range(count)])
    return TopicPartition(settings.topic(topics.ANALYSES), 0)


class Log:
    """The offsets that a reader gives out, as it is polled."""

    def __init__(self, reader: Reader) -> None:
        self.offsets: list[int] = []
        self._reader = reader

    def more(self) -> list[int]:
        messages = self._reader.poll(0.1)
        self._reader.keep(messages)
        self.offsets += [message.offset for message in messages]
        return self.offsets


def test_what_is_finished_when_partitions_are_taken_is_committed(
    settings: Settings, names: Any, reader: Reader
) -> None:
    """A commit that failed before (the broker was away, the group was dealing) is made up for."""
    partition = TopicPartition(settings.topic(topics.ALERTS), 0)
    assert partition in dealt(reader.client)
    before = reader.epochs()
    reader.tracker.begin(partition, 41, documents=0)
    other = consumer(settings, "second", names.group)
    group.subscribe(other, [partition.topic])
    joining = threading.Thread(target=dealt, args=(other,), daemon=True)
    joining.start()
    until(lambda: bool(reader.poll(0.1)) or not reader.still(partition, before))
    until(lambda: not reader.poll(0.1) and other.committed(partition) == 42)
    assert not reader.tracker.committable()
    joining.join(30)
    other.close()


def test_what_was_let_go_of_a_partition_that_comes_straight_back_is_read_again(
    settings: Settings, names: Any, reader: Reader
) -> None:
    """The client keeps its place, behind the messages that were let go when the group dealt anew."""
    partition = sent(settings, 5)
    log = Log(reader)
    until(lambda: len(log.more()) == 5)
    before = reader.epochs()
    for offset in range(2):
        reader.tracker.begin(partition, offset, documents=0)
    other = consumer(settings, "second", names.group)
    group.subscribe(other, [settings.topic(topics.ALERTS)])
    joining = threading.Thread(target=other.poll, args=(20_000,), daemon=True)
    joining.start()
    until(lambda: bool(log.more()) and partition in reader.owned and not reader.still(partition, before))
    until(lambda: len(log.more()) >= 8)
    assert log.offsets == [0, 1, 2, 3, 4, 2, 3, 4]
    assert [message.offset for message in reader.gather(wait=False)] == [2, 3, 4]
    other.close()
    joining.join(30)


@pytest.mark.parametrize("told", [True, False])
def test_one_that_the_group_put_out_does_not_go_back_behind_the_commit_of_others(
    settings: Settings, reader: Reader, told: bool
) -> None:
    """Others had its partition meanwhile; be it that the client tells of the loss, or only deals anew."""
    partition = sent(settings, 9)
    log = Log(reader)
    until(lambda: len(log.more()) == 9)
    reader.tracker.begin(partition, 0, documents=0)
    reader.tracker.begin(partition, 1, documents=1)
    owned = set(reader.owned)
    (reader.lost if told else reader.revoked)(owned)
    reader.client.commit({partition: OffsetAndMetadata(7, "", -1)})  # by another
    reader.assigned(owned)
    if told:
        assert not reader.tracker.committable()
        assert not any(reader.gather(wait=False) for _ in range(5))
    else:
        until(lambda: len(log.more()) >= 11)
        assert log.offsets[9:] == [7, 8]
