"""In which countries an article's news happens, and which it names at all: what parts reports of one wording."""

from __future__ import annotations

from processors.stories.families import TALK, family
from processors.stories.homes import TOLD
from processors.stories.linkable import Linkable
from processors.stories.weights import fold_simple
from tocsin.records import Event

Codes = frozenset[str]
MARK = "country:"


def scene(item: Linkable) -> Codes:
    """Countries in which what the article tells takes place; talk is about other places than where it is made."""
    return frozenset(
        event.place.country
        for event in item.events
        if event.place is not None and event.place.country and event.realis in TOLD and family(event) not in TALK
    )


def named(item: Linkable) -> Codes:
    """Countries that the article names at all, be it as the state of someone who acts in it."""
    codes = {key.removeprefix(MARK) for key in item.entities if key.startswith(MARK)}
    for event in item.events:
        codes |= of_event(event)
    return frozenset(codes)


def of_event(event: Event) -> set[str]:
    """Countries of an event's place and people."""
    codes = {actor.country for actor in (*event.actors, *event.recipients)}
    codes.add(event.place.country if event.place is not None else None)
    return {code for code in codes if code}


def elsewhere(scene: Codes, named: Codes, other_scene: Codes, other_named: Codes) -> bool:
    """Both tell of countries that the other does not even name: "police clash with protesters" in two countries."""
    return bool(scene and other_scene) and not (scene & other_named or other_scene & named)


def parted(one: Event, other: Event) -> bool:
    """Two events, each placed by its own sentence in a country that the other's sentence does not name."""
    return all(_said(a) and not _names(b, a) for a, b in ((one, other), (other, one)))


def _said(event: Event) -> bool:
    place, sentence = event.place, event.evidence
    return place is not None and sentence.start <= place.start and place.end <= sentence.end


def _names(event: Event, other: Event) -> bool:
    """Does the event's sentence name the country where the other takes place?"""
    place = other.place
    if place is None or place.country in of_event(event):
        return True
    text = fold_simple(event.evidence.text)
    return fold_simple(place.name) in text or fold_simple(place.text) in text
