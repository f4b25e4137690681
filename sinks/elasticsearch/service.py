"""The sink as a process: built from settings, with health and metrics, ended by SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from sinks.elasticsearch.client import check_version, connect, wait_until_up
from sinks.elasticsearch.consumer import GROUP, Sink
from sinks.elasticsearch.dead import DeadLetters
from sinks.elasticsearch.indices import delete_expired, prepare
from sinks.elasticsearch.observer import Observer, Reporting
from tocsin import health as health_page
from tocsin import tracing
from tocsin.broker import Refused
from tocsin.garbage import settle
from tocsin.group import Undealt
from tocsin.health import Health
from tocsin.kafka import admin, consumer, producer
from tocsin.settings import Settings

log = logging.getLogger(__name__)

RETENTION_EVERY = 6 * 3600.0
TURN = 0.0005
"""Seconds that one thread may reckon while another could. With Python's 5 ms an answer of the server waits that long at
each step of its way, while documents are made beside it: a request took twice as long."""


class Retention:
    """Deletes old indices now and then; called between batches."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client, self._settings = client, settings
        self._due = 0.0

    def __call__(self) -> None:
        """Do it, if it is time."""
        if not self._settings.elasticsearch_retention_days or time.monotonic() < self._due:
            return
        self._due = time.monotonic() + RETENTION_EVERY
        try:
            days = self._settings.elasticsearch_retention_days
            for name in delete_expired(self._client, self._settings.elasticsearch_prefix, days):
                log.info("deleted %s: older than %d days", name, days)
        except (ApiError, TransportError) as error:
            log.warning("retention: %s", error)


def build(settings: Settings, client: Elasticsearch, observer: Observer, name: str = "tocsin-sink") -> Sink:
    """A sink with its connections; ``run`` it, ``stop`` it."""
    reader = consumer(settings, name, f"{settings.topics_prefix}{GROUP}", max_poll_records=500)
    try:
        letters = DeadLetters(settings, producer(settings, f"{name}-dead-letters"))
    except ConnectionError:
        reader.close(autocommit=False)
        raise
    return Sink(settings, client, reader, letters, observer)


def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Waits for both servers as long as it takes.

    Raises:
        TooManyDeadLetters: see there.
        TemplateConflict: see there.
        ConnectionError: Elasticsearch is too old, or refuses the credentials.
    """
    health = Health()
    if settings.metrics_port:
        health_page.serve(health, settings.metrics_host, settings.metrics_port)
    tracing.start("tocsin-sink")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    observer = Reporting(health)
    with connect(settings) as client:
        if not _await_servers(client, settings, observer, stopping):
            return
        keeper = Keeper(partial(build, settings, client, observer))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: keeper.stop())
        if stopping.is_set():
            keeper.stop()
        log.info("sink runs: %s → %s", settings.kafka_bootstrap, settings.elasticsearch_prefix)
        keeper.run(Retention(client, settings))
        log.info("sink stopped")


class Keeper:
    """Runs a sink until told to stop, and another one in its place where the group left it without partitions."""

    def __init__(self, make: Callable[[], Sink]) -> None:
        self._make = make
        self._sink: Sink | None = None
        self._stopping = threading.Event()

    def stop(self) -> None:
        """As ``Sink.stop``. Safe from a signal handler."""
        self._stopping.set()
        if self._sink:
            self._sink.stop()

    def run(self, tick: Callable[[], None] = lambda: None) -> None:
        """As ``Sink.run``.

        Raises:
            TooManyDeadLetters: see there.
        """
        sys.setswitchinterval(TURN)
        while not self._stopping.is_set():
            try:
                self._sink = self._make()
            except ConnectionError as error:
                log.warning("waiting for the broker: %s", error)
                self._stopping.wait(10.0 if isinstance(error, Refused) else 1.0)
                continue
            settle()
            if self._stopping.is_set():
                self._sink.stop()
            try:
                self._sink.run(tick)
            except Undealt as error:
                log.warning("joining the group anew: %s", error)


def _await_servers(client: Elasticsearch, settings: Settings, observer: Observer, stopping: threading.Event) -> bool:
    while not stopping.is_set():
        try:
            wait_until_up(client, timeout=2.0)
            check_version(client)
            admin(settings, timeout=2.0).close()
            for conflict in prepare(client, settings).conflicts:
                log.error("%s", conflict)
            observer.taking_again()
            return True
        except (ConnectionError, ApiError, TransportError) as error:
            log.warning("waiting for the servers: %s", error)
            observer.waiting(0, str(error))
            stopping.wait(10.0 if isinstance(error, Refused) else 1.0)  # a wrong password too often locks users out
    return False
