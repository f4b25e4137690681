"""What the components write on a ``Doc``: one dataclass per kind of mark, and where it is kept.

Components are ordinary spaCy components; they talk to one another only through these marks:

========================  =============================  ==========================================
where                     what                           written by
========================  =============================  ==========================================
``doc._.published_at``    datetime or None               caller, before the components run
``doc._.title``           headline or None               caller
``doc._.source``          outlet or None                 caller
``doc.ents``              final names                    ``tocsin_names``
``span._.name``           :class:`Name` of an entity     ``tocsin_names`` (kept per start/end/label)
``doc._.places``          list of :class:`PlaceMark`     ``tocsin_places``
``doc._.dates``           list of :class:`DateMark`      ``tocsin_dates``
``doc._.quantities``      list of :class:`QuantityMark`  ``tocsin_quantities``
``doc._.events``          list of :class:`EventMark`     ``tocsin_events``, then ``tocsin_realis``,
                                                         ``tocsin_attribution`` fill in fields
``doc._.relevance``       0..1                           ``tocsin_relevance``
========================  =============================  ==========================================

All offsets are those of spaCy (tokens, or characters of ``doc.text``); ``assemble`` turns them into
offsets of the article's body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span, Token

from tocsin.records.analysis import (
    DateAnchor,
    DatePrecision,
    EventType,
    Qualifier,
    QuantityKind,
    QuantityMode,
    Realis,
    Signal,
)


@dataclass(slots=True)
class Name:
    """Who or what a name stands for, the same across languages and spellings."""

    id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(slots=True)
class ActorMark:
    """An actor as told: a name ("KFOR") or a described group ("Serb protesters", "l'armée serbe").

    ``assumed``: the text does not name it here, it follows from what such events are mostly about; no evidence of what
    the text is about.
    """

    span: Span
    id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    assumed: bool = False


@dataclass(slots=True)
class PlaceMark:
    """A place name resolved against the gazetteer. ``precision``: 1 town/site, 2 region, 3 country."""

    span: Span
    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    precision: int | None = None
    population: int = 0


@dataclass(slots=True)
class DateMark:
    """A time expression resolved to days (inclusive; a night is two).

    ``tense``: past, future or None (open). ``said``: it is the day of a statement ("accused X on Tuesday of …").
    """

    span: Span
    start: date
    end: date
    precision: DatePrecision = "day"
    anchor: DateAnchor = "publication"
    tense: str | None = None
    said: bool = False


@dataclass(slots=True)
class QuantityMark:
    """A claim about a number; see design of quantities. ``head`` is the token that is counted."""

    span: Span
    head: Token
    kind: QuantityKind
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: Qualifier | None = None
    mode: QuantityMode = "event"
    side: str | None = None
    status: str = "actual"
    attributed_to: str | None = None
    part_of: QuantityMark | None = None
    same_as: QuantityMark | None = None
    revised_from: QuantityMark | None = None
    event: EventMark | None = None


@dataclass(slots=True)
class EventMark:
    """An event found by its trigger; later components fill in realis, place, date, attribution."""

    trigger: Span
    type: EventType
    mode: str | None = None
    contexts: list[str] = field(default_factory=list)
    signal: Signal | None = None
    realis: Realis = "actual"
    cue: Span | None = None
    actors: list[ActorMark] = field(default_factory=list)
    recipients: list[ActorMark] = field(default_factory=list)
    place: PlaceMark | None = None
    date: DateMark | None = None
    attributed_to: str | None = None
    contested_by: str | None = None
    confidence: float = 1.0
    frame: str | None = None
    mentions: list[Span] = field(default_factory=list)
    """Triggers of other mentions of the same happening."""
    _sentence: Span | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def sentence(self) -> Span:
        """The sentence that is the event's evidence."""
        if self._sentence is None:
            self._sentence = self.trigger.sent
        return self._sentence


def install() -> None:
    """Register the extension attributes once; harmless when repeated."""
    plain: dict[str, object] = {"published_at": None, "title": None, "source": None, "relevance": 0.0}
    for key, default in plain.items():
        if not Doc.has_extension(key):
            Doc.set_extension(key, default=default)
    for key in ("places", "dates", "quantities", "events"):
        if not Doc.has_extension(key):
            Doc.set_extension(key, default=[])  # spaCy copies mutable defaults per Doc
    if not Doc.has_extension("names"):
        Doc.set_extension("names", default={})
    if not Span.has_extension("name"):
        Span.set_extension("name", getter=name_of, setter=_set_name)


def name_of(span: Span) -> Name | None:
    """``span._.name`` at a tenth of its cost, as the functions below: spaCy takes microseconds for an extension."""
    names: dict[tuple[int, int], Name] | None = _kept(span.doc, _NAMES)
    return names.get((span.start, span.end)) if names else None


def _kept(doc: Doc, key: Any) -> Any:
    return doc.user_data.get(key)


def dates_of(doc: Doc) -> list[DateMark]:
    """``doc._.dates``, to read them."""
    found: list[DateMark] | None = _kept(doc, _DATES)
    return doc._.dates if found is None else found


def events_of(doc: Doc) -> list[EventMark]:
    """``doc._.events``, to read them."""
    found: list[EventMark] | None = _kept(doc, _EVENTS)
    return doc._.events if found is None else found


def places_of(doc: Doc) -> list[PlaceMark]:
    """``doc._.places``, to read them."""
    found: list[PlaceMark] | None = _kept(doc, _PLACES)
    return doc._.places if found is None else found


def quantities_of(doc: Doc) -> list[QuantityMark]:
    """``doc._.quantities``, to read them."""
    found: list[QuantityMark] | None = _kept(doc, _QUANTITIES)
    return doc._.quantities if found is None else found


def _set_name(span: Span, value: Name) -> None:
    span.doc._.names[(span.start, span.end)] = value


_NAMES, _DATES, _EVENTS, _PLACES, _QUANTITIES, _PUBLISHED = (
    ("._.", key, None, None) for key in ("names", "dates", "events", "places", "quantities", "published_at")
)
"""Where spaCy keeps the extensions of a document."""


def lowers(doc: Doc) -> list[str]:
    """The tokens in lower case, made once for all components; not to be changed."""
    known: list[str] | None = doc.user_data.get(_LOWER)
    if known is None or len(known) != len(doc):
        known = doc.user_data[_LOWER] = [token.lower_ for token in doc]
    return known


_LOWER = "tocsin_lower"


def text_of(doc: Doc) -> str:
    """``doc.text``, which spaCy joins anew at each look."""
    known: str | None = doc.user_data.get(_TEXT)
    if known is None:
        known = doc.user_data[_TEXT] = doc.text
    return known


def keep_text(doc: Doc, text: str) -> None:
    """Remember the text that a document was made of; spaCy's tokens and the blanks between them are all of it."""
    doc.user_data[_TEXT] = text


def text_at(doc: Doc, start: int, end: int) -> str:
    """``doc[start:end].text`` at a fifth of its cost; no bound is negative."""
    end = min(end, len(doc))
    if end - start == 1:
        return doc[start].text
    if end <= start:
        return ""
    last = doc[end - 1]
    return text_of(doc)[doc[start].idx : last.idx + len(last)]


_TEXT = "tocsin_text"


def titles(doc: Doc) -> list[int]:
    """The tokens that are written as titles are, all in one look."""
    found: list[int] = np.flatnonzero(doc.to_array("IS_TITLE")).tolist()
    return found


def set_private(doc: Doc) -> None:
    """Say that the article tells a disaster, a feast or a private crime: relevance asks for it."""
    doc.user_data[_PRIVATE] = True


def is_private(doc: Doc) -> bool:
    """Whether :func:`set_private` was said of the article."""
    return bool(doc.user_data.get(_PRIVATE))


_PRIVATE = "tocsin_private"


def as_datetime(doc: Doc) -> datetime | None:
    """The publication time of a doc, typed."""
    value: datetime | None = _kept(doc, _PUBLISHED)  # None is the default as well
    return value


install()
