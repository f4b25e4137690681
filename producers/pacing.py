"""When the next article is due: flat out, at a rate, or in the rhythm in which it was published."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tocsin.records import Article


@dataclass
class Pace:
    """Waits before an article.

    Args:
        rate: articles a second, or None.
        speed: published time runs so many times as fast as the clock, or None.
        longest: longest pause between two articles in seconds (a quiet month is not waited out).
        shortest: shortest pause with ``speed``, so that a person can follow.
    """

    rate: float | None = None
    speed: float | None = None
    longest: float = 3600.0
    shortest: float = 0.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _due: float | None = field(default=None, repr=False)
    _published: float | None = field(default=None, repr=False)

    def wait(self, article: Article) -> None:
        """Sleep until this article is due."""
        now = self.clock()
        if self._due is None:
            self._due = now
        elif self.rate:
            self._due += 1.0 / self.rate
        elif self.speed and article.published_at and self._published is not None:
            gap = (article.published_at.timestamp() - self._published) / self.speed
            self._due += min(max(gap, self.shortest), self.longest)
        if article.published_at:
            self._published = max(self._published or 0.0, article.published_at.timestamp())
        if self._due > now:
            self.sleep(self._due - now)
        elif self.rate is None and self.speed is None:
            self._due = now
