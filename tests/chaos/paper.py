"""The stream on paper: the real stages of the worker, topics that are lists, a schedule drawn by lot.

What takes minutes on a broker (which partition comes first, how batches fall, a restart that reads everything again)
is tried here a hundred times in a minute. Only clock, broker and index are stand-ins.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from processors import work
from processors.agents import alert, dedupe, link, shell
from processors.agents.clean import fetched
from processors.agents.context import Input, Out
from processors.agents.state import OWNER, Stored
from sinks.elasticsearch import documents
from sinks.elasticsearch.decode import AnalysisWithBody
from tocsin import topics
from tocsin.records import Alert, Article, Story
from tocsin.settings import Settings

BATCH = 8
FREEZING = ("dedupe", "link", "alert")
"""Stages whose word of a message depends on what they read before it."""
NAMES = itertools.count()
READS = {**shell.READS, "sink": (topics.ANALYSES, topics.STORIES, topics.ALERTS)}


class State:
    """Stands in for :class:`processors.agents.state.StateTopic`."""

    def __init__(self, paper: Paper, _source: str, name: str) -> None:
        self._paper, self._name, self.stale, self.held = paper, name, True, True
        self._owner = b"%d" % next(NAMES)

    def item(self, key: bytes, value: bytes | None) -> Out:
        return Out(self._name, key, value, [(OWNER, self._owner)])

    async def outdated(self) -> bool:
        return self.stale

    @contextmanager
    def guard(self) -> Iterator[None]:
        yield

    async def read(self) -> Stored:
        self.stale, self._paper.owners[self._name] = False, self._owner
        kept, overruled = (
            {key: value for (name, key), value in table.items() if name == self._name}
            for table in (self._paper.kept, self._paper.overruled)
        )
        return Stored(kept, overruled)

    def mending(self, stored: Stored) -> list[Out]:
        return [self.item(key, stored.items.get(key)) for key in sorted(stored.overruled)]


@dataclass
class Zombie:
    """A stage that goes on though another has taken over."""

    stage: str
    handler: Any
    read: int
    batches: int


class Paper:
    """Topics, state, index.

    Args:
        partitions: of the topics that have several.
        frozen: chance that, instead of the next batch, the worker of a stage freezes. Another takes over, from a
            commit some messages back; the frozen one wakes later, and goes on for a few batches before it knows.
    """

    prefix = "paper"

    def __init__(self, seed: int, partitions: int = 2, frozen: float = 0.0) -> None:
        self.settings = Settings()
        self.lot = random.Random(seed)
        self.partitions = partitions
        self.log: dict[tuple[str, int], list[Input]] = {}
        self.kept: dict[tuple[str, bytes], bytes] = {}
        self.overruled: dict[tuple[str, bytes], bytes | None] = {}
        self.owners: dict[str, bytes] = {}
        self.frozen = frozen
        self._zombies: list[Zombie] = []
        self.index: dict[tuple[str, str], tuple[int, dict[str, Any] | None]] = {}
        self.done: dict[tuple[str, str, int], int] = {}
        self.wake()

    def wake(self) -> None:
        """New stages, which know what their state topics hold."""
        self._stages = self._new_stages()

    def _new_stages(self) -> dict[str, Any]:
        stand_in: Any = SimpleNamespace(settings=self.settings)
        modules: tuple[Any, ...] = (alert, dedupe, link)
        real = [module.StateTopic for module in modules]
        for module in modules:
            module.StateTopic = lambda _ctx, source, name: State(self, source, name)
        try:
            return {
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
            if dict(out.headers)[OWNER] != self.owners[out.topic]:
                self.overruled[out.topic, out.key] = out.value
                return
            self.overruled.pop((out.topic, out.key), None)
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
            if self._zombies and self.lot.random() < 0.3:
                self._go_on(self._zombies[0])
                continue
            if stage in FREEZING and not self._stages[stage].state.stale and self.lot.random() < self.frozen:
                self._freeze(stage)
                continue
            first = self.done.get((stage, name, partition), 0)
            batch = self.log[name, partition][first : first + self.lot.randint(1, BATCH)]
            for out in self._do(self._stages, stage, batch):
                self._send(out)
            self.done[stage, name, partition] = first + len(batch)
        while self._zombies:
            self._go_on(self._zombies[0])
            self.settle()

    def _freeze(self, stage: str) -> None:
        place = (stage, READS[stage][0], 0)
        read = self.done.get(place, 0)
        self._zombies.append(Zombie(stage, self._stages[stage], read, self.lot.randint(1, 4)))
        self.done[place] = max(0, read - self.lot.randint(0, BATCH))
        self._stages[stage] = self._new_stages()[stage]

    def _go_on(self, zombie: Zombie) -> None:
        """A batch of one that lost its partition; when it notices, the partition is dealt out anew."""
        messages = self.log.get((READS[zombie.stage][0], 0), [])
        batch = messages[zombie.read : zombie.read + self.lot.randint(1, BATCH)]
        if zombie.batches and batch:
            for out in self._do({zombie.stage: zombie.handler}, zombie.stage, batch):
                self._send(out)
            zombie.read += len(batch)
            zombie.batches -= 1
            return
        self._zombies.remove(zombie)
        self._stages[zombie.stage].state.stale = True
        for out in self._do(self._stages, zombie.stage, []):
            self._send(out)

    def _do(self, stages: dict[str, Any], stage: str, batch: Sequence[Input]) -> list[Out]:
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
            outs: list[Out] = asyncio.run(stages[stage].handle(batch))
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
