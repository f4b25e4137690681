"""How many messages wait in each topic, as far as the consumer knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kafka import TopicPartition
from kafka.errors import IllegalStateError, KafkaError


def of(consumer: Any, topics: Iterable[str], partitions: Iterable[TopicPartition]) -> dict[str, int]:
    """Messages of these partitions that are not read yet, by topic."""
    waiting = dict.fromkeys(topics, 0)
    for partition in partitions:
        try:
            end, at = consumer.highwater(partition), consumer.position(partition, timeout_ms=100)
        except (KafkaError, IllegalStateError, OSError, AssertionError):
            continue
        if end is not None and at is not None:
            waiting[partition.topic] += max(0, end - at)
    return waiting
