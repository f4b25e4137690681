"""Every metric, declared once, with what it counts. Names follow Prometheus' conventions.

``stage`` is one of clean, dedupe, extract, link, alert, sink, notify, replay. Times are seconds.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info

from tocsin import __version__

REGISTRY = CollectorRegistry(auto_describe=True)

_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)

BUILD = Info("tocsin_build", "Version of Tocsin that is running.", registry=REGISTRY)
BUILD.info({"version": __version__})

CONSUMED = Counter(
    "tocsin_messages_consumed", "Messages taken from a topic and finished.", ["stage"], registry=REGISTRY
)
PRODUCED = Counter(
    "tocsin_messages_produced", "Messages acknowledged by the broker, by topic.", ["stage", "topic"], registry=REGISTRY
)
DEAD_LETTERED = Counter(
    "tocsin_messages_dead_lettered",
    "Messages put aside, by stage and kind of error.",
    ["stage", "error"],
    registry=REGISTRY,
)
DUPLICATES = Counter(
    "tocsin_duplicates", "Articles recognised as copies: kind exact or near.", ["kind"], registry=REGISTRY
)
EVENTS = Counter("tocsin_events", "Events extracted, by PLOVER type.", ["type"], registry=REGISTRY)
STORY_REVISIONS = Counter("tocsin_story_revisions", "Revisions of stories published.", registry=REGISTRY)
ALERT_REVISIONS = Counter(
    "tocsin_alert_revisions", "Revisions of alerts published, by rule.", ["rule"], registry=REGISTRY
)
DOCUMENTS = Counter(
    "tocsin_documents", "Documents by outcome: written, stale, retried, dead.", ["index", "outcome"], registry=REGISTRY
)
BULK_SECONDS = Histogram("tocsin_bulk_seconds", "Time of one bulk request.", buckets=_SECONDS, registry=REGISTRY)
BULK_RETRIES = Counter("tocsin_bulk_retries", "Bulk requests repeated, by HTTP status.", ["status"], registry=REGISTRY)
STAGE_SECONDS = Histogram(
    "tocsin_stage_seconds",
    "Time a stage spent on one message (extract: in its process).",
    ["stage"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
LATENCY_SECONDS = Histogram(
    "tocsin_latency_seconds",
    "From publishing an article until this point: alert or searchable.",
    ["until"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
LAG = Gauge("tocsin_lag_messages", "Messages waiting in a topic for its reader.", ["topic"], registry=REGISTRY)
LAST_PROGRESS = Gauge(
    "tocsin_last_progress_timestamp_seconds",
    "When a stage last finished something (Unix time).",
    ["stage"],
    registry=REGISTRY,
)
IN_FLIGHT_SECONDS = Gauge(
    "tocsin_in_flight_seconds", "Age of the batch a stage is working on; 0 when idle.", ["stage"], registry=REGISTRY
)
READY = Gauge("tocsin_ready", "1 when the process is ready for work.", registry=REGISTRY)
REBALANCES = Counter("tocsin_rebalances", "How often partitions were assigned to this worker.", registry=REGISTRY)
STATE_ITEMS = Gauge("tocsin_state_items", "Articles or alerts that a stage remembers.", ["stage"], registry=REGISTRY)
POOL_RESTARTS = Counter("tocsin_pool_restarts", "Process pools replaced after a crash or a hang.", registry=REGISTRY)
SINK_PAUSED = Gauge(
    "tocsin_sink_paused", "1 while the sink waits for Elasticsearch to take documents.", registry=REGISTRY
)
DELIVERIES = Counter(
    "tocsin_deliveries",
    "Attempts to tell a receiver of an alert, by outcome.",
    ["receiver", "outcome"],
    registry=REGISTRY,
)
REFUSED = Counter("tocsin_articles_refused", "Lines or files refused by a producer.", registry=REGISTRY)
