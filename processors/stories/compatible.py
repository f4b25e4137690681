"""How well a mention fits a happening: date, place and who, by what each article says."""

from __future__ import annotations

import math
from collections.abc import Sequence

from processors.stories.countries import elsewhere, parted
from processors.stories.deeds import at_odds
from processors.stories.families import TALK, VIOLENT
from processors.stories.mentions import STATE, Mention, actor_key, apart, around
from processors.stories.weights import fold_simple
from tocsin.records import Actor, Place

SAME_TOWN_KM = 30.0
BACK_DAYS = 12
"""An event without a date of its own happened at most so long before its article."""
LONG = ("month", "year")
"""What was "last month" is not what an article tells without a day."""
SLOW = frozenset({"reinforcement", "posture"})
SLOW_DAYS = 3
"""Troops gather and are announced over days: so far apart two dates may lie."""


def fit(one: Mention, other: Mention, kind: str) -> float:
    """How well two mentions of related families go together; below 0 they exclude each other.

    Date and place exclude (the place of talk and of troops on the move does not), and so do deeds that two articles
    tell of other people, by other means or with the roles reversed.
    Shared dates, places and ids of actors speak for it, each with weight 1.
    Talk (requests, accusations) is told apart by who speaks to whom, violence and troops are not:
    the same attack has "gunmen" in one paper and "Serbs" in the next.
    """
    when = _dates(one, other, SLOW_DAYS if kind in SLOW else 0)
    where = _places(one.event.place, other.event.place)
    if where == 0 and _abroad(one, other):
        where = -1.0
    if where < 0 and (kind == "reinforcement" or kind in TALK or (kind in SLOW and one.who & other.who)):
        where = 0.0
    if when < 0 or where < 0 or (kind == "posture" and _other_sides(one, other)):
        return -1.0
    if kind in ("armed", "violence") and one.item.id != other.item.id and at_odds(one.deed, other.deed):
        return -1.0
    if kind not in VIOLENT and kind not in SLOW and not _same_speakers(one, other, kind):
        return -1.0
    return when + where + min(1.0, float(len(one.who & other.who)))


def _other_sides(one: Mention, other: Mention) -> bool:
    """Both say whose troops they are, and they are not the same ones."""
    return bool(one.sides and other.sides and not one.sides & other.sides)


def _same_speakers(one: Mention, other: Mention, kind: str) -> bool:
    """Who speaks is the same; of deeds it is enough that organs of one state do both ("France", its police)."""
    if one.speakers and other.speakers:
        organs = kind not in TALK and _organs(one) & _organs(other)
        return bool(one.speakers & other.speakers or organs)
    return one.event.mode == other.event.mode and bool(one.who & other.who or not (one.who and other.who))


def _organs(mention: Mention) -> set[str]:
    return {actor.country for actor in mention.event.actors if actor.country and actor.sector in ORGANS}


ORGANS = (None, "GOV", "MIL", "COP", "JUD")
"""Sectors of those who arrest, close and forbid for a state."""


def of_no_side(people: Sequence[Mention]) -> bool:
    """Only persons act, and no text says whose they are."""
    speakers = [actor for mention in people for actor in mention.event.actors]
    return bool(speakers) and not any(a.country or a.sector or not _is_person(a) for a in speakers)


def speak_for(people: Sequence[Mention], others: Sequence[Mention]) -> bool:
    """People of no side ask the same of the same side as a state that their article names.

    So a spokesman whose office the gazetteer does not know speaks with those he speaks for.
    """
    if any(_dates(one, other, 0) < 0 for one in people for other in others):
        return False
    return any(_asks_with(one, other) for one in people for other in others)


def _asks_with(person: Mention, state: Mention) -> bool:
    if person.event.type != "REQUEST" or person.event.mode is None or person.event.mode != state.event.mode:
        return False
    asked, asked_too = ({actor_key(actor) for actor in one.event.recipients} for one in (person, state))
    states = {actor.country for actor in state.event.actors if actor.country and actor.sector in STATE}
    return bool(asked & asked_too) and any(f"country:{code}" in person.item.entities for code in states)


def _is_person(actor: Actor) -> bool:
    return actor.id is not None and actor.id.startswith("person:")


def _dates(one: Mention, other: Mention, slack: int) -> float:
    mine, theirs = one.days, other.days
    if mine is not None and theirs is not None:
        exact = "day" == one.event.date.precision == other.event.date.precision  # type: ignore[union-attr]
        gap = apart(mine, theirs)
        if gap == 0:
            return 1.0 if exact else 0.5
        return 0.0 if gap <= slack or (gap <= 1 and not exact) else -1.0
    known, vague = (mine, other) if mine is not None else (theirs, one)
    if known is not None:
        if vague.written is None:
            return 0.0
        ahead = max(slack, 0 if vague.event.realis == "actual" else 1)
        dated = (one if known is mine else other).event.date
        back = 0 if dated is not None and dated.precision in LONG else BACK_DAYS
        return 0.0 if apart(known, around(vague.written, back, ahead)) == 0 else -1.0
    if one.written is not None and other.written is not None:
        return 0.0 if abs((one.written - other.written).days) <= BACK_DAYS else -1.0
    return 0.0


def _places(one: Place | None, other: Place | None) -> float:
    if one is None or other is None:
        return 0.0
    if fold_simple(one.name) == fold_simple(other.name):
        return 1.0 if 1 in (one.precision, other.precision) else 0.5
    away = distance(one, other)
    if one.country and other.country and one.country != other.country:
        beside = one.precision == 1 == other.precision and away is not None and away <= SAME_TOWN_KM
        return 0.0 if beside or 3 in (one.precision, other.precision) else -1.0
    if one.precision == 1 == other.precision:
        return 0.5 if away is not None and away <= SAME_TOWN_KM else -1.0
    return 0.0


def _abroad(one: Mention, other: Mention) -> bool:
    """Told of two countries, and what tells of one does not name the other: sentence, or article."""
    mine, theirs = one.event.place, other.event.place
    if mine is None or theirs is None or not mine.country or not theirs.country or mine.country == theirs.country:
        return False
    if one.item.id == other.item.id:
        return parted(one.event, other.event)
    unnamed = mine.country not in other.named, theirs.country not in one.named
    if all(unnamed):
        return elsewhere(one, other)
    return any(unnamed) and parted(one.event, other.event)


def distance(one: Place, other: Place) -> float | None:
    """Great-circle distance in km (haversine; Sinnott 1984); None without coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    a, b = math.radians(one.lat), math.radians(other.lat)
    step = math.radians(other.lon - one.lon) / 2
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(step) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))
