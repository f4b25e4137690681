"""The explicit mappings of every index. What is not named here is stored, not searched.

Figures stand flat beside each other, so that in Kibana one asks ``killed.best >= 3 and place.country: XK``;
the whole record stands unindexed under ``record``.
"""

from __future__ import annotations

from typing import Any, get_args

from tocsin.records.analysis import QuantityKind

VERSION = 1
QUANTITIES: tuple[str, ...] = get_args(QuantityKind)
ANALYZERS = {"en": "english", "fr": "french"}

Mapping = dict[str, Any]

KEYWORD: Mapping = {"type": "keyword", "ignore_above": 1024}
DATE: Mapping = {"type": "date", "format": "strict_date_optional_time||epoch_millis"}
BOOLEAN: Mapping = {"type": "boolean"}
LONG: Mapping = {"type": "long"}
FLOAT: Mapping = {"type": "float"}
TEXT: Mapping = {"type": "text"}
NAMED: Mapping = {"type": "text", "fields": {"raw": KEYWORD}}
FOLDED: Mapping = {"type": "text", "analyzer": "whitespace", "norms": True}
STORED: Mapping = {"type": "object", "enabled": False}


def index_settings(shards: int, replicas: int) -> Mapping:
    """Settings of every index. A value that does not fit its field is left out of the field, not the document lost."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "1s",
        "gc_deletes": "1h",  # how long the version of a removed event is remembered
        "mapping.ignore_malformed": True,
    }


def _object(**fields: Mapping) -> Mapping:
    return {"properties": fields}


def _figure() -> Mapping:
    return _object(low=LONG, best=LONG, high=LONG, qualifier=KEYWORD, mode=KEYWORD, status=KEYWORD, contested=BOOLEAN)


def _figures() -> dict[str, Mapping]:
    return {kind: _figure() for kind in QUANTITIES}


PLACE = _object(name=KEYWORD, country=KEYWORD, precision={"type": "byte"}, location={"type": "geo_point"})
PARTY = _object(id=KEYWORD, name=KEYWORD, country=KEYWORD, sector=KEYWORD)
DAYS = _object(start=DATE, end=DATE, precision=KEYWORD, anchor=KEYWORD)
CLAIMS: Mapping = {
    "type": "nested",
    "properties": {
        "kind": KEYWORD, "low": LONG, "best": LONG, "high": LONG, "qualifier": KEYWORD, "mode": KEYWORD,
        "status": KEYWORD, "side": KEYWORD, "attributed_to": KEYWORD, "text": KEYWORD,
    },
}  # fmt: skip
EVIDENCE = _object(text=TEXT, article_id=KEYWORD, source=KEYWORD, url=KEYWORD, language=KEYWORD)
CODES = _object(acled=KEYWORD, cameo=KEYWORD, goldstein=FLOAT, plover_score=FLOAT)


def _articles(languages: tuple[str, ...]) -> dict[str, Mapping]:
    body: Mapping = {"type": "text"}
    if languages:
        body["fields"] = {code: {"type": "text", "analyzer": ANALYZERS[code]} for code in languages}
    return {
        "id": KEYWORD, "revision": LONG, "url": KEYWORD, "source": KEYWORD, "title": NAMED, "body": body,
        "search": FOLDED, "search_title": FOLDED, "language": KEYWORD, "published_at": DATE,
        "published_at_estimated": BOOLEAN, "fetched_at": DATE, "indexed_at": DATE, "time": DATE,
        "duplicate_of": KEYWORD, "is_duplicate": BOOLEAN, "similarity": FLOAT, "origins": KEYWORD,
        "relevance": FLOAT, "story_id": KEYWORD, "summary": TEXT, "names": KEYWORD, "entity_ids": KEYWORD,
        "signals": KEYWORD, "types": KEYWORD, "realis": KEYWORD, "countries": KEYWORD, "places": PLACE,
        "event_ids": KEYWORD, "quantities": CLAIMS, "warnings": KEYWORD, "record": STORED, **_figures(),
    }  # fmt: skip


def _events() -> dict[str, Mapping]:
    return {
        "id": KEYWORD, "revision": LONG, "article_id": KEYWORD, "story_id": KEYWORD, "is_duplicate": BOOLEAN,
        "language": KEYWORD, "source": KEYWORD, "url": KEYWORD, "published_at": DATE, "time": DATE,
        "rank": LONG, "type": KEYWORD, "mode": KEYWORD, "contexts": KEYWORD, "signal": KEYWORD, "realis": KEYWORD,
        "actors": PARTY, "recipients": PARTY, "place": PLACE, "date": DAYS, "attributed_to": KEYWORD,
        "contested_by": KEYWORD, "confidence": FLOAT, "relevance": FLOAT, "codes": CODES, "evidence": TEXT,
        "trigger": KEYWORD, "search": FOLDED, "quantities": CLAIMS, **_figures(),
    }  # fmt: skip


def _stories() -> dict[str, Mapping]:
    happening = {
        "id": KEYWORD, "type": KEYWORD, "mode": KEYWORD, "signal": KEYWORD, "realis": KEYWORD, "place": PLACE,
        "date": DAYS, "actors": PARTY, "recipients": PARTY, "articles": KEYWORD, "origins": KEYWORD,
    }  # fmt: skip
    return {
        "id": KEYWORD, "revision": LONG, "title": NAMED, "signal": KEYWORD, "signals": KEYWORD, "type": KEYWORD,
        "types": KEYWORD, "realis": KEYWORD, "place": PLACE, "places": PLACE, "countries": KEYWORD, "date": DAYS,
        "actors": PARTY, "contested": BOOLEAN, "happenings": {"type": "nested", "properties": happening},
        "articles": KEYWORD, "article_count": LONG, "duplicates": KEYWORD, "duplicate_count": LONG,
        "sources": KEYWORD, "independent_origins": LONG, "languages": KEYWORD, "relevance": FLOAT,
        "first_seen": DATE, "last_changed": DATE, "time": DATE, "severity": LONG, "merged_into": KEYWORD,
        "is_merged": BOOLEAN, "late": BOOLEAN, "last_change": TEXT, "search": FOLDED, "indexed_at": DATE,
        "record": STORED, **_figures(),
    }  # fmt: skip


def _alerts() -> dict[str, Mapping]:
    delivery = _object(receiver=KEYWORD, revision=LONG, at=DATE, outcome=KEYWORD, attempts=LONG)
    return {
        "id": KEYWORD, "revision": LONG, "version": LONG, "quiet": BOOLEAN, "rule": KEYWORD, "story_id": KEYWORD,
        "happening_id": KEYWORD,
        "story_revision": LONG, "severity": KEYWORD, "score": LONG, "reason": NAMED, "reasons": TEXT, "title": NAMED,
        "signal": KEYWORD, "place": KEYWORD, "country": KEYWORD, "evidence": EVIDENCE, "state": KEYWORD,
        "event_time": DATE, "created_at": DATE, "updated_at": DATE, "time": DATE, "deliveries": delivery,
        "inhibited_by": KEYWORD, "superseded_by": KEYWORD, "search": FOLDED, "indexed_at": DATE, "record": STORED,
    }  # fmt: skip


def _dead_letters() -> dict[str, Mapping]:
    return {
        "id": KEYWORD, "time": DATE, "stage": KEYWORD, "error": KEYWORD, "reason": NAMED, "key": KEYWORD,
        "source_topic": KEYWORD, "source_partition": LONG, "source_offset": LONG, "attempts": LONG,
        "offset": LONG, "size": LONG, "value": {"type": "text", "index": False}, "indexed_at": DATE,
    }  # fmt: skip


def properties(kind: str, languages: tuple[str, ...] = ()) -> dict[str, Mapping]:
    """The mapping's properties of one kind of index."""
    if kind == "articles":
        return _articles(languages)
    made = {"events": _events, "stories": _stories, "alerts": _alerts, "dead-letters": _dead_letters}
    return made[kind]()


def field_names(kind: str, languages: tuple[str, ...] = ()) -> set[str]:
    """Every field of an index by its full name, sub-fields included; what Kibana objects may name."""
    found: set[str] = set()

    def walk(fields: dict[str, Mapping], before: str) -> None:
        for name, mapping in fields.items():
            full = f"{before}{name}"
            found.add(full)
            walk(mapping.get("properties", {}), f"{full}.")
            walk(mapping.get("fields", {}), f"{full}.")

    walk(properties(kind, languages), "")
    return found
