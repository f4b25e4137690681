"""Documents into the index, by the policy: nothing lost, nothing written twice, nothing blocked by one bad document.

Every item of every answer is judged by itself (``bulk.classify``). What the server could not do now is
repeated without end, with jitter, while ``idle`` keeps the consumer in its group; what it can never do
is handed to ``dead``; the rest of the batch is unharmed by either.

Two requests may be under way at once, so that the server has work while the next is made ready. Versions keep
the newest whatever the order; requests that name the same document, or take one away, wait for each other all the same.
Judging, waiting and telling are done by the caller's thread alone, and nothing is under way while it waits.
"""

from __future__ import annotations

import logging
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial

from elasticsearch import Elasticsearch

from sinks.elasticsearch.bulk import Action, Outcome, Result, TooLarge, Unavailable, send
from sinks.elasticsearch.documents import Document, encode, now
from sinks.elasticsearch.jobs import Item, Job, Limits
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.placement import Placement

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
DOUBTFUL_ATTEMPTS = 6
AGAIN = (Outcome.RETRY, Outcome.DOUBTFUL)
AT_ONCE = 2
"""Requests under way."""


class Stopped(Exception):
    """The process is to end; what is not written yet will be read again by the next one."""


def _refused() -> Unavailable:
    return Unavailable(429, "documents were refused for now")


Answer = tuple[list[Result], float]
"""What became of the actions of a request, and how many seconds it took."""


@dataclass
class _Work:
    """One call of ``write_all``: whom to tell, and what is under way."""

    done: Callable[[object], None]
    dead: Callable[[object, Result], None]
    flying: deque[tuple[list[Item], Future[Answer]]] = field(default_factory=deque)
    waited: bool = False
    """The group may have changed since: what is no longer ours is not to be sent."""
    trouble: Unavailable = field(default_factory=_refused)
    """Why something is left."""
    away: bool = False
    """The last request came to nothing as a whole."""

    def meets(self, chunk: list[Item]) -> bool:
        """Whether a request under way names one of these documents."""
        mine = {item.action.id for item in chunk}
        return any(item.action.id in mine for other, _ in self.flying for item in other)


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
        self._requests = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="tocsin-sink-bulk")
        self._opened: set[str] = set()
        """Indices that a request of ours has gone to: they are there."""
        self.placement = Placement(client)

    def write(
        self, jobs: Sequence[Job], done: Callable[[object], None], dead: Callable[[object, Result], None]
    ) -> None:
        """Write all; ``done`` once for each job that is written or stale, ``dead`` for each that cannot be.

        Raises:
            Stopped: ``idle`` said so.
        """
        self.write_all([jobs], done, dead)

    def write_all(
        self, parts: Iterable[Sequence[Job]], done: Callable[[object], None], dead: Callable[[object, Result], None]
    ) -> None:
        """The same for jobs that come bit by bit: the next part is asked for while requests are under way.

        Raises:
            Stopped: ``idle`` said so.
        """
        work = _Work(done, dead)
        try:
            for jobs in parts:
                for chunk in self._limits.chunks(self._items(jobs, work)):
                    self._begin(work, chunk)
            while work.flying:
                self._land(work)
        finally:
            wait([future for _, future in work.flying])
        self._observer.taking_again()

    def close(self) -> None:
        """End its threads."""
        self._requests.shutdown()

    def _items(self, jobs: Sequence[Job], work: _Work) -> list[Item]:
        pause = FIRST_PAUSE
        while True:
            try:
                return list(self._actions(jobs))
            except Unavailable as error:
                while work.flying:
                    self._land(work)
                self._wait(work, error, pause, len(jobs))
                pause = min(LONGEST_PAUSE, pause * 2)

    def _actions(self, jobs: Sequence[Job]) -> Iterator[Item]:
        at = now()
        placed = self.placement.place([job.document for job in jobs])
        removals: list[tuple[str, int, str, Job]] = []
        items = []
        for job, (document, index, gone) in zip(jobs, placed, strict=True):
            line = job.line if job.line is not None else encode(document, at)
            action = Action(index, document.id, document.version, line)
            items.append(Item(action, job))
            removals += [(_events_of(document), document.version, part, job) for part in gone]
        # Removals go first: once the article says what events it has now, no one remembers those it had before.
        first = []
        for alias in {alias for alias, *_ in removals}:
            homes = self.placement.home_of(alias, [part for name, _, part, _ in removals if name == alias])
            for name, version, part, job in removals:
                if name == alias and part in homes:
                    first.append(Item(Action(homes[part], part, version, None), job, main=False))
        return iter([*first, *items])

    def _begin(self, work: _Work, chunk: list[Item]) -> None:
        """Send a request without awaiting its answer, as soon as it may go beside those under way."""
        indices = {item.action.index for item in chunk}
        new = not self._opened.issuperset(indices)  # where an index is being made, no question can be asked meanwhile
        alone = new or any(not item.main for item in chunk)
        while work.flying and (alone or len(work.flying) >= AT_ONCE or work.meets(chunk)):
            self._land(work)
        if work.waited:
            chunk = [item for item in chunk if self._wanted(item.job.message)]
            if not chunk:
                return
        work.flying.append((chunk, self._requests.submit(self._ask, chunk)))
        if alone:
            self._land(work)
            self._opened |= indices

    def _land(self, work: _Work) -> None:
        """Await the eldest request and judge its answer. If something is left, await all, then do that again."""
        work.trouble = _refused()
        left = self._judge(work, *self._awaited(work))
        while left and work.flying:
            left += self._judge(work, *self._awaited(work))
        pause = FIRST_PAUSE
        while left:
            self._wait(work, work.trouble, pause, len(left))
            pause = min(LONGEST_PAUSE, pause * 2)
            left = self._again(work, [item for item in left if self._wanted(item.job.message)])
            if not left:
                self._observer.taking_again()

    def _again(self, work: _Work, items: list[Item]) -> list[Item]:
        """One request after the other; once one comes to nothing, not the others: that was probe enough."""
        work.trouble, work.away = _refused(), False
        left: list[Item] = []
        for chunk in self._limits.chunks(items):
            left += chunk if work.away else self._judge(work, chunk, partial(self._ask, chunk))
        return left

    @staticmethod
    def _awaited(work: _Work) -> tuple[list[Item], Callable[[], Answer]]:
        chunk, future = work.flying.popleft()
        return chunk, future.result

    def _ask(self, chunk: list[Item]) -> Answer:
        began = time.monotonic()
        results = send(self._client, [item.action for item in chunk])
        return results, time.monotonic() - began

    def _judge(self, work: _Work, chunk: list[Item], ask: Callable[[], Answer]) -> list[Item]:
        """What is left of a request, to be sent again; ``work.trouble`` says why."""
        try:
            results, seconds = ask()
        except Unavailable as error:
            work.trouble, work.away = error, True
            return chunk
        except TooLarge as error:
            if len(chunk) == 1:
                alias, outcome = self._end(work, chunk[0], Result(Outcome.DEAD, 413, "too_large", str(error)))
                self._observer.documents(alias, outcome, 1)
                return []
            halves = chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]
            return [item for half in halves for item in self._judge(work, half, partial(self._ask, half))]
        self._observer.request(seconds)
        left = []
        ended: Counter[tuple[str, str]] = Counter()
        for item, result in zip(chunk, results, strict=True):
            if result.outcome is Outcome.DOUBTFUL and item.attempts + 1 >= DOUBTFUL_ATTEMPTS:
                ended[self._end(work, item, Result(Outcome.DEAD, result.status, result.error, result.reason))] += 1
            elif result.outcome in AGAIN:
                item.attempts += 1
                ended[item.job.document.alias, "retried"] += 1
                left.append(item)
            else:
                ended[self._end(work, item, result)] += 1
        for (alias, outcome), count in ended.items():
            self._observer.documents(alias, outcome, count)
        return left

    @staticmethod
    def _end(work: _Work, item: Item, result: Result) -> tuple[str, str]:
        """Tell the caller; the answer is what to count it as: the alias and the outcome."""
        if not item.main:
            return _events_of(item.job.document), "deleted"
        if result.outcome is Outcome.DEAD:
            work.dead(item.job.message, result)
        else:
            work.done(item.job.message)
        return item.job.document.alias, result.outcome.value

    def _wait(self, work: _Work, error: Unavailable, pause: float, count: int) -> None:
        said = str(error)[:300]
        log.warning("Elasticsearch does not take %d documents now (%s): %s", count, error.status or "no answer", said)
        self._observer.waiting(error.status, str(error))
        work.waited = True
        if not self._idle(pause * random.uniform(0.5, 1.0)):
            raise Stopped(str(error))


def _events_of(article: Document) -> str:
    return article.alias.removesuffix("articles") + "events"


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return True
