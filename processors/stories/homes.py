"""Which event of an article each of its figures belongs to, and what that says of the events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from processors.stories.families import VIOLENT, family
from processors.stories.linkable import CountedPeople, Linkable
from processors.stories.weights import fold_simple
from tocsin.records import Event, EventDate

TOLD = frozenset({"actual", "announced", "reported", "future"})
"""Realis that make a happening. Hypothetical and historical events make none; negated ones contest one."""
CASUALTIES = ("killed", "injured", "missing")
HURT = ("killed", "injured")
MOVES = frozenset({"posture", "reinforcement"})
FITTING: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(CASUALTIES, VIOLENT),
    "protesters": frozenset({"unrest"}),
    "attackers": VIOLENT,
    "troops": MOVES | {"RETREAT/withdraw", "armed", "COERCE/seize"},
}
"""Families that figures of a kind can belong to; a figure tied to another event goes to one of these."""


class Counted(Protocol):
    """A figure, or a claim of one."""

    @property
    def kind(self) -> str:
        """What is counted."""

    @property
    def side(self) -> str | None:
        """Whose people."""

    @property
    def best(self) -> int | None:
        """How many."""


def homes(item: Linkable) -> dict[int, list[CountedPeople]]:
    """Event → its figures.

    A figure belongs to the fitting event whose sentence it stands in, else to the one that extraction tied it to,
    else (casualties) to the first violent one. A total goes where its parts are and a repetition where one of
    its mentions is, because they count the same people.
    """
    where: dict[int, int] = {}
    for number, quantity in enumerate(item.quantities):
        index = _home(item, number, quantity)
        if index is not None:
            where[number] = index
    for group in same_people(item.quantities):
        known = [n for n in group if n in where]
        if len(known) > 1 and item.quantities[known[0]].kind in FITTING:
            parts = [n for n in known if item.quantities[n].part_of is not None]
            exact = [n for n in parts if _sure(item.events[where[n]], item.quantities[n])]
            votes = Counter(where[n] for n in exact or parts or known)
            kind = item.quantities[known[0]].kind
            best = max(votes, key=lambda i: (_firm(item.events[i], kind), votes[i], -i))
            where.update(dict.fromkeys(known, best))
    found: dict[int, list[CountedPeople]] = {}
    for number, index in sorted(where.items()):
        found.setdefault(index, []).append(item.quantities[number])
    return found


def victims_of(counted: Iterable[Counted]) -> list[Counted]:
    """Figures of those killed, or else of those injured."""
    hurt = [one for one in counted if one.kind in HURT]
    return [one for one in hurt if one.kind == "killed"] or hurt


def _firm(event: Event, kind: str) -> int:
    """A gathering is where protesters were counted; a reinforcement is where additional troops go."""
    if kind == "protesters":
        return int(event.mode == "demo" or event.signal == "PROTEST_OR_BLOCKADE")
    if kind == "troops":
        return int(event.signal != "ALERT_STATUS") + int(event.signal == "PEACEKEEPER_REINFORCEMENT")
    return 0


def _home(item: Linkable, number: int, quantity: CountedPeople) -> int | None:
    tied = quantity.event
    if tied is None:
        tied = next((i for i, event in enumerate(item.events) if number in event.quantities), None)
    if tied is not None and not 0 <= tied < len(item.events):
        tied = None
    if quantity.kind == "vehicles" and tied is not None and not _holds(item.events[tied], quantity):
        return None  # vehicles that merely stand about in another sentence are no toll of it
    fitting = FITTING.get(quantity.kind)
    if fitting is None or quantity.mode == "stock":
        return tied
    if tied is not None and item.events[tied].realis not in TOLD:
        return tied
    able = [i for i, e in enumerate(item.events) if e.realis in TOLD and family(e) in fitting]
    if quantity.kind in CASUALTIES:
        able = [i for i in able if item.events[i].signal != "PROTEST_OR_BLOCKADE"] or able
    here = [i for i in able if _holds(item.events[i], quantity)]
    if here:
        if tied in here and not (quantity.kind == "troops" and item.events[tied].signal == "ALERT_STATUS"):
            return tied
        return min(here, key=lambda i: (-_firm(item.events[i], quantity.kind), _gap(item.events[i], quantity), i))
    hurt = [i for i in able if quantity.kind in CASUALTIES and _takes_part(item.events[i], quantity)]
    if len(hurt) == 1:
        return hurt[0]
    if tied in able and not (quantity.kind == "troops" and item.events[tied].signal == "ALERT_STATUS"):
        return tied
    if quantity.kind == "troops":
        moving = [i for i in able if _firm(item.events[i], "troops") > 0]
        near = min(
            moving, key=lambda i: (-_firm(item.events[i], "troops"), _gap(item.events[i], quantity), i), default=tied
        )
        return near if tied is not None else None
    if quantity.kind in CASUALTIES and quantity.mode == "event":
        return able[0] if able else tied
    return min(able, key=lambda i: (_gap(item.events[i], quantity), i), default=tied) if tied is not None else None


def _sure(event: Event, quantity: CountedPeople) -> bool:
    """The figure stands in the event's sentence, or counts those who were attacked in it."""
    return _holds(event, quantity) or (quantity.kind in CASUALTIES and _takes_part(event, quantity))


def _takes_part(event: Event, quantity: CountedPeople) -> bool:
    """The people counted are those that the event names as attacked (by name: "soldiers" may be anyone's)."""
    side = fold_simple(quantity.side or "")
    named = (actor for actor in event.recipients if actor.id and not actor.id.startswith("group:"))
    return bool(side) and any(side in (fold_simple(a.name or ""), fold_simple(a.text), a.id) for a in named)


def _holds(event: Event, quantity: CountedPeople) -> bool:
    return event.evidence.start <= quantity.start and quantity.end <= event.evidence.end


def _gap(event: Event, quantity: CountedPeople) -> int:
    return max(event.trigger.start - quantity.end, quantity.start - event.trigger.end, 0)


def same_people(quantities: Sequence[CountedPeople]) -> list[list[int]]:
    """Figures joined by ``part_of`` and ``same_as``."""
    group = list(range(len(quantities)))
    for number, quantity in enumerate(quantities):
        for other in (quantity.part_of, quantity.same_as):
            if other is not None and 0 <= other < len(quantities) and group[other] != group[number]:
                old, new = group[number], group[other]
                group = [new if g == old else g for g in group]
    return [[n for n, g in enumerate(group) if g == one] for one in sorted(set(group)) if group.count(one) > 1]


def redated(item: Linkable) -> dict[int, EventDate]:
    """Event → its right day: where a total stands in one sentence and its parts in that of another day.

    "They gathered again on Wednesday after clashes that left 80 hurt. On Monday thirty soldiers were hurt": the
    clashes are of Monday.
    """
    found: dict[int, EventDate] = {}
    for total, whole in enumerate(item.quantities):
        if whole.kind not in CASUALTIES:
            continue
        index = next((i for i, e in _violent(item) if _holds(e, whole)), None)
        parts = [q for q in item.quantities if q.part_of == total]
        days = {
            e.date.start: e.date
            for part in parts
            for i, e in _violent(item)
            if i != index and _sure(e, part) and e.date is not None and _exact(e.date)
        }
        if index is None or len(days) != 1 or any(_holds(item.events[index], part) for part in parts):
            continue
        day = next(iter(days.values()))
        own = item.events[index].date
        if own is None or own.start > day.start:
            found[index] = day
    return found


def _violent(item: Linkable) -> list[tuple[int, Event]]:
    return [(i, e) for i, e in enumerate(item.events) if e.realis in TOLD and family(e) in VIOLENT]


def _exact(date: EventDate) -> bool:
    return date.precision == "day" and date.anchor == "text"
