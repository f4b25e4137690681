"""Where a text names nobody, or somebody of whom nothing is known: who is put out then, and who is not.

Unknown gunmen are nobody (in some languages all gunmen: ``nobody``); riots of which no crowd is told have no known
actors; prisoners who are swapped are given by both sides; arrests of which only the number is told are made by the
state. Words and defaults: ``unknown``, ``nobody``, ``riots``, ``swaps``, ``against_state`` and ``arrests`` of the
language's ``events_roles.yaml``, chosen by counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from processors.extraction import lexicon
from processors.extraction.marks import ActorMark, EventMark, lowers
from processors.extraction.names import actor_words

_AROUND = 3
"""Tokens from a noun within which it is said to be unknown."""


@dataclass(frozen=True, slots=True)
class _Words:
    unknown: frozenset[str]
    nobody: frozenset[str]
    riots: frozenset[str]
    swaps: frozenset[str]
    against_state: frozenset[str]
    arrests: frozenset[str]


def known(event: EventMark) -> list[ActorMark]:
    """The actors but for groups of whom the text says that nobody knows them: "unidentified gunmen"."""
    words = _of(event)
    return [a for a in event.actors if not ((a.id or "").startswith("group:") and _unknown(a, words))]


def _unknown(mark: ActorMark, words: _Words) -> bool:
    root = mark.span.root
    counted = root.head.i < root.i and root.head.lower_ in actor_words.load(root.doc.lang_ or "en").collective
    if not counted and (mark.name in words.nobody or root.lower_ in words.nobody):
        return True
    text = lowers(mark.span.doc)
    at = mark.span.root.i
    return not words.unknown.isdisjoint(text[max(0, at - _AROUND) : at + _AROUND + 1])


def nameless_riot(event: EventMark) -> bool:
    """ "A night of rioting": unrest of which no crowd is told."""
    inside = lowers(event.trigger.doc)[event.trigger.start : event.trigger.end]
    return event.mode == "riot" and not event.actors and not _of(event).riots.isdisjoint(inside)


def is_swap(event: EventMark) -> bool:
    """ "Exchanged 318 prisoners", "in a prisoner swap"."""
    inside = lowers(event.trigger.doc)[event.trigger.start : event.trigger.end]
    return event.mode == "release" and not _of(event).swaps.isdisjoint(inside)


def against_state(event: EventMark) -> bool:
    """Whether a protest of which nothing more is said is against the state of the article."""
    return event.type == "PROTEST" and event.mode in _of(event).against_state


def crowd_arrested(event: EventMark) -> bool:
    """Whether arrests of nobody in an article about a protest are of those who protest."""
    inside = lowers(event.trigger.doc)[event.trigger.start : event.trigger.end]
    return event.mode == "arrest" and not _of(event).arrests.isdisjoint(inside)


def _of(event: EventMark) -> _Words:
    return _words(event.trigger.doc.lang_ or "en")


@cache
def _words(language: str) -> _Words:
    data: dict[str, Any] = lexicon.load(language, "events_roles")
    return _Words(*(frozenset(map(str, data.get(key, ()))) for key in _Words.__slots__))
