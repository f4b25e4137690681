"""What is told of a country rather than of one of its towns: coups, call-ups, mass arrests, two towns at once."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Span

from processors.extraction import lexicon
from processors.extraction.marks import EventMark, PlaceMark, events_of, lowers, places_of, quantities_of
from processors.extraction.names.context import context_of
from processors.extraction.places.attachment import Words
from processors.extraction.places.told import places_in
from processors.extraction.syntax import case_of

_TOLD = frozenset({"actual", "negated"})
_MANY = 200
"""Arrests that one town, not told with them, hardly ever sees."""
_AT_HOME = frozenset({"COERCE", "MOBILIZE"})
"""What a state does on its own ground though its neighbour is named."""
_SHUTS = frozenset({"restrict", "ban"})
"""Modes of what a state does to its own borders."""
_CALLED = 4
"""Tokens behind a trigger within which reservists are named who are called up."""
_NEAR = 8
"""Words around a trigger in which "nationwide" is said of it."""


def other_side(event: EventMark, found: PlaceMark, words: Words) -> bool:
    """ "X closed its crossings with Y": told of Y, done by X at home."""
    if event.type not in _AT_HOME or found.precision != 3 or state(event) in (None, found.country):
        return False
    return case_of(found.span.root) in words["party"]


def acts(event: EventMark, found: PlaceMark) -> str | None:
    """ "Minsk took it ill but set 52 free": a seat that acts is its state, which may do so anywhere at home."""
    states = [a for a in event.actors if (a.id or "").startswith("country:") and found.precision == 1]
    return next((a.country for a in states if a.span.start <= found.span.start < a.span.end), None)


def over_land(event: EventMark, found: PlaceMark, words: Words) -> bool:
    """ "In the capital the junta closed the airspace": that of the country, wherever it is said."""
    closed = event.type == "COERCE" and any(t.lower_ in words["lands_own"] for t in event.trigger)
    return closed and context_of(event.trigger.doc).seat(found.name) is not None


def of_both(event: EventMark, words: Words) -> bool:
    """Prisoners whom two sides exchange: at no place unless one is told with it."""
    sentence = event.sentence
    first, last = max(sentence.start, event.trigger.start - _NEAR), min(sentence.end, event.trigger.end + _NEAR)
    return event.mode == "release" and not words["swaps"].isdisjoint(lowers(sentence.doc)[first:last])


def at_home(event: EventMark) -> str | None:
    """The state that closes or guards its own border: it does so on its own ground."""
    return state(event) if event.type == "COERCE" and event.mode in _SHUTS else None


def seat_abroad(place: PlaceMark, doc: Doc) -> bool:
    """The seat of the government of another country than the one the article is about."""
    context = context_of(doc)
    code = context.seat(place.name)
    return place.precision == 1 and None not in (code, context.country) and code != context.country


def paired(found: PlaceMark, sentence: Span, doc: Doc, words: Words) -> bool:
    """ "Car bombings in X and Y": two towns of a country; what is told of both happened in neither alone."""
    for one, other in pairwise(places_in(sentence, doc)):
        if found not in (one, other) or not one.precision == other.precision != 3 or one.country != other.country:
            continue
        if one.span.start and doc[one.span.start - 1].lower_ in words["between"]:
            continue
        between = [t for t in doc[one.span.end : other.span.start] if t.pos_ not in ("ADP", "DET")]
        if len(between) == 1 and between[0].pos_ == "CCONJ":
            return True
    return False


def region_of(town: PlaceMark, sentence: Span, doc: Doc) -> PlaceMark | None:
    """The one region that a sentence names around two towns: "X and Y, two villages in the Z region"."""
    if town.precision != 1:
        return None
    start, end = sentence.start, sentence.end
    regions = [p for p in places_of(doc) if p.precision == 2 and start <= p.span.start < end]
    here = {p.name for p in regions if p.country == town.country and p.span.start > town.span.start}
    return next(p for p in regions if p.name in here) if len(here) == 1 else None


def state_wide(event: EventMark, found: PlaceMark, words: Words) -> str | None:
    """The country of what is told without a place of its own and is not bound to the town told before.

    Hundreds arrested, prisoners whom a state sets free, forces that are not said to come to the very spot.
    """
    if event.type == "COERCE" and event.mode == "arrest":
        first, last = event.sentence.start, event.sentence.end
        held = [q for q in quantities_of(event.sentence.doc) if q.kind == "arrested" and first <= q.head.i < last]
        return found.country if any((q.low or 0) >= _MANY for q in held) else None
    if event.mode == "release":
        return state(event)
    if event.type == "MOBILIZE" and found.precision == 1:
        spot = any(t.lower_ in words["spot"] for t in event.sentence)
        here = context_of(event.sentence.doc).country or found.country
        return None if spot or event.realis == "historical" else here
    return None


def goes_on(event: EventMark, found: PlaceMark, words: Words) -> bool:
    """Whether an event without a place of its own goes on where the text was last, rather than anywhere in the country.

    Not what is of another day than the scene, what is not told as fact, nor what is done to a whole country
    (``country_wide`` of ``common/places.yaml``: a curfew, a truce); in two of three such cases the town is wrong.
    """
    if event.realis not in _TOLD or event.mode in _country_wide().get(event.type, ()):
        return False
    if event.date is None or event.date.anchor != "text":
        return True
    doc, start = event.sentence.doc, found.span.start
    scene = next((e for e in events_of(doc) if e.place is not None and e.place.span.start == start), None)
    return scene is not None and scene.date is not None and scene.date.start == event.date.start


@cache
def _country_wide() -> dict[str, list[str]]:
    data: dict[str, list[str]] = lexicon.load("common", "places").get("country_wide", {})
    return data


def everywhere(event: EventMark, words: Words) -> bool:
    """ "nationwide", "across the country": said of the event itself, whatever towns are named beside it."""
    sentence = event.sentence
    doc = sentence.doc
    first, last = max(sentence.start, event.trigger.start - _NEAR), min(sentence.end, event.trigger.end + _NEAR)
    text = " ".join(lowers(doc)[first:last])
    return any(phrase in text for phrase in words["everywhere"])


def national(event: EventMark, words: Words) -> bool:
    """What happens to a whole country where no place is told: a coup, an emergency, an army's alert."""
    frame = event.frame or ""
    if event.mode == "martial-law" or event.signal == "ALERT_STATUS" or "coup" in frame:
        return True
    sentence = event.sentence
    called = sentence.doc[event.trigger.start : min(sentence.end, event.trigger.end + _CALLED)]
    if event.type == "MOBILIZE" and any(t.lower_ in words["called"] for t in called):
        return True
    if event.type == "COERCE" and any(t.lower_ in words["networks"] for t in event.trigger):
        return True
    doc, known = sentence.doc, words["national"]
    first, last = max(sentence.start, event.trigger.start - 10), min(sentence.end, event.trigger.end + 10)
    near = enumerate(lowers(doc)[first:last], first)
    return any(word in known and not doc[i].ent_type_ for i, word in near)


def state(event: EventMark) -> str | None:
    """The country whose government or army acts; its territory where the article is about that."""
    code = next((a.country for a in event.actors if a.country and a.sector in ("GOV", "MIL")), None)
    here = context_of(event.trigger.doc).country
    return here if code is not None and _ruled_by().get(here or "") == code else code


@cache
def _ruled_by() -> dict[str, str]:
    data: dict[str, str] = lexicon.load("common", "actors").get("ruled_by", {})
    return data
