"""Private crime: a robbery, a deed among kin, one who acts alone, and what the police do about it.

One rule for all: who did it, by what, to whom. A deed by an armed group, an army or a state, by planes, shells or a
suicide bomber, or one that a group claims, is none; what is left is private where the text has words of such a crime
and none of war. The words stand in ``events_private.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from processors.extraction.events.phrases import phrases_of, tells, words_of
from processors.extraction.marks import EventMark
from processors.extraction.sectors import REBELS

_BY_FORCE = frozenset({"MIL", "GOV"})
_GUNMEN = "group:gunmen"
_TOLD_BY = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "RETREAT", "MOBILIZE"})
"""Types by which a crime is told, and how it ends."""
_DEED = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_MODES = frozenset({"arrest", "destroy", "firearms", "primitive", "beat", "convict", "sexual", None})
"""Modes of a crime of which nothing more is known."""
_BY_LAW = frozenset({"arrest", "convict"})
_ARMS_OF_WAR = frozenset({"aerial", "drone", "heavy-weapons", "suicide-attack"})
"""Modes that neither robbers nor kin nor men for themselves have."""
_MOB = frozenset({"protesters", "residents", "villagers", "youths", "mob"})
_ENOUGH = 2
_LONG = 45
"""Tokens from which a text without a word of politics says that it has nothing to do with it."""
_BEFORE = 4
"""Tokens before a trigger in which the police are told of."""


class Crime:
    """The words of a language that tell a private crime."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._heist = words_of(data, "heist")
        self._bands = words_of(data, "bands")
        self._lone = phrases_of(data, "lone")
        self._family = phrases_of(data, "family")
        self._anywhere = words_of(data, "anywhere")
        self._claimed = phrases_of(data, "claimed")
        self._blasts = words_of(data, "blasts")
        self._police = words_of(data, "police")
        self._public = words_of(data, "public")
        self._private = words_of(data, "private")
        self._at_arms = words_of(data, "force")
        self._war = words_of(data, "war")
        self._attack = words_of(data, "attack")

    def is_all(self, told: list[str], events: list[EventMark], *, mutual: bool) -> bool:
        """Whether an article tells nothing but private crime; ``mutual``: of two sides that fight each other."""
        words = frozenset(told)
        if any(_by_mob(e) for e in events):
            return False
        if all(e.type in _TOLD_BY and not named_group(e) and not of_war(e) for e in events) and (
            self._is_heist(words) or self._is_for_himself(told, words, events)
        ):
            return True
        return all(e.type in _DEED and e.mode in _MODES for e in events) and self._is_private(
            told, words, events, mutual=mutual
        )

    def _is_heist(self, words: frozenset[str]) -> bool:
        """Robbers and what they rob, in a text without a word of war."""
        found = len(words & self._heist)
        war = self._war if found == _ENOUGH else self._war - self._bands
        return found >= _ENOUGH and words.isdisjoint(war | self._at_arms)

    def _is_for_himself(self, told: list[str], words: frozenset[str], events: list[EventMark]) -> bool:
        """One who shoots or stabs for reasons of his own: "had acted alone", "had been treated for depression"."""
        if not words.isdisjoint(self._war - self._attack) or tells(told, words, self._claimed):
            return False
        kin = tells(told, words, self._family) and self._is_at_home(told, words, events)
        return kin or tells(told, words, self._lone)

    def _is_at_home(self, told: list[str], words: frozenset[str], events: list[EventMark]) -> bool:
        """Nobody but those who live there is told of: no politics, no group, no arms of war, no police who shoot."""
        public = self._public - self._anywhere
        if not words.isdisjoint(public | self._at_arms | self._blasts) or any(by_group(e) for e in events):
            return False
        triggers = (e.trigger for e in events if e.type == "ASSAULT")
        return all(self._police.isdisjoint(told[max(0, t.start - _BEFORE) : t.end]) for t in triggers)

    def _is_private(self, told: list[str], words: frozenset[str], events: list[EventMark], *, mutual: bool) -> bool:
        """Deeds of which nothing tells that they are public."""
        if len(told) >= _LONG and words.isdisjoint(self._public):
            return True
        only_law = all(e.mode in _BY_LAW for e in events) and words.isdisjoint(self._war - self._bands)
        peace = only_law or (words.isdisjoint(self._war) and not any(by_group(e) for e in events))
        return peace and not mutual and not words.isdisjoint(self._private) and words.isdisjoint(self._at_arms)


def _by_mob(event: EventMark) -> bool:
    """A crowd that burns or stones a thief: unrest, whatever he did."""
    return event.mode == "primitive" and any(a.name in _MOB for a in event.actors)


def by_group(event: EventMark) -> bool:
    """A known armed group on a side: no private crime, whatever else the text speaks of."""
    return any(a.sector in REBELS and a.id for a in (*event.actors, *event.recipients))


def named_group(event: EventMark) -> bool:
    """The same, but for those known by nothing but their arms: "three armed men" rob as well."""
    return any(a.sector in REBELS and a.id and a.id != _GUNMEN for a in (*event.actors, *event.recipients))


def of_war(event: EventMark) -> bool:
    """By planes, shells, drones or a suicide bomber, or by an army or a state."""
    if event.type != "ASSAULT":
        return False
    return event.mode in _ARMS_OF_WAR or any(a.sector in _BY_FORCE and not a.assumed for a in event.actors)
