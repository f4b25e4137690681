"""ACLED's class of an event, from who acts upon whom and with what: ``lexicon/common/acled.yaml``.

Type, mode and signal give a class for most events (``events_codes.yaml``); where they do not, because a mob that
kills a thief and a militia that kills a farmer are both ASSAULT, the rules here look at the words of the actors, the
recipients, the trigger and the sentence. They do not ask for the signal, since events of the past carry none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from processors.extraction import lexicon
from processors.extraction.marks import ActorMark, EventMark, lowers
from processors.extraction.sectors import FORCES, REBELS

BEARING_ARMS = FORCES | REBELS | {"SPY"}
BEFORE = 6
"""Words before the trigger that the condition ``before`` reads."""
_PLACES = ("actor", "recipient", "trigger", "near", "before")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table, compiled for a language."""

    of: frozenset[str]
    asks: tuple[tuple[str, frozenset[str]], ...]
    never: tuple[tuple[str, frozenset[str]], ...]
    unarmed: bool
    clash: bool
    gives: tuple[str, str]


def acled_class(event: EventMark) -> tuple[str, str] | None:
    """Event type and sub-event type by the rules; None where none fits."""
    language = event.trigger.doc.lang_
    rules, classes = _table(language)
    kind = f"{event.type}/{event.mode or '-'}"
    fitting = [r for r in rules if kind in r.of or (event.mode is None and event.type in r.of)]
    if not fitting:
        return None
    said = _words(event)
    return next((r.gives for r in fitting if _fits(r, said, event, classes)), None)


@cache
def _table(language: str) -> tuple[tuple[Rule, ...], Mapping[str, frozenset[str]]]:
    classes = {name: frozenset(map(str, words)) for name, words in lexicon.load(language, "acled").items()}
    rules = tuple(_rule(entry, classes) for entry in lexicon.load("common", "acled").get("rules", ()))
    return (rules, classes) if classes else ((), {})


def _rule(entry: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Rule:
    kind, sub = entry["gives"]
    return Rule(
        of=frozenset(entry["of"]),
        asks=_conditions(entry, classes),
        never=_conditions(entry.get("not", {}), classes),
        unarmed=bool(entry.get("unarmed")),
        clash=bool(entry.get("clash")),
        gives=(str(kind), str(sub)),
    )


def _conditions(
    entry: Mapping[str, Any], classes: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((place, classes.get(entry[place], frozenset())) for place in _PLACES if place in entry)


def _words(event: EventMark) -> dict[str, frozenset[str]]:
    sentence, trigger = event.sentence, event.trigger
    first = max(sentence.start, trigger.start - BEFORE)
    return {
        "actor": _of(event.actors),
        "recipient": _of(event.recipients),
        "trigger": frozenset(t.lower_ for t in trigger),
        "near": frozenset(lowers(trigger.doc)[sentence.start : sentence.end]),
        "before": frozenset(lowers(trigger.doc)[first : trigger.start]),
        "beside": frozenset(lowers(trigger.doc)[max(first, trigger.start - 2) : trigger.start]),
    }


def _of(actors: Iterable[ActorMark]) -> frozenset[str]:
    return frozenset(t.lower_ for a in actors for t in a.span)


def _fits(
    rule: Rule,
    said: Mapping[str, frozenset[str]],
    event: EventMark,
    classes: Mapping[str, frozenset[str]],
) -> bool:
    if any(words.isdisjoint(said[place]) for place, words in rule.asks):
        return False
    if any(not words.isdisjoint(said[place]) for place, words in rule.never):
        return False
    armed = classes["armed"]
    if rule.unarmed and (not armed.isdisjoint(said["actor"]) or _armed(event.actors)):
        return False
    return not rule.clash or _is_clash(said, event, classes)


def _is_clash(said: Mapping[str, frozenset[str]], event: EventMark, classes: Mapping[str, frozenset[str]]) -> bool:
    """Fire is exchanged, or an armed side is attacked by another."""
    if event.signal == "ARMED_CLASH" or not classes["fire"].isdisjoint(said["trigger"] | said["beside"]):
        return True
    armed = classes["armed"]
    struck = _armed(event.recipients) or not armed.isdisjoint(said["recipient"])
    acting = _armed(event.actors) or not armed.isdisjoint(said["actor"])
    return struck and acting


def _armed(actors: Iterable[ActorMark]) -> bool:
    return any(a.sector in BEARING_ARMS for a in actors)
