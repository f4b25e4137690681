"""Who are the sides of a fight or a truce that the clause itself leaves without them.

"Twelve rebels and three soldiers were killed in clashes": both fought. "The ceasefire holds": between the two that
fight in the article. "Three guards were taken hostage" in a prison: guards of the prison, by those who are held there.
"""

from __future__ import annotations

from functools import cache

from processors.extraction import lexicon
from processors.extraction.events.opponents import two_sides
from processors.extraction.marks import ActorMark, EventMark, lowers

_ARMED = frozenset({"MIL", "COP", "REB", "UAF", "PRM", "IMG", "SEP", "CRM"})
_NEAR = 14
"""Tokens from a trigger within which a word for a clash is told of it."""


def name_sides(events: list[EventMark]) -> None:
    """Complete ``actors`` of clashes and truces from those who fall in them or fight in the article."""
    for event in events:
        language = event.trigger.doc.lang_ or "en"
        clash, prisons = _words(language)
        if event.type == "ASSAULT" and event.mode != "crowd-control":
            _clash(event, events, clash)
        elif event.type == "RETREAT" and event.mode == "ceasefire" and not event.actors:
            event.actors = two_sides(events, states=False)
        _in_prison(event, prisons)


def _clash(event: EventMark, events: list[EventMark], clash: frozenset[str]) -> None:
    """Who falls on both sides of a clash has fought; a clash of nobody is one of those who fight elsewhere."""
    if event.actors:
        return
    doc, trigger = event.trigger.doc, event.trigger
    first = max(event.sentence.start, trigger.start - _NEAR)
    near = lowers(doc)[first : min(event.sentence.end, trigger.end + _NEAR)]
    if clash.isdisjoint(near):
        return
    armed = [r for r in event.recipients if r.sector in _ARMED]
    if len(armed) > 1 and len(armed) == len(event.recipients):
        event.actors, event.recipients = armed, []
    elif not clash.isdisjoint(lowers(doc)[trigger.start : trigger.end]):
        event.actors = two_sides(events, states=False)
        known = {a.id for a in event.actors}
        event.recipients = [r for r in event.recipients if r.id not in known]


def _in_prison(event: EventMark, prisons: frozenset[str]) -> None:
    """Guards in a prison are prison guards; those who riot there are its prisoners."""
    words = lowers(event.trigger.doc)
    if prisons.isdisjoint(words):
        return
    inmates = "inmates" if "inmates" in words else "prisoners"
    here = not prisons.isdisjoint(words[event.sentence.start : event.sentence.end])
    for marks in (event.actors, event.recipients):
        for k, mark in enumerate(marks):
            if mark.name == "guards":
                marks[k] = ActorMark(mark.span, "group:prison-guards", "prison guards", mark.country, mark.sector)
            elif mark.name == "protesters" and event.mode == "riot" and here:
                marks[k] = ActorMark(mark.span, f"group:{inmates}", inmates, mark.country, mark.sector)


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    data = lexicon.load(language, "events_roles")
    return frozenset(map(str, data.get("clash", ()))), frozenset(map(str, data.get("prisons", ())))
