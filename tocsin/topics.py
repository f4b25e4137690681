"""The topics: their names, forms and settings, and the creation of them (by us, never by a broker)."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field

from tocsin.settings import Settings

log = logging.getLogger(__name__)

RAW = "articles.raw.v1"
CLEAN = "articles.clean.v1"
UNIQUE = "articles.unique.v1"
EXTRACTIONS = "extractions.v1"
ANALYSES = "analyses.v1"
STORIES = "stories.v1"
ALERTS = "alerts.v1"
ALERT_COMMANDS = "alert-commands.v1"
DEAD_LETTERS = "dead-letters.v1"
DEDUPE_STATE = "dedupe-state.v1"
LINK_STATE = "link-state.v1"
ALERT_STATE = "alert-state.v1"
STATES = frozenset({DEDUPE_STATE, LINK_STATE, ALERT_STATE})

MAX_MESSAGE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Topic:
    """One topic. ``scalable``: its partitions follow the setting ``topics_partitions``; else it has one."""

    name: str
    record: str
    about: str
    scalable: bool = False
    compacted: bool = False
    forever: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    def partitions(self, settings: Settings) -> int:
        """How many partitions it is created with."""
        return settings.topics_partitions if self.scalable else 1

    def config(self, settings: Settings) -> dict[str, str]:
        """Topic settings for the broker."""
        keep = -1 if self.compacted or self.forever else settings.topics_retention_days * 86_400_000
        # A day, so that slow readers see every revision, and state is mended before (processors/agents/state.py).
        lag = {"min.compaction.lag.ms": str(86_400_000)} if self.compacted else {}
        return {
            **lag,
            "cleanup.policy": "compact" if self.compacted else "delete",
            "retention.ms": str(keep),
            "max.message.bytes": str(MAX_MESSAGE_BYTES),
            "message.timestamp.type": "CreateTime",
            **self.extra,
        }


TOPICS: tuple[Topic, ...] = (
    Topic(RAW, "Article", "articles as published, key article id", scalable=True),
    Topic(CLEAN, "CleanArticle", "articles without boilerplate, language known"),
    Topic(UNIQUE, "CleanArticle", "the same with the verdict: original or duplicate of which", scalable=True),
    Topic(EXTRACTIONS, "Analysis | Verdict", "analyses before linking, and verdicts that changed"),
    Topic(ANALYSES, "Analysis", "analyses with their story, key article id"),
    Topic(STORIES, "Story", "a revision each time a story changes, key story id", compacted=True),
    Topic(ALERTS, "Alert", "a revision each time an alert changes, key alert id", compacted=True),
    Topic(ALERT_COMMANDS, "AlertCommand", "acknowledge, resolve, silence: what people say to alerts", forever=True),
    Topic(DEAD_LETTERS, "bytes", "what could not be done: original bytes, headers say why", forever=True),
    Topic(DEDUPE_STATE, "Fingerprint", "what deduplication remembers", compacted=True),
    Topic(LINK_STATE, "Linkable", "what linking remembers", compacted=True),
    Topic(ALERT_STATE, "state", "what the alert engine remembers", compacted=True),
)


def named(name: str) -> Topic:
    """The topic with this (unprefixed) name."""
    return next(topic for topic in TOPICS if topic.name == name)


def create(settings: Settings, timeout: float = 60.0) -> list[tuple[str, str]]:
    """Create all topics; existing ones are left as they are.

    Returns:
        (full name, "created" or "exists") for each topic.

    Raises:
        ConnectionError: no broker answered within ``timeout`` seconds.
    """
    from kafka.admin import NewTopic
    from kafka.errors import TopicAlreadyExistsError

    from tocsin.kafka import admin

    client = admin(settings, timeout)
    outcome = []
    try:
        existing = set(client.list_topics())
        for topic in TOPICS:
            name = settings.topic(topic.name)
            if name in existing:
                outcome.append((name, "exists"))
                continue
            new = NewTopic(
                name=name,
                num_partitions=topic.partitions(settings),
                replication_factor=settings.topics_replication,
                topic_configs=topic.config(settings),
            )
            try:
                client.create_topics([new])
                outcome.append((name, "created"))
            except TopicAlreadyExistsError:
                outcome.append((name, "exists"))
        _await_metadata(client, [name for name, _ in outcome], timeout)
    finally:
        client.close()
    return outcome


def _await_metadata(client: object, names: list[str], timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while set(names) - set(client.list_topics()):  # type: ignore[attr-defined]
        if time.monotonic() > deadline:
            raise ConnectionError(f"the broker did not show the new topics within {timeout:.0f} s")
        time.sleep(0.1)
