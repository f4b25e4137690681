"""State that two workers wrote: what is right is the last of its key, so that compaction keeps it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import CommitFailedError
from faust.types import TP
from kafka import TopicPartition

from processors.agents.publish import send
from processors.agents.state import MARK, OWNER, StateTopic
from tocsin import topics
from tocsin.kafka import consumer
from tocsin.local import LocalStack
from tocsin.settings import Settings

pytestmark = [pytest.mark.integration]


@asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[Any]:
    """What a stage needs of Faust, on the real broker."""
    client = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap)
    await client.start()

    async def produce(name: str, key: bytes, value: bytes | None, _partition: Any, _at: Any, headers: Any) -> Any:
        return await client.send(name, value, key, headers=headers)

    async def call_thread(function: Any, *arguments: Any) -> Any:
        return await function(*arguments)

    member = AIOKafkaConsumer(
        settings.topic(topics.CLEAN), bootstrap_servers=settings.kafka_bootstrap, group_id="state",
        session_timeout_ms=60_000, enable_auto_commit=False,
    )  # fmt: skip
    await member.start()
    held = SimpleNamespace(
        assignment=lambda: {TP(settings.topic(topics.CLEAN), 0)},
        _thread=SimpleNamespace(call_thread=call_thread, _ensure_consumer=lambda: member),
    )
    app = SimpleNamespace(
        producer=SimpleNamespace(send=produce),
        consumer=held,
        timer=lambda _seconds: lambda _function: None,
        on_partitions_assigned=SimpleNamespace(connect=lambda _function: None),
    )
    try:
        yield SimpleNamespace(app=app, settings=settings)
    finally:
        await client.stop()
        await member.stop()


async def test_what_a_frozen_worker_writes_is_mended_before_compaction(stack: LocalStack, names: Any) -> None:
    settings = Settings(kafka_bootstrap=stack.kafka.address, topics_prefix=names.topics)
    topics.create(settings)
    async with worker(settings) as ctx:
        frozen, holder = (StateTopic(ctx, topics.CLEAN, topics.DEDUPE_STATE) for _ in range(2))
        await frozen.read()
        for key in (b"a", b"b", b"gone"):
            await send(ctx, frozen.item(key, b"old"))
        assert await holder.read() == ({b"a": b"old", b"b": b"old", b"gone": b"old"}, {})
        await send(ctx, holder.item(b"a", b"new"))
        await send(ctx, holder.item(b"gone", None))
        await holder.look()
        assert not holder.stale
        for key in (b"a", b"gone"):
            await send(ctx, frozen.item(key, b"late"))
        await holder.look()
        assert holder.stale, "read again with the next batch"
        stored = await holder.read()
        assert stored == ({b"a": b"new", b"b": b"old"}, {b"a": b"late", b"gone": b"late"}), "with what another wrote"
        assert (await holder.read()).overruled, "found again until it is mended"
        for out in holder.mending(stored):
            await send(ctx, out)
        last = last_of_each_key(ctx)
        assert last[b"a"] == (b"new", last[MARK][0]), "under the mark of the holder"
        assert (last[b"b"][0], last[b"gone"][0]) == (b"old", None)
        await holder.look()
        assert not holder.stale


def last_of_each_key(ctx: Any) -> dict[bytes, tuple[bytes | None, bytes | None]]:
    """What compaction would leave: value and mark of the last record of each key."""
    client = consumer(ctx.settings, "test", None)
    partition = TopicPartition(ctx.settings.topic(topics.DEDUPE_STATE), 0)
    client.assign([partition])
    end = client.end_offsets([partition])[partition]
    last: dict[bytes, tuple[bytes | None, bytes | None]] = {}
    client.seek_to_beginning(partition)
    while client.position(partition) < end:
        for record in client.poll(timeout_ms=1000).get(partition, []):
            last[record.key] = (record.value, dict(record.headers).get(OWNER))
    client.close()
    return last


async def test_a_new_deal_costs_no_reading_unless_another_held_the_state_in_between(
    stack: LocalStack, names: Any
) -> None:
    settings = Settings(kafka_bootstrap=stack.kafka.address, topics_prefix=names.topics)
    topics.create(settings)
    async with worker(settings) as ctx:
        one, other = (StateTopic(ctx, topics.CLEAN, topics.DEDUPE_STATE) for _ in range(2))
        assert await one.outdated(), "never read"
        await one.read()
        assert not await one.outdated()
        await send(ctx, one.item(b"a", b"1"))
        await one._assigned(ctx.app, {TP(settings.topic(topics.CLEAN), 0)})
        assert one.stale
        assert not await one.outdated()
        assert not one.stale
        await other.read()
        await one._assigned(ctx.app, {TP(settings.topic(topics.CLEAN), 0)})
        assert await one.outdated(), "another has marked it"
        assert await one.read() == ({b"a": b"1"}, {})
        with pytest.raises(ValueError, match="in the middle"), one.guard():
            raise ValueError("in the middle of a batch")
        assert await one.outdated(), "memory may be ahead of what was told"


async def test_who_is_no_longer_of_the_group_marks_nothing(stack: LocalStack, names: Any) -> None:
    settings = Settings(kafka_bootstrap=stack.kafka.address, topics_prefix=names.topics)
    topics.create(settings)
    async with worker(settings) as ctx:
        state = StateTopic(ctx, topics.CLEAN, topics.DEDUPE_STATE)
        await state.read()
        mark = last_of_each_key(ctx)[MARK]
        member = ctx.app.consumer._thread._ensure_consumer()
        member._coordinator.member_id = "of-a-group-before"  # as the broker sees one that froze
        with pytest.raises(CommitFailedError):
            await state.read()
        assert last_of_each_key(ctx)[MARK] == mark
        assert not await state.outdated(), "what was read before still is the state"
