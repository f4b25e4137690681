"""Kafka clients with the settings' addresses and credentials: the one place that turns settings into options."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tocsin import broker
from tocsin.settings import Settings
from tocsin.topics import MAX_MESSAGE_BYTES

METADATA_AGE_MS = 10_000
"""How old a consumer's knowledge of its topics may grow: a topic made or enlarged later is read so soon.

kafka-python 3.0 may lose the wish for the topics just subscribed to, when the answer to an earlier request is under way
(in ``ClusterMetadata.set_topics``), and by default asks again five minutes later. See also :mod:`tocsin.group`.
"""


def connection(settings: Settings) -> dict[str, Any]:
    """Connection options that producer, consumer and admin client of kafka-python share."""
    brokers = broker.addresses(settings)
    options: dict[str, Any] = {
        "bootstrap_servers": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in brokers],
        "security_protocol": settings.kafka_security,
    }
    if "SSL" in settings.kafka_security:
        options["ssl_context"] = broker.tls(settings)
    if settings.kafka_security.startswith("SASL"):
        options["sasl_mechanism"] = settings.kafka_mechanism
        options["sasl_plain_username"] = settings.kafka_username
        options["sasl_plain_password"] = settings.kafka_password.get_secret_value() if settings.kafka_password else None
    return options


def producer(settings: Settings, client_id: str) -> Any:
    """An idempotent producer, acks=all: a message is written once and in order, or an error is raised.

    Raises:
        ConnectionError: no broker answers, or it refuses us; says why.
    """
    from kafka import KafkaProducer

    return _connected(
        settings,
        lambda: KafkaProducer(
            **connection(settings),
            client_id=client_id,
            enable_idempotence=True,
            acks="all",
            linger_ms=20,
            batch_size=262_144,
            max_request_size=MAX_MESSAGE_BYTES,
            delivery_timeout_ms=600_000,
            max_block_ms=600_000,
            allow_auto_create_topics=False,
        ),
    )


def consumer(settings: Settings, client_id: str, group: str | None, **more: Any) -> Any:
    """A consumer that never commits by itself and starts at the beginning of what it has not seen.

    Raises:
        ConnectionError: no broker answers, or it refuses us; says why.
    """
    from kafka import KafkaConsumer

    options: dict[str, Any] = {
        "client_id": client_id,
        "group_id": group,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "max_partition_fetch_bytes": MAX_MESSAGE_BYTES,
        "session_timeout_ms": 15_000,
        "heartbeat_interval_ms": 3_000,
        "fetch_max_wait_ms": 100,
        "allow_auto_create_topics": False,
        "metadata_max_age_ms": METADATA_AGE_MS,
        **more,
    }
    return _connected(settings, lambda: KafkaConsumer(**{**connection(settings), **options}))


def admin(settings: Settings, timeout: float = 60.0) -> Any:
    """An admin client, as soon as a broker answers.

    Raises:
        ConnectionError: none answered within ``timeout`` seconds, or it refuses us; says why.
    """
    from kafka.admin import KafkaAdminClient

    deadline = time.monotonic() + timeout
    while True:
        try:
            return _connected(
                settings,
                lambda: KafkaAdminClient(**connection(settings), bootstrap_timeout_ms=5_000, request_timeout_ms=10_000),
            )
        except broker.Refused:
            raise
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def _connected(settings: Settings, make: Callable[[], Any]) -> Any:
    """A client. Where there is a door, knock first: the client itself does not tell why it was not let in."""
    from kafka.errors import KafkaError

    if settings.kafka_security != "PLAINTEXT":
        broker.check(settings)
    try:
        return make()
    except (KafkaError, OSError, ValueError) as error:
        why = broker.check(settings) or error
        raise ConnectionError(f"no Kafka broker answers at {settings.kafka_bootstrap}: {why}") from error
