"""Past or future: what the verb that governs a time expression says, and where an expression hangs."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Span, Token

from processors.extraction import lexicon
from processors.extraction.lexicon.grammar import grammar_of
from processors.extraction.marks import lowers

_VERBAL = frozenset({"VERB", "AUX"})
_PERFECT = lexicon.function_words("perfect")
_PLUPERFECT = lexicon.function_words("pluperfect")
_STEPS = 12


class Tense:
    """Reads tense from the parse and from cue words of the language."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data: dict[str, Any] = lexicon.load(language, "dates", overlay)
        self._future = frozenset(data.get("future", []))
        self._until = frozenset(data.get("until", []))

    def of(self, span: Span) -> str | None:
        """``past``, ``future`` or None for the clause in which an expression stands."""
        if self._limits(span):
            return "future"
        verb = governor(span.root)
        for _ in range(3):
            if verb is None:
                return None
            tense = self._verb(verb)
            if tense is not None:
                return tense
            if "Inf" not in verb.morph.get("VerbForm", []) and verb.tag_ != "VB":
                return None
            # an infinitive has the tense of what it hangs on: "doit les rejoindre samedi", "plans to leave on Friday"
            if verb.head.i == verb.i or verb.dep_.startswith("advcl"):
                return None
            if verb.head.lower_ in self._future or verb.head.lemma_.lower() in self._future:
                return "future"
            verb = governor(verb.head)
        return None

    def _limits(self, span: Span) -> bool:
        """Whether the expression says until when: "until Sunday", "jusqu'à samedi"."""
        before = lowers(span.doc)[max(0, span.start - 2) : span.start]
        words = {span[0].lower_, *before[-1:], "".join(before)}
        return bool(words & self._until)

    def _verb(self, verb: Token) -> str | None:
        """Tense of a verb with its auxiliaries."""
        finite = [verb, *(c for c in verb.children if c.dep_.startswith(("aux", "cop")))]
        done = any(token.lemma_.lower() in _PERFECT for token in finite[1:])  # "a convoqué mardi l'ambassadeur"
        for token in finite:
            if token.lower_ in self._future and not (done and token is verb):
                return "future"
        for token in finite:
            tense = token.morph.get("Tense", [])
            if "Fut" in tense:
                return "future"
            if "Past" in tense or "Imp" in tense:
                return "past"
        return "past" if {"VBD", "VBN"} & {token.tag_ for token in finite} else None


def imperfect(verb: Token) -> bool:
    """Whether a verb is in the imperfect; the ending decides where the tagger says present."""
    grammar, word = grammar_of(verb.lang_), verb.lower_
    ending = grammar.ends(word, "imperfect") and not grammar.ends(word, "imperfect_not")
    return (ending and "Fin" in verb.morph.get("VerbForm", [])) or "Imp" in verb.morph.get("Tense", [])


def governor(token: Token) -> Token | None:
    """The verb above a token (itself included)."""
    for _ in range(_STEPS):
        if token.pos_ in _VERBAL:
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def finite(token: Token) -> Token | None:
    """The verb above a token that is no infinitive: of "in the battle to retake it", what the battle did."""
    verb = governor(token)
    for _ in range(_STEPS):
        if verb is None or "Inf" not in verb.morph.get("VerbForm", []) or verb.head.i == verb.i:
            return verb
        verb = governor(verb.head)
    return verb


def in_present(trigger: Span) -> bool:
    """Whether what the clause of a trigger tells is told in the present, or in the perfect."""
    verb = finite(trigger.root)
    return verb is None or any("Pres" in t.morph.get("Tense", []) for t in (verb, *verb.children))


def in_pluperfect(trigger: Span) -> bool:
    """Whether it had happened before what was told last: "had been put down", "avait fini par céder"."""
    verb = finite(trigger.root)
    if verb is None or "Part" not in verb.morph.get("VerbForm", []):
        return False
    return any(t.dep_.startswith("aux") and t.lower_ in _PLUPERFECT for t in verb.children)
