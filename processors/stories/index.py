"""Finds the earlier articles that share rare words with one, without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from operator import itemgetter

Key = tuple[float, int, str]
"""Place of an article in the order: time, sequence among those without a time, id."""
ARTICLE = itemgetter(2)


class CandidateIndex:
    """Posting lists of rare words, each in the order of the stream.

    A later article is compared with an earlier one when they share ``shared`` keys and in each of these
    the earlier is among the ``posting`` last before it. So the candidates of an article depend on the set
    of articles alone, and the cost of one does not grow with the number of open stories.
    """

    def __init__(self, posting: int, shared: int) -> None:
        self._posting = posting
        self._shared = shared
        self._lists: dict[str, list[Key]] = {}

    def insert(self, key: Key, words: tuple[str, ...]) -> set[str]:
        """Add an article; returns the ids of later ones whose candidates may have changed."""
        touched: set[str] = set()
        for word in words:
            entries = self._lists.setdefault(word, [])
            if not entries or entries[-1] < key:
                entries.append(key)
                continue
            insort(entries, key)
            at = bisect_left(entries, key)
            touched.update(later[2] for later in entries[at + 1 : at + 2 + self._posting])
        return touched

    def remove(self, key: Key, words: tuple[str, ...]) -> set[str]:
        """Take an article out; returns the ids of later ones whose candidates may have changed."""
        touched: set[str] = set()
        for word in words:
            entries = self._lists.get(word, [])
            at = bisect_left(entries, key)
            if at < len(entries) and entries[at] == key:
                del entries[at]
                touched.update(later[2] for later in entries[at : at + 1 + self._posting])
            if not entries:
                self._lists.pop(word, None)
        return touched

    def candidates(self, key: Key, words: tuple[str, ...]) -> list[str]:
        """Ids of earlier articles worth comparing."""
        before: list[str] = []
        for word in words:
            entries = self._lists.get(word)
            if entries:
                at = bisect_left(entries, key)
                before.extend(map(ARTICLE, entries[max(0, at - self._posting) : at]))
        need = min(self._shared, len(words))
        return [article for article, count in Counter(before).items() if count >= need]
