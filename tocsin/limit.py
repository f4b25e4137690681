"""The limit on dead letters: when most of what a stage takes fails, the fault is ours, and the process stops.

A process that is started again does not begin from zero. With its first dead letter it asks the broker what became of
the last messages of its stage (the dead letters say where each stood, the group says how far it has come), so a bad
deployment that something keeps starting lets no more go aside. Dead letters that were sent again, deleted or
accepted (``tocsin dead-letters accept``) count no more.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from tocsin import headers, topics
from tocsin.kafka import consumer
from tocsin.settings import Settings

log = logging.getLogger(__name__)

WINDOW = 200
"""Messages over which the share of dead letters is reckoned."""
TAIL = 3 * WINDOW
"""Dead letters looked at, of all stages together."""
ACCEPTED = "tocsin-dead-letters-accepted"
"""Consumer group whose offset says up to where somebody has accepted the dead letters."""
REPLAYED = "replayed"
"""Header of a marker: the dead letter at this offset was sent again."""
GO_ON = "see 'tocsin dead-letters list'; mend the cause and start again, or 'tocsin dead-letters accept' to let them be"
"""What there is to do about it."""

Partition = tuple[str, int]
Place = tuple[Partition, int]
"""Where a message stood: its partition and its offset."""


class Limit:
    """The share of dead letters among the last messages of a stage.

    Args:
        ratio: more than this share is too much.
        earlier: what became of the last messages before this process (see :func:`earlier`), asked once.
        fewest: under so many messages no share is reckoned.
    """

    def __init__(self, ratio: float, earlier: Callable[[], Sequence[bool]], fewest: int = WINDOW) -> None:
        self._ratio, self._ask, self._fewest = ratio, earlier, fewest
        self._earlier: Sequence[bool] | None = None
        self._own: deque[bool] = deque(maxlen=WINDOW)

    def exceeded(self, dead: int, total: int) -> str | None:
        """A batch is done but for its dead letters: why none of them may be put aside, or None when they may.

        A process most of whose own messages are well is not the bad deployment that was there before it.
        """
        dead = min(dead, total)
        self._own.extend([True] * dead + [False] * (total - dead))
        if not dead or sum(self._own) <= len(self._own) * self._ratio:
            return None
        last = [*self._before(), *self._own][-WINDOW:]
        if len(last) < self._fewest or sum(last) <= len(last) * self._ratio:
            return None
        return f"{sum(last)} of the last {len(last)} messages failed (limit {self._ratio:.0%})"

    def _before(self) -> Sequence[bool]:
        from kafka.errors import KafkaError

        if self._earlier is None:
            try:
                self._earlier = self._ask()
            except (KafkaError, OSError, AssertionError) as error:  # the broker is away: asked again next time
                log.warning("how many dead letters there were before is not known yet: %s", error)
                return ()
        return self._earlier


def earlier(settings: Settings, stage: str, group: str, sources: Collection[str]) -> list[bool]:
    """What became of the last messages of a stage, oldest first: True is a dead letter.

    Args:
        group: full name of the consumer group of the stage.
        sources: full names of the topics it reads.

    Raises:
        KafkaError, OSError, AssertionError: the broker is away.
    """
    from kafka import TopicPartition

    client = consumer(settings, "tocsin-limit", group)
    try:
        partitions = [TopicPartition(topic, n) for topic in sources for n in client.partitions_for_topic(topic) or ()]
        done = {(at.topic, at.partition): int(client.committed(at) or 0) for at in partitions}
    finally:
        client.close(autocommit=False)
    return reckoned([place for place in _letters(settings, stage) if place[0] in done], done)


def reckoned(letters: Sequence[Place], done: Mapping[Partition, int]) -> list[bool]:
    """The last messages of a stage, at most ``WINDOW``, from its dead letters and how far each partition is done.

    As many of the newest letters as there are within ``WINDOW`` messages of their partitions; what was well among
    these counts as later, since it may have been done by a process that was mended.
    """
    ends = dict(done)
    for place, offset in letters:  # a letter may be told before its message is committed
        ends[place] = max(ends[place], offset + 1)
    first: dict[Partition, int] = {}
    dead, span = 0, 0
    for place, offset in dict.fromkeys(reversed(letters)):
        first[place] = min(first.get(place, offset), offset)
        now = sum(ends[one] - at for one, at in first.items())
        if now > WINDOW:
            break
        dead, span = dead + 1, now
    before = min(WINDOW, sum(ends.values())) - span
    return [False] * before + [True] * dead + [False] * (span - dead)


def accept(settings: Settings) -> int:
    """All dead letters there are now count no more; returns the offset after the last."""
    from kafka.structs import OffsetAndMetadata

    client = consumer(settings, "tocsin-limit", settings.topics_prefix + ACCEPTED)
    try:
        partition = _partition(settings)
        client.assign([partition])
        end = int(client.end_offsets([partition])[partition])
        client.commit({partition: OffsetAndMetadata(end, "", -1)})
    finally:
        client.close(autocommit=False)
    return end


def _letters(settings: Settings, stage: str) -> list[Place]:
    """Where the newest dead letters of a stage stood that nobody has dealt with, oldest first."""
    found: dict[int, Place] = {}
    dealt_with: set[int] = set()
    client = consumer(settings, "tocsin-limit", settings.topics_prefix + ACCEPTED)
    try:
        partition = _partition(settings)
        client.assign([partition])
        accepted = int(client.committed(partition) or 0)
        begin = int(client.beginning_offsets([partition])[partition])
        end = int(client.end_offsets([partition])[partition])
        client.seek(partition, max(begin, accepted, end - TAIL))
        while client.position(partition) < end:
            for record in client.poll(timeout_ms=1000).get(partition, []):
                said = headers.as_mapping(record.headers)
                if REPLAYED in said:
                    dealt_with.add(int(said[REPLAYED]))
                elif said.get("stage") == stage.encode() and (place := _place(said)):
                    found[record.offset] = place
    finally:
        client.close(autocommit=False)
    return [place for offset, place in found.items() if offset not in dealt_with]


def _place(said: Mapping[str, bytes]) -> Place | None:
    topic, partition, offset = (said.get(f"source-{name}", b"") for name in ("topic", "partition", "offset"))
    if not (topic and partition.isdigit() and offset.isdigit()):
        return None
    return (topic.decode("utf-8", "replace"), int(partition)), int(offset)


def _partition(settings: Settings) -> Any:
    from kafka import TopicPartition

    return TopicPartition(settings.topic(topics.DEAD_LETTERS), 0)
