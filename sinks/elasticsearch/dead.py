"""Messages that can never be written: to the topic of dead letters, but never all of them."""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from kafka.errors import KafkaError

from tocsin import headers, topics
from tocsin.settings import Settings

log = logging.getLogger(__name__)

WINDOW = 200
FEWEST = 50
"""Under so many messages no share is reckoned: three bad ones of five are no bad deployment."""


class TooManyDeadLetters(RuntimeError):
    """The share of dead letters says that the fault is ours, not the messages': stop, and touch nothing."""


class Ratio:
    """The share of dead letters among the last messages."""

    def __init__(self, limit: float, window: int = WINDOW, fewest: int = FEWEST) -> None:
        self._limit, self._fewest = limit, fewest
        self._last: deque[bool] = deque(maxlen=window)

    def note(self, dead: int, total: int) -> None:
        """A batch is finished but for its dead letters.

        Raises:
            TooManyDeadLetters: they are too many; nothing of this batch may be put aside or committed.
        """
        self._last.extend([True] * dead + [False] * (total - dead))
        share = sum(self._last) / max(1, len(self._last))
        if len(self._last) >= self._fewest and share > self._limit:
            raise TooManyDeadLetters(
                f"{share:.0%} of the last {len(self._last)} messages could not be written (limit {self._limit:.0%}): "
                "stopped before putting more aside; look at the log, fix the cause, start again"
            )


class DeadLetters:
    """Sends original bytes with headers that say why, and waits until the broker has them."""

    def __init__(self, settings: Settings, producer: Any) -> None:
        self._topic = settings.topic(topics.DEAD_LETTERS)
        self._producer = producer

    def send(self, message: Any, error: str, reason: str, attempts: int = 1) -> None:
        """One dead letter.

        Raises:
            KafkaError: the broker did not take it; try again.
        """
        kept = headers.as_mapping(message.headers)
        why = headers.dead_letter(
            "sink", error, reason, (message.topic, message.partition, message.offset), attempts, kept
        )
        sent = self._producer.send(self._topic, key=message.key, value=message.value, headers=why)
        sent.get(timeout=60)

    def close(self) -> None:
        """Give back the connection."""
        try:
            self._producer.close(timeout=5)
        except KafkaError as error:
            log.warning("closing the producer of dead letters: %s", error)
