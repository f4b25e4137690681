"""Analysis → what linking, happenings and the ledger need of it: compact, and JSON in and out."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime

from pydantic import Field

from tocsin.records import Analysis, Entity, Event, Part, Quantity, Receipt, Record, Time

NAME_MARK = "@"
"""Keys of ``Analysis.terms`` that begin so are names and numbers as they stand in the text, folded."""


class CountedPeople(Quantity):
    """A quantity that surely has the sentence it stands in."""

    evidence: Receipt


class Entry(Part):
    """An entity named in the article: canonical id or folded name, and how often."""

    label: str
    name: str | None = None
    count: int = 1


class Linkable(Record):
    """One article as the story linker remembers it.

    ``placed``, ``sequence``, ``late`` and ``story`` are the linker's own: the first two give the place in
    the order where the article's time cannot: it has none, or it came after the lateness allowed.
    """

    id: str
    at: Time | None = Field(default=None, description="published, else fetched")
    estimated: bool = False
    language: str = "und"
    title: str | None = None
    source: str | None = None
    url: str | None = None
    origins: list[str] = Field(default_factory=list)
    duplicate_of: str | None = None
    similarity: float | None = None
    verdict: int = Field(default=0, description="revision of the verdict that duplicate_of comes from")
    relevance: float = 0.0
    terms: dict[str, int] = Field(default_factory=dict)
    names: dict[str, int] = Field(default_factory=dict)
    entities: dict[str, Entry] = Field(default_factory=dict)
    events: list[Event] = Field(default_factory=list)
    quantities: list[CountedPeople] = Field(default_factory=list)
    placed: float | None = None
    sequence: int = 0
    late: bool = False
    pending: bool = Field(default=False, description="only a verdict is known so far")
    story: str | None = Field(default=None, description="the story last given out")

    @property
    def seconds(self) -> float | None:
        """Event time in seconds since 1970, None when unknown."""
        return self.at.timestamp() if self.at is not None else None


def linkable(analysis: Analysis) -> Linkable:
    """The features of one analysis. Pure: the same analysis gives the same features."""
    terms, names = _split(analysis.terms)
    return Linkable(
        id=analysis.article_id,
        at=event_time(analysis),
        estimated=analysis.published_at_estimated,
        language=analysis.language,
        title=analysis.title,
        source=analysis.source,
        url=analysis.url,
        origins=list(analysis.origins),
        duplicate_of=analysis.duplicate_of,
        similarity=analysis.similarity,
        verdict=analysis.revision,
        relevance=analysis.relevance,
        terms=terms,
        names=names,
        entities=_entities(analysis),
        events=analysis.events,
        quantities=[_with_sentence(q) for q in analysis.quantities],
    )


def version(analysis: Analysis) -> datetime:
    """Which of two texts of one article (one id) is the newer: that fetched later, else published later."""
    return analysis.fetched_at or analysis.published_at or FIRST


FIRST = datetime(1000, 1, 1, tzinfo=UTC)
"""Stands for no time at all."""


def event_time(analysis: Analysis) -> datetime | None:
    """The time an article counts for: published, else fetched."""
    return analysis.published_at or analysis.fetched_at


def _split(terms: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    words = {sys.intern(word): count for word, count in terms.items() if not word.startswith(NAME_MARK)}
    names = {sys.intern(word[1:]): count for word, count in terms.items() if word.startswith(NAME_MARK)}
    return words, names


def _entities(analysis: Analysis) -> dict[str, Entry]:
    counts: Counter[str] = Counter()
    first: dict[str, Entity] = {}
    for entity in analysis.entities:
        key = entity.id or (entity.name or entity.text).casefold()
        counts[key] += 1
        first.setdefault(key, entity)
    return {key: Entry(label=one.label, name=one.name or one.text, count=counts[key]) for key, one in first.items()}


def _with_sentence(quantity: Quantity) -> CountedPeople:
    """A figure without its sentence (another's analysis) is its own evidence."""
    itself = Receipt(text=quantity.text, start=quantity.start, end=quantity.end)
    return CountedPeople.model_validate({**quantity.model_dump(), "evidence": quantity.evidence or itself})
