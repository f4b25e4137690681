"""What the linker remembers of each article: its features, its place in the order, its near neighbours."""

from __future__ import annotations

from bisect import bisect_left, insort

from processors.stories.config import StoryConfig
from processors.stories.features import Features, features
from processors.stories.grouping import Edges
from processors.stories.index import CandidateIndex, Key
from processors.stories.linkable import Linkable
from processors.stories.similarity import DAY, nearness


def order_key(item: Linkable) -> Key:
    """Event time, then sequence among those placed by arrival, then id."""
    place = item.placed if item.placed is not None else item.seconds
    return (place or 0.0, item.sequence, item.id)


class Memory:
    """Articles in the order of the stream with the edges between them, kept true as articles come and go.

    The edges of an article lead to earlier articles and depend on the set of articles alone.
    """

    def __init__(self, config: StoryConfig) -> None:
        self._config = config
        self._index = CandidateIndex(config.posting, config.shared)
        self._features: dict[str, Features] = {}
        self._keys: dict[str, Key] = {}
        self._edges: dict[str, Edges] = {}
        self.order: list[Key] = []

    def __contains__(self, article: object) -> bool:
        return article in self._keys

    def key(self, article: str) -> Key:
        """Place in the order."""
        return self._keys[article]

    def edges(self, article: str) -> Edges:
        """Nearness to earlier articles; those below the floor are left out."""
        return self._edges[article]

    def day(self, article: str) -> float | None:
        """Event time in days since 1970; None when unknown."""
        seconds = self._features[article].seconds
        return None if seconds is None else seconds / DAY

    def position(self, key: Key) -> int:
        """How many articles stand before this place."""
        return bisect_left(self.order, key)

    def insert(self, item: Linkable) -> set[str]:
        """Add an article; returns the later articles whose edges were looked at again."""
        key = order_key(item)
        self._features[item.id] = features(item, self._config)
        self._keys[item.id] = key
        if not self.order or self.order[-1] < key:
            self.order.append(key)
        else:
            insort(self.order, key)
        later = self._index.insert(key, self._features[item.id].keys)
        self._connect(item.id)
        for article in later:
            self._connect(article, new=item.id)
        return later

    def remove(self, article: str) -> set[str]:
        """Take an article out; returns the later articles whose edges were looked at again."""
        key = self._keys.pop(article)
        del self.order[bisect_left(self.order, key)]
        later = self._index.remove(key, self._features.pop(article).keys)
        del self._edges[article]
        for other in later:
            self._connect(other)
        return later

    def forget(self, article: str) -> None:
        """Take out an article too old to matter; edges of later ones stay as they are."""
        key = self._keys.pop(article)
        del self.order[bisect_left(self.order, key)]
        self._index.remove(key, self._features.pop(article).keys)
        del self._edges[article]

    def _connect(self, article: str, new: str | None = None) -> None:
        """Find the edges of an article; with ``new``, all but that one were compared with it before."""
        own = self._features[article]
        known = self._edges.get(article, {})
        edges: Edges = {}
        for other in self._index.candidates(self._keys[article], own.keys):
            value = known.get(other)
            if value is None and new not in (None, other):
                continue
            if value is None:
                value = nearness(own, self._features[other], self._config)
            if value >= self._config.floor:
                edges[other] = value
        self._edges[article] = edges
