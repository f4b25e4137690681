"""Names that the statistical model takes for persons or bodies, or does not see, told as places are.

The frames themselves are in :mod:`processors.extraction.places.frames`; here stands what speaks against a place: a
title, an age, a role, a given name, an acronym, a word for a body.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.marks import text_at
from processors.extraction.names.folding import GivenNames, fold
from processors.extraction.names.merge import Candidate
from processors.extraction.names.patterns import Patterns
from processors.extraction.places.frames import STRONG, WEAK, Frames, quoted_name
from processors.extraction.places.index import load as load_index

_LONG, _RUN = 3, 5
"""Tokens of a name marked as another thing, and of one that nobody has marked."""
_ASIDE = 6
"""Tokens behind a name within which a role says that it is a person's ("X, a student leader")."""


class Framed:
    """Holds what a language says of places and of persons; ``alone``: folded names that are known persons."""

    def __init__(
        self, language: str, overlay: str | None, patterns: Patterns, given: GivenNames, alone: frozenset[str]
    ) -> None:
        words: dict[str, Any] = lexicon.load(language, "names", overlay)
        common: dict[str, Any] = lexicon.load("common", "places", overlay)
        self._not = frozenset([*words.get("not_names", []), *common.get("not_towns", [])])
        self._frames = Frames(language, overlay)
        self._bodies = _bodies(words)
        self._patterns, self._given, self._alone = patterns, given, alone

    def apply(self, doc: Doc, candidates: list[Candidate]) -> list[Candidate]:
        """Names that nobody knows, told as places are: whatever the model took them for, or did not see."""
        known = {i for c in candidates if c.label in ("GPE", "LOC") for i in range(c.start, c.end)}
        taken = {i for c in candidates for i in range(c.start, c.end)}
        people = {doc[c.end - 1].text for c in candidates if c.label == "PERSON" and self._surely(doc, c)}
        for c in candidates:
            if c.entry is not None or c.rank != 1:
                continue
            if c.label == "GPE":
                self._begin(doc, c, taken)
            if c.label not in ("PERSON", "ORG") or c.end - c.start > _LONG:
                continue
            if doc[c.end - 1].text in people or self._surely(doc, c) or quoted_name(doc, c.start, c.end):
                continue
            if self._of_body(doc, c) and not self._frames.heads_entry(doc, c.start, c.end, known):
                continue
            told = self._frames.strength(doc, c.start, c.end, known)
            if told == STRONG or (told == WEAK and (c.label == "ORG" or len(text_at(doc, c.start, c.end).split()) < 3)):
                c.label, c.rank = "GPE", 2
                known.update(range(c.start, c.end))
        found: list[Candidate] = []
        for start, end in self._unseen(doc, taken):
            if doc[start].is_sent_start or not doc[start].is_title:
                frames = self._frames
                if frames.heads_entry(doc, start, end, known) or frames.explains(doc, end):
                    found.append(Candidate(start, end, "GPE", 2))
                continue
            told = self._frames.strength(doc, start, end, known)
            towns = load_index().find(text_at(doc, start, end)) if told == WEAK else ()
            if told == STRONG or any(t.main for t in towns) or (told == WEAK and self._frames.beside(doc, start)):
                found.append(Candidate(start, end, "GPE", 2))
                known.update(range(start, end))
        return sorted([*candidates, *found], key=lambda c: c.start) if found else candidates

    def _surely(self, doc: Doc, c: Candidate) -> bool:
        """Whether a name is that of a person by more than the model's word: a title, an age, a well-known name."""
        if c.entry is not None or c.rank > 1 or (c.start and self._patterns.is_title(doc[c.start - 1])):
            return True
        if c.end - c.start > 1 and self._given.known(doc[c.start].text):
            return True
        if fold(text_at(doc, c.start, c.end)) in self._alone:
            return True
        behind = doc[c.end : c.end + _ASIDE]
        if len(behind) < 3 or behind[0].text not in (",", "("):
            return False
        role = any(self._patterns.is_title(t) for t in behind[2:]) and behind[1].pos_ == "DET"
        return role or (behind[1].like_num and not behind[2].is_alpha)

    def _of_body(self, doc: Doc, c: Candidate) -> bool:
        """An acronym, or words that are said of bodies rather than of places."""
        if c.start and self._patterns.is_title(doc[c.start - 1]):
            return True
        return any((t.is_upper and len(t) > 1) or t.text in self._bodies for t in doc[c.start : c.end])

    def _unseen(self, doc: Doc, taken: set[int]) -> list[tuple[int, int]]:
        """Runs of capitalised words that nobody has marked, sentence openers apart."""
        runs: list[tuple[int, int]] = []
        done = 0
        for i in _capitals(doc):
            token = doc[i]
            if i < done or i in taken or token.lower_ in self._not or len(token) < 3 or token.like_num:
                continue
            end = i + 1
            while end < len(doc) and end - i < _RUN and end not in taken and _goes_on(doc, end):
                end += 1
            if not (i and doc[i - 1].text == "-"):
                runs.append((i, end))
            done = end
        return runs

    def _begin(self, doc: Doc, c: Candidate, taken: set[int]) -> None:
        """The first word of a name of which the model marked the rest only: "Um Keddada"."""
        before = doc[c.start - 1] if c.start else None
        if before is None or c.start - 1 in taken or before.is_sent_start or not before.is_title:
            return
        if before.is_alpha and before.lower_ not in self._not and not self._patterns.is_title(before):
            c.start -= 1
            taken.add(c.start)


def _capitals(doc: Doc) -> list[int]:
    """Tokens with a capital: written as titles are, or all in capitals at the beginning of a sentence."""
    title, upper, start = doc.to_array(["IS_TITLE", "IS_UPPER", "SENT_START"]).T
    found: list[int] = np.flatnonzero((title != 0) | ((upper != 0) & (start == 1))).tolist()
    return found


def _goes_on(doc: Doc, i: int) -> bool:
    """Whether a name goes on at a token: another capital, or a hyphen within a word."""
    if doc[i].text == "-":
        return not doc[i].whitespace_ and not doc[i - 1].whitespace_ and i + 1 < len(doc) and doc[i + 1].is_title
    if doc[i].is_lower and doc[i].pos_ == "ADP":  # "Santa Rita do Sul"
        return doc[i].lower_ in _INSIDE and i + 1 < len(doc) and doc[i + 1].is_title
    return doc[i].is_title


_INSIDE = frozenset(lexicon.load("common", "places").get("name_inside", ()))


def _bodies(words: dict[str, Any]) -> frozenset[str]:
    """Words with a capital that make a name one of a body or a unit: "Front", "Brigades", "Ministry"."""
    tables = (words.get("heads_first", {}), words.get("heads_last", {}))
    heads = {head for table in tables for label in ("ORG", "MILUNIT") for head in table.get(label, ())}
    return frozenset(word for head in heads for word in head.split() if word[:1].isupper())
