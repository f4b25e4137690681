"""The deduplicator: verdicts that are a function of the set of articles.

Items are ordered by event time, then id. An item is judged by the items before it within the window only: by an equal
text, else by the best copy among those that share rare anchors with it. An item that comes late takes its place, and
every later one that shares an anchor or the text with it is judged again, in order, and so on while anything changes.
So the verdicts after any sequence of ``add`` are those of one pass over the sorted items.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice

from processors.dedupe.compare import Laid, Likeness, Thresholds, is_copy, liken
from processors.dedupe.fingerprint import Fingerprint, fingerprint, rows_once
from processors.dedupe.postings import Item, Key, Postings, by_key, is_offered, post, unpost
from tocsin.records import CleanArticle, Verdict

HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class DedupeConfig:
    """Settings of the deduplicator."""

    window_hours: float = 72.0
    lateness_hours: float = 168.0
    max_items: int = 2_000_000
    common: int = 40
    """An anchor that more items than this have is a phrase of the trade or of the outlet and is not looked at."""
    crowded: int = 2_000
    """The same, copies included: bounds the work."""
    candidates: int = 6
    sure: float = 0.8
    """A match as like as this is taken without looking at candidates that share fewer anchors."""
    slight: float = 0.3
    absorb: float = 0.8
    """A copy more like its match than this is found by it and not offered as a match itself."""
    limits: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True)
class Remembered:
    """One item of the state, as it is stored: enough to rebuild everything."""

    fingerprint: Fingerprint
    verdict: Verdict


class Deduplicator:
    """Remembers items and judges each by those before it. Not safe for concurrent use."""

    def __init__(self, config: DedupeConfig | None = None) -> None:
        self.config = config or DedupeConfig()
        self._window = int(self.config.window_hours * HOUR)
        self._items: dict[str, Item] = {}
        self._postings: Postings = {}
        self._exact: Postings = {}
        self._sequence = 0
        self._newest: Key = (-1, 0, "")  # the last in order that was ever judged

    def __len__(self) -> int:
        return len(self._items)

    def add(self, items: Sequence[Fingerprint], revision: int = 0) -> list[Verdict]:
        """Judge items; gives one verdict for each, in order, then those of known items that changed.

        A known id gets its current verdict again. If it comes with another text or time, the version that sorts first
        is kept, so that the order in which versions come does not matter.

        Args:
            revision: what is told now has at least this one: in a stream, how far it was read. So of two who read it,
                the word of who got further holds, in whatever order they are heard.
        """
        waiting: dict[Key, Item] = {}
        for fp in items:
            self._take(fp, waiting)
        changed = self._judge_all(waiting, revision)
        asked = dict.fromkeys(fp.id for fp in items)
        verdicts = [self._verdict(self._items[fp.id]) for fp in items if fp.id in self._items]
        return verdicts + [self._verdict(item) for name, item in changed.items() if name not in asked]

    def evict(self, watermark: datetime) -> int:
        """Forget what no article within the lateness allowed can be a copy of; gives how many.

        Items without a time go, oldest first, only when there are more than ``max_items``, as then do the oldest of
        all. Verdicts already given stay as they are.
        """
        edge = int((watermark.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6)
        edge -= self._window + int(self.config.lateness_hours * HOUR)
        gone = [item for item in self._items.values() if item.fp.time is not None and item.fp.time < edge]
        over = len(self._items) - len(gone) - self.config.max_items
        if over > 0:
            dropped = {item.fp.id for item in gone}
            kept = (item for item in self._items.values() if item.fp.id not in dropped)
            gone += heapq.nsmallest(over, kept, key=by_key)
        for item in gone:
            self._forget(item)
        return len(gone)

    def items(self) -> Iterator[Remembered]:
        """Everything remembered, in no particular order."""
        for item in self._items.values():
            yield Remembered(item.fp, self._verdict(item))

    def get(self, name: str) -> Remembered | None:
        """What is remembered of one item."""
        item = self._items.get(name)
        return None if item is None else Remembered(item.fp, self._verdict(item))

    def ids(self) -> Iterator[str]:
        """Ids of all items remembered."""
        return iter(self._items)

    def restore(self, items: Iterable[Remembered]) -> list[Verdict]:
        """Rebuild from what ``items`` gave, in any order; gives the verdicts that are not as stored (none, normally).

        Verdicts are judged anew; those whose items before them were forgotten keep what is stored.
        """
        stored = {one.fingerprint.id: one for one in items}
        waiting: dict[Key, Item] = {}
        for one in stored.values():
            self._take(one.fingerprint, waiting)
        for item in waiting.values():
            item.revision = stored[item.fp.id].verdict.revision - 1
        self._judge_all(waiting)
        different = []
        for name, one in stored.items():
            item = self._items[name]
            verdict, old = self._verdict(item), one.verdict
            if (verdict.duplicate_of, verdict.similarity) == (old.duplicate_of, old.similarity):
                item.revision = old.revision
            elif old.duplicate_of and old.duplicate_of not in stored and verdict.duplicate_of is None:
                item.root, item.similarity, item.revision = old.duplicate_of, old.similarity, old.revision
            else:
                item.revision = old.revision + 1
                different.append(self._verdict(item))
        return different

    def _take(self, fp: Fingerprint, waiting: dict[Key, Item]) -> None:
        known = self._items.get(fp.id)
        if known is not None:
            if _version(fp) >= _version(known.fp):
                return
            self._affect(known, waiting)
            waiting.pop(known.key, None)
            self._forget(known)
        if fp.time is None and fp.sequence is None:
            fp = replace(fp, sequence=self._sequence)
        if fp.sequence is not None:
            self._sequence = max(self._sequence, fp.sequence + 1)
        key: Key = (0, fp.time, fp.id) if fp.time is not None else (1, fp.sequence or 0, fp.id)
        item = Item(fp, key)
        if known is not None:
            item.revision = known.revision
        self._items[fp.id] = item
        post(self._postings, item.anchors, item)
        if fp.exact:
            post(self._exact, (fp.exact,), item)
        waiting[key] = item

    def outbid(self, told: Verdict) -> Verdict | None:
        """Another told this of an item that is known here; gives the verdict if it has to be told again.

        Its revision, and that of all later ones of the item, is then higher than what the other told.
        """
        item = self._items.get(told.article_id)
        if item is None:
            return None
        item.revision = max(item.revision, told.revision)
        if (item.root, item.similarity) == (told.duplicate_of, told.similarity):
            return None
        item.revision += 1
        return self._verdict(item)

    def _judge_all(self, waiting: dict[Key, Item], revision: int = 0) -> dict[str, Item]:
        """Judge in order until nothing changes; gives the items whose verdict changed."""
        heap = list(waiting)
        heapq.heapify(heap)
        changed: dict[str, Item] = {}
        while heap:
            item = waiting.pop(heapq.heappop(heap))
            before = (item.root, item.offered) if item.judged else None
            was = (item.root, item.similarity) if item.judged else None
            self._judge(item)
            self._newest = max(self._newest, item.key)
            if was != (item.root, item.similarity) and item.fp.id not in changed:
                item.revision = max(item.revision + 1, revision)
                changed[item.fp.id] = item
            if before != (item.root, item.offered):
                for key in self._affect(item, waiting):
                    heapq.heappush(heap, key)
        return changed

    def _affect(self, item: Item, waiting: dict[Key, Item]) -> list[Key]:
        """Mark every later item that could see this one; gives the keys newly marked."""
        marked: list[Key] = []
        if item.key >= self._newest:
            return marked  # what stands behind it waits to be judged anyway
        for postings, names in ((self._postings, item.anchors), (self._exact, [item.fp.exact])):
            for name in names:
                found = postings.get(name)
                if type(found) is not list or found[-1] is item:
                    continue
                for other in found[bisect_right(found, item.key, key=by_key) :]:
                    if other.key not in waiting and self._sees(other, item):
                        waiting[other.key] = other
                        marked.append(other.key)
        return marked

    def _sees(self, later: Item, earlier: Item) -> bool:
        if later.fp.time is None or earlier.fp.time is None:
            return True
        return later.fp.time - earlier.fp.time <= self._window

    def _before(self, found: list[Item], item: Item) -> list[Item]:
        """Items of a list that stand before this one within the window, in order."""
        last = found[-1]
        if last is item:
            stop = len(found) - 1
        else:
            stop = len(found) if last.key < item.key else bisect_left(found, item.key, key=by_key)
        if item.fp.time is None:
            return found[:stop]
        oldest: Key = (0, item.fp.time - self._window, "")
        start = 0 if found[0].key >= oldest else bisect_left(found, oldest, key=by_key)
        return found[start:stop]

    def _judge(self, item: Item) -> None:
        item.judged, item.offered = True, True
        item.root = item.similarity = None
        if not item.fp.exact:
            item.offered = False
            return
        equal = self._exact.get(item.fp.exact)
        if type(equal) is list and (same := self._before(equal, item)):
            item.root, item.similarity, item.offered = same[0].root or same[0].fp.id, 1.0, False
            return
        best: Item | None = None
        highest = 0.0
        limits = self.config.limits
        candidates = self._candidates(item)
        if not candidates:
            return
        own = Laid(item.fp.words)
        for other in candidates:
            likeness = liken(other.fp.words, rows_once(other.fp), own, limits, highest)
            if likeness is not None and is_copy(likeness, limits) and self._holds(own, other, likeness):
                best, highest = other, likeness.jaccard
                if highest > self.config.sure:
                    break
        if best is not None:
            item.root, item.similarity = best.root or best.fp.id, round(min(highest, 0.999), 3)
            item.offered = highest < self.config.absorb

    def _holds(self, own: Laid, other: Item, likeness: Likeness) -> bool:
        """A slight likeness to a copy has to be one to its original too: a digest holds much of a short copy."""
        if likeness.jaccard > self.config.slight or other.root is None or other.root not in self._items:
            return True
        limits, original = self.config.limits, self._items[other.root].fp
        return is_copy(liken(original.words, rows_once(original), own, limits), limits)

    def _candidates(self, item: Item) -> list[Item]:
        likely: list[Item] = []
        common, crowded = self.config.common, self.config.crowded
        anchors = item.anchors
        for anchor in anchors:
            listed = self._postings[anchor]
            if listed is item or type(listed) is not list:
                continue
            found = self._before(listed, item)
            if len(found) <= common:  # which of them are offered is asked below, of each once
                likely += found
                continue
            if len(found) > crowded:
                continue
            offered = list(islice(filter(is_offered, found), common + 1))
            if len(offered) <= common:
                likely += offered
        if not likely:
            return []
        counts = {other: count for other, count in Counter(likely).items() if other.offered}
        if not counts:
            return []
        enough = max(2 if len(anchors) > 20 else 1, max(counts.values()) // 4)
        ranked = [(-count, other.key, other) for other, count in counts.items() if count >= enough]
        return [other for _, _, other in heapq.nsmallest(self.config.candidates, ranked)]

    def _verdict(self, item: Item) -> Verdict:
        return Verdict.model_construct(
            schema_=1,
            article_id=item.fp.id,
            duplicate_of=item.root,
            similarity=item.similarity,
            revision=max(0, item.revision),
        )

    def _forget(self, item: Item) -> None:
        del self._items[item.fp.id]
        for anchor in item.anchors:
            unpost(self._postings, anchor, item)
        if item.fp.exact:
            unpost(self._exact, item.fp.exact, item)


def dedupe_all(cleans: Iterable[CleanArticle], config: DedupeConfig | None = None) -> list[Verdict]:
    """Verdicts of all articles, in the order given; for use without a stream."""
    prints = [fingerprint(clean, sequence=i) for i, clean in enumerate(cleans)]
    return Deduplicator(config).add(prints)


def _version(fp: Fingerprint) -> tuple[bool, int, int]:
    return fp.time is None, fp.time or 0, fp.exact
