"""What the finders need to know about a doc: sentence bounds, and which mention covers a token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from processors.extraction.lexicon import function_words
from processors.extraction.marks import lowers
from processors.extraction.quantities.joints import AGED, BETWEEN_AGES, ROW, YEARS
from processors.extraction.quantities.mentions import Mention
from processors.extraction.sentences import LONGEST

QUOTES = frozenset('"“”«»')
CLOSERS = frozenset({")", "–", "—", "-", "--"})
OPENERS = frozenset({"(", "–", "—", "-", "--"})
BREAKS = frozenset({".", ";", "!", "?", ":", "\n"})
RELATIVES = function_words("relative")
CLAUSE_WORDS = function_words("clause")
"""Words with which another clause begins."""


def sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """Sentences; one that ends in mid-air, before a small letter, goes on (parsers split long subjects off).

    None goes on that is longer than any sentence that is read: the end of the text comes with a sentence's end.
    """
    start = 0
    for sent in doc.sents:
        last = doc[sent.end - 1]
        torn = sent.end < len(doc) and (last.is_alpha or last.text == ",") and _goes_on(doc, sent.end)
        if not torn or sent.end - start > LONGEST:
            yield start, sent.end
            start = sent.end


def _goes_on(doc: Doc, i: int) -> bool:
    """Does a small letter follow, or a dash or comma before one?"""
    if doc[i].text in ("-", "–", "—", ",") and i + 1 < len(doc):
        i += 1
    return doc[i].text[0].islower()


def opening(doc: Doc, i: int, reach: int = 60) -> int:
    """Where the sentence of token ``i`` begins, at most ``reach`` tokens back."""
    k = i
    while k and i - k < reach and not doc[k].is_sent_start:
        k -= 1
    return k


@dataclass(slots=True)
class Page:
    """What frames need to know about a doc: sentence bounds and which mention covers a token."""

    doc: Doc
    mentions: list[Mention]
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    cover: dict[int, Mention] = field(default_factory=dict)
    starts: dict[int, Mention] = field(default_factory=dict)
    lower: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Doc, mentions: list[Mention]) -> Page:
        """Index a doc once."""
        page = cls(doc, mentions)
        for start, end in sentences(doc):
            page.left.extend([start] * (end - start))
            page.right.extend([end] * (end - start))
        for mention in mentions:
            page.add(mention)
        page.lower = lowers(doc)
        return page

    def behind_age(self, k: int) -> int:
        """Behind an age at token ``k``: "de 67 ans", ", 67,", "of 67", "aged 67"."""
        words = self.lower[k : k + 5]
        number = next((n for n, t in enumerate(self.doc[k : k + 3]) if t.like_num), None)
        if number is None or number == 0:
            return k
        number, words = self._last_age(k, number)
        after = words[number + 1 : number + 2]
        if words[0] == "," and (after == [","] or not YEARS.isdisjoint(after)):
            return k + number + (2 if after == [","] else 3)
        return k + number + (2 if not YEARS.isdisjoint(after) else 1) if words[0] in AGED else k

    def _last_age(self, k: int, number: int) -> tuple[int, list[str]]:
        """ "Of 14 and 16", "de 14, 16 et 20 ans": where the last stands, and the words so far."""
        while number < ROW and k + number + 2 < len(self.doc):
            joint, nxt = self.lower[k + number + 1], self.doc[k + number + 2]
            if joint not in BETWEEN_AGES or not nxt.like_num:
                break
            number += 2
        return number, self.lower[k : k + number + 3]

    def of_age(self, k: int) -> Mention | None:
        """ "Deux frères de 14 et 16 ans ont été tués", "a woman of 44 died": whose ages end at ``k``."""
        if self.lower[k] not in YEARS and not (self.doc[k].like_num and self.lower[k - 1] in AGED):
            return None
        back = (self.cover.get(i) for i in range(k - 1, max(self.left[k], k - 12) - 1, -1))
        whose = next((m for m in back if m is not None), None)
        return whose if whose is not None and self.behind_age(whose.end) == k + 1 else None

    def bar(self, barred: set[int], mention: Mention) -> None:
        """Say of a mention that it counts nobody; one made on the way is gone by then, and its ``id`` another's."""
        if self.starts.get(mention.start) is mention:
            barred.add(id(mention))

    def add(self, mention: Mention) -> None:
        """Register a mention."""
        self.starts[mention.start] = mention
        for i in range(mention.start, mention.end):
            self.cover[i] = mention
