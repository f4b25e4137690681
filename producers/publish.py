"""The one door to the stream: articles go to ``articles.raw.v1``, written once and in order."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from tocsin import headers, metrics, topics
from tocsin.kafka import producer
from tocsin.records import Article
from tocsin.settings import Settings

log = logging.getLogger(__name__)

STAGE = "replay"
"""Of metrics: whatever is published by us."""


class PublishError(RuntimeError):
    """Articles that the broker did not acknowledge; says how many and why."""


class Publisher:
    """An idempotent producer of articles (acks=all); a context manager that flushes at its end."""

    def __init__(self, settings: Settings, source: str = "replay") -> None:
        self._producer: Any = producer(settings, f"tocsin-{source}")
        self._topic = settings.topic(topics.RAW)
        self._source = source
        self._failed: list[BaseException] = []
        self.published = 0
        self.acknowledged = 0

    def publish(self, article: Article, done: Callable[[], None] | None = None) -> None:
        """Hand one article to the broker; ``done`` is called when it has been acknowledged.

        ``fetched_at`` is filled in when absent, so that every article in the stream has a time.

        Raises:
            PublishError: an earlier article failed for good.
        """
        if self._failed:
            raise self._error()
        now = time.time()
        if article.fetched_at is None:
            article = article.model_copy(update={"fetched_at": datetime.fromtimestamp(now, UTC)})
        extra = {headers.PUBLISHED: str(int(now * 1000)).encode()}
        future = self._producer.send(
            self._topic,
            key=article.id.encode(),
            value=article.to_json(),
            headers=headers.cloud_event("article", article.id, self._source, extra),
        )
        self.published += 1

        def acknowledged(_metadata: object) -> None:
            self.acknowledged += 1
            metrics.PRODUCED.labels(STAGE, topics.RAW).inc()
            if done is not None:
                done()

        future.add_callback(acknowledged)
        future.add_errback(self._failed.append)

    def flush(self) -> None:
        """Wait until everything handed over is acknowledged.

        Raises:
            PublishError: something was not.
        """
        self._producer.flush()
        if self._failed:
            raise self._error()

    def close(self) -> None:
        """Flush and let go of the connection."""
        try:
            self.flush()
        finally:
            self._producer.close()

    def _error(self) -> PublishError:
        lost = self.published - self.acknowledged
        return PublishError(f"{lost} article(s) not acknowledged by the broker: {self._failed[0]!r}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._producer.close(timeout=5)
