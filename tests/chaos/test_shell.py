"""The loop of the agents, without a broker: what a failure in the middle may not do."""

from __future__ import annotations

import asyncio
import os
import signal
from types import SimpleNamespace

import pytest
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from processors.agents.clean import fetched
from processors.agents.context import Context, Input, Out
from processors.agents.publish import publish
from processors.agents.shell import NotOurs, dead_letter, run
from processors.agents.state import MARK, OWNER, Items
from processors.pool import Pool
from processors.work import Result
from tocsin import topics
from tocsin.health import Health
from tocsin.records import Article
from tocsin.settings import Settings


class Broker:
    """Takes what it is sent; ``refuse`` are the numbers of the sends that fail."""

    def __init__(self, refuse=()):
        self.log, self.count, self.refuse = [], 0, set(refuse)

    async def send(self, topic, key, value, partition, timestamp, headers):
        self.count += 1
        failed = self.count in self.refuse

        async def taken():
            if failed:
                raise KafkaError("not now")
            self.log.append((topic, key, value))

        return taken()


class Event:
    def __init__(self, offset, value=b"{}", headers=None, timestamp=1_700_000_000.0):
        self.message = SimpleNamespace(
            topic="t",
            partition=0,
            offset=offset,
            key=b"k%d" % offset,
            value=value,
            headers=headers,
            timestamp=timestamp,
        )


class Stream:
    """One batch after the other; notes what is acknowledged."""

    def __init__(self, *batches):
        self.batches, self.acked = batches, []

    def noack(self):
        return self

    async def noack_take(self, _count, within):
        for batch in self.batches:
            yield batch

    async def ack(self, event):
        self.acked.append(event.message.offset)


@pytest.fixture
def ctx(monkeypatch):
    for module in ("shell", "publish"):
        monkeypatch.setattr(f"processors.agents.{module}.backoff", lambda _attempt: 0.0)
    return Context(SimpleNamespace(producer=Broker()), Settings(), SimpleNamespace(), Health())


def out(key, value, topic=topics.STORIES):
    return Out(topic, key, value, [])


async def test_what_is_repeated_does_not_come_behind_what_is_newer(ctx):
    ctx.app.producer = Broker(refuse={1})
    await publish(ctx, "link", [out(b"s", b"1"), out(b"s", b"2"), out(b"other", b"1")])
    assert [value for _, key, value in ctx.app.producer.log if key == b"s"][-1] == b"2"
    assert sum(key == b"other" for _, key, _ in ctx.app.producer.log) == 1


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_message_larger_than_any_broker_takes_stops_nothing(ctx, caplog, wrapped):
    """Found by reading: it was sent again for ever, and all behind it waited."""

    class Strict(Broker):
        async def send(self, topic, key, value, partition, timestamp, headers):
            if len(value) < 10:
                return await super().send(topic, key, value, partition, timestamp, headers)
            try:
                raise MessageSizeTooLargeError("too large")
            except MessageSizeTooLargeError as error:
                if wrapped:
                    raise RuntimeError("Error while sending") from error
                raise

    ctx.app.producer = Strict()
    await publish(ctx, "link", [out(b"s", b"1"), out(b"huge", b"x" * 10), out(b"t", b"1")])
    assert [key for _, key, _ in ctx.app.producer.log] == [b"s", b"t"]
    assert "10 bytes under the key b'huge'" in caplog.text


async def test_state_is_written_after_the_outputs_and_only_its_newest(ctx):
    async def handler(inputs):
        return [out(b"a", b"old", topics.LINK_STATE), out(b"s", b"1"), out(b"a", b"new", topics.LINK_STATE)]

    stream = Stream([Event(1)])
    await run(ctx, "link", stream, handler, 10)
    assert [(topic, value) for topic, _, value in ctx.app.producer.log] == [
        (topics.STORIES, b"1"), (topics.LINK_STATE, b"new")
    ]  # fmt: skip
    assert stream.acked == [1]


async def test_a_message_that_breaks_its_batch_takes_nothing_along(ctx):
    """What was done before it is told before it fails: the state that is read again then holds it."""
    told_when_read_again = []

    async def handler(inputs):
        if any(item.offset == 2 for item in inputs):
            raise RuntimeError("a bug")
        if inputs[0].offset == 3:
            told_when_read_again.extend(key for _, key, _ in ctx.app.producer.log)
        return [out(item.key, b"done") for item in inputs]

    stream = Stream([Event(1), Event(2), Event(3)])
    await run(ctx, "link", stream, handler, 10)
    assert b"k1" in told_when_read_again
    assert [topic for topic, key, _ in ctx.app.producer.log if key == b"k2"] == [topics.DEAD_LETTERS]
    assert stream.acked == [1, 2, 3]


async def test_a_broker_that_is_away_is_waited_for(ctx):
    tries = 0

    async def handler(inputs):
        nonlocal tries
        tries += 1
        if tries < 4:
            raise KafkaError("away")
        return []

    stream = Stream([Event(1)])
    await run(ctx, "link", stream, handler, 10)
    assert (tries, stream.acked) == (4, [1])


async def test_a_timer_of_a_stage_waits_until_its_batch_is_told(ctx):
    """Else an older state of an alert would be written over a newer one."""

    async def timer():
        async with ctx.turn("alert"):
            await publish(ctx, "alert", [out(b"s", b"timer")])

    timers = []

    async def handler(inputs):
        timers.append(asyncio.create_task(timer()))
        await asyncio.sleep(0)
        return [out(b"s", b"batch"), out(b"s", b"state", topics.ALERT_STATE)]

    await run(ctx, "alert", Stream([Event(1)]), handler, 10)
    await asyncio.gather(*timers)
    assert [value for _, _, value in ctx.app.producer.log] == [b"batch", b"state", b"timer"]


async def test_a_batch_of_a_lost_partition_is_neither_told_nor_acknowledged(ctx):
    async def handler(inputs):
        if inputs[0].offset == 1:
            raise NotOurs("t")
        return []

    stream = Stream([Event(1)], [Event(2)])
    await run(ctx, "link", stream, handler, 10)
    assert stream.acked == [2]
    assert not ctx.app.producer.log
    assert not ctx.working


async def test_a_batch_during_which_partitions_were_dealt_out_is_not_acknowledged(ctx):
    async def handler(inputs):
        ctx.deals += 1
        return [out(b"s", b"1")]

    stream = Stream([Event(1)])
    await run(ctx, "link", stream, handler, 10)
    assert stream.acked == []


def test_an_article_of_a_foreign_producer_is_fetched_when_it_came_into_the_stream():
    for plain in (b'{"body": "x"}', b'{"body": "x", "fetched_at": null}', b'{"body": "\\"fetched_at\\": \\"2"}'):
        assert Article.from_json(fetched(plain, 1_700_000_000.25)).fetched_at.timestamp() == 1_700_000_000.25
        assert fetched(plain, None) == fetched(plain, -1.0) == plain
    said = b'{"body": "x", "fetched_at" : "2024-01-01T00:00:00Z"}'
    for same in (said, b"{not json", b"[" * 100_000, b"null", b"\xff", b""):
        assert fetched(same, 1_700_000_000.0) == same


@pytest.mark.parametrize("said", [b"many", b"-1", b"\xff", b"", b"9" * 5000])
def test_nonsense_in_a_header_does_not_stop_an_agent(said):
    letter = dead_letter("clean", "record", "why", Input("t", 0, 7, b"k", b"bytes", {"attempts": said}))
    assert dict(letter.headers)["attempts"] == b"1"
    assert letter.value == b"bytes"


def test_items_of_a_worker_that_lost_the_state_are_not_read():
    items = Items()
    for key, value, owner in (
        (b"a", b"before any mark", None),
        (MARK, b"one", None),
        (b"a", b"1", b"one"),
        (MARK, b"two", None),
        (b"a", b"2", b"two"),
        (b"a", b"late", b"one"),
        (b"b", None, b"one"),
        (b"b", b"2", b"two"),
        (b"c", b"unmarked", None),
    ):
        items.take(key, value, [] if owner is None else [(OWNER, owner)])
    assert items.newest == {b"a": b"2", b"b": b"2", b"c": b"unmarked"}
    assert items.unheard == {b"a": b"late"}, "compaction would keep what is not heard; b was written again behind it"


def test_items_before_the_first_mark_that_compaction_left_count():
    items = Items()
    items.take(b"a", b"1", [(OWNER, b"gone")])
    items.take(MARK, b"two", [])
    assert items.newest == {b"a": b"1"}


def job(raw: bytes) -> Result:
    """Runs in a child of the pool."""
    if raw == b"kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if raw == b"raise":
        raise SystemError("as told")
    return Result(value=raw)


@pytest.mark.slow
async def test_two_stages_with_poison_at_once_lose_only_the_poison():
    pool = Pool(2, {}, None, wait=0.001)
    pool.start()
    try:
        one, other = await asyncio.gather(
            pool.run(job, [b"a", b"kill", b"b", b"raise"]), pool.run(job, [b"c", b"d", b"kill", b"e"])
        )
    finally:
        pool.close()
    assert [r.value for r in one] == [b"a", None, b"b", None]
    assert [r.value for r in other] == [b"c", b"d", None, b"e"]
    assert {r.error for r in (*one, *other) if r.value is None} == {"crash"}
