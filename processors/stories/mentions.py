"""The events of a story's articles, as they are put together into happenings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from processors.recent import Recent
from processors.stories.countries import Codes, Scene, cast, named, spots
from processors.stories.deeds import GENERIC, Deed, deed
from processors.stories.families import family
from processors.stories.homes import TOLD, homes, redated, same_people
from processors.stories.linkable import CountedPeople, Linkable
from processors.stories.weights import fold_simple
from tocsin.records import Actor, Event, EventDate

Days = tuple[date, date]


@dataclass(frozen=True)
class Mention:
    """One event in one article; ``rank`` is its place among all mentions of the story.

    What is asked again for every pair of mentions is reckoned once.
    """

    item: Linkable
    event: Event
    quantities: tuple[CountedPeople, ...]
    rank: tuple[int, int]
    family: str

    @cached_property
    def days(self) -> Days | None:
        """First and last day by the text; None when the text gives none."""
        when = self.event.date
        if when is None or when.anchor == "publication":
            return None
        return span(when)

    @cached_property
    def written(self) -> date | None:
        """Day of the article."""
        return self.item.at.date() if self.item.at is not None else None

    @cached_property
    def who(self) -> frozenset[str]:
        """All who take part, by id where they have one."""
        return frozenset(actor_key(actor) for actor in (*self.event.actors, *self.event.recipients))

    @cached_property
    def sides(self) -> frozenset[str]:
        """States and organisations that act; whoever is only quoted is no side."""
        return sides(self.event)

    @cached_property
    def deed(self) -> Deed:
        """By what means, by whom and against whom."""
        return deed(self.event, self.quantities, (self.event.evidence.text,))

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Who speaks; a minister and the state he speaks for are one."""
        keys = {actor.id or fold_simple(actor.text) for actor in self.event.actors}
        states = {f"state {a.country}" for a in self.event.actors if a.country and a.sector in STATE}
        return frozenset(keys | states)

    @cached_property
    def scene(self) -> Scene:
        """Place of the event, for its article may tell of several."""
        return spots((self.event,))

    @cached_property
    def cast(self) -> frozenset[str]:
        """Armed groups and persons in what its article tells."""
        return cast(self.item)

    @cached_property
    def named(self) -> Codes:
        """Countries that the article names."""
        return named(self.item)

    @cached_property
    def names_place(self) -> bool:
        """The place stands in the event's own sentence."""
        place, sentence = self.event.place, self.event.evidence
        return place is not None and sentence.start <= place.start and place.end <= sentence.end

    @cached_property
    def speaks_from(self) -> bool:
        """The town of the event stands for a government somewhere in the article ("Belgrade announced")."""
        place = self.event.place
        if place is None:
            return False
        name = fold_simple(place.name)
        actors = (a for e in self.item.events for a in (*e.actors, *e.recipients))
        return any(a.id is not None and a.id.startswith("country:") and fold_simple(a.text) == name for a in actors)

    @cached_property
    def unplaced(self) -> Mention:
        """The same without its place."""
        return replace(self, event=self.event.model_copy(update={"place": None}))


STATE = (None, "GOV", "MIL")
"""Sectors of those who speak for their state."""


def span(when: EventDate) -> Days | None:
    """First and last day of a date; None when it cannot be read."""
    try:
        first, last = date.fromisoformat(when.start[:10]), date.fromisoformat(when.end[:10])
    except ValueError:
        return None
    return (first, last) if first <= last else (last, first)


def actor_key(actor: Actor) -> str:
    """What makes two actors the same: id, else folded name."""
    return actor.id or fold_simple(actor.name or actor.text)


def sides(event: Event) -> frozenset[str]:
    """States and organisations that act; whoever is only quoted is no side."""
    found = set()
    for actor in event.actors:
        if event.attributed_to and event.attributed_to in (actor.name, actor.text):
            continue
        if actor.country and actor.sector != "IGO":
            found.add(actor.country)
        elif actor.id and not actor.id.startswith(GENERIC):
            found.add(actor.id)
    return frozenset(found)


def families_of(item: Linkable) -> list[str]:
    """Families of the article's events; troops that it tells of as a build-up may be those of a reinforcement.

    They are when no other side moves them, and their figures or their sentence name the same force.
    """
    kinds = [family(event) for event in item.events]
    missions = [e for e, kind in zip(item.events, kinds, strict=True) if kind == "reinforcement" and e.realis in TOLD]
    forces = [a for e in missions for a in (*e.actors, *e.recipients) if a.id and not a.id.startswith(NO_FORCE)]
    known = {actor.id or "" for actor in forces}
    names = {fold_simple(name) for actor in forces for name in (actor.name, actor.text) if name}
    for index, (event, kind) in enumerate(zip(item.events, kinds, strict=True)):
        if kind != "posture" or not missions:
            continue
        if event.realis == "announced" and fold_simple(event.attributed_to or "") in names:
            kinds[index] = "reinforcement"  # who announces troops decides on them
        if sides(event) - known:
            continue
        words = re.findall(r"[\w-]+", fold_simple(event.evidence.text))
        sentence = f" {' '.join(words)} "
        leagues = any(actor.sector == "IGO" for actor in event.actors)
        if leagues or any(f" {name} " in sentence for name in names) or _same_troops(item, event, missions):
            kinds[index] = "reinforcement"
    return kinds


NO_FORCE = (*GENERIC, "country:")


def _same_troops(item: Linkable, event: Event, missions: Sequence[Event]) -> bool:
    """A figure in this event's sentence is one of the reinforcement's, in other words."""
    troops = [n for n, q in enumerate(item.quantities) if q.kind == "troops"]
    own = {n for n in troops if _inside(item.quantities[n], event)}
    theirs = {n for n in troops if any(_inside(item.quantities[n], one) for one in missions)}
    groups = [set(group) for group in same_people(item.quantities)]
    return bool(own & theirs) or any(own & group and theirs & group for group in groups)


def _inside(quantity: CountedPeople, event: Event) -> bool:
    return event.evidence.start <= quantity.start and quantity.end <= event.evidence.end


def mentions_of(originals: Sequence[Linkable]) -> tuple[list[Mention], list[Mention]]:
    """Told and denied events, in the order of the articles."""
    told, denied = [], []
    for number, item in enumerate(originals):
        if not item.events:
            continue
        for mention in _known(item, number):
            if mention.event.realis in TOLD:
                told.append(mention)
            elif mention.event.realis == "negated":
                denied.append(mention)
    return told, denied


def _known(item: Linkable, number: int) -> tuple[Mention, ...]:
    """The article's mentions, the same objects as last time where neither it nor its place has changed."""
    parts = (item.events, item.quantities, item.origins)
    values = (number, item.id, item.at, item.source, item.url, item.language)
    return _recent.get(parts, values, lambda: _read(item, number))


_recent: Recent[tuple[Mention, ...]] = Recent(4_000)


def _read(item: Linkable, number: int) -> tuple[Mention, ...]:
    home, dates, kinds = homes(item), redated(item), families_of(item)
    events = [e.model_copy(update={"date": dates[i]}) if i in dates else e for i, e in enumerate(item.events)]
    return tuple(
        Mention(item, event, tuple(home.get(index, ())), (number, index), kinds[index])
        for index, event in enumerate(events)
    )


def apart(one: Days, other: Days) -> int:
    """Days between two spans; 0 when they meet."""
    if one[1] < other[0]:
        return (other[0] - one[1]).days
    if other[1] < one[0]:
        return (one[0] - other[1]).days
    return 0


def around(day: date, before: int, after: int) -> Days:
    """A span around a day."""
    return day - timedelta(days=before), day + timedelta(days=after)
