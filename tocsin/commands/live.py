"""What a person sees while the stream runs, and how long articles take to become searchable."""

from __future__ import annotations

import contextlib
import statistics
import time
from typing import Any

from rich.console import Console

from tocsin import group, topics
from tocsin.kafka import consumer
from tocsin.records import Alert, Analysis, Article, RecordError, Story
from tocsin.settings import Settings
from tocsin.shown import safe

COLOURS = {"critical": "bold red", "warning": "yellow", "info": "green"}


class Live:
    """Tells on the terminal what happens as it happens: article, duplicate, story, alert, dead letter."""

    def __init__(self, settings: Settings, console: Console, from_start: bool = True) -> None:
        self._console = console
        self._settings = settings
        self._names = {
            settings.topic(name): name for name in (topics.ANALYSES, topics.STORIES, topics.ALERTS, topics.DEAD_LETTERS)
        }
        self._client: Any = consumer(
            settings, "tocsin-live", None, auto_offset_reset="earliest" if from_start else "latest"
        )
        group.subscribe(self._client, self._names)
        self._changed = time.monotonic()
        self._articles: set[str] = set()
        self.duplicates: set[str] = set()
        self.dead_letters = 0
        self.stories: dict[str, Story] = {}
        self.alerts: dict[str, Alert] = {}

    def ready(self) -> bool:
        """The topics are being listened to."""
        self.poll()
        return bool(self._client.assignment())

    def quiet_for(self, seconds: float) -> bool:
        """Nothing came for so long."""
        return time.monotonic() - self._changed > seconds

    def published(self, article: Article) -> None:
        """An article went in."""
        day = f"{article.published_at:%d %b %Y}" if article.published_at else "no date"
        words = " ".join((article.title or article.body).split())[:70]
        self._say(f"[cyan]article [/] {day}  {article.language or '??'}  {safe(words)}…")

    def poll(self) -> None:
        """Say what came since the last time."""
        for partition, records in self._client.poll(timeout_ms=20).items():
            for record in records:
                self._changed = time.monotonic()
                with contextlib.suppress(RecordError):
                    self._one(self._names[partition.topic], record)

    def _one(self, name: str, record: Any) -> None:
        if name == topics.ANALYSES:
            self._analysis(Analysis.from_json(record.value))
        elif name == topics.STORIES and record.value:
            self._story(Story.from_json(record.value))
        elif name == topics.ALERTS and record.value:
            self._alert(Alert.from_json(record.value))
        elif name == topics.DEAD_LETTERS:
            self.dead_letters += 1
            self._say("[red]dead letter[/]  see 'tocsin dead-letters list'")

    def _analysis(self, analysis: Analysis) -> None:
        if analysis.article_id in self._articles:
            return
        self._articles.add(analysis.article_id)
        if analysis.duplicate_of:
            self.duplicates.add(analysis.article_id)
            self._say(f"[magenta]duplicate[/] {analysis.article_id} of {analysis.duplicate_of}")
        else:
            origins = f" [dim](credits {safe(', '.join(analysis.origins))})[/]" if analysis.origins else ""
            self._say(f"[cyan]read    [/] {safe(analysis.summary or 'no event of conflict')}{origins}")

    def _story(self, story: Story) -> None:
        known = self.stories.get(story.id)
        self.stories[story.id] = story
        if story.merged_into:
            into = self.stories.get(story.merged_into)
            name = (into.title if into is not None else None) or story.merged_into
            self._say(f"[blue]story   [/] [dim]joined by what came before it:[/] {safe(name)}")
        elif known is None:
            self._say(f"[blue]story   [/] new: {safe(story.title or story.id)}")
        elif story.revision > known.revision:
            self._say(f"[blue]story   [/] {safe(story.title or story.id)} ({_news(known, story)})")

    def _alert(self, alert: Alert) -> None:
        known = self.alerts.get(alert.id)
        if known is not None and known.version >= alert.version:
            return
        self.alerts[alert.id] = alert
        told = known is not None and known.revision >= alert.revision
        if told or alert.quiet or alert.inhibited_by or alert.superseded_by:
            return
        colour = COLOURS[alert.severity]
        word = "ALERT   " if known is None else "update  "
        why = "" if known is None else f": {safe(alert.reason)}"
        self._say(f"[{colour}]{word}[/] {alert.severity}: [bold]{safe(alert.title)}[/]{why}")
        if known is None and alert.evidence:
            self._say(f"         “{safe(' '.join(alert.evidence[0].text.split()))}”")

    def _say(self, line: str) -> None:
        self._changed = time.monotonic()
        self._console.print(f"[dim]{time.strftime('%H:%M:%S')}[/]  {line}", soft_wrap=True)


def _news(before: Story, now: Story) -> str:
    """What an article brought: "2 → 3 articles; killed 1 → 4"."""
    count = f"{len(before.articles)} → {len(now.articles)} articles"
    told = [change.what for change in now.timeline[len(before.timeline) :]]
    more = f"; and {len(told) - 2} more changes" if len(told) > 3 else ""
    return safe("; ".join([count, *told[: 2 if more else 3]]) + more)


class Latencies:
    """From publishing to searchable, by asking the index for the articles that are on their way."""

    def __init__(self, settings: Settings) -> None:
        from sinks.elasticsearch.client import connect

        self._client = connect(settings)
        self._index = f"{settings.elasticsearch_prefix}-articles"
        self._since: dict[str, float] = {}
        self.seconds: dict[str, float] = {}
        self._asked = 0.0

    def published(self, article_id: str) -> None:
        """It was handed to the broker now."""
        self._since.setdefault(article_id, time.monotonic())

    def poll(self) -> None:
        """Look which articles can be found by now (at most five times a second)."""
        waiting = [key for key in self._since if key not in self.seconds]
        if not waiting or time.monotonic() - self._asked < 0.2:
            return
        self._asked = time.monotonic()
        with contextlib.suppress(Exception):  # the index does not exist before the first document
            query = {"ids": {"values": waiting[:1000]}}
            found = self._client.search(index=self._index, query=query, size=1000, source=False)
            for hit in found["hits"]["hits"]:
                self.seconds[hit["_id"]] = time.monotonic() - self._since[hit["_id"]]

    def searchable(self, expected: set[str], dead: int = 0) -> bool:
        """All of these can be found, but for ``dead`` that were put aside."""
        return len(expected - self.seconds.keys()) <= dead

    def median(self) -> float:
        """Median in seconds; 0 when nothing was measured."""
        return statistics.median(self.seconds.values()) if self.seconds else 0.0

    def worst(self) -> float:
        """Longest in seconds."""
        return max(self.seconds.values(), default=0.0)
