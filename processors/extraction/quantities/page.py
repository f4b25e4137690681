"""What the finders need to know about a doc: sentence bounds, and which mention covers a token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from processors.extraction.lexicon import function_words
from processors.extraction.marks import lowers
from processors.extraction.quantities.mentions import Mention

QUOTES = frozenset('"“”«»')
CLOSERS = frozenset(")–—-")
OPENERS = frozenset("(–—-")
BREAKS = frozenset({".", ";", "!", "?", ":", "\n"})
RELATIVES = function_words("relative")
CLAUSE_WORDS = function_words("clause")
"""Words with which another clause begins."""
AGED = function_words("age")
"""Words before an age."""


def sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """Sentences; one that ends in mid-air, before a small letter, goes on (parsers split long subjects off)."""
    start = 0
    for sent in doc.sents:
        last = doc[sent.end - 1]
        torn = sent.end < len(doc) and (last.is_alpha or last.text == ",") and _goes_on(doc, sent.end)
        if not torn:
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
        after = words[number + 1 : number + 2]
        if words[0] == "," and after in ([","], ["ans"]):
            return k + number + (2 if after == [","] else 3)
        return k + number + (2 if after == ["ans"] else 1) if words[0] in AGED else k

    def add(self, mention: Mention) -> None:
        """Register a mention."""
        self.starts[mention.start] = mention
        for i in range(mention.start, mention.end):
            self.cover[i] = mention
