"""The judge: what the index holds against what the undisturbed chain says; every difference in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from processors.setup import load_rules
from producers.dead_letters import read_all
from tests.chaos.corpus import Stream
from tocsin.records import Alert, Story
from tocsin.settings import Settings

NOT_SAID = frozenset({"revision", "fetched_at", "terms", "body"})
SHOWN = 5
PATIENCE = 120.0
"""Seconds for one answer: the machine may be busy after a long stream."""


def judge(stream: Stream, settings: Settings, client: Elasticsearch) -> list[str]:
    """All that is wrong; nothing when all is well."""
    expected = stream.expected
    found = {kind: _documents(client, settings, kind) for kind in ("articles", "events", "stories", "alerts")}
    wrong: list[str] = []
    for kind, documents in found.items():
        doubled = [name for name, count in Counter(name for name, _ in documents).items() if count > 1]
        wrong += _listed(f"{kind} doubled", doubled)
    wrong += compared("article", {a.article_id: said(a.to_dict()) for a in expected.analyses}, {
        name: said(d["record"]) for name, d in found["articles"]
    })  # fmt: skip
    wrong += compared("event", {e.id: a.article_id for a in expected.analyses for e in a.events}, {
        name: d["article_id"] for name, d in found["events"]
    })  # fmt: skip
    stories = [Story.model_validate(d["record"]) for _, d in found["stories"]]
    wrong += compared("story", essence(expected.stories), essence(s for s in stories if s.merged_into is None))
    wrong += compared("alert", standing(expected.alerts, settings), standing(
        (Alert.model_validate(d["record"]) for _, d in found["alerts"]), settings
    ))  # fmt: skip
    return wrong + _letters(stream, settings)


def said(analysis: dict[str, Any]) -> dict[str, Any]:
    """What an analysis says, without how often it was revised and when its article happened to be fetched."""
    return {key: value for key, value in analysis.items() if key not in NOT_SAID}


def essence(stories: Iterable[Story]) -> dict[str, Any]:
    return {story.id: {k: v for k, v in story.to_dict().items() if k != "revision"} for story in stories}


def standing(alerts: Iterable[Alert], settings: Settings) -> dict[str, Any]:
    """Alerts that stand and are about one happening.

    Rules that add up many happenings are left out: what a group amounted to for a moment, before a late article
    joined two happenings, was told and stays told (docs/decisions/alerts.md). When a feed is found silent depends
    on which of its articles were there by then.
    """
    silent = {rule.id for rule in load_rules(settings).rules if rule.kind not in ("match", "new_term")}
    return {
        alert.id: (alert.rule, alert.severity, alert.story_id, alert.happening_id, alert.state, alert.title)
        for alert in alerts
        if not alert.inhibited_by and not alert.superseded_by and alert.rule not in silent
    }


def _letters(stream: Stream, settings: Settings) -> list[str]:
    """Every message that no one can read is there with its bytes, once for each place it stood at; nothing else."""
    letters = read_all(settings)
    by_stage: dict[str, set[bytes]] = {}
    for letter in letters:
        by_stage.setdefault(letter.said("stage"), set()).add(
            letter.key if letter.said("stage") == "extract" else letter.value
        )
    wanted = {
        "clean": set(stream.poison),
        "extract": {article.id.encode() for article in stream.crashes},
        "sink": {a.to_json() for a in (*stream.refused, *stream.oversized)},
    }
    wrong = []
    for stage in sorted(wanted.keys() | by_stage.keys()):
        has, should = by_stage.get(stage, set()), wanted.get(stage, set())
        wrong += _listed(f"dead letters of {stage} missing", [v[:80] for v in should - has])
        wrong += _listed(f"dead letters of {stage} not expected", [v[:80] for v in has - should])
    clean = {
        (one.said("source-partition"), one.said("source-offset")) for one in letters if one.said("stage") == "clean"
    }
    if len(clean) != len(stream.poison):
        wrong.append(f"{len(stream.poison)} messages were poison, dead letters name {len(clean)} places")
    return wrong


def _documents(client: Elasticsearch, settings: Settings, kind: str) -> list[tuple[str, dict[str, Any]]]:
    alias = f"{settings.elasticsearch_prefix}-{kind}"
    client = client.options(request_timeout=PATIENCE)
    client.indices.refresh(index=alias, ignore_unavailable=True)
    return [(hit["_id"], hit["_source"]) for hit in scan(client, index=alias, size=500, ignore_unavailable=True)]


def compared(kind: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    wrong = _listed(f"{kind} missing", [_named(n, expected) for n in sorted(expected.keys() - found.keys())])
    wrong += _listed(f"{kind} not expected", [_named(n, found) for n in sorted(found.keys() - expected.keys())])
    differ = [name for name in sorted(expected.keys() & found.keys()) if expected[name] != found[name]]
    if differ:
        wrong.append(f"{len(differ)} {kind} differ")
        wrong += [f"  {name}: {_difference(expected[name], found[name])}" for name in differ[:SHOWN]]
    return wrong


def _named(name: str, values: Mapping[str, Any]) -> Any:
    return (name, *values[name]) if isinstance(values[name], tuple) else name


def _difference(one: Any, other: Any) -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)]
        return "; ".join(f"{key}: {str(one.get(key))[:300]} ≠ {str(other.get(key))[:300]}" for key in keys[:4])
    return f"{str(one)[:400]} ≠ {str(other)[:400]}"


def _listed(what: str, names: list[Any]) -> list[str]:
    return [f"{len(names)} {what}: {names[:SHOWN]}"] if names else []
