"""What the words around a name that nobody knows say of it: who is told so is a place, gazetteer or not.

"X, a village in Y", "X, 20 km from Y", "the mayor of X", "shelling of X", "raided X", "the X road", "between X and Y".
Words: ``frame_*`` of ``lexicon/<language>/places.yaml``. A *strong* frame tells a place of any name; a *weak* one
("attacked X", "an attack on X") may be told of a person or a body too.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from spacy.tokens import Doc, Token

from processors.extraction import lexicon
from processors.extraction.dates.tense import governor
from processors.extraction.syntax import OBJECT, PASSIVE_SUBJECT

NONE, WEAK, STRONG = 0, 1, 2
_DEEP = 5
"""Tokens before a name within which the noun stands that it is the name of."""
_NEAR = 6
"""Tokens behind a name within which it is said what or where it is."""
_QUOTES = frozenset({'"', "“", "”", "«", "»", "'", "’"})
_OPENS = frozenset({",", "("})
_CELLS = frozenset({"|", "–", "—", "-", "•", ":"})
_OPENING = 9
"""Tokens of an opening between the name, the wider place and the dash."""


class Frames:
    """The frames of a language."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        data: dict[str, Any] = lexicon.load(language, "places", overlay)
        sets = {key: frozenset(data.get(f"frame_{key}", [])) for key in _KEYS}
        self._seats, self._of, self._kinds, self._articles = (sets[k] for k in ("seats", "of", "kinds", "articles"))
        self._units, self._behind, self._held = (sets[k] for k in ("units", "behind", "held"))
        self._struck, self._met, self._between, self._and = (sets[k] for k in ("struck", "met", "between", "and"))
        self._in, self._on = sets["in"], sets["on"]
        self._beside = sets["beside"]
        self._within = frozenset(data.get("in", [])) - frozenset(data.get("toward", []))
        self._deeds: dict[str, frozenset[str]] = {
            noun: frozenset(row) for noun, row in data.get("frame_deeds", {}).items()
        }
        self._parts = frozenset(data.get("parts", {}))
        self._speech = frozenset(data.get("speech", []))

    def strength(self, doc: Doc, start: int, end: int, known: Set[int]) -> int:
        """How surely the words around ``doc[start:end]`` tell a place; ``known``: tokens of known places."""
        aside = start > 0 and doc[start - 1].text in _OPENS  # "the commissioner, X, in an ambush"
        if self._seat_of(doc, start) or self._explained(doc, end, known, aside) or self._names_way(doc, start, end):
            return STRONG
        if self._beside_known(doc, start, end, known) or self.heads_entry(doc, start, end, known):
            return STRONG
        return max(self._object(doc, start, end), self._deed(doc, start), self._rest(doc, start, end))

    def beside(self, doc: Doc, start: int) -> bool:
        """Whether "near" or its like stands right before a proper noun: words that lead to nothing but a place."""
        return start > 0 and doc[start].pos_ == "PROPN" and doc[start - 1].lower_ in self._beside

    def heads_entry(self, doc: Doc, start: int, end: int, known: Set[int]) -> bool:
        """ "X, Y | …", "X (Y), 12 May – …": what opens a line or a cell before a wider place and a dash."""
        before = doc[start - 1] if start else None
        if before is not None and "\n" not in before.text_with_ws and before.text not in _CELLS:
            return False
        if end + 1 >= len(doc) or doc[end].text not in _OPENS:
            return False
        line = doc[end : min(len(doc), end + _OPENING)]
        cell = before is not None and before.text == "|" and any(t.text == "|" for t in line)
        place = end if cell else next((t.i for t in line if t.i in known), None)
        if place is None or any(t.pos_ in ("VERB", "AUX") or "\n" in t.text_with_ws for t in doc[end:place]):
            return False
        return any(t.text in _CELLS for t in doc[place : place + _OPENING])

    def explains(self, doc: Doc, end: int) -> bool:
        """Whether a name that opens a sentence is explained at once: "X, a village in Y, …", "X, 20 km from Y"."""
        return self._explained(doc, end, frozenset(), True)

    def _seat_of(self, doc: Doc, start: int) -> bool:
        """ "The mayor of X", "le marché de X", "the police station of X"."""
        if start < 2 or doc[start - 1].lower_ not in self._of:
            return False
        for i in range(start - 2, max(-1, start - 2 - _DEEP), -1):
            token = doc[i]
            if token.lower_ in self._seats:
                return True
            between = token.lower_ in self._of or token.pos_ in ("NOUN", "ADJ")
            if not between or token.text[:1].isupper():
                return False
        return False

    def _explained(self, doc: Doc, end: int, known: Set[int], aside: bool) -> bool:
        """ "X, a border village", "X, 60 km west of Y", "X, in central Y", "X (Y)"."""
        if end + 1 >= len(doc) or doc[end].text not in _OPENS or not _one_line(doc, end, end + 1):
            return False
        first = doc[end + 1]
        behind = doc[end + 1 : min(len(doc), end + 1 + _NEAR)]
        if not aside and doc[end].text == "(" and first.i in known:
            return True
        for token in behind:
            if token.lower_ in self._units:
                return any(t.like_num or t.lower_ in self._articles for t in doc[first.i : token.i])
            if token.text in (",", ".", ")", ";") or token.pos_ in ("VERB", "AUX"):
                break
        if first.lower_ in self._articles:
            for token in behind[1:]:
                if token.lower_ in self._kinds:
                    return True
                if token.pos_ not in ("ADJ", "NOUN", "ADV") or token.text[:1].isupper():
                    return False
        if not aside and (first.lower_ in self._within or first.lower_ in self._parts):
            for token in behind:
                if token.i in known:
                    return True
                if token.pos_ in ("VERB", "AUX", "NUM") or token.text in (",", ".", ")", ";"):
                    return False
        return False

    def _names_way(self, doc: Doc, start: int, end: int) -> bool:
        """ "The X road", "the X area": a common noun for a place or a way right behind the name."""
        if end >= len(doc) or doc[end].lower_ not in self._behind:
            return False
        return not any(t.is_upper and len(t) > 1 for t in doc[start:end])

    def _beside_known(self, doc: Doc, start: int, end: int, known: Set[int]) -> bool:
        """ "Between X and Y", of which the other is known as a place."""
        before = doc[start - 1].lower_ if start else ""
        if before in self._between and end + 1 < len(doc) and doc[end].lower_ in self._and:
            return end + 1 in known or doc[end + 1].pos_ == "DET"
        if before in self._and and start > 2 and start - 2 in known:
            i = start - 2
            while i > 0 and i in known:
                i -= 1
            return doc[i].lower_ in self._between
        return False

    def _object(self, doc: Doc, start: int, end: int) -> int:
        """What is raided or retaken is a place; what is attacked or left may be."""
        root = doc[start:end].root
        verb = root.head
        for _ in range(2):
            if root.dep_ == "conj" and root.head.text[:1].isupper():
                root, verb = root.head, root.head.head
        near = doc[start - 1] if start else None
        taken = verb if root.dep_ in OBJECT or root.dep_ in PASSIVE_SUBJECT else None
        for word in (taken, near):
            if word is None or word.pos_ not in ("VERB", "AUX", "NOUN"):
                continue
            lemma = word.lemma_.lower()
            if word.lower_ in self._struck or lemma in self._struck:
                return STRONG
            if (word.lower_ in self._met or lemma in self._met) and word.pos_ != "NOUN":
                return WEAK
        return NONE

    def _deed(self, doc: Doc, start: int) -> int:
        """ "Shelling of X", "an air strike on X", "la prise de X"."""
        if start < 2:
            return NONE
        led = doc[start - 1].lower_
        if led not in self._on:
            return NONE
        for i in range(start - 2, max(-1, start - 5), -1):
            leads = self._deeds.get(doc[i].lower_)
            if leads is not None:
                return (STRONG if doc[i].lower_ in self._held else WEAK) if led in leads else NONE
            if doc[i].pos_ != "ADJ":
                return NONE
        return NONE

    def _rest(self, doc: Doc, start: int, end: int) -> int:
        """ "In X", "à X", "near X": a preposition of rest right before, unless one speaks to X."""
        if not start or doc[start - 1].lower_ not in self._in:
            return NONE
        verb = governor(doc[start:end].root)
        said = verb is not None and (verb.lemma_.lower() in self._speech or verb.lower_ in self._speech)
        return NONE if said else WEAK


_KEYS = (
    "seats", "of", "kinds", "articles", "units", "behind", "held", "struck", "met", "between", "and", "in", "on",
    "beside",
)  # fmt: skip


def _one_line(doc: Doc, first: int, last: int) -> bool:
    return not any("\n" in t.text_with_ws for t in doc[first:last])


def quoted_name(doc: Doc, start: int, end: int) -> bool:
    """Whether a name stands in quotation marks: a slogan or an operation."""
    before: Token | None = doc[start - 1] if start else None
    return before is not None and before.text in _QUOTES and end < len(doc) and doc[end].text in _QUOTES
