"""Where and when the violent events of an article took place: what keeps look-alike happenings apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.stories.compatible import SAME_TOWN_KM, distance
from processors.stories.families import VIOLENT, family, related
from processors.stories.homes import TOLD
from processors.stories.linkable import Linkable
from processors.stories.mentions import Days, apart, span
from processors.stories.weights import fold_simple
from tocsin.records import Place

TIMED = frozenset({"armed", "violence"})
"""Families in which another day is another happening; unrest goes on for days."""


@dataclass(frozen=True)
class Anchor:
    """One violent event with an exact day or an exact place."""

    family: str
    days: Days | None
    town: Place | None


def anchors_of(item: Linkable) -> tuple[Anchor, ...]:
    """Anchors of the told events of an article."""
    found = []
    for event in item.events:
        kind = family(event)
        if kind not in VIOLENT or event.realis not in TOLD:
            continue
        dated = event.date is not None and event.date.anchor == "text" and event.date.precision == "day"
        days = span(event.date) if dated and event.date is not None else None
        town = event.place if event.place is not None and event.place.precision == 1 else None
        if days is not None or town is not None:
            found.append(Anchor(kind, days, town))
    return tuple(found)


def verdict(mine: Sequence[Anchor], theirs: Sequence[Anchor]) -> int:
    """1: some event of both agrees in day and town; -1: all that can be compared exclude each other; else 0."""
    outcomes = [_compare(a, b) for a in mine for b in theirs if related(a.family, b.family)]
    if not outcomes:
        return 0
    return max(outcomes)


def _compare(one: Anchor, other: Anchor) -> int:
    town = _towns(one.town, other.town)
    day = 0
    if one.days is not None and other.days is not None:
        timed = one.family in TIMED or other.family in TIMED
        day = 1 if apart(one.days, other.days) == 0 else -1 if timed else 0
    if -1 in (town, day):
        return -1
    return 1 if town == 1 and day == 1 else 0


def _towns(one: Place | None, other: Place | None) -> int:
    if one is None or other is None:
        return 0
    away = distance(one, other)
    if away is not None:
        return 1 if away <= SAME_TOWN_KM else -1
    return 1 if fold_simple(one.name) == fold_simple(other.name) else -1
