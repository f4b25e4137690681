"""The scene of what no sentence gives one (headline, dateline, country), and how a scene is put out."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span

from processors.extraction.marks import EventMark, PlaceMark, places_of
from processors.extraction.names.context import context_of
from processors.extraction.names.folding import fold
from processors.extraction.places import gazetteer
from processors.extraction.places.compound import SIDES

_CROWDS = frozenset({"crowd-control"})


def written_at(event: EventMark | None, dateline: PlaceMark | None, trigger: Span, doc: Doc) -> PlaceMark | None:
    """The dateline; where it is the capital, crowds and police are there, other things somewhere in the country."""
    if dateline is None:
        return country(trigger, doc)
    code = context_of(doc).seat(dateline.name)
    crowd = event is None or event.type == "PROTEST" or event.mode in _CROWDS
    return dateline if code is None or crowd else country(trigger, doc) or dateline


def headline(doc: Doc) -> PlaceMark | None:
    """A place of the text that the headline names too."""
    title = fold(str(doc._.title or ""))
    named = [p for p in places_of(doc) if fold(p.span.text) in title] if title else []
    return min(named, key=lambda p: (p.precision or 2, p.span.start)) if named else None


def country(trigger: Span, doc: Doc, code: str | None = None) -> PlaceMark | None:
    """The country the article is about (or another), as a place told at the trigger."""
    code = code or context_of(doc).country
    if code is None:
        return None
    middle = gazetteer.load(doc.lang_ or "en").country(code)
    return PlaceMark(trigger, middle.name, middle.lat, middle.lon, code, 3)


def sided(place: PlaceMark, doc: Doc, actor_country: str | None) -> PlaceMark:
    """A border as that of the side that acts."""
    sides = doc.user_data.get(SIDES, {}).get(place.span.start)
    if place.country is None and sides is not None and actor_country in sides:
        return replace(place, country=actor_country)
    return place
