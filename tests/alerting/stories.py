"""Stories by hand, in the form of the records: what the engine's tests are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from processors.alerting import AlertConfig, AlertEngine, Rule
from processors.alerting.loader import load_rules, parse_rule
from tocsin.records import Actor, EventDate, Evidence, Happening, Place, Reconciled, Story

START = datetime(2024, 3, 1, 8, tzinfo=UTC)
SHIPPED = Path(__file__).parents[2] / "rules"


def at(hours: float) -> datetime:
    """Event time, in hours after the start."""
    return START + timedelta(hours=hours)


def place(name: str, country: str = "XK", lat: float = 42.9, lon: float = 20.7, precision: int = 1) -> Place:
    return Place(text=name, start=0, end=len(name), name=name, lat=lat, lon=lon, country=country, precision=precision)


def actor(name: str, country: str | None = None, sector: str | None = None) -> Actor:
    return Actor(text=name, start=0, end=len(name), id=name.lower(), name=name, country=country, sector=sector)


def count(best: int | None, low: int | None = None, **more: Any) -> Reconciled:
    return Reconciled(low=best if low is None else low, best=best, high=best, **more)


def happening(id: str = "h1", *, signal: str | None = "ARMED_CLASH", hours: float = 0, **more: Any) -> Happening:
    """A happening told by ``articles`` (default one), one origin and one sentence an article."""
    articles = more.pop("articles", ["a1"])
    more.setdefault("told_at", [])
    defaults: dict[str, Any] = {
        "type": "ASSAULT",
        "place": place("Banjska"),
        "event_ids": [f"{id}-{a}" for a in articles],
        "origins": [f"origin-{a}" for a in articles],
        "first_seen": at(hours),
        "last_changed": at(hours),
        "evidence": [
            Evidence(text=f"Sentence of {a}.", article_id=a, start=0, end=10, source=f"{a}.example", language="en")
            for a in articles
        ],
    }
    return Happening(id=id, signal=signal, articles=articles, **{**defaults, **more})


def story(id: str = "s1", *happenings: Happening, revision: int = 1, hours: float = 0, **more: Any) -> Story:
    told = list(happenings)
    defaults: dict[str, Any] = {
        "title": "A title",
        "relevance": 0.9,
        "first_seen": at(min(hours, 0)),
        "last_changed": at(hours),
        "articles": sorted({a for h in told for a in h.articles}),
        "place": told[0].place if told else None,
    }
    return Story(id=id, revision=revision, happenings=told, **{**defaults, **more})


def day(text: str, precision: str = "day") -> EventDate:
    return EventDate(start=text, end=text, precision=precision)


def rule(text: str) -> Rule:
    return parse_rule(text)


def engine(*texts: str, **config: Any) -> AlertEngine:
    return AlertEngine([rule(t) for t in texts], AlertConfig(**config))


@cache
def shipped_rules() -> tuple[Rule, ...]:
    rules = load_rules(SHIPPED)
    assert not rules.errors, rules.errors
    return tuple(rules.rules)


def shipped(**config: Any) -> AlertEngine:
    return AlertEngine(shipped_rules(), AlertConfig(**config))


CLASH = """
id: clash
title: Clash
severity: {default: warning, critical: {quantity: killed, best: {gte: 10}}}
when: {signal: ARMED_CLASH}
novelty: {material_change: {killed: 20%, actor: true, place: true, origins: [3]}}
notify: [desk]
"""
