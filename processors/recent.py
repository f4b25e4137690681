"""Results of the latest calls: a story is told anew with each of its articles, and nearly all of it is as before.

Stories and alerting remember so.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Remembers what was made of which objects, the latest ``size`` of them.

    Objects are told apart by identity: looking one up costs nothing, however much it holds. They are kept alive as
    long as their result is, so an identity never stands for another object, and they must not be changed in place
    (records never are). What is not an object of the house (numbers, words) is compared by value.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[tuple[Hashable, ...], tuple[Sequence[object], V]] = OrderedDict()

    def get(self, objects: Sequence[object], values: tuple[Hashable, ...], make: Callable[[], V]) -> V:
        """The result for these objects and values, made now if it is not remembered."""
        key = (*map(id, objects), *values)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known[1]
        made = make()
        self._known[key] = (objects, made)
        if len(self._known) > self._size:
            self._known.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._known)
