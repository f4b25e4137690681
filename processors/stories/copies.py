"""Duplicates stand behind their original: they are counted, not compared."""

from __future__ import annotations

from collections.abc import Container, Mapping

from processors.stories.linkable import Linkable


class Copies:
    """Which article is a copy of which. A copy whose original is not known (yet) stands for itself."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}
        self._copies: dict[str, set[str]] = {}
        self._claimed: dict[str, set[str]] = {}
        self._claims: dict[str, str] = {}

    def root(self, article: str) -> str:
        """The original of an article, or the article itself."""
        return self._root.get(article, article)

    def of(self, article: str) -> set[str]:
        """Copies of an original."""
        return self._copies.get(article, set())

    def update(
        self, changed: set[str], items: Mapping[str, Linkable], nodes: Container[str]
    ) -> tuple[set[str], set[str]]:
        """Take changed articles in.

        Args:
            changed: ids of new or changed articles.
            items: all articles.
            nodes: ids that are compared with others at present.

        Returns:
            The ids that must leave the comparison and those that must enter it (both, when changed).
        """
        for article in changed:
            self._claim(article, items[article].duplicate_of)
        leaving, entering = set(), set()
        for article in self._dependents(changed):
            if article not in items or items[article].pending:
                continue
            root = self._find(article, items)
            self._attach(article, root)
            if article in nodes and (root != article or article in changed):
                leaving.add(article)
            if root == article and (article not in nodes or article in changed):
                entering.add(article)
        return leaving, entering

    def forget(self, article: str) -> None:
        """Drop an article too old to matter."""
        self._claim(article, None)
        self._attach(article, article)
        self._copies.pop(article, None)

    def _claim(self, article: str, original: str | None) -> None:
        before = self._claims.pop(article, None)
        if before is not None:
            self._claimed[before].discard(article)
            if not self._claimed[before]:
                del self._claimed[before]
        if original is not None and original != article:
            self._claims[article] = original
            self._claimed.setdefault(original, set()).add(article)

    def _dependents(self, changed: set[str]) -> set[str]:
        found, open_ = set(changed), list(changed)
        while open_:
            for article in self._claimed.get(open_.pop(), ()):
                if article not in found:
                    found.add(article)
                    open_.append(article)
        return found

    def _find(self, article: str, items: Mapping[str, Linkable]) -> str:
        """The end of the chain; of a ring of articles that name each other, the least id."""
        seen = [article]
        while True:
            original = self._claims.get(seen[-1])
            if original is None or original not in items or items[original].pending:
                return seen[-1]
            if original in seen:
                return min(seen[seen.index(original) :])
            seen.append(original)

    def _attach(self, article: str, root: str) -> None:
        before = self._root.pop(article, None)
        if before is not None:
            self._copies[before].discard(article)
            if not self._copies[before]:
                del self._copies[before]
        if root != article:
            self._root[article] = root
            self._copies.setdefault(root, set()).add(article)
