"""``alerts.v1`` → people: alerts into the outbox on disk, then the offset, then delivery until it succeeds."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path

from kafka.errors import KafkaError

from sinks.notify.config import load_config
from sinks.notify.notifier import Notifier
from sinks.notify.outbox import Outbox
from tocsin import group, metrics, topics
from tocsin import health as health_page
from tocsin.broker import Refused
from tocsin.health import Health
from tocsin.kafka import admin, consumer
from tocsin.records import Alert, RecordError
from tocsin.settings import Settings

log = logging.getLogger("tocsin.notify")

GROUP = "tocsin-notify"
PRUNE_EVERY = 10_000


def run(settings: Settings) -> None:
    """Deliver until SIGTERM or SIGINT.

    Raises:
        sinks.notify.config.ConfigError: the notify file cannot be used; names the field.
    """
    health = Health()
    if settings.metrics_port:
        health_page.serve(health, settings.metrics_host, settings.metrics_port)
    config = load_config(Path(settings.notify_config) if settings.notify_config else None)
    folder = Path(settings.worker_data).parent
    folder.mkdir(parents=True, exist_ok=True)
    outbox = Outbox(folder / "outbox.sqlite")
    notifier = Notifier(config, outbox)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if not _await_kafka(settings, health, stopping):
        outbox.close()
        return
    health.started = True
    log.info("notify runs: %d receivers", len(config.receivers))
    try:
        while not stopping.is_set():
            try:
                _deliver(settings, notifier, health, stopping)
            except group.Undealt as error:
                log.warning("joining the group anew: %s", error)
            except ConnectionError as error:
                log.warning("waiting for Kafka: %s", error)
                health.block("kafka", str(error))
                stopping.wait(10.0 if isinstance(error, Refused) else 1.0)
    finally:
        outbox.close()


def _deliver(settings: Settings, notifier: Notifier, health: Health, stopping: threading.Event) -> None:
    """Round after round until told to stop."""
    name, alerts = f"{settings.topics_prefix}{GROUP}", [settings.topic(topics.ALERTS)]
    client = consumer(settings, GROUP, name)
    health.block("kafka", None)
    watch = group.Watch(settings, name, alerts)
    rounds = 0
    try:
        group.subscribe(client, alerts)
        while not stopping.is_set():
            _round(client, notifier, health)
            watch.look(client.assignment())
            rounds += 1
            if rounds % PRUNE_EVERY == 0:
                notifier.prune(datetime.now(UTC))
    finally:
        client.close()


def _await_kafka(settings: Settings, health: Health, stopping: threading.Event) -> bool:
    """Wait until a broker lets us in; False when told to stop meanwhile."""
    while not stopping.is_set():
        try:
            admin(settings, timeout=2.0).close()
        except ConnectionError as error:
            log.warning("waiting for Kafka: %s", error)
            health.block("kafka", str(error))
            stopping.wait(10.0 if isinstance(error, Refused) else 1.0)  # a wrong password too often locks users out
        else:
            health.block("kafka", None)
            return True
    return False


def _round(client: object, notifier: Notifier, health: Health) -> None:
    """Take in what came, commit it, try what is due. A broker that is away is waited for."""
    now = datetime.now(UTC)
    try:
        polled = client.poll(timeout_ms=500)  # type: ignore[attr-defined]
        for records in polled.values():
            health.begin("notify")
            for record in records:
                if record.value:
                    try:
                        notifier.offer(Alert.from_json(record.value), now)
                    except RecordError as error:
                        log.error("not an alert: %s", error, extra={"offset": record.offset})
            metrics.CONSUMED.labels("notify").inc(len(records))
        if polled:
            client.commit()  # type: ignore[attr-defined]
    except KafkaError as error:
        log.warning("waiting for Kafka: %r", error)
    for sent in notifier.deliver_due(now):
        metrics.DELIVERIES.labels(sent.delivery.receiver, sent.delivery.outcome).inc()
    health.end("notify")
