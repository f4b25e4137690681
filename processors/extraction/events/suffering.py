"""Subjects that suffer what the verb tells: "died", "came under fire", "struck a mine".

Words: ``suffering``, ``falls_into``, ``meets`` and ``mines`` of the language's ``events_roles.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Token

from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.view import View

_SHARES = frozenset({"advcl", "acl", "xcomp"})
_BEHIND = 8
"""Tokens behind a verb within which the mine is told that somebody comes upon."""


class Suffering:
    """Knows the verbs whose subject is the one that something is done to."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._verbs = frozenset(data.get("suffering", ()))
        self._into = {str(verb): frozenset(words) for verb, words in (data.get("falls_into") or {}).items()}
        self._meets = {str(verb): frozenset(words) for verb, words in (data.get("meets") or {}).items()}
        self._mines = frozenset(data.get("mines", ()))

    def of(self, view: View, verb: Token, end: int) -> bool:
        """Whether the subject of a verb suffers; ``end``: where the trigger ends."""
        lemma = verb.lemma_.lower()
        if self.tells(verb):
            return True
        if (words := self._meets.get(lemma)) is not None:
            near = view.words[verb.i + 1 : verb.i + _BEHIND]
            if not self._mines.isdisjoint(near) and (not words or not words.isdisjoint(near[:2])):
                return True
        return not self._into.get(lemma, frozenset()).isdisjoint(view.words[verb.i + 1 : min(end, verb.i + 3)])

    def tells(self, verb: Token) -> bool:
        """Whether a verb by itself says that its subject suffers: "died"."""
        return verb.lemma_.lower() in self._verbs

    def beside(self, view: View, verb: Token) -> bool:
        """ "A truck hit a mine, killing four": the subject that the participle shares has not killed."""
        head = verb.head
        shares = verb.dep_ in _SHARES and head.i < verb.i and head.pos_ in VERBAL
        return shares and self.of(view, head, verb.i)

    def met_by(self, view: View, noun: Token) -> Token | None:
        """ "The convoy struck a mine", "un camion a sauté sur une mine": who meets an explosive suffers it."""
        verb = noun.head
        words = self._meets.get(verb.lemma_.lower()) if verb.pos_ in VERBAL else None
        if words is None or self._mines.isdisjoint((noun.lower_, noun.lemma_.lower())):
            return None
        if words and words.isdisjoint(view.words[verb.i + 1 : noun.i]):
            return None
        return next((t for role, _, t in view.arguments(verb) if role in ("subject", "passive_subject")), None)
