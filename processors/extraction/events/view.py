"""A document as the frames see it: normalised forms, sentence bounds, arguments of a trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from processors.extraction.events.frames import Words
from processors.extraction.events.subjects import NAMED, told_arguments
from processors.extraction.lexicon import function_words, languages, load
from processors.extraction.marks import lowers
from processors.extraction.syntax import with_conjuncts

NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "MILUNIT"})
BREAKS = frozenset({";", ":", "!", "?", ".", ",", "\n"})
_GIVES = {"subject": ("subject", "agent"), "object": ("object", "passive_subject")}


_HEIGHT = 4
"""Heads above a trigger that are looked at for what governs it."""
REACH = 40
"""Words of a sentence around a trigger that "any" looks at."""


class View:
    """Forms and sentence bounds of a document, computed once; conditions are tested against it."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = _forms(doc)
        self.bounds: list[tuple[int, int]] = []
        for start, end in _sentences(doc):
            self.bounds.extend([(start, end)] * (end - start))
        self._predicates: dict[tuple[int, int], Token] = {}
        self._sets: dict[int, frozenset[str]] = {}
        self._arguments: dict[int, list[tuple[str, str | None, Token]]] = {}
        self.tagged = doc.has_annotation("POS")
        self.parsed = doc.has_annotation("DEP")

    def sentence(self, i: int) -> frozenset[str]:
        """The words of the sentence of a token."""
        first, last = self.bounds[i]
        known = self._sets.get(first)
        if known is None:
            known = self._sets[first] = frozenset(self.words[first:last])
        return known

    @cached_property
    def text(self) -> frozenset[str]:
        """The words of the whole text."""
        return frozenset(self.words)

    def fits(self, token: Token, words: Words) -> bool:
        """Whether a word, or a word that modifies it closely, is in the set."""
        if self._is(token.i, words):
            return True
        if not self.parsed:
            return False
        return any(
            child.dep_ in ("compound", "amod", "nmod", "flat", "appos", "nmod:poss", "flat:name", "conj")
            and self._is(child.i, words)
            for child in token.children
        )

    def _is(self, i: int, words: Words) -> bool:
        if self.words[i] in words.forms:
            return True
        if not words.labels:
            return False
        token = self.doc[i]
        return token.ent_type_ in words.labels or (token.pos_ == "PROPN" and not token.ent_type_)

    def named(self, start: int, end: int) -> bool:
        """Whether the tokens lie within a name of several words ("Amnesty International"): it tells no event."""
        token = self.doc[start]
        if token.ent_type_ not in NAMED or token.ent_iob == 0:
            return False
        last = self.doc[end - 1]
        whole = all(self.doc[i].ent_iob_ == "I" for i in range(start + 1, end))
        more = token.ent_iob_ == "I" or (end < len(self.doc) and self.doc[end].ent_iob_ == "I")
        return whole and more and last.ent_type_ == token.ent_type_

    def some(self, indices: Iterable[int], words: Words) -> bool:
        """Whether one of the tokens is in the set."""
        near = self.words[indices.start : indices.stop] if isinstance(indices, range) else None
        if near is not None and not words.forms.isdisjoint(near):
            return True
        if near is not None and not words.labels:
            return False
        return any(self._is(i, words) for i in indices)

    def test(self, kind: str, words: Words, start: int, end: int) -> bool:
        """Test a condition of a frame for a match that covers the tokens from ``start`` to ``end``."""
        first, last = self.bounds[start]
        if kind == "left":
            return self.some(range(max(first, start - 2), start), words)
        if kind == "right":
            return self.some(range(end, min(last, end + 2)), words)
        if kind == "inside":
            return self.some(range(start, end), words)
        if kind == "above":
            return self._above(words, start, end)
        if kind == "near":
            return self.some(range(max(first, start - 12), min(last, end + 12)), words)
        if kind == "text":
            return not words.forms.isdisjoint(self.text)
        if kind == "any":
            return self.some(range(max(first, start - REACH), min(last, end + REACH)), words)
        role = "object" if kind == "object" else kind
        found = list(self.role(start, end, role))
        if found:
            return any(self.fits(t, words) for t in found)
        return self.some(self._beside(start, end, role), words)

    def _above(self, words: Words, start: int, end: int) -> bool:
        """Whether a word governs the trigger, or stands within or right before it."""
        if self.some(range(max(self.bounds[start][0], start - 3), end), words):
            return True
        token = self.predicate(start, end)
        for _ in range(_HEIGHT):
            if token.head.i == token.i or not self.parsed:
                return False
            token = token.head
            if self._is(token.i, words):
                return True
        return False

    def _beside(self, start: int, end: int, role: str) -> Iterator[int]:
        """Where an argument most likely stands when the parse does not give it."""
        first, last = self.bounds[start]
        if role == "subject":
            yield from range(max(first, start - 9), start)
        elif role == "object":
            yield from range(start, min(last, end + 7))
            if self._passive(start):
                yield from range(max(first, start - 9), start)
        else:
            yield from range(end, min(last, end + 8))

    def _passive(self, i: int) -> bool:
        return any(w in _PASSIVE_BE for w in self.words[max(0, i - 3) : i])

    def role(self, start: int, end: int, role: str) -> Iterator[Token]:
        """Nominal heads that stand in a role to the trigger: subject, object, to (oblique)."""
        predicate = self.predicate(start, end)
        for name, case, token in self.arguments(predicate):
            if role == "to":
                if name == "oblique" and case is not None:
                    yield token
            elif name in _GIVES[role]:
                yield from with_conjuncts(token)

    def predicate(self, start: int, end: int) -> Token:
        """The verb or noun that carries the trigger."""
        known = self._predicates.get((start, end))
        if known is None:
            known = Span(self.doc, start, end).root if self.parsed and end > start + 1 else self.doc[start]
            self._predicates[(start, end)] = known
        return known

    def arguments(self, predicate: Token) -> list[tuple[str, str | None, Token]]:
        """Arguments of a predicate, with those it shares with the clause it is joined to."""
        if not self.parsed:
            return []
        known = self._arguments.get(predicate.i)
        if known is None:
            known = self._arguments[predicate.i] = told_arguments(predicate)
        return known


_PASSIVE_BE = function_words("passive_be")


def _forms(doc: Doc) -> list[str]:
    """Lower case with straight apostrophes; the month of March is not a march, nor May a modal."""
    words = lowers(doc).copy()
    for i, word in enumerate(words):
        if "’" in word:
            words[i] = word.replace("’", "'")
        elif word in _MONTHS and doc[i].text == _MONTHS[word] and not doc[i].is_sent_start:
            words[i] = _MONTHS[word]
    return words


def _month_names() -> dict[str, str]:
    """Months that are other words in small letters, with their capital."""
    found: dict[str, str] = {}
    for language in languages():
        dates = load(language, "dates")
        months = dates.get("slots", {}).get("month", {})
        found |= {word: word.capitalize() for word in dates.get("case_sensitive", ()) if word in months}
    return found


_MONTHS = _month_names()


def _sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    if doc.has_annotation("SENT_START"):
        for sent in doc.sents:
            yield sent.start, sent.end
    elif len(doc):
        yield 0, len(doc)
