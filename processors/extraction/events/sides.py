"""Who are the sides of a fight or a truce that the clause itself leaves without them.

"Twelve rebels and three soldiers were killed in clashes": both fought. "Fighting with the Eritrean army": with whoever
acts in the sentence. "The ceasefire holds": between the two that fight in the article. "Three guards were taken
hostage" in a prison: guards of the prison, by those who are held there.

Words: ``clash``, ``sides_suffer`` and ``prisons`` of the language's ``events_roles.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from processors.extraction import lexicon
from processors.extraction.events.opponents import two_sides
from processors.extraction.events.parties import is_side, of_one_side
from processors.extraction.events.referents import of_country, referent
from processors.extraction.marks import ActorMark, EventMark, lowers
from processors.extraction.names.actors import actor_of
from processors.extraction.sectors import ARMED
from processors.extraction.syntax import SUBJECT

_NEAR = 14
"""Tokens from a trigger within which a word for a clash is told of it."""
_FEW = 2


@dataclass(frozen=True, slots=True)
class _Words:
    clash: frozenset[str]
    both_suffer: bool
    prisons: dict[str, str]
    inside: dict[str, str]


def name_sides(events: list[EventMark]) -> None:
    """Complete ``actors`` of clashes and truces from those who fall in them or fight in the article."""
    for event in events:
        words = _words(event.trigger.doc.lang_ or "en")
        if event.type == "ASSAULT" and event.mode != "crowd-control":
            _clash(event, events, words)
        elif event.type == "RETREAT" and event.mode == "ceasefire" and not event.actors:
            event.actors = two_sides(events, states=False)
        _call_inmates(event, words)


def is_clash(event: EventMark) -> bool:
    """Whether an event is a fight of two sides ("fighting", "an exchange of fire"): who falls may be of either."""
    clash = _words(event.trigger.doc.lang_ or "en").clash
    if _names_clash(event):
        return True
    root = event.trigger.root  # "killed in clashes", "tués dans des combats"
    return any(t.lower_ in clash and t.i > root.i and root in (t.head, t.head.head) for t in event.sentence)


def _names_clash(event: EventMark) -> bool:
    """Whether the trigger itself is a word for a clash."""
    clash = _words(event.trigger.doc.lang_ or "en").clash
    return not clash.isdisjoint(lowers(event.trigger.doc)[event.trigger.start : event.trigger.end])


def both_suffer(language: str) -> bool:
    """Whether those who fight each other are put out as acted upon as well."""
    return _words(language).both_suffer


def in_prison(event: EventMark) -> bool:
    """Whether a sentence tells of a prison: those who riot there are held there."""
    words = _words(event.trigger.doc.lang_ or "en")
    sentence = event.sentence
    return not words.prisons.keys().isdisjoint(lowers(event.trigger.doc)[sentence.start : sentence.end])


def fallen(event: EventMark, marks: list[ActorMark]) -> list[ActorMark]:
    """Of those who fall, who was aimed at: in a clash those of no side are not."""
    if not marks or not is_clash(event):
        return marks
    if fought_out(event) or (len(marks) > 1 and not both_suffer(event.trigger.doc.lang_ or "en")):
        return []
    return [m for m in marks if m.sector in ARMED or is_side(m)]


def fought_out(event: EventMark) -> bool:
    """Whether an event is told as a fight, in a language that puts out both sides as actors and nobody as struck."""
    fight = event.type == "ASSAULT" and event.mode != "crowd-control"
    return fight and not both_suffer(event.trigger.doc.lang_ or "en") and _names_clash(event)


def _clash(event: EventMark, events: list[EventMark], words: _Words) -> None:
    """Who falls on both sides of a clash has fought; a clash of nobody is one of those who fight elsewhere."""
    if not event.actors:
        _unsaid(event, events, words)
    elif _names_clash(event) and len(event.actors) == 1 and is_side(event.actors[0]):
        event.actors = _with_partner(event, events)
    if _names_clash(event) and len(event.actors) == _FEW and words.both_suffer:
        event.recipients = list(event.actors)


def _unsaid(event: EventMark, events: list[EventMark], words: _Words) -> None:
    doc, trigger = event.trigger.doc, event.trigger
    first = max(event.sentence.start, trigger.start - _NEAR)
    near = lowers(doc)[first : min(event.sentence.end, trigger.end + _NEAR)]
    if words.clash.isdisjoint(near):
        return
    armed = [r for r in event.recipients if r.sector in ARMED]
    if len(armed) > 1 and len(armed) == len(event.recipients):
        event.actors, event.recipients = armed, []
    elif _names_clash(event):
        event.actors = two_sides(events, states=False)
        known = {a.id for a in event.actors}
        event.recipients = [r for r in event.recipients if r.id not in known]


def _with_partner(event: EventMark, events: list[EventMark]) -> list[ActorMark]:
    """ "After days of fighting with X": X and who acts in the sentence, or who falls beside X."""
    one = event.actors[0]
    above = _subject_above(event)
    if above is not None and not of_one_side(above, [one]):
        return [above, one]
    beside = [m for m in event.recipients if m.sector in ARMED]
    told = [
        (abs(other.trigger.start - event.trigger.start), k, mark)
        for k, other in enumerate(events)
        if other is not event and event.sentence.start <= other.trigger.start < event.sentence.end
        for mark in (*other.actors, *other.recipients)
        if is_side(mark)
    ]
    for mark in (*beside, *(m for _, _, m in sorted(told, key=lambda t: t[:2]))):
        if not of_one_side(mark, [one]):
            return [mark, one]
    return event.actors


def _subject_above(event: EventMark) -> ActorMark | None:
    """ "The army said it had lost two men in fighting with X": the side that is the subject of a verb above."""
    doc = event.trigger.doc
    for verb in event.trigger.root.ancestors:
        for child in verb.children if verb.pos_ in ("VERB", "AUX") else ():
            if child.dep_ in SUBJECT and child.i < event.trigger.start:
                mark = referent(child, doc, actor_of)
                if mark is not None and is_side(mark) and mark.sector != "MED":
                    return of_country(mark)
    return None


def _call_inmates(event: EventMark, words: _Words) -> None:
    """Guards in a prison are prison guards; those who riot there are its prisoners."""
    text = lowers(event.trigger.doc)
    held = next((people for word, people in words.prisons.items() if word in text), None)
    if held is None:
        return
    here = in_prison(event)
    for marks in (event.actors, event.recipients):
        for k, mark in enumerate(marks):
            if mark.name in words.inside:
                name = words.inside[mark.name]
                marks[k] = ActorMark(mark.span, f"group:{name.replace(' ', '-')}", name, mark.country, mark.sector)
            elif mark.name == "protesters" and event.mode == "riot" and here:
                marks[k] = ActorMark(mark.span, f"group:{held}", held, mark.country, mark.sector)


@cache
def _words(language: str) -> _Words:
    data: dict[str, Any] = lexicon.load(language, "events_roles")
    return _Words(
        frozenset(map(str, data.get("clash", ()))),
        bool(data.get("sides_suffer", False)),
        {str(word): str(people) for word, people in (data.get("prisons") or {}).items()},
        {str(k): str(v) for k, v in lexicon.load("common", "parties")["in_prison"].items()},
    )
