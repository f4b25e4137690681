"""Where an event happens: ``scene_of(trigger, doc)``.

Order: a place attached to the trigger or its clause by a locative preposition, one elsewhere in the
sentence, one in the sentences before (nearest first), the headline, the dateline, the country the
article is about. A capital that speaks, the dateline and a country that acts are no scene, as long
as there is another. At a border the place carries the country of the acting side (convention).

What is only said (types under ``said_types`` of ``common/places.yaml``) has a scene only where one is
attached to the very words ("met in Geneva").
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc, Span

from processors.extraction import lexicon
from processors.extraction.marks import EventMark, PlaceMark
from processors.extraction.names.context import context_of
from processors.extraction.names.folding import fold
from processors.extraction.places import gazetteer
from processors.extraction.places.component import UNRESOLVED
from processors.extraction.places.compound import SIDES
from processors.extraction.places.hanging import cost, locative, of_old, speaks

_SENTENCES_BACK = 6
_FAR = 4.5
_MENTIONS = 6
_EXACT = frozenset({"ASSAULT", "PROTEST"})
"""What happens at a spot; other things may be told of a whole region."""
_CLOSE = 1.45
_INSIDE = 7
_ATTACHED = 0.75
"""Cost of a locative right under the trigger or its noun: "met in Geneva"."""


@cache
def _words(language: str, overlay: str | None) -> dict[str, frozenset[str]]:
    data: dict[str, Any] = lexicon.load(language, "places", overlay)
    return {
        key: frozenset(data.get(key, [])) for key in ("in", "from", "speech", "parts", "national", "former", "belonged")
    }


@cache
def _said_types(overlay: str | None) -> frozenset[str]:
    return frozenset(lexicon.load("common", "places", overlay).get("said_types", []))


def scene_of(
    event_trigger: Span, doc: Doc, actor_country: str | None = None, overlay: str | None = None
) -> PlaceMark | None:
    """The place of an event, or None when the text names none.

    Args:
        event_trigger: the words by which the event is told.
        doc: with ``doc._.places`` filled in.
        actor_country: country of who acts; decides the side of a border. When None, that of the
            first actor of the event with this trigger in ``doc._.events``.
        overlay: a user's lexicon folder.
    """
    words = _words(doc.lang_ or "en", overlay)
    sentence = event_trigger.sent
    dateline = dateline_of(doc)
    event = _told(doc).events.get(event_trigger.start)
    if actor_country is None and event is not None:
        actor_country = next((actor.country for actor in event.actors if actor.country), None)
    said = event is not None and event.type in _said_types(overlay)
    wide = event is not None and _national(event, words)
    found = _best(event_trigger, sentence, doc, words, dateline, _ATTACHED if said else _CLOSE if wide else _FAR)
    if said:
        return None if found is None else _sided(found, doc, actor_country)
    if found is None and wide:
        found = _country(event_trigger, doc, _state(event) if event is not None else None)
    inherited = found is None
    found = found or _before(event, sentence, doc, words, dateline)
    if event is not None and not wide and (found is None or found.precision != 1):
        found = _finer(event, found, doc, words, dateline, inherited=inherited) or found
    found = found or _headline(doc) or dateline or _country(event_trigger, doc)
    return None if found is None else _sided(found, doc, actor_country)


def _before(
    event: EventMark | None,
    sentence: Span,
    doc: Doc,
    words: dict[str, frozenset[str]],
    dateline: PlaceMark | None,
    back: int = _SENTENCES_BACK,
) -> PlaceMark | None:
    """The place told last before the sentence: that of an event of the same standing, or of a sentence without."""
    told = _told(doc)
    start = sentence.start
    for _ in range(back):
        if start <= 0:
            return None
        earlier = doc[start - 1].sent
        start = earlier.start
        others = [e for e in told.by_sentence.get(start, ()) if e.place is not None]
        if event is not None and others:
            own = [e for e in others if e.place is not None and e.place.span.start >= start]
            alike = [e.place for e in own if _standing(e) == _standing(event) and not _elsewhen(event, e)]
            if alike:
                return alike[0]
            if own:
                continue
        found = _told_in(earlier, doc, words, dateline)
        if found is not None:
            return found
    return None


def _finer(
    event: EventMark,
    found: PlaceMark | None,
    doc: Doc,
    words: dict[str, frozenset[str]],
    dateline: PlaceMark | None,
    *,
    inherited: bool,
) -> PlaceMark | None:
    """The town within a region, from another mention of the happening; else the only town that the article tells."""
    towns = [_best(m, m.sent, doc, words, dateline, _FAR) for m in event.mentions[:_MENTIONS]]
    towns += [_before(None, m.sent, doc, words, dateline, back=1) for m in event.mentions[:_MENTIONS]]
    exact = inherited and event.type in _EXACT and event.realis in ("actual", "reported")
    if exact and found is not None and found.precision == 2:
        towns.append(_told(doc).only_town)
    for town in towns:
        if (
            town is not None
            and town.lat is not None
            and town.precision == 1
            and (found is None or town.country == found.country)
        ):
            return town
    return None


def _only_town(places: list[PlaceMark], doc: Doc) -> PlaceMark | None:
    """The one town that is told as a scene, seats of government and the dateline apart."""
    context, words, dateline = context_of(doc), _words(doc.lang_ or "en", None), dateline_of(doc)
    towns: dict[str, PlaceMark] = {}
    for place in places:
        town = (
            place.precision == 1
            and place.lat is not None
            and place.span.label_ != "FAC"
            and context.seat(place.name) is None
        )
        if town and place is not dateline:
            if locative(place.span, words) is not None:
                towns.setdefault(place.name, place)
            if len(towns) > 1:
                return None
    return next(iter(towns.values()), None)


def _elsewhen(event: EventMark, other: EventMark) -> bool:
    """Of another day, and placed only in a region: no scene to inherit."""
    if event.date is None or other.date is None or other.place is None or other.place.precision == 1:
        return False
    return event.date.anchor == "text" and event.date.start != other.date.start


def _standing(event: EventMark) -> str:
    """Memories, plans and news have scenes of their own."""
    if event.realis in ("historical", "future"):
        return event.realis
    return "now"


def _national(event: EventMark, words: dict[str, frozenset[str]]) -> bool:
    """What happens to a whole country where no place is told: a coup, an emergency, an army's alert."""
    frame = event.frame or ""
    if event.mode == "martial-law" or event.signal == "ALERT_STATUS" or "coup" in frame:
        return True
    sentence = event.sentence
    near = sentence.doc[max(sentence.start, event.trigger.start - 10) : min(sentence.end, event.trigger.end + 10)]
    return any(t.lower_ in words["national"] for t in near)


def _state(event: EventMark) -> str | None:
    return next((a.country for a in event.actors if a.country and a.sector in ("GOV", "MIL")), None)


@dataclass(slots=True)
class _Told:
    """Places and events of a document by position; made once, so that the cost stays linear."""

    signature: tuple[int, int, int]
    places: list[PlaceMark]
    starts: list[int]
    people: set[str]
    events: dict[int, EventMark]
    by_sentence: dict[int, list[EventMark]]
    only_town: PlaceMark | None


def _told(doc: Doc) -> _Told:
    signature = (len(doc._.places), len(doc._.events), len(doc.user_data.get(UNRESOLVED, ())))
    known = doc.user_data.get(_KEY)
    if isinstance(known, _Told) and known.signature == signature:
        return known
    places = [*doc._.places, *doc.user_data.get(UNRESOLVED, ())]
    places = [p for p in places if p.span.root.ent_type_ not in ("PERSON", "ORG") and p.span.root.pos_ != "VERB"]
    places.sort(key=lambda p: p.span.start)
    people = {fold(t) for e in doc.ents if e.label_ == "PERSON" for t in (e.text, e[-1].text)}
    by_sentence: dict[int, list[EventMark]] = {}
    for event in doc._.events:
        by_sentence.setdefault(event.sentence.start, []).append(event)
    events = {e.trigger.start: e for e in doc._.events}
    made = _Told(
        signature, places, [p.span.start for p in places], people, events, by_sentence, _only_town(places, doc)
    )
    doc.user_data[_KEY] = made
    return made


_KEY = "tocsin_scenes"


def dateline_of(doc: Doc) -> PlaceMark | None:
    """The place that opens the text before a dash or an agency in brackets ("GOMA (AFP) -")."""
    for place in doc._.places[:1]:
        end = place.span.end
        if place.span.start > 1:
            return None
        window = doc[end : end + 9]
        for token in window:
            if token.text in ("-", "–", "—", "(") or token.text.startswith(("(", "–", "—")):
                mark: PlaceMark = place
                return mark
            if token.pos_ in ("VERB", "AUX") or "\n" in token.text_with_ws:
                break
    return None


def _best(
    trigger: Span,
    sentence: Span,
    doc: Doc,
    words: dict[str, frozenset[str]],
    dateline: PlaceMark | None,
    limit: float,
) -> PlaceMark | None:
    ranked: list[tuple[float, int, PlaceMark]] = []
    for place in _in(sentence, doc):
        if place is dateline:
            continue
        loose = cost(trigger, place, words)
        if loose < limit:
            fine = 0.4 * ((place.precision or 2) - 1)
            ranked.append((loose + fine, abs(place.span.start - trigger.start), place))
    return min(ranked, key=lambda row: row[:2])[2] if ranked else None


def _in(sentence: Span, doc: Doc) -> list[PlaceMark]:
    """The places of a sentence, known to a gazetteer or not, without those that only say where another lies."""
    told, words = _told(doc), _words(doc.lang_ or "en", None)
    first, last = bisect_left(told.starts, sentence.start), bisect_left(told.starts, sentence.end)
    here = [p for p in told.places[first:last] if not of_old(p.span, words) and fold(p.span.text) not in told.people]
    outer: set[int] = set()
    for one, second in pairwise(here):
        between = doc[one.span.end : second.span.start]
        if len(between) > _INSIDE or any(t.pos_ in ("VERB", "AUX", "CCONJ") or "\n" in t.text for t in between):
            continue
        if one.lat is None and one.span.label_ == "FAC" and second.precision == 1:
            outer.add(id(one))  # the town of a site that no gazetteer knows
        elif any(t.text in ",(" for t in between) and (one.precision or 2) <= (second.precision or 2):
            outer.add(id(second))
        elif len(between) <= 2 and (one.precision or 2) > (second.precision or 2):
            outer.add(id(one))
    return [place for place in here if id(place) not in outer]


def _told_in(
    sentence: Span, doc: Doc, words: dict[str, frozenset[str]], dateline: PlaceMark | None
) -> PlaceMark | None:
    """The place at which a whole sentence plays: the finest one told with a locative preposition."""
    here = [p for p in _in(sentence, doc) if p is not dateline and not speaks(p, words)]
    here = [p for p in here if p.span.label_ != "FAC"]  # a site told in another sentence is rarely the scene
    located = [place for place in here if locative(place.span, words) == "in"]
    seat = context_of(doc).seat
    for group in (located, [p for p in here if p.precision in (1, 2) and seat(p.name) is None]):
        if group:
            return min(group, key=lambda p: ((p.precision or 2), p.span.start))
    return None


def _headline(doc: Doc) -> PlaceMark | None:
    """A place of the text that the headline names too."""
    title = fold(str(doc._.title or ""))
    named = [p for p in doc._.places if fold(p.span.text) in title] if title else []
    return min(named, key=lambda p: (p.precision or 2, p.span.start)) if named else None


def _country(trigger: Span, doc: Doc, code: str | None = None) -> PlaceMark | None:
    """The country the article is about (or another), as a place told at the trigger."""
    code = code or context_of(doc).country
    if code is None:
        return None
    middle = gazetteer.load(doc.lang_ or "en").country(code)
    return PlaceMark(trigger, middle.name, middle.lat, middle.lon, code, 3)


def _sided(place: PlaceMark, doc: Doc, actor_country: str | None) -> PlaceMark:
    sides = doc.user_data.get(SIDES, {}).get(place.span.start)
    if place.country is None and sides is not None and actor_country in sides:
        return replace(place, country=actor_country)
    return place
