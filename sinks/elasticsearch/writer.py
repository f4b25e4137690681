"""Documents into the index, by the policy: nothing lost, nothing written twice, nothing blocked by one bad document.

Every item of every answer is judged by itself (``bulk.classify``). What the server could not do now is
repeated without end, with jitter, while ``idle`` keeps the consumer in its group; what it can never do
is handed to ``dead``; the rest of the batch is unharmed by either.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from elasticsearch import Elasticsearch

from sinks.elasticsearch.bulk import Action, Outcome, Result, TooLarge, Unavailable, send
from sinks.elasticsearch.documents import Document, encode
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.placement import Placement

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
DOUBTFUL_ATTEMPTS = 6


class Stopped(Exception):
    """The process is to end; what is not written yet will be read again by the next one."""


@dataclass(frozen=True)
class Job:
    """A document and the message it came from (any key that the caller understands)."""

    document: Document
    message: object
    line: bytes | None = None
    """The document as it is sent, when that was made ahead."""


@dataclass
class _Item:
    action: Action
    job: Job
    attempts: int = 0
    main: bool = True
    """False for the removal of a part: it is not counted as a document of the message."""
    ended: bool = False


@dataclass(frozen=True)
class Limits:
    """How much goes into one request."""

    documents: int = 500
    size: int = 5 * 2**20


class Writer:
    """Writes batches.

    Args:
        idle: called instead of sleeping; polls the paused consumer. False means stop.
        wanted: whether a message is still ours (its partition may have been taken from us meanwhile).
    """

    def __init__(
        self, client: Elasticsearch, observer: Observer, *, limits: Limits | None = None,
        idle: Callable[[float], bool] | None = None, wanted: Callable[[object], bool] | None = None,
    ) -> None:  # fmt: skip
        self._client = client
        self._observer = observer
        self._limits = limits or Limits()
        self._idle = idle or _sleep
        self._wanted = wanted or (lambda _message: True)
        self.placement = Placement(client)

    def write(
        self, jobs: Sequence[Job], done: Callable[[object], None], dead: Callable[[object, Result], None]
    ) -> None:
        """Write all; ``done`` once for each job that is written or stale, ``dead`` for each that cannot be.

        Raises:
            Stopped: ``idle`` said so.
        """
        items = self._items(jobs)
        pause = FIRST_PAUSE
        while items:
            waiting: list[_Item] = []
            trouble = Unavailable(429, "documents were refused for now")
            for number, chunk in enumerate(chunks := list(self._chunks(items))):
                try:
                    waiting.extend(self._send(chunk, done, dead))
                except Unavailable as error:  # do not try the others: one request is probe enough
                    trouble = error
                    waiting.extend(item for rest in chunks[number:] for item in rest if not item.ended)
                    break
            if not waiting:
                break
            self._wait(trouble.status, str(trouble), pause, len(waiting))
            pause = min(LONGEST_PAUSE, pause * 2)
            items = [item for item in waiting if self._wanted(item.job.message)]
        self._observer.taking_again()

    def _items(self, jobs: Sequence[Job]) -> list[_Item]:
        pause = FIRST_PAUSE
        while True:
            try:
                return list(self._actions(jobs))
            except Unavailable as error:
                self._wait(error.status, str(error), pause, len(jobs))
                pause = min(LONGEST_PAUSE, pause * 2)

    def _actions(self, jobs: Sequence[Job]) -> Iterator[_Item]:
        now = datetime.now(UTC)
        placed = self.placement.place([job.document for job in jobs])
        removals: list[tuple[str, int, str, Job]] = []
        items = []
        for job, (document, index, gone) in zip(jobs, placed, strict=True):
            line = job.line if job.line is not None else encode(document.source, now)
            action = Action(index, document.id, document.version, line)
            items.append(_Item(action, job))
            removals += [(_events_of(document), document.version, part, job) for part in gone]
        # Removals go first: once the article says what events it has now, no one remembers those it had before.
        first = []
        for alias in {alias for alias, *_ in removals}:
            homes = self.placement.home_of(alias, [part for name, _, part, _ in removals if name == alias])
            for name, version, part, job in removals:
                if name == alias and part in homes:
                    first.append(_Item(Action(homes[part], part, version, None), job, main=False))
        return iter([*first, *items])

    def _chunks(self, items: Sequence[_Item]) -> Iterator[list[_Item]]:
        """Requests within the limits (one document may be larger: the server judges it)."""
        chunk: list[_Item] = []
        size = 0
        for item in items:
            if chunk and (len(chunk) >= self._limits.documents or size + item.action.size > self._limits.size):
                yield chunk
                chunk, size = [], 0
            chunk.append(item)
            size += item.action.size
        if chunk:
            yield chunk

    def _send(
        self, chunk: list[_Item], done: Callable[[object], None], dead: Callable[[object, Result], None]
    ) -> list[_Item]:
        began = time.monotonic()
        try:
            results = send(self._client, [item.action for item in chunk])
        except TooLarge as error:
            if len(chunk) == 1:
                self._end(chunk[0], Result(Outcome.DEAD, 413, "too_large", str(error)), done, dead)
                return []
            half = len(chunk) // 2
            return self._send(chunk[:half], done, dead) + self._send(chunk[half:], done, dead)
        self._observer.request(time.monotonic() - began)
        left = []
        for item, result in zip(chunk, results, strict=True):
            if result.outcome is Outcome.DOUBTFUL and item.attempts + 1 >= DOUBTFUL_ATTEMPTS:
                self._end(item, Result(Outcome.DEAD, result.status, result.error, result.reason), done, dead)
            elif result.outcome in (Outcome.RETRY, Outcome.DOUBTFUL):
                item.attempts += 1
                self._observer.document(item.job.document.alias, "retried")
                left.append(item)
            else:
                self._end(item, result, done, dead)
        return left

    def _end(
        self, item: _Item, result: Result, done: Callable[[object], None], dead: Callable[[object, Result], None]
    ) -> None:
        item.ended = True
        outcome = result.outcome.value if item.main else "deleted"
        alias = item.job.document.alias if item.main else _events_of(item.job.document)
        self._observer.document(alias, outcome)
        if not item.main:
            return
        if result.outcome is Outcome.DEAD:
            dead(item.job.message, result)
        else:
            done(item.job.message)

    def _wait(self, status: int, reason: str, pause: float, count: int) -> None:
        log.warning("Elasticsearch does not take %d documents now (%s): %s", count, status or "no answer", reason[:300])
        self._observer.waiting(status, reason)
        if not self._idle(pause * random.uniform(0.5, 1.0)):
            raise Stopped(reason)


def _events_of(article: Document) -> str:
    return article.alias.removesuffix("articles") + "events"


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return True
