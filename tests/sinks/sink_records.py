"""Small records for the tests of this folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from tocsin.records import Alert, Analysis, Event, Evidence, Happening, Place, Quantity, Receipt, Reconciled, Story

BANJSKA = Place(text="Banjska", start=0, end=7, name="Banjska", lat=42.97, lon=20.78, country="XK", precision=1)


def event(id_: str, **more: Any) -> Event:
    receipt = Receipt(text="Un policier et trois assaillants ont été tués à Banjska.", start=0, end=10)
    values: dict[str, Any] = {
        "id": id_, "type": "ASSAULT", "signal": "ARMED_CLASH", "place": BANJSKA, "quantities": [0, 1],
        "evidence": receipt, "trigger": Receipt(text="tués", start=5, end=9),
    }  # fmt: skip
    return Event(**{**values, **more})


def analysis(id_: str = "a1", **more: Any) -> Analysis:
    quantities = [
        Quantity(text="quatre morts", start=0, end=5, kind="killed", low=4, best=4, high=4),
        Quantity(text="un policier", start=0, end=5, kind="killed", low=1, best=1, high=1, part_of=0, side="police"),
    ]
    values: dict[str, Any] = {
        "article_id": id_, "language": "fr", "title": "L’OTAN renforce la KFOR", "source": "example.org",
        "published_at": datetime(2023, 9, 30, tzinfo=UTC), "events": [event(f"{id_}-e1")], "quantities": quantities,
    }  # fmt: skip
    return Analysis(**{**values, **more})


def analysis_message(record: Analysis, body: str) -> bytes:
    return json.dumps({**record.to_dict(), "body": body}, ensure_ascii=False).encode()


def story(id_: str = "s1", **more: Any) -> Story:
    evidence = Evidence(text="Trois assaillants ont été tués.", article_id="a1", start=0, end=10)
    values: dict[str, Any] = {
        "id": id_, "title": "Attack at Banjska", "signal": "ARMED_CLASH", "place": BANJSKA,
        "quantities": {"killed": Reconciled(low=4, best=4, high=4)}, "articles": ["a1", "a2"],
        "first_seen": datetime(2023, 9, 29, tzinfo=UTC), "severity": 70, "relevance": 1.0,
        "happenings": [Happening(id="h1", type="ASSAULT", signal="ARMED_CLASH", place=BANJSKA, evidence=[evidence])],
    }  # fmt: skip
    return Story(**{**values, **more})


def alert(id_: str = "al1", **more: Any) -> Alert:
    evidence = Evidence(text="Trois assaillants ont été tués.", article_id="a1", start=0, end=10)
    values: dict[str, Any] = {
        "id": id_, "rule": "casualties", "story_id": "s1", "reason": "first seen", "title": "4 killed at Banjska",
        "country": "XK", "evidence": [evidence], "created_at": datetime(2023, 9, 30, tzinfo=UTC),
    }  # fmt: skip
    return Alert(**{**values, **more})
