"""The events of a story's articles, as they are put together into happenings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from processors.stories.families import VIOLENT, family
from processors.stories.linkable import CountedPeople, Linkable
from processors.stories.weights import fold_simple
from tocsin.records import Actor, Event, EventDate

TOLD = frozenset({"actual", "announced", "reported", "future"})
"""Realis that make a happening. Hypothetical and historical events make none; negated ones contest one."""
CASUALTIES = ("killed", "injured", "missing")
Days = tuple[date, date]


@dataclass(frozen=True)
class Mention:
    """One event in one article; ``rank`` is its place among all mentions of the story."""

    item: Linkable
    event: Event
    quantities: tuple[CountedPeople, ...]
    rank: tuple[int, int]

    @property
    def days(self) -> Days | None:
        """First and last day by the text; None when the text gives none."""
        when = self.event.date
        if when is None or when.anchor == "publication":
            return None
        return span(when)

    @property
    def written(self) -> date | None:
        """Day of the article."""
        return self.item.at.date() if self.item.at is not None else None

    @property
    def who(self) -> frozenset[str]:
        """All who take part, by id where they have one."""
        return frozenset(actor_key(actor) for actor in (*self.event.actors, *self.event.recipients))


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


def mentions_of(originals: Sequence[Linkable]) -> tuple[list[Mention], list[Mention]]:
    """Told and denied events, in the order of the articles."""
    told, denied = [], []
    for number, item in enumerate(originals):
        home = _homes(item)
        for index, event in enumerate(item.events):
            mention = Mention(item, event, tuple(home.get(index, ())), (number, index))
            if event.realis in TOLD:
                told.append(mention)
            elif event.realis == "negated":
                denied.append(mention)
    return told, denied


def _homes(item: Linkable) -> dict[int, list[CountedPeople]]:
    """Which event each figure belongs to.

    Casualties belong to violence: those tied to talk or to troops, or to nothing, go to the article's first
    violent event. A total goes where its parts are, and a repetition where the first mention is, because
    they count the same people.
    """
    listed = {q: index for index, event in enumerate(item.events) for q in event.quantities}
    violent = [i for i, e in enumerate(item.events) if family(e) in VIOLENT and e.realis in TOLD]
    where: dict[int, int] = {}
    for number, quantity in enumerate(item.quantities):
        index = quantity.event if quantity.event is not None else listed.get(number)
        if quantity.kind in CASUALTIES and quantity.mode == "event" and violent and index not in violent:
            held = index is not None and index < len(item.events) and item.events[index].realis not in TOLD
            index = index if held else violent[0]
        if index is not None and index < len(item.events):
            where[number] = index
    for number, quantity in enumerate(item.quantities):
        if quantity.part_of in where and number in where:
            where[quantity.part_of] = where[number]
        if quantity.same_as in where and quantity.same_as != number:
            where[number] = where[quantity.same_as]
    homes: dict[int, list[CountedPeople]] = {}
    for number, index in where.items():
        homes.setdefault(index, []).append(item.quantities[number])
    return homes


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
