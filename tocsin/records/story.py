"""The story: one real-world happening across articles and languages, with its claim ledger."""

from __future__ import annotations

from pydantic import Field

from tocsin.records.analysis import (
    Actor,
    EventDate,
    EventType,
    Place,
    Qualifier,
    QuantityKind,
    QuantityMode,
    Realis,
    Signal,
)
from tocsin.records.base import Part, Record, Time


class Evidence(Part):
    """A quoted sentence: ``article.body[start:end] == text``."""

    text: str
    article_id: str
    start: int
    end: int
    source: str | None = None
    url: str | None = None
    language: str | None = None


class Claim(Part):
    """One figure as one article gave it. Reconciling drops none; a record carries the most telling (docs/claims.md)."""

    id: str
    kind: QuantityKind
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: Qualifier | None = None
    mode: QuantityMode = "event"
    status: str = "actual"
    side: str | None = None
    attributed_to: str | None = None
    part_of: str | None = Field(default=None, description="id of the claim that holds the total")
    same_as: str | None = None
    revised_from: str | None = None
    superseded_by: str | None = None
    origin: str | None = Field(default=None, description="agency or outlet it goes back to")
    published_at: Time | None = None
    evidence: Evidence


class Reconciled(Part):
    """What a story knows of one kind: the figure, its parts by side, and the claims behind it."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    status: str = "actual"
    mode: QuantityMode = "event"
    contested: bool = False
    parts: dict[str, Reconciled] = Field(default_factory=dict, description="by side")
    claims: list[Claim] = Field(default_factory=list)
    claims_left_out: int = Field(
        default=0, description="claims that this record does not carry; they stand in the analyses of its articles"
    )


class Happening(Part):
    """One event of a story, merged over all articles that tell it: what an alert is about."""

    id: str
    type: EventType
    mode: str | None = None
    contexts: list[str] = Field(default_factory=list)
    signal: Signal | None = None
    signals: list[Signal] = Field(default_factory=list)
    acled: list[str] | None = Field(
        default=None, description="ACLED's event and sub-event type, as most of the articles tell who acts upon whom"
    )
    realis: Realis = "actual"
    actors: list[Actor] = Field(default_factory=list)
    recipients: list[Actor] = Field(default_factory=list)
    place: Place | None = None
    date: EventDate | None = None
    quantities: dict[str, Reconciled] = Field(default_factory=dict, description="by kind")
    attributed_to: list[str] = Field(default_factory=list)
    contested_by: list[str] = Field(default_factory=list)
    confidence: float = 1.0
    articles: list[str] = Field(default_factory=list)
    told_at: list[Time | None] = Field(
        default_factory=list, description="event time of each of articles, in their order; empty: by an older writer"
    )
    event_ids: list[str] = Field(default_factory=list)
    origins: list[str] = Field(default_factory=list, description="independent origins")
    first_seen: Time | None = None
    last_changed: Time | None = None
    evidence: list[Evidence] = Field(default_factory=list)


class Change(Part):
    """One line of the timeline: what changed, when, by which article."""

    at: Time | None = None
    what: str
    article_id: str | None = None
    happening_id: str | None = None


class Story(Record):
    """One real-world story. ``revision`` grows each time something changes."""

    id: str
    revision: int = 1
    title: str | None = None
    signal: Signal | None = None
    type: EventType | None = None
    place: Place | None = None
    date: EventDate | None = None
    actors: list[Actor] = Field(default_factory=list)
    quantities: dict[str, Reconciled] = Field(default_factory=dict, description="by kind, over all happenings")
    contested: bool = False
    happenings: list[Happening] = Field(default_factory=list, description="the main one first")
    articles: list[str] = Field(default_factory=list)
    duplicates: list[str] = Field(default_factory=list)
    sources: list[str] = Field(default_factory=list)
    independent_origins: int = 0
    languages: list[str] = Field(default_factory=list)
    relevance: float = 0.0
    first_seen: Time | None = None
    last_changed: Time | None = None
    severity: int = Field(default=0, ge=0, le=100)
    severity_parts: dict[str, float] = Field(default_factory=dict)
    timeline: list[Change] = Field(default_factory=list)
    merged_into: str | None = Field(default=None, description="set when this story was found to be part of another")
    late: bool = Field(default=False, description="changed only by an article older than the lateness allowed")
