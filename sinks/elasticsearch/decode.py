"""Messages → documents: which record a topic carries, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from kafka import TopicPartition

from sinks.elasticsearch import documents
from sinks.elasticsearch.documents import Document, encode
from tocsin import headers, topics
from tocsin.records import Alert, Analysis, RecordError, Story
from tocsin.settings import Settings

READ = (topics.ANALYSES, topics.STORIES, topics.ALERTS, topics.DEAD_LETTERS)
"""The topics that the sink reads."""
REPLAYED = "replayed"
"""Header of a marker among the dead letters: it tells that one was sent again, and is none itself."""


class AnalysisWithBody(Analysis):
    """An analysis as it travels to the sink: the article's text comes with it."""

    body: str | None = None


AnalysisWithBody.__name__ = "Analysis"  # as the reason of a dead letter calls it


Place = tuple[TopicPartition, int]
"""Partition and offset of a message."""


@dataclass(frozen=True)
class Decoded:
    """A message with its documents, bare, and as they are sent; or with the kind of error and the reason."""

    message: Any
    place: Place
    documents: list[tuple[Document, bytes]] = field(default_factory=list)
    error: tuple[str, str] | None = None


@dataclass(frozen=True)
class Batch:
    """Messages on their way through the decoder, and which reign of each partition they are of."""

    messages: list[Any]
    epochs: dict[TopicPartition, int]
    decoded: list[Future[list[Decoded]]]
    """Slices of the messages, in order."""


class Decoder:
    """Turns Kafka messages (anything with topic, key, value, headers, timestamp, offset) into documents."""

    def __init__(self, settings: Settings) -> None:
        self._prefix = settings.elasticsearch_prefix
        made: dict[str, Callable[[Any], list[Document]]] = {
            topics.ANALYSES: self._analysis,
            topics.STORIES: self._story,
            topics.ALERTS: self._alert,
            topics.DEAD_LETTERS: self._dead_letter,
        }
        self._by_topic: Mapping[str, Callable[[Any], list[Document]]] = {
            settings.topic(name): function for name, function in made.items()
        }

    @property
    def topics(self) -> list[str]:
        """Full names of the topics to subscribe to."""
        return list(self._by_topic)

    def decode_all(self, messages: list[Any]) -> list[Decoded]:
        """Every message, in order. Whatever one message does, the others are not to suffer."""
        now, made = documents.now(), []
        for message in messages:
            place = (TopicPartition(message.topic, message.partition), message.offset)
            try:
                found = [(document.bare(), encode(document, now)) for document in self.decode(message)]
                made.append(Decoded(message, place, found))
            except Exception as error:
                kind = "record" if isinstance(error, RecordError) else "document"
                made.append(Decoded(message, place, error=(kind, str(error) or type(error).__name__)))
        return made

    def decode(self, message: Any) -> list[Document]:
        """The documents of a message; none for a tombstone.

        Raises:
            RecordError: it does not keep the contract.
        """
        return [] if message.value is None else self._by_topic[message.topic](message)

    def is_dead_letter(self, message: Any) -> bool:
        """What cannot be indexed of the dead letters is not put there again."""
        return bool(self._by_topic[message.topic] == self._dead_letter)

    def _analysis(self, message: Any) -> list[Document]:
        analysis = AnalysisWithBody.from_json(message.value)
        return documents.of_analysis(self._prefix, analysis, analysis.body)

    def _story(self, message: Any) -> list[Document]:
        return documents.of_story(self._prefix, Story.from_json(message.value))

    def _alert(self, message: Any) -> list[Document]:
        return documents.of_alert(self._prefix, Alert.from_json(message.value))

    def _dead_letter(self, message: Any) -> list[Document]:
        said = headers.as_mapping(message.headers)
        if REPLAYED in said:
            return []
        return documents.of_dead_letter(
            self._prefix, message.key, message.value, said, message.timestamp, message.offset
        )
