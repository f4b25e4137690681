"""Writes ``tocsin.ndjson``: data views, saved searches and a dashboard, from the few lines that matter.

Run it after a change: ``python deploy/kibana/make.py``; a test checks that the file is up to date and
that every field named here is in the index templates.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("tocsin.ndjson")

VIEWS = {
    "articles": "Articles",
    "events": "Events",
    "stories": "Stories",
    "alerts": "Alerts",
    "dead-letters": "Dead letters",
}
SEARCHES: list[tuple[str, str, str, str, list[str]]] = [
    # id, title, data view, KQL, columns
    ("new-alerts", "New alerts", "alerts", "state: open",
     ["severity", "title", "reason", "country", "place", "signal", "rule", "story_id"]),
    ("casualties", "Casualties", "stories",
     "(killed.best >= 1 or killed.low >= 1 or injured.best >= 1 or injured.low >= 1) and not is_merged: true",
     ["title", "place.name", "place.country", "killed.best", "injured.best", "contested", "independent_origins"]),
    ("troop-movements", "Troop movements", "events",
     "signal: (TROOP_BUILDUP or PEACEKEEPER_REINFORCEMENT or ALERT_STATUS or WEAPONS_POSTURE) and is_duplicate: false",
     ["signal", "realis", "place.name", "place.country", "actors.name", "troops.best", "evidence", "story_id"]),
    ("latest-stories", "Latest stories", "stories", "not is_merged: true",
     ["title", "signal", "place.name", "place.country", "severity", "killed.best", "injured.best", "troops.best",
      "article_count", "independent_origins", "last_change"]),
    ("duplicates", "Duplicates", "articles", "is_duplicate: true",
     ["title", "source", "language", "duplicate_of", "similarity", "origins", "story_id"]),
    ("dead-letters", "Dead letters", "dead-letters", "",
     ["stage", "error", "reason", "source_topic", "source_offset", "attempts", "key"]),
]  # fmt: skip
PANELS: list[tuple[str, int, int, int, int]] = [
    # saved search, x, y, width, height on a grid of 48 columns
    ("new-alerts", 0, 0, 48, 12),
    ("latest-stories", 0, 12, 48, 14),
    ("casualties", 0, 26, 24, 14),
    ("troop-movements", 24, 26, 24, 14),
    ("duplicates", 0, 40, 48, 12),
]
VERSION = "8.19.4"


def view(kind: str, title: str) -> dict[str, Any]:
    """A data view over the alias of one kind."""
    attributes = {"title": f"tocsin-{kind}", "name": f"Tocsin: {title}", "timeFieldName": "time"}
    return _object("index-pattern", f"tocsin-{kind}", attributes, [])


def saved_search(id_: str, title: str, kind: str, kql: str, columns: list[str]) -> dict[str, Any]:
    """A saved search in Discover, newest first."""
    source = {
        "query": {"language": "kuery", "query": kql}, "filter": [],
        "indexRefName": "kibanaSavedObjectMeta.searchSourceJSON.index",
    }  # fmt: skip
    attributes = {
        "title": f"Tocsin: {title}", "description": "", "columns": columns, "sort": [["time", "desc"]],
        "kibanaSavedObjectMeta": {"searchSourceJSON": _json(source)},
    }  # fmt: skip
    reference = {"id": f"tocsin-{kind}", "name": source["indexRefName"], "type": "index-pattern"}
    return _object("search", f"tocsin-search-{id_}", attributes, [reference])


def dashboard() -> dict[str, Any]:
    """The saved searches on one page."""
    panels, references = [], []
    for number, (id_, x, y, width, height) in enumerate(PANELS, 1):
        panel = f"panel_{number}"
        grid = {"x": x, "y": y, "w": width, "h": height, "i": str(number)}
        panels.append({
            "type": "search", "gridData": grid, "panelIndex": str(number), "embeddableConfig": {"enhancements": {}},
            "panelRefName": panel,
        })  # fmt: skip
        references.append({"id": f"tocsin-search-{id_}", "name": f"{number}:{panel}", "type": "search"})
    everything = {"query": {"language": "kuery", "query": ""}, "filter": []}
    attributes = {
        "title": "Tocsin", "description": "Alerts, stories, casualties, troops and copies at a glance",
        "panelsJSON": _json(panels), "optionsJSON": _json({"useMargins": True, "hidePanelTitles": False}),
        "timeRestore": True, "timeFrom": "now-5y", "timeTo": "now",
        "refreshInterval": {"pause": False, "value": 10_000},
        "kibanaSavedObjectMeta": {"searchSourceJSON": _json(everything)},
    }  # fmt: skip
    return _object("dashboard", "tocsin-dashboard", attributes, references)


def render() -> str:
    """The whole file."""
    objects = [view(kind, title) for kind, title in VIEWS.items()]
    objects += [saved_search(*one) for one in SEARCHES]
    objects.append(dashboard())
    return "".join(_json(one) + "\n" for one in objects)


def _object(kind: str, id_: str, attributes: dict[str, Any], references: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": id_, "type": kind, "attributes": attributes, "references": references,
        "coreMigrationVersion": "8.8.0", "typeMigrationVersion": {"index-pattern": "8.0.0", "search": "8.0.0",
                                                                 "dashboard": "8.9.0"}[kind],
    }  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    FILE.write_text(render(), "utf-8")
