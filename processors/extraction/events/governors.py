"""Who acts where the trigger itself has no subject: the verb above it, the one who says "I" or "we".

Words: ``speech`` of the language's ``places.yaml`` and ``counting`` of its ``events_roles.yaml``: who tells, counts or
records a deed has not done it.
"""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction import lexicon
from processors.extraction.events.doers import joined
from processors.extraction.events.parties import parties_of
from processors.extraction.events.referents import ActorOf
from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.view import NAMES, View
from processors.extraction.marks import ActorMark

_SPEAKS = frozenset({"ccomp", "parataxis", "parataxis:insert", "xcomp"})
_I = lexicon.function_words("first_person")
_INVERTED = 4
"""Tokens before a verb of speech among which is no name where the speaker stands behind it."""
_HIGHEST = 3
"""Heads above a noun whose subject may be the one who acts."""


class Governors:
    """Looks for who acts above a trigger."""

    def __init__(self, language: str, overlay: str | None) -> None:
        self._saying = frozenset(lexicon.load(language, "places", overlay).get("speech", ()))
        self._counting = frozenset(lexicon.load(language, "events_roles", overlay).get("counting", ()))

    def acting(self, view: View, predicate: Token, inside: range, actor_of: ActorOf, *, state: bool) -> list[ActorMark]:
        """Subject of the verb above a noun: "issued an appeal for calm", "placed its guards on alert".

        Not of a verb that tells or counts: "the observatory recorded 46 arrests" has made none. ``state``: adjectives
        of a people stand for its state.
        """
        token = predicate
        if token.pos_ not in VERBAL:  # "the EU imposed sanctions", a verb that the parser takes for an adjective
            beside = [child for child in token.children if child.pos_ == "VERB" and child.i < token.i]
            tokens = [t for verb in beside for role, _, t in view.arguments(verb) if role == "subject" and t.i < verb.i]
            if named := parties_of(view.doc, tokens, actor_of, state):
                return named
        for _ in range(_HIGHEST if predicate.pos_ not in VERBAL else 0):
            head = token.head
            if head.i == token.i:
                return []
            if head.pos_ in VERBAL:
                lemma = head.lemma_.lower()
                if token.dep_ in _SPEAKS or lemma in self._saying or lemma in self._counting:
                    return []
                found = [t for role, _, t in view.arguments(head) if role in ("subject", "agent") and t.i not in inside]
                subjects = (both for t in found if t.i != token.i for both in joined(t))
                return parties_of(view.doc, subjects, actor_of, state)
            token = head
        return []

    def speaking(self, view: View, predicate: Token, doers: list[Token], actor_of: ActorOf) -> list[ActorMark]:
        """ "We shall answer", said X: who says I or we is X."""
        if doers and not any(t.lower_ in _I for t in doers):
            return []
        token = predicate
        for _ in range(4):
            head = token.head
            if head.i == token.i:
                break
            if token.dep_ in _SPEAKS and head.pos_ in VERBAL:
                return self._subject(view, head, actor_of)
            token = head
        for child in token.children:
            said = child.dep_ == "conj" and child.lemma_.lower() in self._saying and child.i > token.i
            if child.pos_ in VERBAL and (said or child.dep_ in ("parataxis", "parataxis:insert")):
                found = self._subject(view, child, actor_of)
                if found:
                    return found
        return []

    @staticmethod
    def _subject(view: View, verb: Token, actor_of: ActorOf) -> list[ActorMark]:
        told = [(role, t) for role, _, t in view.arguments(verb) if t.lower_ not in _I]
        tokens = [t for role, t in told if role == "subject"]
        if not tokens and not any(t.ent_type_ for t in verb.doc[max(0, verb.i - _INVERTED) : verb.i]):
            # "a dit X", which the parser takes for the object
            tokens = [t for role, t in told if role == "object" and t.i > verb.i and t.ent_type_ in NAMES]
        return parties_of(view.doc, tokens, actor_of, False)
