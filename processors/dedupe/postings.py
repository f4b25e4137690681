"""The index of the deduplicator: under each hash the items that hold it, in order."""

from __future__ import annotations

from bisect import insort
from operator import attrgetter

from processors.dedupe.fingerprint import Fingerprint

Key = tuple[int, int, str]
"""(0, event time, id), or (1, order of arrival, id) for an item without any time: those come after all others."""


class Item:
    """A fingerprint in its place, with the verdict that holds."""

    __slots__ = ("anchors", "fp", "judged", "key", "offered", "revision", "root", "similarity")

    def __init__(self, fp: Fingerprint, key: Key) -> None:
        self.fp = fp
        self.key = key
        self.anchors: list[int] = fp.anchors.tolist()
        self.root: str | None = None
        self.similarity: float | None = None
        self.offered = False
        self.judged = False
        self.revision = -1


by_key = attrgetter("key")
Postings = dict[int, "Item | list[Item]"]


def post(postings: Postings, name: int, item: Item) -> None:
    """Add to a list kept in order; a list of one is the item itself."""
    found = postings.get(name)
    if found is None:
        postings[name] = item
    elif type(found) is list:
        if found[-1].key < item.key:
            found.append(item)
        else:
            insort(found, item, key=by_key)
    elif isinstance(found, Item):
        postings[name] = [found, item] if found.key < item.key else [item, found]


def unpost(postings: Postings, name: int, item: Item) -> None:
    """Take out again."""
    found = postings.get(name)
    if found is item:
        del postings[name]
    elif type(found) is list:
        found.remove(item)
        if len(found) == 1:
            postings[name] = found[0]
