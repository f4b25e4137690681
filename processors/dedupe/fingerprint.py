"""What is remembered of an article: a few hundred word hashes and the anchors by which its copies are found.

Anchors are the smallest hashes among the shingles of the whole text, and again among those of its first hundred words
(bottom-k sketches, Broder 1997): of a copy cut to a quarter, a quarter of the anchors stay the same, and nearly all of
the head's. Whether it is a copy is then judged word by word (see ``compare``), not estimated.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np

from processors.dedupe.compare import rows_of
from processors.dedupe.words import Words, core, shingles, words_of
from tocsin.records import CleanArticle

MOST_WORDS = 800
"""Words that are remembered; the exact hash is over all."""
ANCHOR_WIDTH = 4
WHOLE, HEAD = 32, 12
"""Anchors of the whole text and of its head."""
HEAD_WORDS = 100
FEWEST_WORDS = 12
"""A shorter text can only be an exact duplicate."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_FORMAT = struct.Struct("<BqqHH8s")
_UNKNOWN = -(2**63)


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """Compact, stateless, serialisable.

    ``time`` is event time in microseconds since 1970 (published, else fetched), None when unknown; then ``sequence``,
    the order of arrival, takes its place (given by the deduplicator unless the caller knows better).
    ``exact`` is 0 for a text without words, which is a duplicate of nothing.
    """

    id: str
    time: int | None
    exact: int
    words: Words
    anchors: Words
    sequence: int | None = None

    def to_bytes(self) -> bytes:
        """Version, time, sequence, lengths, exact hash; then id, words, anchors."""
        head = _FORMAT.pack(
            1,
            _UNKNOWN if self.time is None else self.time,
            _UNKNOWN if self.sequence is None else self.sequence,
            len(self.words),
            len(self.anchors),
            self.exact.to_bytes(8, "little"),
        )
        arrays = self.words.astype("<u4").tobytes() + self.anchors.astype("<u4").tobytes()
        return head + arrays + self.id.encode("utf-8")

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """The reverse of ``to_bytes``.

        Raises:
            ValueError: not a fingerprint of this version.
        """
        if len(data) < _FORMAT.size or data[0] != 1:
            raise ValueError("not a fingerprint of version 1")
        _, time, sequence, words, anchors, exact = _FORMAT.unpack_from(data)
        end = _FORMAT.size + 4 * (words + anchors)
        if len(data) < end:
            raise ValueError("a fingerprint that ends too early")
        numbers = np.frombuffer(data, "<u4", words + anchors, _FORMAT.size).astype(np.uint32)
        return cls(
            id=data[end:].decode("utf-8"),
            time=None if time == _UNKNOWN else time,
            sequence=None if sequence == _UNKNOWN else sequence,
            exact=int.from_bytes(exact, "little"),
            words=numbers[:words].copy(),
            anchors=numbers[words:].copy(),
        )


def fingerprint(clean: CleanArticle, sequence: int | None = None) -> Fingerprint:
    """Fingerprint of a clean article; stateless, to be computed anywhere."""
    article = clean.article
    when = article.published_at or article.fetched_at
    text = core(clean.text)
    head = text if len(text) <= 12 * MOST_WORDS else text[: 12 * MOST_WORDS]
    words, normalised = words_of(head)
    if len(head) < len(text):
        normalised += b"\0" + text[12 * MOST_WORDS :].encode("utf-8", "replace")
    exact = int.from_bytes(hashlib.blake2b(normalised, digest_size=8).digest(), "little") if normalised else 0
    words = words[:MOST_WORDS]
    return Fingerprint(
        id=article.id,
        time=None if when is None else (when - _EPOCH) // MICROSECOND,
        exact=exact,
        words=words,
        anchors=anchors_of(words),
        sequence=sequence,
    )


@lru_cache(maxsize=512)
def rows_once(fp: Fingerprint) -> Words:
    """The rows of a text that others were compared with lately: an original is asked about with each of its copies."""
    return rows_of(fp.words)


def anchors_of(words: Words) -> Words:
    """The smallest shingle hashes of the whole and of the head, sorted, each once."""
    if len(words) < FEWEST_WORDS:
        return np.zeros(0, np.uint32)
    every = shingles(words, ANCHOR_WIDTH)
    chosen = _smallest(every, WHOLE) + _smallest(every[:HEAD_WORDS], HEAD)
    return np.array(sorted(set(chosen)), np.uint32)


def _smallest(hashes: Words, count: int) -> list[int]:
    return list(dict.fromkeys(np.sort(hashes)[: 2 * count].tolist()))[:count]
