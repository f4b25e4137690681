"""Event time of a stream, safe against a date in the future."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SLACK = timedelta(days=1)


class Watermark:
    """The newest publication time seen. A date beyond tomorrow is a mistake and moves nothing.

    ``due`` says after every ``every`` articles that it is time to forget what is old.
    """

    def __init__(self, every: int = 1000) -> None:
        self.time: datetime | None = None
        self._every = every
        self._count = 0

    def see(self, time: datetime | None) -> None:
        """An article of this time passed."""
        self._count += 1
        if time is not None and time <= datetime.now(UTC) + SLACK and (self.time is None or time > self.time):
            self.time = time

    def due(self) -> datetime | None:
        """The watermark, when it is time to clean up; else None."""
        if self._count < self._every or self.time is None:
            return None
        self._count = 0
        return self.time
