"""The sink beside the client's bulk helper: the same documents, the same size of batch."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

from elasticsearch import helpers

from benchmarks.suite import quix
from benchmarks.suite.base import Options, Row, against, articles
from benchmarks.suite.house import House, house, servers
from processors.cleaning.clean import clean
from processors.extraction.extract import Extractor
from sinks.elasticsearch.documents import of_analysis
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.service import Keeper, build
from tocsin import topics
from tocsin.garbage import settle
from tocsin.kafka import producer
from tocsin.records import AnalysedArticle

ROUNDS = 8
HEAP_MB = 1024
"""Of Elasticsearch, as in docker-compose.yml. With the third of it that the demo gets, it refuses requests in the last
rounds."""
REST = 2.0
"""Seconds before each measurement: the server ends what the one before left it to do (it refreshes each second)."""


class _Counting(Observer):
    """From when the sink first got partitions until as many documents as expected were written."""

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.written = 0
        self.begin = self.end = (0.0, 0.0)

    def assigned(self, partitions: int) -> None:
        if partitions and not any(self.begin):  # a new deal in the middle does not set the clock back
            self.begin = (time.monotonic(), time.process_time())

    def documents(self, alias: str, outcome: str, count: int) -> None:
        self.written += count if outcome == "written" else 0
        if self.written >= self.expected and not any(self.end):
            self.end = (time.monotonic(), time.process_time())


def rows(options: Options) -> list[Row]:
    """Interleaved rounds, each with new ids; the first warms the server up and is not counted.

    A round is long enough for the steady state to show: the server's work on thousands of documents, not on the first
    request. Both sides write to indices of the same templates, which grow alike from round to round. Single rounds
    scatter with what the server does besides (merging, collecting garbage), so the middle one of their ratios counts.
    """
    count = options.size(1500, 4000)
    analyses = _analyses(options, 60)
    settle()
    pairs: list[tuple[list[float], list[float]]] = []
    documents = 0
    with servers(HEAP_MB) as stack, house(stack, workers=0, sink=False) as running:
        prefix = f"bare{running.settings.elasticsearch_prefix}"
        prepare(running.client, running.settings.model_copy(update={"elasticsearch_prefix": prefix}))
        for number in range(ROUNDS + 1):
            options.say(f"round {number} of {ROUNDS}: {count} articles with their events")
            many = [_renamed(analyses[i % len(analyses)], f"{number}-{i}") for i in range(count)]
            actions = _actions(many, prefix)
            if number % 2:  # each goes first as often as second
                limit = _bare(running, actions)
            made, mine = _ours(running, many)
            if not number % 2:
                limit = _bare(running, actions)
            if number:
                documents += made
                pairs.append(([made / seconds for seconds in mine], [made / seconds for seconds in limit]))
        other = _quix(running, documents * (ROUNDS + 1) // ROUNDS, options)
    clock, cpu = (([mine[at] for mine, _ in pairs], [limit[at] for _, limit in pairs]) for at in (0, 1))
    rows = [
        _middle("by the clock", *clock, "documents/s", documents, 0.9),
        _middle("by CPU time of the client's process", *cpu, "documents/CPU s", documents),
    ]
    if other:
        theirs = int(other["documents"])
        rows += [
            against("beside Quix Streams' sink, by the clock", median(clock[0]), theirs / other["clock"],
                    "documents/s", theirs),
            against("beside Quix Streams' sink, by CPU time", median(cpu[0]), theirs / other["cpu"],
                    "documents/CPU s", theirs, 1.0),
        ]  # fmt: skip
    return rows


def _middle(name: str, ours: list[float], limits: list[float], unit: str, n: int, at_least: float | None = None) -> Row:
    """A row with the middle one of the rounds' ratios; the others' range stands in its name."""
    ratios = [own / limit for own, limit in zip(ours, limits, strict=True)]
    name = f"{name}, rounds from {min(ratios):.2f} to {max(ratios):.2f}"
    row = against(name, median(ours), median(limits), unit, n, at_least)
    ratio = median(ratios)
    return replace(row, ratio=ratio, met=None if at_least is None else ratio >= at_least)


def _quix(running: House, expected: int, options: Options) -> dict[str, float] | None:
    """All rounds' messages once more, through Quix Streams."""
    prefix = f"quix{running.settings.elasticsearch_prefix}"
    prepare(running.client, running.settings.model_copy(update={"elasticsearch_prefix": prefix}))
    options.say("Quix Streams" if os.environ.get(quix.PYTHON) else f"no Quix Streams: {quix.PYTHON} is not set")
    found = quix.measured(
        running.settings.kafka_bootstrap, running.settings.topic(topics.ANALYSES), running.settings.elasticsearch_url,
        f"{prefix}-articles-all", expected, running.settings.sink_batch,
    )  # fmt: skip
    if found:
        running.client.indices.refresh(index=f"{prefix}-articles-all")
        found["documents"] = int(running.client.count(index=f"{prefix}-articles-all")["count"])
    return found


def _analyses(options: Options, count: int) -> list[AnalysedArticle]:
    extractor = Extractor()
    made = []
    for article in articles(options, count, full=True):
        analysis = extractor.extract(clean(article))
        made.append(AnalysedArticle.model_construct(**dict(analysis), body=article.body))
    return made


def _renamed(analysis: AnalysedArticle, number: str) -> AnalysedArticle:
    """A copy with ids of its own."""
    events = [event.model_copy(update={"id": f"{event.id}-{number}"}) for event in analysis.events]
    return analysis.model_copy(update={"article_id": f"a-{number}", "events": events})


def _actions(many: list[AnalysedArticle], prefix: str) -> list[dict[str, Any]]:
    """The documents as the helper wants them."""
    return [
        {"_index": f"{document.alias}-{document.month}", "_id": document.id, "_source": dict(document.source)}
        for analysis in many
        for document in of_analysis(prefix, analysis, analysis.body)
    ]


def _ours(running: House, many: list[AnalysedArticle]) -> tuple[int, list[float]]:
    """The messages are in the topic before; from getting the partitions until the last document is written."""
    expected = sum(1 + len(one.events) for one in many)
    client = producer(running.settings, "bench")
    for one in many:
        client.send(running.settings.topic(topics.ANALYSES), key=one.article_id.encode(), value=one.to_json())
    client.flush()
    client.close()
    time.sleep(REST)
    observer = _Counting(expected)
    sink = Keeper(partial(build, running.settings, running.client, observer, "bench-sink"))
    thread = threading.Thread(target=sink.run)
    thread.start()
    try:
        while observer.written < expected and thread.is_alive():
            time.sleep(0.05)
        if observer.written < expected:
            raise RuntimeError(f"the sink wrote {observer.written} of {expected}")
        return expected, [end - begin for begin, end in zip(observer.begin, observer.end, strict=True)]
    finally:
        sink.stop()
        thread.join()


def _bare(running: House, actions: list[dict[str, Any]]) -> list[float]:
    time.sleep(REST)
    clock, cpu = time.monotonic(), time.process_time()
    helpers.bulk(running.client, actions, chunk_size=running.settings.sink_batch)
    return [time.monotonic() - clock, time.process_time() - cpu]
