"""Disasters and private crime: soldiers who clear rubble and a thief who is arrested are no events of ours."""

from __future__ import annotations

from collections.abc import Mapping

from processors.extraction import lexicon
from processors.extraction.events.view import View
from processors.extraction.marks import EventMark

_HELP = frozenset({"MOBILIZE", "AID", "RETREAT", "COERCE", "AGREE", "SUPPORT", "REQUEST", "COOPERATE"})
_CRIME = frozenset({"arrest", "destroy", "firearms", "primitive", "beat", "convict", "sexual", None})
_ENOUGH = 2
_LONG = 45
"""Tokens from which a text without a word of politics says that it has nothing to do with it."""


class Private:
    """Tells articles that are no news of conflict by their words; ``events_private.yaml``."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data = lexicon.load(language, "events_private", overlay)
        self._calamity = frozenset(map(str, data.get("calamity", ())))
        self._public = frozenset(map(str, data.get("public", ())))

    def keep(self, view: View, events: list[EventMark], flags: Mapping[int, frozenset[str]]) -> list[EventMark]:
        """The events, or none where the article tells a disaster or a private crime."""
        if not events:
            return events
        words = set(view.words)
        if all(_harmless(e, flags) for e in events) and len(words & self._calamity) >= _ENOUGH:
            return [e for e in events if e.realis == "historical"]
        if len(view.words) >= _LONG and all(_criminal(e) for e in events) and words.isdisjoint(self._public):
            return []
        return events


def _harmless(event: EventMark, flags: Mapping[int, frozenset[str]]) -> bool:
    """What disasters bring too: help, closed roads, deaths told by a weak word."""
    if event.type in _HELP:
        return event.mode not in ("curfew", "martial-law", "seize", "censor", "ceasefire", "weapons")
    return event.type == "ASSAULT" and "weak" in flags.get(id(event), ())


def _criminal(event: EventMark) -> bool:
    return event.type in ("ASSAULT", "COERCE", "SANCTION") and event.mode in _CRIME
