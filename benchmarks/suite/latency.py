"""From publishing an article to finding it in the index, and to its alert, at half of what the worker can do."""

from __future__ import annotations

import threading
import time

from kafka import TopicPartition

from benchmarks.suite.base import Options, Row, articles, percentile
from benchmarks.suite.house import House, house, servers
from producers.publish import Publisher
from tocsin import headers, topics
from tocsin.kafka import consumer
from tocsin.records import Article

PROCESSES = 2
BAR = 3.0


def rows(options: Options) -> list[Row]:
    """First as many as it takes to know the rate, then the measured ones, evenly at half that rate."""
    first, count = options.size(60, 150), options.size(60, 200)
    made = articles(options, first + count, full=True)
    with servers() as stack, house(stack, worker_processes=PROCESSES) as running:
        options.say(f"{first} articles to find the rate")
        begin = time.monotonic()
        running.publish(made[:first])
        running.until(min(first, len(made)), running.found, every=0.5)
        rate = first / (time.monotonic() - begin) / 2
        options.say(f"{len(made) - first} articles at {rate:.1f} a second")
        searchable, alerts = _measured(running, made[first:], rate)
    return [
        Row("load offered, half of what was measured", rate, 2 * rate, 0.5, "articles/s", len(made)),
        *_of("searchable", searchable),
        *_of("alert", alerts),
    ]


def _of(until: str, seconds: list[float]) -> list[Row]:
    if not seconds:
        return []
    values = {name: percentile(seconds, share) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}
    return [
        Row(f"until {until}, {name}", value, None, None, "s", len(seconds), f"≤ {BAR:g} s" if name == "p95" else "",
            value <= BAR if name == "p95" else None)
        for name, value in values.items()
    ]  # fmt: skip


def _measured(running: House, made: list[Article], rate: float) -> tuple[list[float], list[float]]:
    sent: dict[str, float] = {}
    found: dict[str, float] = {}
    alerted: list[float] = []
    stop = threading.Event()
    threads = [
        threading.Thread(target=_watch_index, args=(running, sent, found, stop)),
        threading.Thread(target=_watch_alerts, args=(running, alerted, time.time(), stop)),
    ]
    for thread in threads:
        thread.start()
    with Publisher(running.settings, "bench") as publisher:
        due = time.monotonic()
        for article in made:
            due += 1 / rate
            sent[article.id] = time.monotonic()
            publisher.publish(article)
            time.sleep(max(0.0, due - time.monotonic()))
    running.until(len(made), lambda: len(found))
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    return [found[key] - sent[key] for key in found], alerted


def _watch_index(running: House, sent: dict[str, float], found: dict[str, float], stop: threading.Event) -> None:
    """Asks for those on their way, ten times a second, as a user would: without forcing a refresh."""
    index = f"{running.settings.elasticsearch_prefix}-articles"
    while not stop.wait(0.1):
        waiting = [key for key in list(sent) if key not in found][:500]
        if waiting:
            query = {"ids": {"values": waiting}}
            answer = running.client.search(index=index, query=query, size=500, source=False, ignore_unavailable=True)
            now = time.monotonic()
            found.update({hit["_id"]: now for hit in answer["hits"]["hits"]})


def _watch_alerts(running: House, alerted: list[float], since: float, stop: threading.Event) -> None:
    """Each alert when it first appears, since the publishing of the article that made it."""
    reader = consumer(running.settings, "bench-alerts", None)
    topic = running.settings.topic(topics.ALERTS)
    reader.assign([TopicPartition(topic, p) for p in reader.partitions_for_topic(topic) or ()])
    seen: set[bytes] = set()
    try:
        while not stop.is_set():
            for batch in reader.poll(timeout_ms=100).values():
                for message in batch:
                    published = headers.as_mapping(message.headers).get(headers.PUBLISHED)
                    if message.key not in seen and published and float(published) / 1000 >= since:
                        alerted.append(time.time() - float(published) / 1000)
                    seen.add(message.key)
    finally:
        reader.close()
