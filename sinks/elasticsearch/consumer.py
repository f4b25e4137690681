"""The sink's loop: read, write, put aside, commit; through every outage of either server."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch
from kafka import TopicPartition
from kafka.errors import CommitFailedError, IllegalStateError, KafkaError
from kafka.structs import OffsetAndMetadata

from sinks.elasticsearch import lag
from sinks.elasticsearch.bulk import Result
from sinks.elasticsearch.dead import DeadLetters, TooManyDeadLetters
from sinks.elasticsearch.decode import Batch, Decoder, Place
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.tracker import Tracker
from sinks.elasticsearch.writer import Job, Limits, Stopped, Writer
from tocsin import group, headers, tracing
from tocsin.limit import GO_ON, Limit, earlier
from tocsin.settings import Settings

log = logging.getLogger(__name__)

GROUP = "tocsin-sink"
"""Consumer group, without prefix."""
FEWEST = 50
"""Messages under which no share of dead letters is reckoned: three bad ones of five are no bad deployment."""
ANSWER_MS = 5000
"""Patience with the broker when the group's commit is asked for; after that it is asked again."""
LAG_EVERY = 5.0
MAX_MESSAGES = 500
REQUESTS = 3
"""A batch of messages is about as many requests: between batches, where offsets are committed, none is under way."""
SLICE = 100
"""Messages decoded at once: the first documents are on their way while the others are still being made."""


class Sink:
    """One sink process. ``run`` returns after ``stop``; a second process with the same group shares the work."""

    def __init__(
        self, settings: Settings, client: Elasticsearch, consumer: Any, dead_letters: DeadLetters, observer: Observer
    ) -> None:
        self._settings = settings
        self._consumer = consumer
        self._dead_letters = dead_letters
        self._observer = observer
        self._decoder = Decoder(settings)
        self._tracker = Tracker()
        name = settings.topics_prefix + GROUP
        before = partial(earlier, settings, "sink", name, self._decoder.topics)
        self._watch = group.Watch(settings, name, self._decoder.topics)
        self._limit = Limit(settings.dead_letter_ratio, before, FEWEST)
        self._stopping = threading.Event()
        self._taken: list[Any] = []
        self._epochs: dict[TopicPartition, int] = {}
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="tocsin-sink-decode")
        self._owned: set[TopicPartition] = set()
        self._left: dict[TopicPartition, int] = {}
        """Of partitions taken from us and not read since, the first message that was not finished."""
        self._lag_at = 0.0
        limits = Limits(settings.sink_batch, settings.sink_batch_bytes)
        self._writer = Writer(client, observer, limits=limits, idle=self._idle, wanted=self._is_wanted)

    def stop(self) -> None:
        """Finish the batch in hand, commit it, leave the group. Safe from a signal handler."""
        self._stopping.set()

    def run(self, tick: Callable[[], None] = lambda: None) -> None:
        """Work until stopped. ``tick`` is called between batches.

        Raises:
            TooManyDeadLetters: see there; nothing of the batch was committed.
            tocsin.group.Undealt: see there; nothing was in hand.
        """
        group.subscribe(self._consumer, self._decoder.topics, group.Listener(self.assigned, self.revoked, self.lost))
        try:
            ahead: Batch | None = None
            while not self._stopping.is_set():
                batch = ahead or self._decode_aside(self._gather(wait=True))
                # While Elasticsearch works on this batch, the next one, if it is there already, is decoded.
                ahead = self._decode_aside(self._gather(wait=False)) if batch else None
                if batch:
                    told = (((m.topic, m.partition, m.offset), headers.as_mapping(m.headers)) for m in batch.messages)
                    with tracing.spans("sink", told):
                        self._write(batch)
                self._report_lag()
                self._watch.look(self._owned)
                tick()
        except Stopped:
            log.info("stopped while Elasticsearch was away; what was not written is read again")
        finally:
            self._commit()
            self._close()

    def _gather(self, *, wait: bool) -> list[Any]:
        """Messages until a batch is full or its time is over; without ``wait`` those that are there now."""
        size = sum(len(message.value or b"") for message in self._taken)
        linger = self._settings.sink_linger_ms / 1000
        deadline = None if wait and not self._taken else time.monotonic() + (linger if wait else 0)
        while not self._stopping.is_set():
            left = 0.5 if deadline is None else deadline - time.monotonic()
            full = (
                len(self._taken) >= REQUESTS * self._settings.sink_batch
                or size >= REQUESTS * self._settings.sink_batch_bytes
            )
            if self._taken and (full or (wait and left <= 0)):
                break
            fetched = self._poll(max(0.0, left))
            if deadline is None and fetched:
                deadline = time.monotonic() + linger
            self._taken += fetched
            size += sum(len(message.value or b"") for message in fetched)
            if not self._taken or not (wait or fetched):
                break
        messages, self._taken = self._taken, []
        return messages

    def _poll(self, timeout: float) -> list[Any]:
        try:
            polled = self._consumer.poll(timeout_ms=int(timeout * 1000), max_records=MAX_MESSAGES)
            if back := self._left.keys() & self._owned:
                polled = {partition: batch for partition, batch in polled.items() if partition not in back}
                self._go_back(back)
        except (KafkaError, IllegalStateError, OSError, ValueError) as error:
            log.warning("the broker cannot be read now: %s", error)
            self._stopping.wait(0.5)
            return []
        for partition, batch in polled.items():
            self._tracker.read(partition, batch[0].offset)
        return [message for batch in polled.values() for message in batch]

    def _go_back(self, partitions: set[TopicPartition]) -> None:
        """To what we let go of partitions that came straight back; the client keeps its place, behind it.

        Not behind the group's commit: should we have been out of the group in between, others have read on.
        """
        for partition in partitions:
            try:
                done = self._consumer.committed(partition, timeout_ms=ANSWER_MS)
                self._consumer.seek(partition, max(self._left[partition], done or 0))
            except (KafkaError, IllegalStateError, OSError) as error:
                log.warning("the group's commit of %s-%s cannot be asked for now: %s", *partition, error)
            else:
                del self._left[partition]

    def _decode_aside(self, messages: list[Any]) -> Batch | None:
        if not messages:
            return None
        epochs = {partition: self._epochs.get(partition, 0) for partition in self._owned}
        slices = [messages[at : at + SLICE] for at in range(0, len(messages), SLICE)]
        return Batch(messages, epochs, [self._aside.submit(self._decoder.decode_all, one) for one in slices])

    def _write(self, batch: Batch) -> None:
        ours = {partition for partition in batch.epochs if self._still(batch, partition)}
        messages = [message for message in batch.messages if (message.topic, message.partition) in ours]
        if not messages:
            return
        self._observer.batch_begins(len(messages))
        dead: dict[Place, tuple[Any, str, str]] = {}
        closing: list[Place] = []

        def done(one: Any) -> None:
            self._tracker.finish(*one.place)

        def refused(one: Any, result: Result) -> None:
            closing.append(one.place)  # each refused document holds its message open until the letter is sent
            dead.setdefault(one.place, (one.message, result.error or str(result.status), result.reason))

        def decoded() -> Iterator[list[Job]]:
            """As many as fill requests, as soon as they are there; the rest at the end."""
            jobs: list[Job] = []
            for future in batch.decoded:
                for one in future.result():
                    if not self._still(batch, one.place[0]):
                        continue
                    self._tracker.begin(*one.place, documents=1 if one.error else len(one.documents))
                    if one.error:
                        closing.append(one.place)
                        dead[one.place] = (one.message, *one.error)
                    jobs += [Job(document, one, line) for document, line in one.documents]
                full = len(jobs) // self._settings.sink_batch * self._settings.sink_batch
                if full:
                    yield jobs[:full]
                    jobs = jobs[full:]
            yield jobs

        self._writer.write_all(decoded(), done, refused)
        if why := self._limit.exceeded(len(dead), len(messages)):
            raise TooManyDeadLetters(f"{why}: stopped before putting more aside; {GO_ON}")
        self._put_aside(list(dead.values()))
        for place in closing:
            self._tracker.finish(*place)
        for message in messages:
            self._note_latency(message)
        self._commit()
        self._observer.batch_ends(len(messages))

    def _still(self, batch: Batch, partition: TopicPartition) -> bool:
        """A partition that was taken from us since, even if it came back, is read again from its commit."""
        return partition in self._owned and batch.epochs.get(partition) == self._epochs.get(partition, 0)

    def _put_aside(self, dead: list[tuple[Any, str, str]]) -> None:
        for message, error, reason in dead:
            log.warning("cannot be written: %s", reason, extra={
                "topic": message.topic, "partition": message.partition, "offset": message.offset, "error": error,
            })  # fmt: skip
            self._observer.dead_letter(error)
            if self._decoder.is_dead_letter(message):
                continue  # it stays where it is, in its topic
            while self._is_ours(message):
                try:
                    self._dead_letters.send(message, error, reason)
                    break
                except (KafkaError, OSError) as lost:
                    log.warning("a dead letter waits for the broker: %s", lost)
                    if not self._idle(1.0):
                        raise Stopped(str(lost)) from lost

    def _idle(self, seconds: float) -> bool:
        """Wait, but stay in the group: poll with everything paused."""
        deadline = time.monotonic() + seconds
        self._commit()
        while not self._stopping.is_set():
            left = deadline - time.monotonic()
            try:
                self._consumer.pause(*self._consumer.assignment())
                fetched = self._poll(max(0.0, min(left, 0.5)))  # of partitions assigned this very moment
                self._taken += fetched  # not in one line: polling may have replaced the list
            except (KafkaError, IllegalStateError, OSError):
                self._stopping.wait(min(max(left, 0.05), 0.5))
            if left <= 0:
                self._resume()
                return True
        return False

    def _resume(self) -> None:
        try:
            self._consumer.resume(*self._consumer.paused())
        except (KafkaError, IllegalStateError) as error:
            log.warning("resuming: %s", error)

    def _finished(self) -> dict[TopicPartition, OffsetAndMetadata]:
        """What may be committed of the partitions that are ours."""
        return {p: OffsetAndMetadata(o, "", -1) for p, o in self._tracker.committable().items() if p in self._owned}

    def _commit(self) -> None:
        offsets = self._finished()
        if not offsets:
            return
        try:
            self._consumer.commit(offsets)
        except CommitFailedError as error:
            log.warning("the group has changed, others read this again: %s", error)
        except (KafkaError, IllegalStateError, OSError) as error:
            log.warning("commit waits for the broker: %s", error)
        else:
            self._tracker.committed({partition: finished.offset for partition, finished in offsets.items()})

    def _close(self) -> None:
        self._aside.shutdown(cancel_futures=True)
        self._writer.close()
        self._dead_letters.close()
        try:
            self._consumer.close(autocommit=False, timeout_ms=5000)
        except (KafkaError, OSError, TypeError) as error:
            log.warning("closing the consumer: %s", error)

    def _is_wanted(self, one: Any) -> bool:
        """Of a decoded message, whether its documents are still for us to write."""
        return one.place[0] in self._owned

    def _is_ours(self, message: Any) -> bool:
        return TopicPartition(message.topic, message.partition) in self._owned

    def _note_latency(self, message: Any) -> None:
        for name, said in message.headers or ():
            if name == headers.PUBLISHED and said and said.isdigit() and not self._decoder.is_dead_letter(message):
                self._observer.searchable(int(said))
                return

    def _report_lag(self) -> None:
        now = time.monotonic()
        if now - self._lag_at < LAG_EVERY:
            return
        self._lag_at = now
        for topic, messages in lag.of(self._consumer, self._decoder.topics, self._owned).items():
            self._observer.lag(topic, messages)

    def assigned(self, partitions: set[TopicPartition]) -> None:
        """Called by the group: these are ours now too.

        To a partition that comes straight back the client keeps its place, behind all that it gave us. What we let go
        of it would be read by nobody: we go back to it before we take any of its messages.
        """
        self._left = {partition: first for partition, first in self._left.items() if partition in partitions}
        self._owned |= partitions
        self._writer.placement.forget()
        self._observer.assigned(len(self._owned))

    def revoked(self, partitions: set[TopicPartition]) -> None:
        """Called by the group: commit what is finished, forget the rest."""
        if offsets := self._finished():
            # Not waited for: the client calls us where it talks with the broker. It goes out before we join again.
            self._consumer.commit_async(offsets)
        self._left |= self._let_go(partitions)

    def lost(self, partitions: set[TopicPartition]) -> None:
        """Called by the group when it has put us out: nothing can be committed, others may be farther than we are.

        A partition that comes back is read from the group's commit; the client has forgotten its place too.
        """
        self._let_go(partitions)
        for partition in partitions:
            self._left.pop(partition, None)

    def _let_go(self, partitions: set[TopicPartition]) -> dict[TopicPartition, int]:
        """Forget what we hold of them. Gives the first message of each that was read and is not finished."""
        left: dict[TopicPartition, int] = {}
        for partition in partitions:
            if (first := self._tracker.forget(partition)) is not None:
                left[partition] = first
            self._epochs[partition] = self._epochs.get(partition, 0) + 1
        self._owned -= partitions
        # Should a partition come back, it is read again from the commit: what we hold of it would be out of order.
        self._taken = [message for message in self._taken if self._is_ours(message)]
        return left
