"""The index of the deduplicator: under each hash the items that hold it, in order."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from operator import attrgetter

from processors.dedupe.fingerprint import Fingerprint

Key = tuple[int, int, str]
"""(0, event time, id), or (1, order of arrival, id) for an item without any time: those come after all others."""


class Item:
    """A fingerprint in its place, with the verdict that holds."""

    __slots__ = ("fp", "judged", "key", "offered", "revision", "root", "similarity")

    def __init__(self, fp: Fingerprint, key: Key) -> None:
        self.fp = fp
        self.key = key
        self.root: str | None = None
        self.similarity: float | None = None
        self.offered = False
        self.judged = False
        self.revision = -1

    @property
    def anchors(self) -> list[int]:
        """Made anew each time: kept, they would take as much memory as a fifth of the fingerprint."""
        anchors: list[int] = self.fp.anchors.tolist()
        return anchors


by_key = attrgetter("key")
is_offered = attrgetter("offered")
Postings = dict[int, "Item | list[Item]"]


def post(postings: Postings, names: Iterable[int], item: Item) -> None:
    """Add to lists kept in order; a list of one is the item itself."""
    key = item.key
    for name in names:
        found = postings.setdefault(name, item)
        if found is item:
            continue
        if isinstance(found, Item):
            postings[name] = [found, item] if found.key < key else [item, found]
        elif found[-1].key < key:
            found.append(item)
        else:
            insort(found, item, key=by_key)


def unpost(postings: Postings, name: int, item: Item) -> None:
    """Take out again."""
    found = postings.get(name)
    if found is item:
        del postings[name]
    elif type(found) is list:
        found.remove(item)
        if len(found) == 1:
            postings[name] = found[0]
