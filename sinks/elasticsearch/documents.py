"""Records → documents: pure functions, the same record always gives the same document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json, to_json

from sinks.elasticsearch.figures import flatten_claims, flatten_quantities
from sinks.elasticsearch.folding import folded, stems, stems_of_name, stems_of_words
from sinks.elasticsearch.indices import alias, month_of
from tocsin.records import Actor, Alert, Analysis, Event, EventDate, Place, Record, Story

MAX_SEARCH_CHARS = 400_000
MAX_VALUE_CHARS = 10_000


@dataclass(frozen=True, slots=True)
class Document:
    """One document to write. ``month`` is where it goes when its id is new; it stays where it is once it is there."""

    alias: str
    id: str
    version: int
    month: str
    fields: Mapping[str, Any]
    parts: tuple[str, ...] = ()
    """Ids of the documents derived with it (an article's events), so that those of before can be taken away."""
    record: bytes | None = None
    """What it was made from, as JSON: its field ``record``."""
    figures: Mapping[str, Any] = field(default_factory=dict)
    """Fields that stand behind the record."""

    @property
    def source(self) -> dict[str, Any]:
        """All fields, as the index gives them back."""
        record = {} if self.record is None else {"record": from_json(self.record)}
        return {**self.fields, **record, **self.figures}

    def bare(self) -> Document:
        """Without its fields, for when they are encoded: what waits to be written is then a few objects, not hundreds
        that the garbage collection would have to walk through."""
        return Document(self.alias, self.id, self.version, self.month, {}, self.parts)


def of_analysis(prefix: str, analysis: Analysis, body: str | None = None) -> list[Document]:
    """The article with what was understood of it, and one document for each event."""
    month = month_of(analysis.published_at or analysis.fetched_at)
    times = _time(analysis.published_at), _time(analysis.fetched_at)
    events = tuple(event.id for event in analysis.events)
    article = Document(
        alias(prefix, "articles"), analysis.article_id, analysis.revision, month, _article(analysis, body, *times),
        events, _record(analysis, {"terms", "body"}), flatten_quantities(analysis.quantities),
    )  # fmt: skip
    documents = [article]
    for rank, event in enumerate(analysis.events):
        source = _event(analysis, event, rank, times[0] or times[1])
        documents.append(Document(alias(prefix, "events"), event.id, analysis.revision, month, source))
    return documents


def of_story(prefix: str, story: Story) -> list[Document]:
    """One document."""
    happenings = story.happenings
    places = [place for place in [story.place, *(h.place for h in happenings)] if place]
    last = story.timeline[-1].what if story.timeline else None
    names = [name for name in [*(_party_names(story.actors)), *(p.name for p in places)] if name]
    quotes = [e.text for h in happenings for e in h.evidence[:3]]
    signals = [s for h in happenings for s in ([h.signal] if h.signal else []) + list(h.signals)]
    source = {
        "id": story.id, "revision": story.revision, "title": story.title, "signal": story.signal,
        "signals": _unique([story.signal, *signals]), "type": story.type,
        "types": _unique([story.type, *(h.type for h in happenings)]),
        "realis": _unique(h.realis for h in happenings),
        "place": _place(story.place), "places": [_place(p) for p in places],
        "countries": _unique(p.country for p in places), "date": _days(story.date),
        "actors": [_party(a) for a in story.actors], "contested": story.contested,
        "happenings": [
            {
                "id": h.id, "type": h.type, "mode": h.mode, "signal": h.signal, "realis": h.realis,
                "place": _place(h.place), "date": _days(h.date), "actors": [_party(a) for a in h.actors],
                "recipients": [_party(a) for a in h.recipients], "articles": h.articles, "origins": h.origins,
            }
            for h in happenings
        ],
        "articles": story.articles, "article_count": len(story.articles), "duplicates": story.duplicates,
        "duplicate_count": len(story.duplicates), "sources": story.sources,
        "independent_origins": story.independent_origins, "languages": story.languages, "relevance": story.relevance,
        "first_seen": _time(story.first_seen), "last_changed": _time(story.last_changed),
        "time": _time(story.last_changed or story.first_seen), "severity": story.severity,
        "merged_into": story.merged_into, "is_merged": story.merged_into is not None, "late": story.late,
        "last_change": last, "search": _searchable([story.title or "", *quotes], names),
    }  # fmt: skip
    return [
        Document(
            alias(prefix, "stories"), story.id, story.revision, month_of(story.first_seen), _lean(source), (),
            _record(story), flatten_claims(story.quantities),
        )
    ]  # fmt: skip


def of_alert(prefix: str, alert: Alert) -> list[Document]:
    """One document."""
    quotes = [evidence.text for evidence in alert.evidence]
    source = {
        "id": alert.id, "revision": alert.revision, "version": alert.version, "quiet": alert.quiet,
        "rule": alert.rule, "story_id": alert.story_id,
        "happening_id": alert.happening_id, "story_revision": alert.story_revision, "severity": alert.severity,
        "score": alert.score, "reason": alert.reason, "reasons": alert.reasons, "title": alert.title,
        "signal": alert.signal, "place": alert.place, "country": alert.country,
        "evidence": [
            {"text": e.text, "article_id": e.article_id, "source": e.source, "url": e.url, "language": e.language}
            for e in alert.evidence
        ],
        "state": alert.state, "event_time": _time(alert.event_time), "created_at": _time(alert.created_at),
        "updated_at": _time(alert.updated_at), "time": _time(alert.updated_at or alert.created_at or alert.event_time),
        "deliveries": [
            {"receiver": d.receiver, "revision": d.revision, "at": _time(d.at), "outcome": d.outcome,
             "attempts": d.attempts} for d in alert.deliveries
        ],
        "inhibited_by": alert.inhibited_by, "superseded_by": alert.superseded_by,
        "search": _searchable([alert.title, *quotes], [alert.place or ""]),
    }  # fmt: skip
    month = month_of(alert.created_at or alert.event_time)
    return [Document(alias(prefix, "alerts"), alert.id, alert.version, month, _lean(source), (), _record(alert))]


def of_dead_letter(
    prefix: str, key: bytes | None, value: bytes | None, headers: Mapping[str, bytes], at_ms: int, offset: int
) -> list[Document]:
    """One document, named by its place in the topic of dead letters, so that reading it again adds none."""

    def said(name: str) -> str | None:
        return headers[name].decode("utf-8", "replace") if name in headers else None

    time = datetime.fromtimestamp(max(at_ms, 0) / 1000, UTC)
    source = {
        "id": f"dead-{offset}", "time": _time(time), "stage": said("stage"), "error": said("error"),
        "reason": said("reason"), "key": (key or b"").decode("utf-8", "replace"), "offset": offset,
        "source_topic": said("source-topic"), "source_partition": said("source-partition"),
        "source_offset": said("source-offset"), "attempts": said("attempts"), "size": len(value or b""),
        "value": (value or b"")[: MAX_VALUE_CHARS * 4].decode("utf-8", "replace")[:MAX_VALUE_CHARS],
    }  # fmt: skip
    return [Document(alias(prefix, "dead-letters"), f"dead-{offset}", 1, month_of(time), _lean(source))]


def _article(analysis: Analysis, body: str | None, published: str | None, fetched: str | None) -> dict[str, Any]:
    places = [*analysis.places, *(e.place for e in analysis.events if e.place)]
    names = _unique(
        [*(e.name for e in analysis.entities), *(p.name for p in places),
         *(name for e in analysis.events for name in _party_names([*e.actors, *e.recipients]))]
    )  # fmt: skip
    texts = [(body if body is not None else " ".join(e.evidence.text for e in analysis.events))[:MAX_SEARCH_CHARS]]
    lemmas = [term for term in analysis.terms if " " not in term and term[:1] != "@"]
    source = {
        "id": analysis.article_id, "revision": analysis.revision, "url": analysis.url, "source": analysis.source,
        "title": analysis.title, "body": body, "search": _searchable([analysis.title or "", *texts], names, lemmas),
        "search_title": folded(analysis.title or ""), "language": analysis.language,
        "published_at": published, "published_at_estimated": analysis.published_at_estimated, "fetched_at": fetched,
        "time": published or fetched, "duplicate_of": analysis.duplicate_of,
        "is_duplicate": analysis.duplicate_of is not None, "similarity": analysis.similarity,
        "origins": analysis.origins, "relevance": analysis.relevance, "story_id": analysis.story_id,
        "summary": analysis.summary, "names": names, "entity_ids": _unique(e.id for e in analysis.entities),
        "signals": _unique(e.signal for e in analysis.events), "types": _unique(e.type for e in analysis.events),
        "realis": _unique(e.realis for e in analysis.events), "countries": _unique(p.country for p in places),
        "places": [_place(p) for p in places], "event_ids": [e.id for e in analysis.events],
        "warnings": analysis.warnings,
    }  # fmt: skip
    return _lean(source)


def _event(analysis: Analysis, event: Event, rank: int, published: str | None) -> dict[str, Any]:
    mine = [analysis.quantities[i] for i in event.quantities if 0 <= i < len(analysis.quantities)]
    names = [name for name in [*_party_names([*event.actors, *event.recipients]),
                               event.place.name if event.place else None] if name]  # fmt: skip
    return _lean({
        "id": event.id, "revision": analysis.revision, "article_id": analysis.article_id,
        "story_id": analysis.story_id, "is_duplicate": analysis.duplicate_of is not None,
        "language": analysis.language, "source": analysis.source, "url": analysis.url, "published_at": published,
        "time": event.date.start if event.date else published, "rank": rank, "type": event.type, "mode": event.mode,
        "contexts": event.contexts, "signal": event.signal, "realis": event.realis,
        "actors": [_party(a) for a in event.actors], "recipients": [_party(a) for a in event.recipients],
        "place": _place(event.place), "date": _days(event.date), "attributed_to": event.attributed_to,
        "contested_by": event.contested_by, "confidence": event.confidence, "relevance": analysis.relevance,
        "codes": dict(vars(event.codes)), "evidence": event.evidence.text, "trigger": event.trigger.text,
        "search": _searchable([event.evidence.text], names), **flatten_quantities(mine),
    })  # fmt: skip


def _searchable(texts: Iterable[str], names: Iterable[str], lemmas: Iterable[str] = ()) -> str:
    """Stems of the texts, then the canonical names and lemmas (single words) that are not among them."""
    found = [token for text in texts for token in stems(text)]
    have = set(found)
    for name in names:
        extra = stems_of_name(name)
        if not have.issuperset(extra):
            found.extend(extra)
    found.extend(sorted(stems_of_words(lemmas) - have))
    return " ".join(found)


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    located = place.lat is not None and place.lon is not None
    there = {"lat": place.lat, "lon": place.lon} if located else None
    return _lean({"name": place.name, "country": place.country, "precision": place.precision, "location": there})


def _party(actor: Actor) -> dict[str, Any]:
    return _lean({"id": actor.id, "name": actor.name or actor.text, "country": actor.country, "sector": actor.sector})


def _party_names(actors: Iterable[Actor]) -> list[str]:
    return [actor.name or actor.text for actor in actors]


def _days(date: EventDate | None) -> dict[str, Any] | None:
    return dict(vars(date)) if date else None


def _time(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def _unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _lean(source: Mapping[str, Any]) -> dict[str, Any]:
    """Without fields that say nothing: unknown is absent."""
    return {name: value for name, value in source.items() if value or (value is not None and value not in ([], ""))}


def _record(record: Record, without: set[str] | None = None) -> bytes:
    """The record as JSON."""
    try:
        return record.model_dump_json(by_alias=True, exclude=without).encode()
    except ValueError:  # half of a surrogate pair: it becomes a question mark
        return _patiently({name: value for name, value in record.to_dict().items() if name not in (without or ())})


def now() -> str:
    """The time as documents say it."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def encode(document: Document, indexed_at: str | None = None) -> bytes:
    """One line of a bulk request; ``indexed_at`` is the writer's, so that a document depends on its record alone."""
    behind = {**document.figures, "indexed_at": indexed_at} if indexed_at else document.figures
    if document.record is None:
        return _json({**document.fields, **behind})
    parts = _json(document.fields)[1:-1], b'"record":' + document.record, _json(behind)[1:-1]
    return b"{" + b",".join(filter(None, parts)) + b"}"


def _json(values: Mapping[str, Any]) -> bytes:
    try:
        return to_json(values, fallback=str, inf_nan_mode="null")
    except ValueError:
        return _patiently(values)


def _patiently(values: Mapping[str, Any]) -> bytes:
    """Also with half of a surrogate pair: it becomes a question mark."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")
