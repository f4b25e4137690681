"""The other side where the clause leaves it out: one pass over the events of an article.

"Tehran vowed a crushing response" is meant for the side that Tehran strikes, accuses or threatens elsewhere in the
article, or that does so to Tehran; "both sides" are the two that fight; a condemnation of "the raid" blames who made
it; a concession is made to those who marched. What is left is read from ``common/parties.yaml``: types of events that
are always meant for somebody are meant for the party spoken of last.

Runs after actors and recipients have been read from the clauses, over the events in the order of the text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

from processors.extraction import lexicon
from processors.extraction.events.losers import loser
from processors.extraction.events.parties import is_side, of_one_side
from processors.extraction.events.quarrels import Quarrels
from processors.extraction.events.referents import STAYS, country_mark, sent_abroad
from processors.extraction.marks import ActorMark, EventMark, lowers, name_of
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import country_names
from processors.extraction.syntax import case_of

_DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN", "REJECT"})
"""What is blamed, answered, or asked to end."""
_OFFERS = frozenset({"REQUEST", "AGREE", "CONSULT", "CONCEDE", "RETREAT", "THREATEN", "SANCTION", "MOBILIZE"})
_WELCOME = frozenset({"AGREE", "CONCEDE", "RETREAT", "CONSULT"})
_PRESSURE = frozenset({"PROTEST", "REQUEST"})
_ANSWERS = {
    "ACCUSE": _DEEDS, "REJECT": _OFFERS | {"PROTEST"}, "SUPPORT": _WELCOME, "THREATEN": _DEEDS | {"ACCUSE"},
    "SANCTION": _DEEDS | {"ACCUSE"}, "CONCEDE": _PRESSURE,
}  # fmt: skip
"""Type → types of the events told before that it answers."""
_OF_PERSONS = frozenset({"allege", "investigate", "convict", "arrest"})
"""Modes that name whom they are aimed at, or aim at nobody that is a side."""
_PAIRS = frozenset({"CONSULT", "AGREE", "COOPERATE", "RETREAT"})
_BACK = 90
"""Tokens that an answer looks back, and forward within its sentence."""
_AROUND = 14
"""Tokens around a trigger in which "both sides" is said of it."""
_FEW = 3
_TITLE = 8
"""Tokens behind a person within which it is told of what he is the head."""
_VIOLENCE = lexicon.every_language("events_roles", "violence")
_BLAMES, _BLOWS = frozenset({"ACCUSE"}), frozenset({"ASSAULT"})
"""Who is struck is not blamed for it."""


def name_opponents(events: list[EventMark]) -> None:
    """Complete ``recipients`` (and ``actors`` of what two do together) of events in the order of the text."""
    if not events:
        return
    language = events[0].trigger.doc.lang_ or "en"
    quarrels = Quarrels(events)
    for event in events:
        if not event.recipients:
            event.recipients = quarrels.rival(event)
    for event in events:
        both = _both(event, events, language)
        if both:
            if event.type in _PAIRS and not any(is_side(a) for a in event.actors):
                event.actors = both
            elif event.type == "REQUEST" and not any(is_side(r) for r in event.recipients):
                event.recipients = [b for b in both if not of_one_side(b, event.actors)]
        if not event.recipients:
            event.recipients = _answered(event, events) or loser(event, events) or _addressed(event, events)


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
            if (states and key.startswith("country:")) or (not states and fights and is_side(mark)):
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
            or not (other.type in kinds or (other.mode == "riot" and _of_violence(event)))
            or (other.realis == "historical") != (event.realis == "historical")
        ):
            continue
        riot = other.mode == "riot"
        told = (other.trigger, *other.mentions) if riot else (other.trigger,)
        distance = min((event.trigger.start - mention.start for mention in told), key=abs)
        if distance < 0 and event.trigger.start - distance >= event.sentence.end:
            continue
        far = distance if distance >= 0 else -distance // 2
        crowd = other.type == "PROTEST"
        parties = [m for m in other.actors if (crowd or is_side(m)) and not of_one_side(m, event.actors)]
        if not parties and event.type != "ACCUSE" and not crowd:
            parties = [m for m in other.recipients if is_side(m) and not of_one_side(m, event.actors)]
        if parties and far <= _BACK and (best is None or far < best[0]):
            best = (far, parties)
    return [_state_of(mark, event) for mark in best[1][:2]] if best else []


def _of_violence(event: EventMark) -> bool:
    """ "Denounced the attacks", "a condamné les violences": those are blamed who rioted, if that is what was told."""
    doc = event.trigger.doc
    near = lowers(doc)[event.trigger.start : min(event.sentence.end, event.trigger.end + _FEW)]
    return event.type == "ACCUSE" and not _VIOLENCE.isdisjoint(near)


def _addressed(event: EventMark, events: list[EventMark]) -> list[ActorMark]:
    """Whom words are for that name nobody: the party told last before them, or else the state of the article."""
    if event.realis == "historical" or not _meant_for_somebody(event) or not any(map(_has_a_voice, event.actors)):
        return []
    beside = _named_beside(event)
    if beside is not None:
        return [replace(beside, assumed=True)]
    own = _served(event)
    sides = [
        (event.trigger.start - other.trigger.start, mark)
        for other in events
        if other is not event and other.trigger.start < event.sentence.end and other.realis != "historical"
        for mark in (*other.actors, *(() if event.type in _BLAMES and other.type in _BLOWS else other.recipients))
        if is_side(mark) and not of_one_side(mark, event.actors) and mark.id not in own
    ]
    if sides:
        return [replace(_state_of(min(sides, key=lambda side: abs(side[0]))[1], event), assumed=True)]
    code = context_of(event.trigger.doc).country
    known = code is not None and all(a.country != code for a in event.actors)
    return [replace(_state(event, code), assumed=True)] if code is not None and known else []


def _served(event: EventMark) -> set[str]:
    """ "X, the head of the Y": the bodies named right behind the person who speaks."""
    doc = event.trigger.doc
    people = (a.span for a in event.actors if a.span.root.ent_type_ == "PERSON" and a.span.end < len(doc))
    behind = {i for span in people if doc[span.end].text == "," for i in range(span.end, span.end + _TITLE)}
    bodies = (name_of(ent) for ent in doc.ents if ent.start in behind and ent.label_ == "ORG")
    return {body.id for body in bodies if body is not None and body.id is not None}


def _named_beside(event: EventMark) -> ActorMark | None:
    """The state that the sentence names besides the one that acts: "vowed revenge, a day after Israeli jets …"."""
    doc = event.trigger.doc
    found: list[tuple[int, ActorMark]] = []
    for ent in doc.ents:
        if event.sentence.start <= ent.start < event.sentence.end and case_of(ent.root) not in STAYS:
            mark = country_mark(ent, doc)
            if mark is not None and not of_one_side(mark, event.actors):
                found.append((abs(ent.start - event.trigger.start), mark))
    return min(found, key=lambda near: near[0])[1] if found else None


def _has_a_voice(mark: ActorMark) -> bool:
    """A side, or a person who speaks for one; not "leaders", "owners"."""
    return is_side(mark) or mark.span.root.ent_type_ == "PERSON" or (mark.id or "").startswith("office:")


def _meant_for_somebody(event: EventMark) -> bool:
    kinds = _always()
    return event.type in kinds or f"{event.type}/{event.mode}" in kinds


def _state(event: EventMark, code: str) -> ActorMark:
    return ActorMark(event.trigger, f"country:{code}", country_names().get(code, code), code, "GOV")


def _state_of(mark: ActorMark, event: EventMark) -> ActorMark:
    """Between states it is the state that is blamed, not its army."""
    own = {a.country for a in event.actors if a.country}
    governs = any(a.sector == "GOV" for a in event.actors)
    return sent_abroad(mark) if (own or governs) and mark.country not in own else mark


@cache
def _always() -> frozenset[str]:
    return frozenset(map(str, lexicon.load("common", "parties")["always_addressed"]))


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data: dict[str, Any] = lexicon.load(language, "events_roles")
    return tuple(frozenset(map(str, data.get(key, ()))) for key in ("both", "both_sides", "both_states"))  # type: ignore[return-value]
