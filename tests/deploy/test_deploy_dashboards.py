"""Kibana, Grafana and Prometheus files name only what exists."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from sinks.elasticsearch import kibana, mappings
from sinks.elasticsearch.indices import KINDS
from tocsin import metrics
from tocsin.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
OBJECTS = [json.loads(line) for line in (DEPLOY / "kibana/tocsin.ndjson").read_text("utf-8").splitlines()]
RULES = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
PANELS = json.loads((DEPLOY / "grafana/dashboards/tocsin.json").read_text("utf-8"))["panels"]
QUERIES = [rule["expr"] for rule in RULES] + [target["expr"] for panel in PANELS for target in panel["targets"]]


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.parent.name + "_make", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("room", ["kibana", "grafana"])
def test_the_files_are_what_their_scripts_write(room: str) -> None:
    made = module(DEPLOY / room / "make.py")
    assert made.FILE.read_text("utf-8") == made.render(), f"run: python deploy/{room}/make.py"


def test_every_index_has_a_data_view_with_its_time() -> None:
    views = {one["attributes"]["title"]: one["attributes"] for one in OBJECTS if one["type"] == "index-pattern"}
    assert set(views) == {f"tocsin-{kind}" for kind in KINDS}
    for title, attributes in views.items():
        assert attributes["timeFieldName"] in mappings.field_names(title.removeprefix("tocsin-"))


def test_saved_searches_name_fields_that_are_mapped() -> None:
    searches = [one for one in OBJECTS if one["type"] == "search"]
    titles = {one["attributes"]["title"] for one in searches}
    for wanted in ("New alerts", "Casualties", "Troop movements", "Latest stories", "Duplicates"):
        assert f"Tocsin: {wanted}" in titles
    for one in searches:
        kind = one["references"][0]["id"].removeprefix("tocsin-")
        known = mappings.field_names(kind)
        kql = json.loads(one["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])["query"]["query"]
        asked = re.findall(r"([a-z_][a-z_.]*)\s*(?::|>=|<=|>|<)", kql)
        sorts = [name for name, _ in one["attributes"]["sort"]]
        assert set(asked) | set(one["attributes"]["columns"]) | set(sorts) <= known
        signals = set(re.findall(r"\b[A-Z_]{6,}\b", kql))
        from typing import get_args

        from tocsin.records.analysis import Signal

        assert signals <= set(get_args(Signal))


def test_references_between_kibana_objects_hold() -> None:
    ids = {(one["type"], one["id"]) for one in OBJECTS}
    for one in OBJECTS:
        assert {(r["type"], r["id"]) for r in one["references"]} <= ids


def known_metrics() -> dict[str, set[str]]:
    """Series name → its labels."""
    found: dict[str, set[str]] = {"up": {"job", "instance"}}
    for collector in set(metrics.REGISTRY._collector_to_names):
        labels = {*getattr(collector, "_labelnames", ()), "job", "instance"}
        for name in metrics.REGISTRY._collector_to_names[collector]:
            found[name] = labels | ({"le"} if name.endswith("_bucket") else set())
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_queries_name_metrics_and_labels_that_exist(query: str) -> None:
    known = known_metrics()
    used = set(re.findall(r"\b(tocsin_[a-z_]+|up)\b", query))
    assert used
    assert used <= set(known)
    labels = set().union(*(known[name] for name in used))
    named = {label.strip() for group in re.findall(r"by \(([^)]*)\)", query) for label in group.split(",")}
    named |= {label for group in re.findall(r"\{([^}]*)\}", query) for label in re.findall(r"(\w+)\s*[=!]", group)}
    assert named <= labels


def test_every_metric_that_is_declared_is_also_counted_and_says_what() -> None:
    root = DEPLOY.parent
    rooms = ("tocsin", "producers", "processors", "sinks")
    code = "".join(path.read_text("utf-8") for room in rooms for path in (root / room).rglob("*.py"))
    declared = {
        name: made for name, made in vars(metrics).items() if name.isupper() and hasattr(made, "_documentation")
    }
    assert len(declared) > 20
    for name, made in declared.items():
        assert name == "BUILD" or f"metrics.{name}" in code, f"{name} is never counted"
        assert made._name.startswith("tocsin_")
        assert made._documentation.endswith(".")
        if made._type == "histogram":
            assert made._name.endswith("_seconds"), "times are in seconds, and say so"


def test_every_rule_says_what_to_do() -> None:
    for rule in RULES:
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed (Debian: prometheus)")
@pytest.mark.parametrize("check", [["check", "config", "prometheus.yml"], ["test", "rules", "alerts.test.yml"]])
def test_promtool(check: list[str]) -> None:
    done = subprocess.run(["promtool", *check], cwd=DEPLOY / "prometheus", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def a_kibana(answers: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[str, list[bytes]]]:
    """Something that speaks as Kibana's import does; the real one needs 1 GB and a container."""
    taken: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["kbn-xsrf"] and self.path == "/api/saved_objects/_import?overwrite=true":
                taken.append(body)
            status, answer = answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", taken
    finally:
        server.shutdown()


def test_import_waits_for_kibana_and_keeps_the_prefix() -> None:
    with a_kibana([(503, {}), (200, {"success": True, "successCount": 12})]) as (url, taken):
        settings = Settings(kibana_url=url, elasticsearch_prefix="desk")
        assert "12 objects" in kibana.import_objects(settings, timeout=20)
    assert b'"desk-alerts"' in taken[-1]
    assert b'"title":"tocsin-' not in taken[-1]


def test_a_refused_import_says_why() -> None:
    refusal = {"success": False, "errors": [{"id": "x", "error": {"type": "missing"}}]}
    with a_kibana([(200, refusal)]) as (url, _), pytest.raises(ConnectionError, match="missing"):
        kibana.import_objects(Settings(kibana_url=url), timeout=5)
    with pytest.raises(ConnectionError, match="http"):
        kibana.import_objects(Settings(kibana_url="file:///etc/passwd"), timeout=5)
