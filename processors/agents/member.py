"""Asking the broker whether this worker still belongs to its group."""

from __future__ import annotations

from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import ConsumerStoppedError
from faust.exceptions import ConsumerNotStarted
from faust.types import TP

from processors.agents.context import Context
from processors.agents.shell import NotOurs


async def prove(ctx: Context, partition: TP) -> None:
    """Commit once more what is committed of a partition: the broker takes that from its holder only.

    A worker that froze right after a partition was dealt to it believes, when it wakes, that it still has it. Its word
    (a mark in a topic of state, say) would undo what the holder of today writes.

    Raises:
        aiokafka.errors.CommitFailedError: the partition was dealt out anew; this worker will hear of it.
        aiokafka.errors.IllegalStateError: the partition is not this worker's.
        aiokafka.errors.KafkaError: the broker is away; try again.
        NotOurs: this worker is about to end.
    """
    consumer: Any = ctx.app.consumer
    thread = consumer._thread  # Faust's own commit swallows the broker's answer
    try:
        await thread.call_thread(commit_again, thread._ensure_consumer(), TopicPartition(*partition))
    except (ConsumerNotStarted, ConsumerStoppedError) as error:
        raise NotOurs(partition.topic) from error


async def commit_again(consumer: Any, partition: TopicPartition) -> None:
    """Commit what is committed; where nothing is, the beginning, which means the same. Raises as ``prove`` does."""
    offset = await consumer.committed(partition)
    if offset is None:
        offset = (await consumer.beginning_offsets([partition]))[partition]
    await consumer.commit({partition: offset})
