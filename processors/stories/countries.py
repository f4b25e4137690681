"""In which countries an article's news happens, and which it names at all: what parts reports of one wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from processors.geo import distance_km, near_country, neighbours_of
from processors.stories.families import TALK, family
from processors.stories.homes import TOLD
from processors.stories.linkable import Linkable
from processors.stories.weights import fold_simple
from tocsin.records import Event

Codes = frozenset[str]
MARK = "country:"
ARMED = "REB"
"""Sector of armed groups that are no state's."""
TOWN, LAND = 1, 3
"""Precisions of places: a town, and no more than a country."""
BESIDE_KM = 60.0
BORDER_KM = 100.0
"""From a town to the nearest town of 15,000 people across the border, in empty country too."""
REGION_KM = 200.0
"""The same from the middle of a region."""


@dataclass(frozen=True)
class Spot:
    """Where a told event took place."""

    country: str
    unrest: bool
    lat: float | None
    lon: float | None
    precision: int | None


Scene = tuple[Spot, ...]


class Told(Protocol):
    """What is compared: an article, or one event of it."""

    @property
    def scene(self) -> Scene:
        """Where it takes place."""

    @property
    def named(self) -> Codes:
        """Countries named."""

    @property
    def cast(self) -> frozenset[str]:
        """Armed groups and persons who take part."""


def scene(item: Linkable) -> Scene:
    """Where what the article tells takes place; talk is about other places than where it is made."""
    return spots(event for event in item.events if event.realis in TOLD and family(event) not in TALK)


def spots(events: Iterable[Event]) -> Scene:
    """Places of events, in an order that does not depend on theirs."""
    found = {
        Spot(p.country, family(event) == "unrest", p.lat, p.lon, p.precision)
        for event in events
        if (p := event.place) is not None and p.country
    }
    return tuple(sorted(found, key=repr))


def cast(item: Linkable) -> frozenset[str]:
    """Armed groups and persons, by id, who take part in what the article tells."""
    deeds = (event for event in item.events if event.realis in TOLD and family(event) not in TALK)
    people = (actor for event in deeds for actor in (*event.actors, *event.recipients))
    return frozenset(
        who.id
        for who in people
        if who.id and (who.id.startswith("person:") or who.sector == ARMED) and not who.id.startswith("group:")
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


def elsewhere(one: Told, other: Told) -> bool:
    """Both tell of countries that the other does not even name: "police clash with protesters" in two countries.

    Not when a group or a person acts in both, nor across a border: each paper may name its own side of it.
    """
    if not one.scene or not other.scene:
        return False
    if any(spot.country in other.named for spot in one.scene) or any(spot.country in one.named for spot in other.scene):
        return False
    return not (one.cast & other.cast or _adjoin(one.scene, other.scene))


def _adjoin(one: Scene, other: Scene) -> bool:
    """Some place of one lies so near to one of the other that both may be the same, told from two sides."""
    return any(_beside(a, b) for a in one for b in other)


def _beside(one: Spot, other: Spot) -> bool:
    """Towns by their distance, a town and a country by the country's nearest town, two countries as neighbours.

    Unrest does not cross borders: of that, only towns beside each other may be one.
    """
    if one.country == other.country:
        return True
    if LAND not in (one.precision, other.precision):
        if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
            return False
        near = BESIDE_KM if one.precision == TOWN == other.precision else REGION_KM
        return distance_km(one.lat, one.lon, other.lat, other.lon) <= near
    if one.unrest or other.unrest or other.country not in neighbours_of(one.country):
        return False
    spot, land = (one, other) if other.precision == LAND else (other, one)
    if spot.precision == LAND or spot.lat is None or spot.lon is None:
        return True
    return near_country(spot.lat, spot.lon, land.country, BORDER_KM if spot.precision == TOWN else REGION_KM)


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
