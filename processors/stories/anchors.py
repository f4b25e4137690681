"""Where and when the violent events of an article took place: what keeps look-alike happenings apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.stories.compatible import SAME_TOWN_KM, distance
from processors.stories.deeds import NO_DEED, Deed, at_odds, deed
from processors.stories.families import VIOLENT, family, related
from processors.stories.homes import CASUALTIES, TOLD
from processors.stories.linkable import CountedPeople, Linkable
from processors.stories.mentions import Days, apart, around, span
from processors.stories.weights import fold_simple
from tocsin.records import Event, Place

TIMED = frozenset({"armed", "violence"})
"""Families in which another day is another happening; unrest goes on for days."""


@dataclass(frozen=True)
class Anchor:
    """One violent event with an exact day or an exact place.

    ``likely``: where its text gives no day, the day of the article and the one before. ``toll``: its dead and injured,
    as far as more than one of a kind and their number are said. ``deed``: what keeps it apart from others of that day.
    """

    family: str
    days: Days | None
    town: Place | None
    likely: Days | None = None
    toll: frozenset[tuple[str, int]] = frozenset()
    deed: Deed = NO_DEED


def anchors_of(item: Linkable) -> tuple[Anchor, ...]:
    """Anchors of the told events of an article."""
    found: list[Anchor] = []
    for event in item.events:
        kind = family(event)
        if kind not in VIOLENT or event.realis not in TOLD:
            continue
        dated = event.date is not None and event.date.anchor == "text" and event.date.precision == "day"
        days = span(event.date) if dated and event.date is not None else None
        town = event.place if event.place is not None and event.place.precision == 1 else None
        if days is None and any(_goes_on(town, before) for before in found):
            continue
        if days is not None or town is not None:
            written = item.at.date() if item.at is not None and days is None else None
            likely = around(written, 1, 0) if written is not None else None
            found.append(Anchor(kind, days, town, likely, _toll(item, event), _deed(item, event)))
    return tuple(found)


def _toll(item: Linkable, event: Event) -> frozenset[tuple[str, int]]:
    counted = _counted(item, event)
    return frozenset((q.kind, q.best) for q in counted if q.kind in CASUALTIES and q.best is not None and q.best > 1)


def _deed(item: Linkable, event: Event) -> Deed:
    return deed(event, _counted(item, event), (event.evidence.text,))


def _counted(item: Linkable, event: Event) -> list[CountedPeople]:
    return [item.quantities[index] for index in event.quantities if index < len(item.quantities)]


def _goes_on(town: Place | None, before: Anchor) -> bool:
    """What follows a dated event without a day or another town of its own tells of that day."""
    here = town is None or (before.town is not None and _towns(town, before.town) > 0)
    return before.days is not None and here


def verdict(mine: Sequence[Anchor], theirs: Sequence[Anchor]) -> float:
    """How well the events of both agree, at best; -1: all that can be compared exclude each other.

    2: in day, town and toll; 1: in day and town; 0.5: in the town, and in the day as far as it is known; 0: unknown.
    """
    outcomes = [_compare(a, b) for a in mine for b in theirs if related(a.family, b.family)]
    if not outcomes:
        return 0.0
    return max(outcomes)


def _compare(one: Anchor, other: Anchor) -> float:
    town = _towns(one.town, other.town)
    day = 0.0
    if one.days is not None and other.days is not None:
        timed = one.family in TIMED or other.family in TIMED
        day = 1.0 if apart(one.days, other.days) == 0 else -1.0 if timed else 0.0
    elif (known := one.days or one.likely) is not None and (too := other.days or other.likely) is not None:
        day = 0.5 if apart(known, too) == 0 else 0.0
    if -1 in (town, day):
        return -1.0
    if town != 1:
        return 0.0
    if one.family in TIMED and other.family in TIMED and at_odds(one.deed, other.deed):
        return -1.0
    return 2.0 if day == 1 and one.toll & other.toll else day


def _towns(one: Place | None, other: Place | None) -> int:
    if one is None or other is None:
        return 0
    if one.country == other.country and fold_simple(one.text) == fold_simple(other.text):
        return 1  # two gazetteers may know a village at two places
    away = distance(one, other)
    if away is not None:
        return 1 if away <= SAME_TOWN_KM else -1
    return 1 if fold_simple(one.name) == fold_simple(other.name) else -1
