"""Where an event happens: ``scene_of(trigger, doc)``.

Order: a place attached to the trigger or its clause by a locative preposition, one elsewhere in the
sentence, one in the sentences before (nearest first), the headline, the dateline, the country the
article is about. A capital that speaks, the dateline and a country that acts are no scene, as long
as there is another. At a border the place carries the country of the acting side (convention).

What is only said (types under ``said_types`` of ``common/places.yaml``) has a scene only where one is
attached to the very words ("met in Geneva").
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Span

from processors.extraction import lexicon
from processors.extraction.marks import EventMark, PlaceMark
from processors.extraction.names import actor_words
from processors.extraction.names.context import context_of
from processors.extraction.names.folding import fold
from processors.extraction.places.attachment import Words, cost, locative, toward
from processors.extraction.places.compound import BORDER
from processors.extraction.places.fallback import country, headline, sided, written_at
from processors.extraction.places.rank import best, told_in
from processors.extraction.places.sections import section_of
from processors.extraction.places.sites import told_as_site
from processors.extraction.places.told import dateline_of, told, took_place, words_of
from processors.extraction.places.towns import may_be_of, town_beside, town_told
from processors.extraction.places.wide import (
    acts,
    at_home,
    everywhere,
    goes_on,
    national,
    of_both,
    other_side,
    over_land,
    paired,
    region_of,
    seat_abroad,
    state,
    state_wide,
)
from processors.extraction.syntax import case_of

_SENTENCES_BACK = 6
_FAR = 4.5
_MENTIONS = 6
_MEETS = frozenset({"CONSULT", "AGREE"})
"""What is said at a place that is told as such."""
_EXACT = frozenset({"ASSAULT", "PROTEST"})
"""What happens at a spot; other things may be told of a whole region."""
_AT_BOTH = _EXACT | {"MOBILIZE"}
"""What is told of two towns or regions at once is of neither alone."""
_MISSION = frozenset({"peacekeeping"})
_DAYS = 3
"""Days that one running happening may last in a region."""
_AT_DOOR = frozenset({"expel", "convict"})
"""What a state does against others where it is itself: diplomats sent home, courts that sentence."""
_CLOSE, _MEETING = 1.45, 3.0
_ATTACHED = 0.75
"""Cost of a locative right under the trigger or its noun: "met in Geneva"."""


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
    words = words_of(doc.lang_ or "en", overlay)
    sentence = event_trigger.sent
    dateline = dateline_of(doc)
    event = told(doc).events.get(event_trigger.start)
    if actor_country is None and event is not None:
        actor_country = next((actor.country for actor in event.actors if actor.country), None)
    if event is not None and everywhere(event, words):
        return country(event_trigger, doc, actor_country if event.type == "MOBILIZE" else None)
    said = event is not None and event.type in _said_types(overlay)
    wide = event is not None and national(event, words)
    meets = event is not None and event.type in _MEETS
    limit = _MEETING if meets else _CLOSE if wide else _ATTACHED if said else _FAR
    found = best(event_trigger, sentence, doc, words, dateline, limit)
    if meets and found is not None and (found.precision != 1 or locative(found.span, words) != "in"):
        found = None
    if event is not None and found is not None:
        found = _own_ground(event, found, words, wide=wide)
    if said:
        party = found is not None and not meets and _party(found, doc, words)
        if found is not None and not party and not toward(found.span, words):
            return sided(found, doc, actor_country)
        home = event is not None and event.type == "SANCTION" and event.mode in _AT_DOOR
        return country(event_trigger, doc, state(event)) if event is not None and home else None
    if event is not None and event.type == "AID" and found is None and event.realis in ("announced", "future"):
        return None
    if event is not None and (found is None or found.precision == 3) and of_both(event, words):
        return None
    if found is None and wide:
        found = country(event_trigger, doc, state(event) if event is not None else None)
    if event is not None and event.type in _AT_BOTH and found is not None and paired(found, sentence, doc, words):
        return region_of(found, sentence, doc) or country(event_trigger, doc, found.country) or found
    inherited = found is None
    found = found or _before(event, sentence, doc, words, dateline)
    section = section_of(doc, sentence.start)
    if inherited and event is not None and found is not None and (found.precision != 3 or event.mode == "release"):
        code = state_wide(event, found, words)
        if code is None and found.precision == 1 and not goes_on(event, found, words):
            code = context_of(doc).country or found.country
        if code is not None:
            return country(event_trigger, doc, code)
    if event is not None and not wide and (found is None or found.precision != 1):
        finer = _finer(event, found, doc, words, dateline, inherited=inherited)
        if finer is not None and (section is None or finer.span.start > section.span.start):
            found = finer
    if found is None and (event is None or event.realis != "historical"):
        found = headline(doc)
    found = found or written_at(event, dateline, event_trigger, doc)
    if found is not None and found.precision == 1:
        unknown = found.lat is None and fold(found.span.text) in told(doc).sites
        if unknown or told_as_site(found, words, known=True):
            found = _town_of(found, doc, words, dateline)
    return None if found is None else sided(found, doc, actor_country)


def _own_ground(event: EventMark, found: PlaceMark, words: Words, *, wide: bool) -> PlaceMark | None:
    """The place of its sentence, or the country of what a state does at home and the text tells beside another place.

    ``wide``: told of a whole country, so that only a place right under its trigger is its own.
    """
    trigger = event.trigger
    doc = trigger.doc
    if (acting := acts(event, found)) is not None:
        return country(trigger, doc, acting)
    loose, near = cost(trigger, found, words), _ATTACHED if found.precision == 1 else _CLOSE
    if wide and loose > near:
        return found if found.precision == 3 and found.country == state(event) else None
    there = locative(found.span, words) == "in" and loose <= near
    if event.type == "MOBILIZE" and not there and seat_abroad(found, doc):
        return country(trigger, doc)  # "London decided to send troops": they go to where the article plays
    if found.name.endswith(BORDER) and at_home(event):
        return country(trigger, doc, at_home(event)) or found
    if other_side(event, found, words) or over_land(event, found, words):
        return country(trigger, doc, state(event))
    return found


def near_place(trigger: Span) -> PlaceMark | None:
    """The place that hangs on a trigger in its own sentence, before anything is known of events."""
    doc = trigger.doc
    return best(trigger, trigger.sent, doc, words_of(doc.lang_ or "en"), dateline_of(doc), _FAR)


def _party(place: PlaceMark, doc: Doc, words: Words) -> bool:
    """Whether a country or its seat is spoken to rather than where one speaks."""
    if place.precision == 3:
        return True
    return context_of(doc).seat(place.name) is not None and case_of(place.span.root) not in words["static"]


def _town_of(site: PlaceMark, doc: Doc, words: Words, dateline: PlaceMark | None) -> PlaceMark:
    """A street, a quarter or a stadium, with the point and the name of the town it is told of."""
    town = town_beside(site, doc, words)
    if town is None:
        town = _before(None, site.span.sent, doc, words, dateline)
        if town is not None and town.lat is None:
            town = town_beside(town, doc, words)
    here = context_of(doc).country
    towns = [t for t in (town, dateline, town_told(site, doc)) if t is not None and may_be_of(site, t)]
    town = next((t for t in towns if t.country == here), towns[0] if here is None and towns else None)
    if town is None:
        return section_of(doc, site.span.start) or site
    return replace(town, span=site.span)


def _before(
    event: EventMark | None,
    sentence: Span,
    doc: Doc,
    words: Words,
    dateline: PlaceMark | None,
    back: int = _SENTENCES_BACK,
) -> PlaceMark | None:
    """The place told last before the sentence: that of an event of the same standing, or of a sentence without."""
    by_sentence = told(doc).by_sentence
    start = sentence.start
    section = section_of(doc, start)
    for _ in range(back):
        if start <= 0 or (section is not None and start <= section.span.start):
            return section
        earlier = doc[start - 1].sent
        start = earlier.start
        others = [e for e in by_sentence.get(start, ()) if e.place is not None]
        if event is not None and others:
            own = [e for e in others if e.place is not None and e.place.span.start >= start]
            alike = [e.place for e in own if _standing(e) == _standing(event) and not _other_scene(event, e)]
            if alike:
                return alike[0]
            if own:
                continue
        found = told_in(earlier, doc, words, dateline)
        if found is not None and not (_of_mission(event) and found.name.endswith(BORDER)):
            return found
    return None


def _of_mission(event: EventMark | None) -> bool:
    """Troops of a mission, which do not go to the border where another army stands."""
    if event is None or event.type != "MOBILIZE":
        return False
    role = actor_words.load(event.trigger.doc.lang_ or "en").role
    roles = (role(t) for t in event.sentence if t.pos_ == "NOUN")
    return not _MISSION.isdisjoint(event.contexts) or any(r is not None and r.name == "peacekeepers" for r in roles)


def _finer(
    event: EventMark,
    found: PlaceMark | None,
    doc: Doc,
    words: Words,
    dateline: PlaceMark | None,
    *,
    inherited: bool,
) -> PlaceMark | None:
    """The town within a region, from another mention of the happening; else the only town that the article tells."""
    if event.type not in _EXACT and not inherited:
        return None
    towns = [best(m, m.sent, doc, words, dateline, _FAR) for m in event.mentions[:_MENTIONS]]
    towns += [_before(None, m.sent, doc, words, dateline, back=1) for m in event.mentions[:_MENTIONS]]
    again = found is not None and not found.span.root.ent_type_  # "in the region"
    exact = (inherited or again) and event.type in _EXACT and event.realis in ("actual", "reported")
    if exact and found is not None and (found.precision == 2 or again):
        only = told(doc).only_towns.get(found.country)
        last = max((m.sent.end for m in event.mentions), default=event.sentence.end) if again else event.sentence.end
        towns.append(only if only is not None and only.span.start < last else None)
    if event.type in _EXACT and found is not None and not inherited:
        said = took_place(event.sentence, doc, words, found.country)
        if said is not None:
            return said
    for town in towns:
        if (
            town is not None
            and town.lat is not None
            and (again or inherited or found is None or found.precision != 3 or town.span.start < event.sentence.end)
            and town.precision == 1
            and (found is None or town.country == found.country)
        ):
            return town
    return None


def _other_scene(event: EventMark, other: EventMark) -> bool:
    """Of another day, or the troops of a mission beside those that it is sent against."""
    if _of_mission(event) and other.place is not None and other.place.name.endswith(BORDER):
        return True
    moves = event.type == other.type == "MOBILIZE"
    return _elsewhen(event, other) or (moves and _MISSION & {*event.contexts} != _MISSION & {*other.contexts})


def _elsewhen(event: EventMark, other: EventMark) -> bool:
    """Of another day, and placed only in a region: no scene to inherit."""
    if event.date is None or other.date is None or other.place is None or other.place.precision == 1:
        return False
    days = abs((event.date.start - other.date.start).days)
    return event.date.anchor == "text" and days > _DAYS


def _standing(event: EventMark) -> str:
    """Memories, plans and news have scenes of their own."""
    if event.realis in ("historical", "future"):
        return event.realis
    return "now"
