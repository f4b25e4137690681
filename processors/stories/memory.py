"""What the linker remembers of each article: its features, its place in the order, its near neighbours.

After a start the features of an article are made when it is first compared with a new one: of most that is never.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Container, Iterable, Mapping

from processors.stories import links
from processors.stories.config import StoryConfig
from processors.stories.features import Features, features, written
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
        self._unread: dict[str, Linkable] = {}
        self._links: dict[str, links.Links] = {}
        self._seconds: dict[str, float | None] = {}
        self._recalled: dict[str, links.Links] = {}
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
        seconds = self._seconds[article]
        return None if seconds is None else seconds / DAY

    def position(self, key: Key) -> int:
        """How many articles stand before this place."""
        return bisect_left(self.order, key)

    def recall(self, kept: Mapping[str, links.Kept]) -> None:
        """Take what was kept of articles that are to be inserted."""
        basis = links.basis(self._config)
        found = {article: links.read(one, basis) for article, one in kept.items()}
        self._recalled = {article: one for article, one in found.items() if one is not None}

    def kept(self, article: str) -> links.Kept | None:
        """What is to be kept of an article; None for one that is compared with no other."""
        one = self._links.get(article)
        return None if one is None else one.kept(links.basis(self._config))

    def insert(self, items: Iterable[Linkable]) -> set[str]:
        """Add articles; returns the later ones whose edges were looked at again, each once for all of them."""
        new: dict[str, links.Links] = {}
        later: set[str] = set()
        for item in items:
            new[item.id] = self._recall(item)
            key = self._keys[item.id] = order_key(item)
            self._seconds[item.id] = written(item)
            self._links[item.id] = new[item.id]
            if not self.order or self.order[-1] < key:
                self.order.append(key)
            else:
                insort(self.order, key)
            later |= self._index.insert(key, new[item.id].keys)
        later -= new.keys()
        for article, recalled in new.items():
            self._begin(article, recalled)
        for article in later:
            self._connect(article, new)
        return later

    def remove(self, articles: Collection[str]) -> set[str]:
        """Take articles out; returns the later ones whose edges were looked at again, each once for all of them."""
        later: set[str] = set()
        for article in articles:
            later |= self._drop(article)
        later -= set(articles)
        for other in later:
            self._connect(other)
        return later

    def _recall(self, item: Linkable) -> links.Links:
        """What was kept of an article, else what is made of it now."""
        recalled = self._recalled.pop(item.id, None)
        if recalled is None:
            self._features[item.id] = features(item, self._config)
            return links.marked(item, self._features[item.id])
        self._unread[item.id] = item
        return recalled

    def forget(self, article: str) -> None:
        """Take out an article too old to matter; edges of later ones stay as they are."""
        self._drop(article)

    def _drop(self, article: str) -> set[str]:
        key = self._keys.pop(article)
        del self.order[bisect_left(self.order, key)]
        del self._edges[article], self._seconds[article]
        self._features.pop(article, None)
        self._unread.pop(article, None)
        return self._index.remove(key, self._links.pop(article).keys)

    def _nearness(self, one: str, other: str) -> float:
        return nearness(self._of(one), self._of(other), self._config)

    def _of(self, article: str) -> Features:
        found = self._features.get(article)
        if found is None:
            found = self._features[article] = features(self._unread.pop(article), self._config)
        return found

    def _begin(self, article: str, recalled: links.Links) -> None:
        """Find the edges of an article that is new here, of which some may be recalled."""
        known, values = recalled.values(), {}
        edges: Edges = {}
        for other in self._index.candidates(self._keys[article], recalled.keys):
            mark = self._links[other].mark
            value = known.get(mark)
            if value is None:
                value = self._nearness(article, other)
            values[mark] = value
            if value >= self._config.floor:
                edges[other] = value
        self._edges[article] = edges
        if values.keys() != known.keys():
            self._links[article] = links.compared(recalled, values, self._config.floor)

    def _connect(self, article: str, new: Container[str] = ()) -> None:
        """Find the edges of an article again; with ``new``, all but those were compared with it before."""
        known = self._edges[article]
        compared = {} if new else self._links[article].values()
        edges: Edges = {}
        for other in self._index.candidates(self._keys[article], self._links[article].keys):
            value = known.get(other)
            if value is None and new and other not in new:
                continue
            if value is None:
                value = compared.get(self._links[other].mark)
            if value is None:
                value = self._nearness(article, other)
            if value >= self._config.floor:
                edges[other] = value
        self._edges[article] = edges
