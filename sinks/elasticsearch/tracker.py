"""Which messages are finished, and up to where a partition may be committed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass
class _Partition:
    open: OrderedDict[int, int] = field(default_factory=OrderedDict)
    """offset → documents still to be written, in order."""
    next: int | None = None
    first: int | None = None
    """The first offset that was read since it is ours."""
    committed: int | None = None


class Tracker:
    """Offsets of one process. Only the contiguous finished prefix of a partition is ever given out to commit.

    >>> tracker = Tracker()
    >>> for offset in (5, 6, 7):
    ...     tracker.begin("p", offset, documents=1)
    >>> tracker.finish("p", 6); tracker.committable()
    {}
    >>> tracker.finish("p", 5); tracker.committable()
    {'p': 7}
    """

    def __init__(self) -> None:
        self._partitions: dict[object, _Partition] = {}

    def read(self, partition: object, offset: int) -> None:
        """Messages were read, the first of them at this offset; they may be begun later, or never."""
        state = self._partitions.setdefault(partition, _Partition())
        if state.first is None:
            state.first = offset

    def begin(self, partition: object, offset: int, documents: int) -> None:
        """A message was taken; it is finished after so many documents (none: at once)."""
        state = self._partitions.setdefault(partition, _Partition())
        state.open[offset] = documents
        if documents == 0:
            self._advance(state)

    def finish(self, partition: object, offset: int) -> None:
        """One of its documents is written or put aside. Ignored for a partition that was taken from us."""
        state = self._partitions.get(partition)
        if state is None or offset not in state.open:
            return
        state.open[offset] -= 1
        if state.open[offset] <= 0:
            self._advance(state)

    def forget(self, partition: object) -> int | None:
        """The partition is no longer ours; whoever has it now reads what we did not commit.

        Gives the offset of the first message that was read and is not finished; None if none was read.
        """
        state = self._partitions.pop(partition, _Partition())
        return state.first if state.next is None else state.next

    def committable(self) -> dict[object, int]:
        """Partition → the next offset to read, where that has grown since the last ``committed``."""
        return {
            partition: state.next
            for partition, state in self._partitions.items()
            if state.next is not None and state.next != state.committed
        }

    def committed(self, offsets: dict[object, int]) -> None:
        """The broker holds these now."""
        for partition, offset in offsets.items():
            if partition in self._partitions:
                self._partitions[partition].committed = offset

    @property
    def pending(self) -> int:
        """Messages taken and not finished."""
        return sum(1 for state in self._partitions.values() for left in state.open.values() if left > 0)

    @staticmethod
    def _advance(state: _Partition) -> None:
        while state.open:
            offset, left = next(iter(state.open.items()))
            if left > 0:
                return
            del state.open[offset]
            state.next = offset + 1
