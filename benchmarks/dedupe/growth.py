"""Speed and memory of the deduplicator as articles are remembered."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import process_time

import numpy as np

from benchmarks.dedupe.generator import START
from processors.dedupe import Deduplicator, Fingerprint, fingerprint
from processors.dedupe.fingerprint import MICROSECOND, anchors_of
from processors.dedupe.postings import Item, Key
from processors.dedupe.words import words_of
from tocsin.records import Article, CleanArticle

BATCH = 100
WINDOW_HOURS = 72.0
PIECES, PIECE = 60, 5
"""An article is made of so many pieces of so many words each."""
REUSED = 0.55
"""Share of the pieces that stand so in a text of the corpus; the others are words in random order. With this share as
many anchors are met again among 1,000 articles as among 1,000 of news with twenty to a subject."""


@dataclass(frozen=True)
class Grown:
    """Articles a CPU second for the last ones, fingerprint and verdict or verdict alone."""

    remembered: int
    rate: float
    verdicts: float
    bytes_each: float


class Maker:
    """Articles that all differ, made of pieces of real texts."""

    def __init__(self, texts: Sequence[str], largest: int) -> None:
        words = [text.split() for text in texts]
        self._random = random.Random(1)
        self._phrases = [" ".join(w[i : i + PIECE]) for w in words for i in range(0, len(w) - PIECE, PIECE)]
        self._words = [word for row in words for word in row]
        self._hashes = [words_of(phrase)[0] for phrase in self._phrases]
        read = {word: words_of(word)[0] for word in set(self._words)}
        self._single = np.concatenate([read[word] for word in self._words if len(read[word]) == 1])
        self._numbers = np.random.default_rng(1)
        self._apart = timedelta(hours=WINDOW_HOURS) / largest
        self._made = 0

    def text(self) -> CleanArticle:
        """One article, to be fingerprinted."""
        r = self._random
        pieces = [
            r.choice(self._phrases) if r.random() < REUSED else " ".join(r.choices(self._words, k=PIECE))
            for _ in range(PIECES)
        ]
        body = " ".join(pieces)
        name, at = self._next()
        article = Article(id=name, body=body, published_at=START + at)
        return CleanArticle.model_construct(article=article, text=body, segments=[], language="en")

    def ready(self) -> Fingerprint:
        """One with its fingerprint put together from those of the pieces, which takes a fraction of the time."""
        r = self._numbers
        reused = (r.random(PIECES) < REUSED).tolist()
        chosen = r.integers(len(self._hashes), size=PIECES).tolist()
        others = self._single[r.integers(len(self._single), size=(PIECES, PIECE))]
        words = np.concatenate(
            [self._hashes[at] if again else other for again, at, other in zip(reused, chosen, others, strict=True)]
        )
        name, at = self._next()
        return Fingerprint(name, at // MICROSECOND, self._random.getrandbits(63) + 1, words, anchors_of(words))

    def _next(self) -> tuple[str, timedelta]:
        self._made += 1
        return f"{self._made:016x}", self._made * self._apart


class Filled(Deduplicator):
    """Takes in articles of which it is known that none is a copy, without judging them."""

    def fill(self, marks: Sequence[Fingerprint]) -> None:
        """Remember them as if each had been judged: no copy, and offered to others as an original."""
        waiting: dict[Key, Item] = {}
        for mark in marks:
            self._take(mark, waiting)
        for item in waiting.values():
            item.judged = item.offered = True
            item.revision = 0
        self._newest = max(self._newest, *waiting)


def growth(texts: Sequence[str], sizes: Sequence[int]) -> Iterator[Grown]:
    """At each size the last tenth, at most 5,000, goes the whole way from the text; what is before is filled in
    unjudged, for all differ.

    All articles lie within one window, so that each is looked for among all before it.
    """
    maker = Maker(texts, max(sizes))
    dedupe, base = Filled(), _resident()
    for size in sorted(sizes):
        measured = min(size // 10, 5_000)
        while len(dedupe) < size - measured:
            dedupe.fill([maker.ready() for _ in range(min(BATCH, size - measured - len(dedupe)))])
        whole = verdicts = 0.0
        begun = len(dedupe)
        while len(dedupe) < size:
            batch = [maker.text() for _ in range(BATCH)]
            start = process_time()
            marks = [fingerprint(one) for one in batch]
            between = process_time()
            dedupe.add(marks)
            end = process_time()
            whole += end - start
            verdicts += end - between
        count = len(dedupe) - begun
        yield Grown(len(dedupe), count / whole, count / verdicts, (_resident() - base) / len(dedupe))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
