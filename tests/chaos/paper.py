"""The stream on paper: the real stages of the worker, topics that are lists, a schedule drawn by lot.

What takes minutes on a broker (which partition comes first, how batches fall, a restart that reads everything again)
is tried here a hundred times in a minute. Only clock, broker and index are stand-ins.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from processors import work
from processors.agents import alert, dedupe, link, shell
from processors.agents.clean import fetched
from processors.agents.context import Input, Out
from sinks.elasticsearch import documents
from sinks.elasticsearch.decode import AnalysisWithBody
from tocsin import topics
from tocsin.records import Alert, Article, Story
from tocsin.settings import Settings

BATCH = 8
READS = {**shell.READS, "sink": (topics.ANALYSES, topics.STORIES, topics.ALERTS)}


class State:
    """Stands in for :class:`processors.agents.state.StateTopic`."""

    def __init__(self, paper: Paper, _source: str, name: str) -> None:
        self._paper, self._name, self.stale, self.held = paper, name, True, True

    def item(self, key: bytes, value: bytes | None) -> Out:
        return Out(self._name, key, value, [])

    async def outdated(self) -> bool:
        return self.stale

    @contextmanager
    def guard(self) -> Iterator[None]:
        yield

    async def read(self) -> dict[bytes, bytes]:
        self.stale = False
        return {key: value for (name, key), value in self._paper.kept.items() if name == self._name}


class Paper:
    """Topics, state, index. ``partitions`` of the topics that have several."""

    prefix = "paper"

    def __init__(self, seed: int, partitions: int = 2) -> None:
        self.settings = Settings()
        self.lot = random.Random(seed)
        self.partitions = partitions
        self.log: dict[tuple[str, int], list[Input]] = {}
        self.kept: dict[tuple[str, bytes], bytes] = {}
        self.index: dict[tuple[str, str], tuple[int, dict[str, Any] | None]] = {}
        self.done: dict[tuple[str, str, int], int] = {}
        self.wake()

    def wake(self) -> None:
        """New stages, which know what their state topics hold."""
        stand_in: Any = SimpleNamespace(settings=self.settings)
        modules: tuple[Any, ...] = (alert, dedupe, link)
        real = [module.StateTopic for module in modules]
        for module in modules:
            module.StateTopic = lambda _ctx, source, name: State(self, source, name)
        try:
            self._stages: dict[str, Any] = {
                "dedupe": dedupe.Dedupe(stand_in), "link": link.Link(stand_in), "alert": alert.Alerting(stand_in),
            }  # fmt: skip
        finally:
            for module, state in zip(modules, real, strict=True):
                module.StateTopic = state

    def forget_offsets(self) -> None:
        """As if the worker had never committed anything; the sink keeps its place."""
        self.done = {place: count for place, count in self.done.items() if place[0] == "sink"}

    def publish(self, articles: Sequence[Article]) -> None:
        """Into the stream."""
        for article in articles:
            self._send(Out(topics.RAW, article.id.encode(), article.to_json(), []))

    def _send(self, out: Out) -> None:
        if out.topic in topics.STATES:
            if out.value is None:
                self.kept.pop((out.topic, out.key), None)
            else:
                self.kept[out.topic, out.key] = out.value
            return
        count = self.partitions if topics.named(out.topic).scalable else 1
        partition = sum(out.key) % count
        messages = self.log.setdefault((out.topic, partition), [])
        passed = {name: value for name, value in out.headers if value is not None}
        messages.append(Input(out.topic, partition, len(messages), out.key, out.value or b"", passed))

    def settle(self) -> None:
        """Until no stage has anything to do, in an order drawn by lot."""
        while waiting := [
            (stage, *place)
            for stage, names in READS.items()
            for place, messages in self.log.items()
            if place[0] in names and len(messages) > self.done.get((stage, *place), 0)
        ]:
            stage, name, partition = self.lot.choice(waiting)
            first = self.done.get((stage, name, partition), 0)
            batch = self.log[name, partition][first : first + self.lot.randint(1, BATCH)]
            for out in self._do(stage, batch):
                self._send(out)
            self.done[stage, name, partition] = first + len(batch)

    def _do(self, stage: str, batch: Sequence[Input]) -> list[Out]:
        if stage == "sink":
            for item in batch:
                self._write(item)
            return []
        if stage == "clean":
            cleaned = [work.clean_article(fetched(item.value, item.at)).value for item in batch]
            return [Out(topics.CLEAN, item.key, value, []) for item, value in zip(batch, cleaned, strict=True)]
        if stage == "extract":
            return [Out(topics.EXTRACTIONS, item.key, extracted(item.value), []) for item in batch]
        real, link.read_one = link.read_one, self._read_one
        try:
            outs: list[Out] = asyncio.run(self._stages[stage].handle(batch))
        finally:
            link.read_one = real
        return [out for out in outs if out.topic not in topics.STATES] + [o for o in outs if o.topic in topics.STATES]

    async def _read_one(self, _ctx: Any, name: str, offset: int) -> bytes | None:
        return self.log[name, 0][offset].value

    def _write(self, item: Input) -> None:
        if item.topic == topics.ANALYSES:
            analysis = AnalysisWithBody.from_json(item.value)
            found = documents.of_analysis(self.prefix, analysis, analysis.body)
        elif item.topic == topics.STORIES:
            found = documents.of_story(self.prefix, Story.from_json(item.value))
        else:
            found = documents.of_alert(self.prefix, Alert.from_json(item.value))
        for one in found:
            known = self.index.get((one.alias, one.id))
            if known is None or one.version >= known[0]:
                self.index[one.alias, one.id] = (one.version, one.source)

    def documents(self) -> dict[str, dict[str, Any]]:
        """What the index holds, by kind and id."""
        found: dict[str, dict[str, Any]] = {}
        for (kind, name), (_, source) in self.index.items():
            if source is not None:
                found.setdefault(kind, {})[name] = source
        return found


@lru_cache(maxsize=2_000)
def extracted(clean: bytes) -> bytes:
    """Language work, once for each text."""
    return work.extract_article(clean).value or b""
