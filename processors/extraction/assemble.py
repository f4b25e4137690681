"""Doc → analysis: turns the components' marks into a record with offsets of the article's body."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import TypedDict

from spacy.tokens import Doc, Span

from processors.extraction.codes import codes_of
from processors.extraction.marks import (
    ActorMark,
    DateMark,
    EventMark,
    Name,
    PlaceMark,
    QuantityMark,
    events_of,
    name_of,
    places_of,
    quantities_of,
)
from processors.extraction.summary import summary_line
from processors.extraction.terms import terms_of
from tocsin.records import (
    Actor,
    Analysis,
    Article,
    CleanArticle,
    Entity,
    Event,
    EventDate,
    Place,
    Quantity,
    Receipt,
)

ToBody = Callable[[int, int], tuple[int, int]]
LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "WEAPON", "MILUNIT"})


def assemble(doc: Doc, clean: CleanArticle) -> Analysis:
    """The analysis of one article, main event first, every index consistent, every span in the body."""
    article = clean.article
    spans = _Spans(clean)
    events: list[EventMark] = sorted(events_of(doc), key=_order)
    quantities: list[QuantityMark] = sorted(quantities_of(doc), key=lambda q: (q.span.start, q.span.end))
    index = {id(q): i for i, q in enumerate(quantities)}
    event_index = {id(e): i for i, e in enumerate(events)}
    return Analysis(
        article_id=article.id,
        url=article.url,
        source=article.source,
        title=article.title,
        language=clean.language,
        published_at=article.published_at,
        published_at_estimated=article.published_at_estimated,
        fetched_at=article.fetched_at,
        duplicate_of=clean.duplicate_of,
        similarity=clean.similarity,
        revision=clean.verdict_revision,
        origins=clean.origins,
        relevance=round(float(doc._.relevance), 3),
        entities=[spans.entity(span) for span in doc.ents if span.label_ in LABELS],
        places=[spans.place(mark) for mark in places_of(doc)],
        events=[_event(mark, article, spans, quantities, index) for mark in events],
        quantities=[_quantity(mark, spans, index, event_index) for mark in quantities],
        summary=summary_line(doc, events, quantities),
        terms=terms_of(doc, article.title),
    )


_REALIS_WEIGHT = {
    "actual": 0.0, "reported": 0.2, "announced": 0.2, "future": 1.0, "hypothetical": 2.0, "negated": 2.0,
    "historical": 3.0,
}  # fmt: skip
_TYPE_WEIGHT = {"ASSAULT": 0.0, "COERCE": 0.15, "PROTEST": 0.1, "MOBILIZE": 0.15, "RETREAT": 0.2, "SANCTION": 0.25}


def _order(mark: EventMark) -> tuple[float, int]:
    """Main event first: events of today before plans and memories, deeds before words, then position.

    An event far down the text must be much graver to come first, since news tells the main thing at the top.
    """
    unsigned = 0.0 if mark.signal else 0.25 if mark.type == "ASSAULT" else 0.5
    weight = _REALIS_WEIGHT[mark.realis] + unsigned
    weight += _TYPE_WEIGHT.get(mark.type, 0.5) + 0.3 * (mark.confidence < 0.8)
    return (weight + min(0.6, mark.trigger.start / 200), mark.trigger.start)


def event_id(article: str, mark: EventMark) -> str:
    """Derived from article, type and place in the text: the same event gets the same id again."""
    basis = f"{article}\0{mark.type}\0{mark.mode}\0{mark.trigger.start_char}"
    return hashlib.sha256(basis.encode()).hexdigest()[:16]


def _event(
    mark: EventMark, article: Article, spans: _Spans, quantities: list[QuantityMark], index: dict[int, int]
) -> Event:
    return Event(
        id=event_id(article.id, mark),
        type=mark.type,
        mode=mark.mode,
        contexts=list(mark.contexts),
        signal=mark.signal,
        realis=mark.realis,
        realis_cue=spans.receipt(mark.cue) if mark.cue is not None else None,
        actors=[spans.actor(a) for a in mark.actors],
        recipients=[spans.actor(a) for a in mark.recipients],
        place=spans.place(mark.place) if mark.place else None,
        date=_date(mark.date, article),
        quantities=[index[id(q)] for q in quantities if q.event is mark],
        attributed_to=mark.attributed_to,
        contested_by=mark.contested_by,
        confidence=round(mark.confidence, 3),
        codes=codes_of(mark),
        evidence=spans.receipt(mark.sentence),
        trigger=spans.receipt(mark.trigger),
    )


def _quantity(mark: QuantityMark, spans: _Spans, index: dict[int, int], event_index: dict[int, int]) -> Quantity:
    def ref(other: QuantityMark | None) -> int | None:
        return index.get(id(other)) if other is not None else None

    receipt = spans.receipt(mark.span)
    return Quantity(
        text=receipt.text,
        start=receipt.start,
        end=receipt.end,
        kind=mark.kind,
        low=mark.low,
        best=mark.best,
        high=mark.high,
        qualifier=mark.qualifier,
        mode=mark.mode,
        side=mark.side,
        status="announced" if mark.status == "announced" else "actual",
        attributed_to=mark.attributed_to,
        part_of=ref(mark.part_of),
        same_as=ref(mark.same_as),
        revised_from=ref(mark.revised_from),
        event=event_index.get(id(mark.event)) if mark.event is not None else None,
        evidence=spans.receipt(mark.span.sent),
    )


def _date(mark: DateMark | None, article: Article) -> EventDate | None:
    if mark is None:
        return None
    start: date = mark.start
    # what has no day of publication was read as of the day that the text opens with
    anchor = mark.anchor if mark.anchor != "publication" or article.published_at is not None else "sibling"
    return EventDate(start=start.isoformat(), end=mark.end.isoformat(), precision=mark.precision, anchor=anchor)


class _Where(TypedDict):
    """The fields of a receipt."""

    text: str
    start: int
    end: int


class _Spans:
    """Makes receipts: text and offsets as they stand in the article's body."""

    def __init__(self, clean: CleanArticle) -> None:
        self._clean = clean
        self._body = clean.article.body
        self._known: dict[tuple[int, int], _Where] = {}

    def receipt(self, span: Span) -> Receipt:
        return Receipt(**self.where(span))

    def where(self, span: Span) -> _Where:
        key = (span.start_char, span.end_char)
        if (known := self._known.get(key)) is None:  # a sentence is the evidence of several facts, a name stands twice
            known = self._known[key] = self._made(*key)
        return known

    def _made(self, start: int, end: int) -> _Where:
        start, end = self._clean.to_body(start, end)
        while end > start and self._body[end - 1].isspace():
            end -= 1
        while start < end and self._body[start].isspace():
            start += 1
        return {"text": self._body[start:end], "start": start, "end": end}

    def entity(self, span: Span) -> Entity:
        name: Name | None = name_of(span)
        known = name or Name()
        where = self.where(span)
        return Entity(**where, label=span.label_, id=known.id, name=known.name or where["text"])

    def place(self, mark: PlaceMark) -> Place:
        precision = mark.precision if mark.precision in (1, 2, 3) else None
        return Place(
            **self.where(mark.span),
            name=mark.name,
            lat=mark.lat,
            lon=mark.lon,
            country=mark.country,
            precision=precision,
        )

    def actor(self, mark: ActorMark) -> Actor:
        return Actor(
            **self.where(mark.span),
            id=mark.id,
            name=mark.name,
            country=mark.country,
            sector=mark.sector,
        )
