"""Who loses a place that is taken: whom the article has fighting there for the state, else the state whose place it is.

Taken by rebels it is lost by the army, or by the junta that rules; taken back by the army at home, by the armed group
told of. What is only struck is lost by nobody: in six cases of seven nobody says that it was the state.
"""

from __future__ import annotations

from collections.abc import Callable

from processors.extraction.events.parties import is_side
from processors.extraction.marks import ActorMark, EventMark, lowers
from processors.extraction.names import actor_words
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import country_names
from processors.extraction.places.scene import near_place
from processors.extraction.sectors import REBELS


def loser(event: EventMark, events: list[EventMark]) -> list[ActorMark]:
    """The party that loses what an event takes, or nobody."""
    actor = next((a for a in event.actors if is_side(a) or a.sector in REBELS), None)
    if event.type != "COERCE" or event.mode != "seize" or actor is None:
        return []
    place = near_place(event.trigger)
    code = place.country if place is not None else None
    if actor.sector in REBELS or (actor.country is None and (actor.id or "").startswith("org:")):
        code = code or context_of(event.trigger.doc).country
        return _defender(event, events, code) if code is not None else []
    if actor.country is None:
        return []
    if code == actor.country:
        return _nearest(event, events, lambda mark: mark.sector in REBELS)
    return [_state(event, code)] if code is not None else []


def _defender(event: EventMark, events: list[EventMark], code: str) -> list[ActorMark]:
    """The army of the country as far as the article tells of it, the junta that it names, or the state."""
    army = _nearest(event, events, lambda mark: mark.country == code and mark.sector == "MIL")
    if army:
        return army
    doc = event.trigger.doc
    words = actor_words.load(doc.lang_ or "en")
    if not words.told("junta", lowers(doc)):
        return [_state(event, code)]
    name = words.made["junta"].format(country=country_names().get(code, code), adj="")
    return [ActorMark(event.trigger, f"force:{code}:junta", name, code, "GOV")]


def _nearest(event: EventMark, events: list[EventMark], fits: Callable[[ActorMark], bool]) -> list[ActorMark]:
    """The party that fits in the event nearest in the text."""
    told = [
        (abs(other.trigger.start - event.trigger.start), mark)
        for other in events
        if other is not event and other.realis != "historical"
        for mark in (*other.actors, *other.recipients)
        if fits(mark)
    ]
    return [min(told, key=lambda near: near[0])[1]] if told else []


def _state(event: EventMark, code: str) -> ActorMark:
    return ActorMark(event.trigger, f"country:{code}", country_names().get(code, code), code, "GOV")
