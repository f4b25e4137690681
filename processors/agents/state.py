"""State of a single-partition stage, kept in a compacted topic and read back when the partition arrives here.

A stage's state is a function of a set of items keyed by id, so it does not matter that writing an item and
committing an offset are two acts: an item found again is recognised as the same, and gives the same output.

Whoever takes up the state writes a mark into the topic first, and the mark's name on every item after it. Items under
another name that stand behind the mark are of a worker that lost the partition and did not know it yet (frozen, or
cut off from the broker): they are older than what the new one writes, and nobody reads them.

Compaction does not know that: it would keep such an item, since it is the last of its key, and drop the right one. So
whoever holds the state looks for them now and then and writes what is right behind them, long before compaction may
touch either (``min.compaction.lag.ms``, a day).

What that worker told beside such an item (a verdict, a story) was heard. It may even stand behind what the holder told,
and be of as high a revision, since the two cut the stream into other batches. So stages are handed these items too, and
tell anew, in a higher revision, what they say otherwise (``Stored.overruled``).
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition
from faust.types import TP

from processors.agents.context import Context, Out
from processors.agents.member import prove
from processors.agents.publish import send
from processors.agents.shell import TRANSIENT, Handler, NotOurs, tell
from processors.app import aiokafka_options
from tocsin.topics import MAX_MESSAGE_BYTES

log = logging.getLogger("tocsin.worker")

MARK = b"\0owner"
"""Key of the marks."""
OWNER = "owner"
"""Header of an item: under which mark it was written."""
NEVER = -1
LOOK = 600.0
"""Seconds between two looks for items of others behind the mark."""
SETTLE = 20.0
"""Seconds between two looks whether the state has to be read though no message came."""


class Stored(NamedTuple):
    """What a state topic holds.

    Attributes:
        items: newest value of each key; deleted ones left out.
        overruled: what one who did not hold the state any more wrote behind it, newest of each key (None: deleted it).
    """

    items: dict[bytes, bytes]
    overruled: dict[bytes, bytes | None]


class StateTopic:
    """Tells when the state must be read (again), and reads it.

    Args:
        source: the topic whose partition 0 this stage consumes: who holds it, holds the state.
        state: the compacted topic with the items.
    """

    def __init__(self, ctx: Context, source: str, state: str) -> None:
        self._ctx = ctx
        self._source = TP(ctx.settings.topic(source), 0)
        self._name = state
        self._owner = b""
        self._end = 0
        self._assignment = 0
        self._read_at = NEVER
        connect: Any = ctx.app.on_partitions_assigned.connect  # its annotation does not fit a bound coroutine
        connect(self._assigned)
        ctx.app.timer(LOOK)(self.look)

    async def _assigned(self, _app: Any, assigned: set[TP], **_: Any) -> None:
        if self._source in assigned:
            self._assignment += 1

    @property
    def held(self) -> bool:
        """Whether the partition is dealt to this worker now."""
        return self._source in self._ctx.app.consumer.assignment()

    @property
    def stale(self) -> bool:
        """Partitions were dealt out since the state was read: another worker may have gone on in between."""
        return self._read_at != self._assignment

    async def outdated(self) -> bool:
        """Whether the state must be read (again). After a new deal it need not be if nobody has marked it since.

        Raises:
            aiokafka.errors.KafkaError: the broker is away; try again.
        """
        if self._read_at == NEVER or not self.stale:
            return self._read_at == NEVER
        at = self._assignment
        items = await read_all(self._ctx, self._ctx.settings.topic(self._name), self._end, self._owner)
        if items.owner != self._owner or items.unheard:
            return True
        self._read_at, self._end = at, items.end
        return False

    def item(self, key: bytes, value: bytes | None) -> Out:
        """An item to be written; None deletes it."""
        return Out(self._name, key, value, [(OWNER, self._owner)])

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Around a batch: if it fails, memory may be ahead of what was told, so it is read again before the next.

        Raises:
            NotOurs: another worker holds this state now.
        """
        if not self.held:
            raise NotOurs(self._source.topic)
        try:
            yield
        except BaseException:
            self._read_at = NEVER
            raise

    async def read(self) -> Stored:
        """All items, under a mark of ours. What ``mending`` gives of them has to be written, and last.

        Raises:
            aiokafka.errors.KafkaError: the broker is away, or says that the partition is another's now; try again.
        """
        at = self._assignment
        await prove(self._ctx, self._source)
        self._owner = uuid.uuid4().hex.encode()
        await send(self._ctx, Out(self._name, MARK, self._owner, []))
        items = await read_all(self._ctx, self._ctx.settings.topic(self._name))
        self._read_at, self._end = at, items.end
        log.info("read %d items of state from %s", len(items.newest), self._name)
        return Stored(items.newest, items.unheard)

    def mending(self, stored: Stored) -> list[Out]:
        """The right values, to stand behind the wrong ones. Until they do, these are found again by whoever reads."""
        return [self.item(key, stored.items.get(key)) for key in sorted(stored.overruled)]

    def settles(self, stage: str, handler: Handler) -> None:
        """After a new deal, the stage takes up its state also when no message comes: there may be something to mend."""

        async def settle() -> None:
            async with self._ctx.turn(stage):
                try:
                    if self.held and await self.outdated():
                        await tell(self._ctx, stage, await handler([]))
                except NotOurs:
                    log.info("%s went to another worker meanwhile", self._name)
                except TRANSIENT as error:
                    log.warning("settling %s: %r", self._name, error)

        self._ctx.app.timer(SETTLE)(settle)

    async def look(self) -> None:
        """If another has written behind our mark since, all is read again and mended, soon."""
        if not self.held or self.stale:
            return
        try:
            items = await read_all(self._ctx, self._ctx.settings.topic(self._name), self._end, self._owner)
        except TRANSIENT as error:
            log.warning("looking at %s: %r", self._name, error)
            return
        if items.owner == self._owner:  # else another has taken over, and mends it
            self._end = items.end
            self._read_at = NEVER if items.unheard else self._read_at


class Items:
    """What a state topic says, record by record.

    Attributes:
        newest: the value of each key.
        unheard: values of workers that did not hold the state any more, of keys behind whose right value they stand.
        end: offset after the last record read.
    """

    def __init__(self, owner: bytes | None = None) -> None:
        self.newest: dict[bytes, bytes] = {}
        self.unheard: dict[bytes, bytes | None] = {}
        self.owner = owner
        self.end = 0

    def take(self, key: bytes, value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> None:
        """The next record. Before the first mark that compaction left everything counts."""
        if key == MARK:
            self.owner = value
        elif self.owner is not None and dict(headers).get(OWNER, self.owner) != self.owner:
            self.unheard[key] = value
        else:
            self.unheard.pop(key, None)
            if value is None:
                self.newest.pop(key, None)
            else:
                self.newest[key] = value


async def read_all(ctx: Context, topic: str, first: int = 0, owner: bytes | None = None) -> Items:
    """Newest value of every key of a single-partition state topic (full name).

    Args:
        first: offset to begin at.
        owner: whose mark stands before it.
    """
    consumer = AIOKafkaConsumer(
        **aiokafka_options(ctx.settings),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        fetch_max_bytes=4 * MAX_MESSAGE_BYTES,
        client_id=f"tocsin-state-{ctx.settings.worker_id}",
    )
    items = Items(owner)
    partition = TopicPartition(topic, 0)
    await consumer.start()
    try:
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        begin = (await consumer.beginning_offsets([partition]))[partition]
        consumer.seek(partition, max(begin, first))
        while await consumer.position(partition) < end:
            batches = await consumer.getmany(partition, timeout_ms=1000, max_records=2000)
            for record in batches.get(partition, []):
                items.take(record.key, record.value, record.headers)
            await asyncio.sleep(0)
        items.end = end
        if items.unheard:
            some = ", ".join(repr(key[:40]) for key in islice(items.unheard, 5))
            log.warning("%d items of %s are of a worker that no longer held it: %s", len(items.unheard), topic, some)
    finally:
        await consumer.stop()
    return items


async def read_one(ctx: Context, topic: str, offset: int) -> bytes | None:
    """The message at an offset of partition 0, or None when it is no longer kept."""
    consumer = AIOKafkaConsumer(
        **aiokafka_options(ctx.settings),
        enable_auto_commit=False,
        auto_offset_reset="none",
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        client_id=f"tocsin-again-{ctx.settings.worker_id}",
    )
    partition = TopicPartition(ctx.settings.topic(topic), 0)
    await consumer.start()
    try:
        consumer.assign([partition])
        begin = (await consumer.beginning_offsets([partition]))[partition]
        end = (await consumer.end_offsets([partition]))[partition]
        if not begin <= offset < end:
            return None
        consumer.seek(partition, offset)
        record = await consumer.getone(partition)
        value: bytes | None = record.value if record.offset == offset else None
        return value
    finally:
        await consumer.stop()
