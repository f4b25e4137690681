"""Writes ``dashboards/tocsin.json`` from the list below: ``python deploy/grafana/make.py``.

A test checks that the file is up to date and that every query names a metric of tocsin/metrics.py.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("dashboards") / "tocsin.json"
SOURCE = {"type": "prometheus", "uid": "prometheus"}

STATS: list[tuple[str, str, str, list[tuple[str, float | None]]]] = [
    # title, query, unit, thresholds (colour from value on)
    ("Not ready", "count(tocsin_ready == 0) or vector(0)", "short", [("green", None), ("red", 1)]),
    ("Messages waiting", "sum(tocsin_lag_messages)", "short", [("green", None), ("orange", 1000)]),
    ("Dead letters today", "sum(increase(tocsin_messages_dead_lettered_total[24h])) or vector(0)", "short",
     [("green", None), ("orange", 1)]),
    ("Sink paused", "max(tocsin_sink_paused)", "short", [("green", None), ("red", 1)]),
    ("Alerts today", "sum(increase(tocsin_alert_revisions_total[24h])) or vector(0)", "short", [("blue", None)]),
    ("p95 to alert", 'histogram_quantile(0.95, sum by (le) (rate(tocsin_latency_seconds_bucket{until="alert"}[10m])))',
     "s", [("green", None), ("orange", 3), ("red", 30)]),
]  # fmt: skip
GRAPHS: list[tuple[str, str, list[tuple[str, str]]]] = [
    # title, unit, [(query, legend)]
    ("Messages finished a second", "cps", [("sum by (stage) (rate(tocsin_messages_consumed_total[1m]))", "{{stage}}")]),
    ("Messages waiting", "short", [("sum by (topic) (tocsin_lag_messages)", "{{topic}}")]),
    ("From publishing to alert and search (p50, p95)", "s", [
        ("histogram_quantile(0.5, sum by (le, until) (rate(tocsin_latency_seconds_bucket[5m])))", "p50 {{until}}"),
        ("histogram_quantile(0.95, sum by (le, until) (rate(tocsin_latency_seconds_bucket[5m])))", "p95 {{until}}"),
    ]),
    ("Time of a stage (p95)", "s", [
        ("histogram_quantile(0.95, sum by (le, stage) (rate(tocsin_stage_seconds_bucket[5m])))", "{{stage}}"),
    ]),
    ("Dead letters", "short", [
        ("sum by (stage, error) (increase(tocsin_messages_dead_lettered_total[5m]))", "{{stage}} {{error}}"),
    ]),
    ("Seconds since a stage finished something", "s", [
        ("time() - max by (stage) (tocsin_last_progress_timestamp_seconds)", "{{stage}}"),
    ]),
    ("Age of the batch in hand", "s", [("max by (stage) (tocsin_in_flight_seconds)", "{{stage}}")]),
    ("Events by type", "short", [("sum by (type) (increase(tocsin_events_total[10m]))", "{{type}}")]),
    ("Duplicates", "short", [("sum by (kind) (increase(tocsin_duplicates_total[10m]))", "{{kind}}")]),
    ("Alerts and stories revised", "short", [
        ("sum by (rule) (increase(tocsin_alert_revisions_total[10m]))", "{{rule}}"),
        ("sum(increase(tocsin_story_revisions_total[10m]))", "stories"),
    ]),
    ("Documents by outcome", "short", [
        ("sum by (index, outcome) (rate(tocsin_documents_total[1m]))", "{{index}} {{outcome}}"),
    ]),
    ("Bulk requests (p95) and repeats", "s", [
        ("histogram_quantile(0.95, sum by (le) (rate(tocsin_bulk_seconds_bucket[5m])))", "p95"),
        ("sum by (status) (rate(tocsin_bulk_retries_total[5m]))", "repeated {{status}}"),
    ]),
    ("Deliveries", "short", [
        ("sum by (receiver, outcome) (increase(tocsin_deliveries_total[10m]))", "{{receiver}} {{outcome}}"),
    ]),
    ("Remembered articles and alerts", "short", [("max by (stage) (tocsin_state_items)", "{{stage}}")]),
    ("Rebalances and new process pools", "short", [
        ("sum(increase(tocsin_rebalances_total[10m]))", "rebalances"),
        ("sum(increase(tocsin_pool_restarts_total[10m]))", "pools"),
    ]),
]  # fmt: skip


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana wants it."""
    panels: list[dict[str, Any]] = []
    for number, (title, query, unit, steps) in enumerate(STATS):
        panel = _panel("stat", title, unit, [(query, "")], x=number * 4, y=0, width=4, height=4)
        thresholds = [{"color": colour, "value": value} for colour, value in steps]
        panel["fieldConfig"]["defaults"]["thresholds"] = {"mode": "absolute", "steps": thresholds}
        panels.append(panel)
    for number, (title, unit, queries) in enumerate(GRAPHS):
        x, y = number % 3 * 8, 4 + number // 3 * 8
        panels.append(_panel("timeseries", title, unit, queries, x=x, y=y, width=8, height=8))
    for number, panel in enumerate(panels, 1):
        panel["id"] = number
    return {
        "uid": "tocsin", "title": "Tocsin", "tags": ["tocsin"], "schemaVersion": 39, "version": 1, "editable": False,
        "refresh": "10s", "time": {"from": "now-1h", "to": "now"}, "timezone": "utc", "panels": panels,
        "templating": {"list": []}, "annotations": {"list": []},
    }  # fmt: skip


def _panel(
    kind: str, title: str, unit: str, queries: list[tuple[str, str]], *, x: int, y: int, width: int, height: int
) -> dict[str, Any]:
    targets = [
        {"refId": chr(65 + n), "datasource": SOURCE, "expr": query, "legendFormat": legend}
        for n, (query, legend) in enumerate(queries)
    ]
    return {
        "type": kind, "title": title, "datasource": SOURCE, "gridPos": {"x": x, "y": y, "w": width, "h": height},
        "targets": targets, "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []}, "options": {},
    }  # fmt: skip


def render() -> str:
    """The whole file."""
    return json.dumps(dashboard(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), "utf-8")
