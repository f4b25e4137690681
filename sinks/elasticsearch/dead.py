"""Messages that can never be written: to the topic of dead letters, but never all of them."""

from __future__ import annotations

import logging
from typing import Any

from kafka.errors import KafkaError

from tocsin import headers, topics
from tocsin.settings import Settings

log = logging.getLogger(__name__)


class TooManyDeadLetters(RuntimeError):
    """The share of dead letters says that the fault is ours, not the messages': stop, and touch nothing."""


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
