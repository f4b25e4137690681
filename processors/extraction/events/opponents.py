"""The other side where the clause leaves it out: whom "both sides" means, whom a condemnation of "the raid" blames.

Runs after actors and recipients have been read from the clauses, over the events in the order of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from processors.extraction import lexicon
from processors.extraction.marks import ActorMark, EventMark, lowers
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import country_names
from processors.extraction.places.scene import near_place

_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN", "REJECT"})
"""What is blamed, answered, or asked to end."""
_OFFERS = frozenset({"REQUEST", "AGREE", "CONSULT", "CONCEDE", "RETREAT", "THREATEN", "SANCTION", "MOBILIZE"})
_WELCOME = frozenset({"AGREE", "CONCEDE", "RETREAT", "CONSULT"})
_ANSWERS = {
    "ACCUSE": _DEEDS, "REJECT": _OFFERS, "SUPPORT": _WELCOME, "THREATEN": _DEEDS | {"ACCUSE"},
    "SANCTION": _DEEDS | {"ACCUSE"},
}  # fmt: skip
"""Type → types of the events told before that it answers."""
_OF_PERSONS = frozenset({"allege", "investigate", "convict", "arrest"})
"""Modes that name whom they are aimed at, or aim at nobody that is a side."""
_PAIRS = frozenset({"CONSULT", "AGREE", "COOPERATE", "RETREAT"})
_BACK = 90
"""Tokens that an answer looks back, and forward within its sentence."""
_AROUND = 14
"""Tokens around a trigger in which "both sides" is said of it."""


def name_opponents(events: list[EventMark]) -> None:
    """Complete ``recipients`` (and ``actors`` of what two do together) of events in the order of the text."""
    if not events:
        return
    language = events[0].trigger.doc.lang_ or "en"
    for event in events:
        both = _both(event, events, language)
        if both:
            if event.type in _PAIRS and not any(_sided(a) for a in event.actors):
                event.actors = both
            elif event.type == "REQUEST" and not any(_sided(r) for r in event.recipients):
                event.recipients = [b for b in both if not _same(b, event.actors)]
        if not event.recipients:
            event.recipients = _answered(event, events) or _owner_of_place(event)


def _both(event: EventMark, events: list[EventMark], language: str) -> list[ActorMark]:
    """The two parties of the article, where a clause speaks of both sides, of the two countries."""
    sentence, doc = event.sentence, event.trigger.doc
    first, last = max(sentence.start, event.trigger.start - _AROUND), min(sentence.end, event.trigger.end + _AROUND)
    pairs, sides, states = _words(language)
    near = lowers(doc)[first:last]
    said = {b for a, b in pairwise(near) if a in pairs}
    said |= {c for a, _, c in zip(near, near[1:], near[2:], strict=False) if a in pairs}
    if not said.isdisjoint(states):
        return two_sides(events, states=True)
    return two_sides(events, states=False) if not said.isdisjoint(sides) else []


def two_sides(events: list[EventMark], *, states: bool) -> list[ActorMark]:
    """The two parties that act and suffer most; of states only, or of whoever fights."""
    counts: Counter[str] = Counter()
    marks: dict[str, ActorMark] = {}
    for event in events:
        if event.realis == "historical":
            continue
        for mark in (*event.actors, *event.recipients):
            key = mark.id or ""
            fights = event.type in ("ASSAULT", "COERCE", "RETREAT", "MOBILIZE")
            if (states and key.startswith("country:")) or (not states and fights and _sided(mark)):
                counts[key] += 1
                marks.setdefault(key, mark)
    best = [marks[key] for key, _ in counts.most_common(2)]
    return best if len(best) == 2 else []


def _answered(event: EventMark, events: list[EventMark]) -> list[ActorMark]:
    """Who did, asked or agreed to what is condemned, threatened, refused or welcomed: the nearest event that fits."""
    kinds = _ANSWERS.get(event.type)
    if kinds is None or not event.actors or event.mode in _OF_PERSONS:
        return []
    best: tuple[int, list[ActorMark]] | None = None
    for other in events:
        if (
            other is event
            or other.type not in kinds
            or (other.realis == "historical") != (event.realis == "historical")
        ):
            continue
        distance = event.trigger.start - other.trigger.start
        if distance < 0 and other.trigger.start >= event.sentence.end:
            continue
        far = distance if distance >= 0 else -distance // 2
        parties = [m for m in other.actors if _sided(m) and not _same(m, event.actors)]
        if not parties and event.type != "ACCUSE":
            parties = [m for m in other.recipients if _sided(m) and not _same(m, event.actors)]
        if parties and far <= _BACK and (best is None or far < best[0]):
            best = (far, parties)
    return [_state_of(mark, event) for mark in best[1][:2]] if best else []


def _owner_of_place(event: EventMark) -> list[ActorMark]:
    """The state whose place is struck or taken by another state, or by those who fight it."""
    struck = event.type == "ASSAULT" and event.mode in ("aerial", "drone", "heavy-weapons", "explosives", "firearms")
    if not struck and not (event.type == "COERCE" and event.mode == "seize"):
        return []
    actor = next((a for a in event.actors if _sided(a)), None)
    if actor is None:
        return []
    context = context_of(event.trigger.doc)
    place = near_place(event.trigger)
    code = place.country if place is not None else None
    rebels = actor.sector in _REBELS or (actor.country is None and (actor.id or "").startswith("org:"))
    if rebels and event.type == "COERCE":
        code = code or context.country
    elif actor.country is None or code == actor.country:
        return []
    if code is None:
        return []
    return [ActorMark(event.trigger, f"country:{code}", country_names().get(code, code), code, "GOV")]


_REBELS = frozenset({"REB", "UAF", "PRM", "IMG", "SEP"})


def _sided(mark: ActorMark) -> bool:
    """A state, an organisation, a force: one that can be a side."""
    return (mark.id or "").split(":", 1)[0] in ("country", "org", "force")


def _same(mark: ActorMark, others: Iterable[ActorMark]) -> bool:
    """Whether a mark, or the state it belongs to, is among others."""
    return any(mark.id == o.id or (mark.country is not None and mark.country == o.country) for o in others)


def _state_of(mark: ActorMark, event: EventMark) -> ActorMark:
    """Between states it is the state that is blamed, not its army."""
    own = {a.country for a in event.actors if a.country}
    armed = mark.sector in ("MIL", "COP") and mark.country is not None and own and mark.country not in own
    if not armed or mark.country is None:
        return mark
    return ActorMark(mark.span, f"country:{mark.country}", country_names()[mark.country], mark.country, "GOV")


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data: dict[str, Any] = lexicon.load(language, "events_roles")
    return tuple(frozenset(map(str, data.get(key, ()))) for key in ("both", "both_sides", "both_states"))  # type: ignore[return-value]
