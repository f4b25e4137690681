"""A document as the frames see it: normalised forms, sentence bounds, arguments of a trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from processors.extraction.events.frames import Words
from processors.extraction.lexicon import function_words, languages, load
from processors.extraction.lexicon.grammar import grammar_of
from processors.extraction.marks import lowers
from processors.extraction.syntax import arguments, with_conjuncts

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "MILUNIT"})
BREAKS = frozenset({";", ":", "!", "?", ".", ",", "\n"})
_NAMED = frozenset({"ORG", "PERSON", "GPE", "LOC", "FAC", "MILUNIT"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_PARTICIPLE = frozenset({"acl"})
_PERSON = function_words("who")
_ACCORDING = function_words("according")
_WHO = function_words("relative_any_role")
_GIVES = {"subject": ("subject", "agent"), "object": ("object", "passive_subject")}
_SELF = function_words("reflexive")
_AUX = frozenset({"aux", "aux:pass", "auxpass", "aux:tense"})
_UP = frozenset({"conj", "xcomp", "advcl", "parataxis"})


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
        if token.ent_type_ not in _NAMED or token.ent_iob == 0:
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
            known = self._arguments[predicate.i] = self._read(predicate)
        return known

    def _read(self, predicate: Token) -> list[tuple[str, str | None, Token]]:
        found = [row for row in _direct(predicate) if row[0] not in _SUBJECTS or row[1] not in _ACCORDING]
        if any(c.lower_ in _SELF and c.i < predicate.i for c in predicate.children):  # "s'est emparée de"
            found = [("subject" if n == "passive_subject" else n, c, t) for n, c, t in found if t.lower_ not in _SELF]
        if predicate.dep_ not in _RELATIVE:  # "X, who has sent ships, threatens": taken for the main clause
            found = [(n, c, _before_who(t) if n in _SUBJECTS and t.lower_ in _PERSON else t) for n, c, t in found]
        names = {name for name, _, _ in found}
        head = predicate.head
        if predicate.pos_ in VERBAL or predicate.tag_.startswith("V"):
            subject = bool(names & {"subject", "passive_subject"})
            if predicate.dep_ in _RELATIVE and head.pos_ in NOMINAL:
                found = [(n, c, head if t.lower_ in _WHO else t) for n, c, t in found]
            elif predicate.dep_ in _PARTICIPLE and head.pos_ in NOMINAL:
                active = grammar_of(predicate.lang_).ends(predicate.lower_, "gerund") or "object" in names
                found.append(("subject" if active else "passive_subject", None, head))
            elif predicate.dep_ in _UP and not subject and head.i != predicate.i:
                found += _subjects_above(predicate)
        return found


def _direct(verb: Token) -> list[tuple[str, str | None, Token]]:
    """Arguments of a verb, with the subject that the parser hangs on its auxiliary ("L'armée a aussi commencé")."""
    found = list(arguments(verb))
    for aux in verb.children:
        if aux.dep_ in _AUX:
            found += [a for a in arguments(aux) if a[0] in _SUBJECTS]
    if not any(name in _SUBJECTS for name, _, _ in found):
        found = [("subject" if _before(verb, name, case, token) else name, case, token) for name, case, token in found]
    return found


def _before_who(pronoun: Token) -> Token:
    """The noun right before a relative pronoun and its comma."""
    doc, at = pronoun.doc, pronoun.i - 1
    if at > 0 and doc[at].text == ",":
        at -= 1
    return doc[at] if at >= 0 and doc[at].pos_ in ("NOUN", "PROPN") else pronoun


def _before(verb: Token, role: str, case: str | None, token: Token) -> bool:
    """ "Its president, X, threatened": a noun before a main verb without subject, hung on it as something else."""
    if token.i > verb.i or token.pos_ not in ("NOUN", "PROPN") or verb.dep_ not in _MAIN:
        return False
    named = any(t.ent_type_ in _NAMED for t in (token, *token.children))
    return role == "object" or (role == "oblique" and case is None and named)


def _subjects_above(verb: Token) -> list[tuple[str, str | None, Token]]:
    """The subjects that a verb shares with those it is joined to: "rounded up pupils and marched them off"."""
    passive = any(child.dep_ in _PASSIVE for child in verb.children)
    for _ in range(_CLIMB):
        if verb.dep_ not in _UP or verb.head.i == verb.i:
            break
        below, verb = verb, verb.head
        if verb.pos_ == "NOUN" and verb.head.pos_ in VERBAL and below.dep_ == "conj":
            verb = verb.head  # "called it a provocation and threatened": joined to the object by the parser
        told = _direct(verb)
        if below.dep_ in _CONTROLLED and verb.lemma_.lower() in _OF_OBJECT:  # "accused X of shelling a camp"
            blamed = _blamed(verb, told)
            if blamed:
                return blamed
        found = [a for a in told if a[0] in _SUBJECTS]
        if found:
            return [("passive_subject", c, t) for _, c, t in found] if passive else found
    return []


def _blamed(verb: Token, told: list[tuple[str, str | None, Token]]) -> list[tuple[str, str | None, Token]]:
    """Who is said to have done it: the object of a verb of accusing, or who is accused ("Y, accused of shelling")."""
    blamed = [t for name, _, t in told if name == "object"] or [t for name, _, t in told if name == "passive_subject"]
    if not blamed and verb.dep_ in _PARTICIPLE and verb.head.pos_ in NOMINAL:
        blamed = [verb.head]
    return [("subject", None, t) for t in blamed]


_MAIN = frozenset({"ROOT", "conj", "ccomp", "parataxis"})
_SUBJECTS = frozenset({"subject", "passive_subject"})
_CONTROLLED = frozenset({"xcomp", "advcl"})
_OF_OBJECT = function_words("object_control")
_CLIMB = 3
_PASSIVE = frozenset({"aux:pass", "auxpass"})


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
