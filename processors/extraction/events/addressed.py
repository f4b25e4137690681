"""Whom a deed is aimed at by what it is done to: an embassy, a border, an airspace, a demand to those who govern.

"Protesters gathered outside the French embassy": against France. "Poland closed its border with Belarus": against
Belarus. "Thousands marched to demand elections": against the state of the article. Words: ``embassies``, ``borders``,
``airspace``, ``demands`` and ``rulers`` of the language's ``events_roles.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from processors.extraction import lexicon
from processors.extraction.events.referents import country_mark, owner
from processors.extraction.events.unnamed import against_state
from processors.extraction.marks import ActorMark, EventMark, lowers
from processors.extraction.names.actors import actor_of, force_at
from processors.extraction.names.context import context_of

_AROUND = 16
"""Tokens around a trigger within which the thing is told."""
_BEHIND = 6
"""Tokens behind a border within which it is told with whom it is shared."""
_DEMANDED = 10
"""Tokens behind a demand within which it is told what is demanded of whom."""
_CLOSE = frozenset({("COERCE", "restrict"), ("MOBILIZE", "troops"), ("MOBILIZE", "weapons")})
_LEAVE = frozenset({"withdraw", "discontinue", "expel", None})


@dataclass(frozen=True, slots=True)
class _Words:
    embassies: frozenset[str]
    borders: frozenset[str]
    airspace: frozenset[str]
    demands: frozenset[str]
    rulers: frozenset[str]
    shared: frozenset[str]
    opposed: frozenset[str]
    in_favour: frozenset[str]


def name_addressed(events: list[EventMark]) -> None:
    """Complete ``recipients`` of protests, closures, deployments and broken relations that name nobody."""
    for event in events:
        if event.recipients:
            continue
        words = _words(event.trigger.doc.lang_ or "en")
        if event.type == "PROTEST":
            event.recipients = _owned(event, words.embassies) or _opposed(event, words) or _governed(event, words)
        elif (event.type, event.mode) in _CLOSE:
            event.recipients = _beyond(event, words) or _owned(event, words.airspace)
        elif event.type == "SANCTION" and event.mode in _LEAVE:
            event.recipients = _beyond(event, words) or _owned(event, words.embassies, sent=True)


def _near(event: EventMark, forms: frozenset[str]) -> list[Token]:
    """The tokens of the sentence around a trigger that are one of some words."""
    sentence, trigger = event.sentence, event.trigger
    doc = trigger.doc
    first, last = max(sentence.start, trigger.start - _AROUND), min(sentence.end, trigger.end + _AROUND)
    return [doc[i] for i, word in enumerate(lowers(doc)[first:last], first) if word in forms]


def _owned(event: EventMark, forms: frozenset[str], *, sent: bool = False) -> list[ActorMark]:
    """Whose embassy or airspace it is; ``sent``: rather to whom an ambassador was sent, which is told behind."""
    doc = event.trigger.doc
    for token in _near(event, forms):
        owned, behind = owner(token, doc, actor_of), _behind(token, doc, event)
        mark = (behind or owned) if sent else (owned or behind)
        if mark is not None and _other(mark, event):
            return [mark]
    return []


def _beyond(event: EventMark, words: _Words) -> list[ActorMark]:
    """ "Its border with X", "la frontière avec X", "the X border": the state on the other side."""
    doc = event.trigger.doc
    for token in _near(event, words.borders):
        mark = _behind(token, doc, event, words.shared)
        if mark is not None:
            return [mark]
    return []


def _behind(token: Token, doc: Doc, event: EventMark, prepositions: frozenset[str] | None = None) -> ActorMark | None:
    """The country told right behind a noun, after one of some prepositions where these are given."""
    ents = context_of(doc).ents
    led = prepositions is None
    for i in range(token.i + 1, min(event.sentence.end, token.i + 1 + _BEHIND)):
        led = led or doc[i].lower_ in (prepositions or ())
        ent = ents.get(i)
        if ent is not None and led:
            mark = country_mark(ent, doc)
            return mark if mark is not None and _other(mark, event) else None
        if doc[i].pos_ in ("VERB", "AUX") or doc[i].is_punct:
            return None
    return None


def _opposed(event: EventMark, words: _Words) -> list[ActorMark]:
    """ "They marched in X against Y": the state right behind the word, wherever the parse hangs it."""
    for token in _near(event, words.opposed):
        mark = _behind(token, event.trigger.doc, event)
        if mark is not None and token.i >= event.trigger.start:
            return [mark]
    return []


def _governed(event: EventMark, words: _Words) -> list[ActorMark]:
    """What is demanded of those who govern, or told against them: the state that the article is about."""
    if event.mode not in ("demo", "obstruct", "riot", "strike", "hunger") or _near(event, words.in_favour):
        return []
    demands, rulers = _near(event, words.demands), _near(event, words.rulers)
    told = any(0 < ruler.i - demand.i <= _DEMANDED for demand in demands for ruler in rulers)
    if not told and not against_state(event):
        return []
    doc = event.trigger.doc
    mark = force_at(event.trigger, "government", context_of(doc), doc.lang_ or "en")
    return [mark if told else replace(mark, assumed=True)] if mark is not None else []


def _other(mark: ActorMark, event: EventMark) -> bool:
    """Whether a state is none of those that act."""
    return mark.country is not None and all(mark.country != actor.country for actor in event.actors)


@cache
def _words(language: str) -> _Words:
    data: dict[str, Any] = lexicon.load(language, "events_roles")
    return _Words(*(frozenset(map(str, data.get(key, ()))) for key in _Words.__slots__))
