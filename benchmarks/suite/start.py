"""Starts: ``tocsin demo`` from nothing to the report, then again; and a worker that finds much state."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.stories.synthetic import stream
from benchmarks.suite.base import Options, Row
from benchmarks.suite.house import house, servers
from processors.agents.dedupe import pack
from processors.agents.told import Place
from processors.cleaning.clean import clean
from processors.dedupe import Remembered, fingerprint
from processors.stories import StoryLinker
from tocsin import topics
from tocsin.kafka import producer
from tocsin.local import LocalStack
from tocsin.records import Article, Verdict
from tocsin.settings import load

SPEED = "1e9"
"""Published seconds a second: the pauses between the five articles are then one second each."""


def rows(options: Options) -> list[Row]:
    """Wall clock of the whole command; the servers alone for comparison."""
    return [*_demo(options), *_state(options)]


def _state(options: Options) -> list[Row]:
    """From the start of a worker's process until the first article is out of linking, with state and without."""
    count = options.size(3_000, 100_000)
    with servers() as stack:
        options.say("a worker without state")
        nothing = _first_article(stack, "empty", [])
        options.say(f"a worker with {count:,} articles of state")
        full = _first_article(stack, "full", _remembered(count))
    name = f"worker with {count:,} articles of state, beside none"
    return [
        Row(f"{name}: {what}", loaded, bare, loaded / bare, unit, 1)
        for what, unit, loaded, bare in zip(
            ("until its first article is linked", "work", "memory of its main process"), ("s", "CPU s", "MB"),
            full, nothing, strict=True,
        )
    ]  # fmt: skip


def _remembered(count: int) -> Iterator[tuple[str, bytes, bytes]]:
    """Topic, key and value of everything that deduplication and linking write down of so many articles."""
    linker, source = StoryLinker(), stream()
    items = [next(source) for _ in range(count)]
    for at in range(0, count, 200):
        linker.add(items[at : at + 200])
    for item in items:
        place = Place(item=item, story_id=linker.story_of(item.id), links=linker.kept(item.id))
        yield topics.LINK_STATE, b"a:" + item.id.encode(), place.model_dump_json().encode()
        article = Article(id=item.id, body=" ".join(item.terms), published_at=item.at, language="en")
        known = Remembered(fingerprint(clean(article)), Verdict(article_id=item.id))
        yield topics.DEDUPE_STATE, item.id.encode(), pack(known)
    for story, revision in linker.revisions().items():
        yield topics.LINK_STATE, b"s:" + story.encode(), revision.model_dump_json().encode()


def _first_article(
    stack: LocalStack, name: str, state: Iterable[tuple[str, bytes, bytes]]
) -> tuple[float, float, float]:
    """Seconds from the start of the worker until the article is linked, its CPU seconds, its memory in MB."""
    settings = load({"kafka_bootstrap": stack.kafka.address, "topics_prefix": f"{name}."}, {}).settings
    topics.create(settings)
    client = producer(settings, "bench-state")
    for topic, key, value in state:
        client.send(settings.topic(topic), key=key, value=value)
    client.flush()
    client.close()
    begin = time.monotonic()
    with house(stack, 1, sink=False, more=("--wait", "0"), topics_prefix=f"{name}.") as running:
        running.publish([Article(body="Troops crossed the border on Monday.", published_at="2024-01-02")])
        running.until(1, lambda: running.sent(topics.ANALYSES), timeout=1_800.0)
        return time.monotonic() - begin, running.cpu("worker"), running.memory("worker")


def _demo(options: Options) -> list[Row]:
    found = []
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        begin = time.monotonic()
        with LocalStack(folder / "bare", preferred_ports=False):
            servers = time.monotonic() - begin
        for which in ("in a new folder", "again"):
            options.say(f"demo {which}")
            begin = time.monotonic()
            command = [
                sys.executable,
                "-m",
                "tocsin",
                "demo",
                "--json",
                "--speed",
                SPEED,
                "--data",
                str(folder / "demo"),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
            seconds = time.monotonic() - begin
            found.append(
                Row(f"demo {which}, beside its two servers alone", seconds, servers, seconds / servers, "s", 1)
            )
    return found
