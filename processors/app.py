"""The only Faust configuration: the settings under which nothing is lost (docs/decisions/faust.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faust
from mode import CrashingSupervisor

from tocsin import broker
from tocsin.settings import Settings
from tocsin.topics import MAX_MESSAGE_BYTES

GROUP = "tocsin"
"""Consumer group of the workers, without prefix."""


def make_app(settings: Settings) -> faust.App:
    """A Faust app for one worker. Raw bytes in and out; we decode and acknowledge ourselves."""
    data = Path(settings.worker_data) / settings.worker_id
    data.mkdir(parents=True, exist_ok=True)
    return faust.App(
        settings.topics_prefix + GROUP,
        version=1,
        broker=[f"kafka://{part.strip()}" for part in settings.kafka_bootstrap.split(",") if part.strip()],
        broker_credentials=credentials(settings),
        broker_client_id=f"tocsin-{settings.worker_id}",
        consumer_group_instance_id=settings.worker_id,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=8 * 1024 * 1024,
        broker_session_timeout=15.0,
        broker_heartbeat_interval=3.0,
        broker_request_timeout=40.0,
        broker_max_poll_interval=86_400.0,  # a worker past it becomes a zombie and never rejoins
        broker_commit_interval=0.5,
        producer_acks=-1,
        producer_linger=0.005,
        producer_max_batch_size=262_144,
        producer_max_request_size=MAX_MESSAGE_BYTES,
        stream_buffer_maxsize=256,
        stream_wait_empty=False,
        agent_supervisor=CrashingSupervisor,
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        store="memory://",
        datadir=str(data),
        loghandlers=[],
        key_serializer="raw",
        value_serializer="raw",
    )


def credentials(settings: Settings) -> Any:
    """What Faust takes for TLS and SASL; None for a plain connection."""
    if settings.kafka_security == "PLAINTEXT":
        return None
    context = broker.tls(settings) if "SSL" in settings.kafka_security else None
    if not settings.kafka_security.startswith("SASL"):
        return faust.SSLCredentials(context=context)
    password = settings.kafka_password.get_secret_value() if settings.kafka_password else None
    return faust.SASLCredentials(
        mechanism=settings.kafka_mechanism, username=settings.kafka_username, password=password, ssl_context=context
    )


def aiokafka_options(settings: Settings) -> dict[str, Any]:
    """Connection options for a bare aiokafka consumer (reading state topics)."""
    options: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_security,
    }
    if "SSL" in settings.kafka_security:
        options["ssl_context"] = broker.tls(settings)
    if settings.kafka_security.startswith("SASL"):
        options["sasl_mechanism"] = settings.kafka_mechanism
        options["sasl_plain_username"] = settings.kafka_username
        if settings.kafka_password:
            options["sasl_plain_password"] = settings.kafka_password.get_secret_value()
    return options
