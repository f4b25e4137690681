"""The sink's loop: read, write, put aside, commit; through every outage of either server."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch
from kafka.errors import KafkaError

from sinks.elasticsearch import lag
from sinks.elasticsearch.bulk import Result
from sinks.elasticsearch.dead import DeadLetters, TooManyDeadLetters
from sinks.elasticsearch.decode import Batch, Decoder, Place
from sinks.elasticsearch.jobs import Job, Limits
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.reader import Reader
from sinks.elasticsearch.writer import Stopped, Writer
from tocsin import group, headers, tracing
from tocsin.limit import GO_ON, Limit, earlier
from tocsin.settings import Settings

log = logging.getLogger(__name__)

GROUP = "tocsin-sink"
"""Consumer group, without prefix."""
FEWEST = 50
"""Messages under which no share of dead letters is reckoned: three bad ones of five are no bad deployment."""
LAG_EVERY = 5.0
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
        self._dead_letters = dead_letters
        self._observer = observer
        self._decoder = Decoder(settings)
        name = settings.topics_prefix + GROUP
        before = partial(earlier, settings, "sink", name, self._decoder.topics)
        self._watch = group.Watch(settings, name, self._decoder.topics)
        self._limit = Limit(settings.dead_letter_ratio, before, FEWEST)
        self._stopping = threading.Event()
        full = (REQUESTS * settings.sink_batch, REQUESTS * settings.sink_batch_bytes)
        self._reader = Reader(consumer, full, settings.sink_linger_ms / 1000, self._stopping, self._dealt)
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="tocsin-sink-decode")
        self._lag_at = 0.0
        limits = Limits(settings.sink_batch, settings.sink_batch_bytes)
        self._writer = Writer(client, observer, limits=limits, idle=self._reader.idle, wanted=self._is_wanted)

    def stop(self) -> None:
        """Finish the batch in hand, commit it, leave the group. Safe from a signal handler."""
        self._stopping.set()

    def run(self, tick: Callable[[], None] = lambda: None) -> None:
        """Work until stopped. ``tick`` is called between batches.

        Raises:
            TooManyDeadLetters: see there; nothing of the batch was committed.
            tocsin.group.Undealt: see there; nothing was in hand.
        """
        self._reader.join(self._decoder.topics)
        try:
            ahead: Batch | None = None
            while not self._stopping.is_set():
                batch = ahead or self._decode_aside(self._reader.gather(wait=True))
                # While Elasticsearch works on this batch, the next one, if it is there already, is decoded.
                ahead = self._decode_aside(self._reader.gather(wait=False)) if batch else None
                if batch:
                    told = (((m.topic, m.partition, m.offset), headers.as_mapping(m.headers)) for m in batch.messages)
                    with tracing.spans("sink", told):
                        self._write(batch)
                self._report_lag()
                self._watch.look(self._reader.owned)
                tick()
        except Stopped:
            log.info("stopped while Elasticsearch was away; what was not written is read again")
        finally:
            self._close()

    def _decode_aside(self, messages: list[Any]) -> Batch | None:
        if not messages:
            return None
        slices = (messages[at : at + SLICE] for at in range(0, len(messages), SLICE))
        decoding = [self._aside.submit(self._decoder.decode_all, one) for one in slices]
        return Batch(messages, self._reader.epochs(), decoding)

    def _write(self, batch: Batch) -> None:
        reader = self._reader
        ours = {partition for partition in batch.epochs if reader.still(partition, batch.epochs)}
        messages = [message for message in batch.messages if (message.topic, message.partition) in ours]
        if not messages:
            return
        self._observer.batch_begins(len(messages))
        dead: dict[Place, tuple[Any, str, str]] = {}
        closing: list[Place] = []

        def done(one: Any) -> None:
            reader.tracker.finish(*one.place)

        def refused(one: Any, result: Result) -> None:
            closing.append(one.place)  # each refused document holds its message open until the letter is sent
            dead.setdefault(one.place, (one.message, result.error or str(result.status), result.reason))

        def decoded() -> Iterator[list[Job]]:
            """As many as fill requests, as soon as they are there; the rest at the end."""
            jobs: list[Job] = []
            for future in batch.decoded:
                for one in future.result():
                    if not reader.still(one.place[0], batch.epochs):
                        continue
                    reader.tracker.begin(*one.place, documents=1 if one.error else len(one.documents))
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
        self._put_aside(dead)
        for place in closing:
            reader.tracker.finish(*place)
        for message in messages:
            self._note_latency(message)
        reader.commit()
        self._observer.batch_ends(len(messages))

    def _put_aside(self, dead: Mapping[Place, tuple[Any, str, str]]) -> None:
        for place, (message, error, reason) in dead.items():
            log.warning("cannot be written: %s", reason, extra={
                "topic": message.topic, "partition": message.partition, "offset": message.offset, "error": error,
            })  # fmt: skip
            self._observer.dead_letter(error)
            if self._decoder.is_dead_letter(message):
                continue  # it stays where it is, in its topic
            while self._reader.is_ours(place):
                try:
                    self._dead_letters.send(message, error, reason)
                    break
                except (KafkaError, OSError) as lost:
                    log.warning("a dead letter waits for the broker: %s", lost)
                    if not self._reader.idle(1.0):
                        raise Stopped(str(lost)) from lost

    def _close(self) -> None:
        self._reader.commit()
        self._aside.shutdown(cancel_futures=True)
        self._writer.close()
        self._dead_letters.close()
        self._reader.close()

    def _dealt(self, partitions: int) -> None:
        self._writer.placement.forget()
        self._observer.assigned(partitions)

    def _is_wanted(self, one: Any) -> bool:
        """Of a decoded message, whether its documents are still for us to write."""
        return self._reader.is_ours(one.place)

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
        for topic, messages in lag.of(self._reader.client, self._decoder.topics, self._reader.owned).items():
            self._observer.lag(topic, messages)
