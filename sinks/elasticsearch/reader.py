"""The sink as a member of its group: it reads what is its own and commits what is finished, whoever comes or goes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from kafka import TopicPartition
from kafka.errors import CommitFailedError, IllegalStateError, KafkaError
from kafka.structs import OffsetAndMetadata

from sinks.elasticsearch.decode import Place
from sinks.elasticsearch.tracker import Tracker
from tocsin import group

log = logging.getLogger(__name__)

ANSWER_MS = 5000
"""Patience with the broker when the group's commit is asked for; after that it is asked again."""
MAX_MESSAGES = 500
"""Messages of one poll."""


class Reader:
    """Messages of the partitions that are ours, how far each is finished, and what became of those taken from us.

    Args:
        client: a ``KafkaConsumer`` that has not subscribed yet and commits nothing by itself.
        limits: messages and bytes after which a batch is full.
        linger: seconds that a batch waits for more.
        stopping: set when the process is to end; every wait ends with it.
        dealt: told, each time that partitions are assigned to us, how many are ours then.
    """

    def __init__(
        self, client: Any, limits: tuple[int, int], linger: float, stopping: threading.Event,
        dealt: Callable[[int], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.client = client
        self.tracker = Tracker()
        self.owned: set[TopicPartition] = set()
        self._limits, self._linger, self._stopping, self._dealt = limits, linger, stopping, dealt
        self._epochs: dict[TopicPartition, int] = {}
        self._taken: list[Any] = []
        self._left: dict[TopicPartition, int] = {}
        """Of partitions taken from us and not read since, the first message that was not finished."""

    def join(self, topics: Iterable[str]) -> None:
        """Become a member of the group."""
        group.subscribe(self.client, topics, group.Listener(self.assigned, self.revoked, self.lost))

    def gather(self, *, wait: bool) -> list[Any]:
        """Messages until a batch is full or its time is over; without ``wait`` those that are there now."""
        most, largest = self._limits
        size = sum(len(message.value or b"") for message in self._taken)
        deadline = None if wait and not self._taken else time.monotonic() + (self._linger if wait else 0)
        while not self._stopping.is_set():
            left = 0.5 if deadline is None else deadline - time.monotonic()
            full = len(self._taken) >= most or size >= largest
            if self._taken and (full or (wait and left <= 0)):
                break
            fetched = self.poll(max(0.0, left))
            if deadline is None and fetched:
                deadline = time.monotonic() + self._linger
            self._taken += fetched
            size += sum(len(message.value or b"") for message in fetched)
            if not self._taken or not (wait or fetched):
                break
        messages, self._taken = self._taken, []
        return messages

    def keep(self, messages: Iterable[Any]) -> None:
        """Read, to be handed out by the next ``gather``."""
        self._taken += messages

    def poll(self, timeout: float) -> list[Any]:
        """What the client has within so many seconds; nothing while the broker is away."""
        try:
            polled = self.client.poll(timeout_ms=int(timeout * 1000), max_records=MAX_MESSAGES)
            if back := self._left.keys() & self.owned:
                polled = {partition: batch for partition, batch in polled.items() if partition not in back}
                self._go_back(back)
        except (KafkaError, IllegalStateError, OSError, ValueError) as error:
            log.warning("the broker cannot be read now: %s", error)
            self._stopping.wait(0.5)
            return []
        for partition, batch in polled.items():
            self.tracker.read(partition, batch[0].offset)
        return [message for batch in polled.values() for message in batch]

    def _go_back(self, partitions: set[TopicPartition]) -> None:
        """To what we let go of partitions that came straight back; the client keeps its place, behind it.

        Not behind the group's commit: should we have been out of the group in between, others have read on.
        """
        for partition in partitions:
            try:
                done = self.client.committed(partition, timeout_ms=ANSWER_MS)
                self.client.seek(partition, max(self._left[partition], done or 0))
            except (KafkaError, IllegalStateError, OSError) as error:
                log.warning("the group's commit of %s-%s cannot be asked for now: %s", *partition, error)
            else:
                del self._left[partition]

    def idle(self, seconds: float) -> bool:
        """Wait, but stay in the group: poll with everything paused. False: the process is to end."""
        deadline = time.monotonic() + seconds
        self.commit()
        while not self._stopping.is_set():
            left = deadline - time.monotonic()
            try:
                self.client.pause(*self.client.assignment())
                self.keep(self.poll(max(0.0, min(left, 0.5))))  # of partitions assigned this very moment
            except (KafkaError, IllegalStateError, OSError):
                self._stopping.wait(min(max(left, 0.05), 0.5))
            if left <= 0:
                self._resume()
                return True
        return False

    def _resume(self) -> None:
        try:
            self.client.resume(*self.client.paused())
        except (KafkaError, IllegalStateError) as error:
            log.warning("resuming: %s", error)

    def commit(self) -> None:
        """Tell the group what is finished; again later if the broker is away."""
        offsets = self._finished()
        if not offsets:
            return
        try:
            self.client.commit(offsets)
        except CommitFailedError as error:
            log.warning("the group has changed, others read this again: %s", error)
        except (KafkaError, IllegalStateError, OSError) as error:
            log.warning("commit waits for the broker: %s", error)
        else:
            self.tracker.committed({partition: finished.offset for partition, finished in offsets.items()})

    def close(self) -> None:
        """Leave the group."""
        try:
            self.client.close(autocommit=False, timeout_ms=5000)
        except (KafkaError, OSError, TypeError) as error:
            log.warning("closing the consumer: %s", error)

    def epochs(self) -> dict[TopicPartition, int]:
        """Each partition that is ours now, and how often it was taken from us before."""
        return {partition: self._epochs.get(partition, 0) for partition in self.owned}

    def still(self, partition: TopicPartition, epochs: Mapping[TopicPartition, int]) -> bool:
        """Whether it was ours all the time since then. Taken from us, even if it came back, it is read again."""
        return partition in self.owned and epochs.get(partition) == self._epochs.get(partition, 0)

    def is_ours(self, place: Place) -> bool:
        """Whether the message there is still for us to deal with."""
        return place[0] in self.owned

    def assigned(self, partitions: Collection[TopicPartition]) -> None:
        """Called by the group: these are ours now too.

        To a partition that comes straight back the client keeps its place, behind all that it gave us. What we let go
        of it would be read by nobody: we go back to it before we take any of its messages.
        """
        self._left = {partition: first for partition, first in self._left.items() if partition in partitions}
        self.owned |= set(partitions)
        self._dealt(len(self.owned))

    def revoked(self, partitions: Collection[TopicPartition]) -> None:
        """Called by the group: commit what is finished, forget the rest."""
        if offsets := self._finished():
            # Not waited for: the client calls us where it talks with the broker. It goes out before we join again.
            self.client.commit_async(offsets)
        self._left |= self._let_go(partitions)

    def lost(self, partitions: Collection[TopicPartition]) -> None:
        """Called by the group when it has put us out: nothing can be committed, others may be farther than we are.

        A partition that comes back is read from the group's commit; the client has forgotten its place too.
        """
        self._let_go(partitions)
        for partition in partitions:
            self._left.pop(partition, None)

    def _let_go(self, partitions: Collection[TopicPartition]) -> dict[TopicPartition, int]:
        """Forget what we hold of them. Gives the first message of each that was read and is not finished."""
        left: dict[TopicPartition, int] = {}
        for partition in partitions:
            if (first := self.tracker.forget(partition)) is not None:
                left[partition] = first
            self._epochs[partition] = self._epochs.get(partition, 0) + 1
        self.owned -= set(partitions)
        # Should a partition come back, it is read again from the commit: what we hold of it would be out of order.
        self._taken = [one for one in self._taken if TopicPartition(one.topic, one.partition) in self.owned]
        return left

    def _finished(self) -> dict[TopicPartition, OffsetAndMetadata]:
        """What may be committed of the partitions that are ours."""
        return {p: OffsetAndMetadata(o, "", -1) for p, o in self.tracker.committable().items() if p in self.owned}
