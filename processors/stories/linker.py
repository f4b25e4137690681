"""Articles of every subject → stories, in a stream, with an answer that does not depend on the order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from processors.stories.config import StoryConfig
from processors.stories.copies import Copies
from processors.stories.grouping import Grouping
from processors.stories.index import Key
from processors.stories.linkable import Linkable
from processors.stories.links import Kept
from processors.stories.memory import Memory, order_key
from processors.stories.publisher import Publisher
from processors.stories.result import LinkResult, Revision
from processors.stories.similarity import DAY
from tocsin.records import Verdict

OWN = ("placed", "sequence", "late", "story")
"""Fields of a remembered article that the linker itself has set."""


class StoryLinker:
    """Sequential clustering in event-key order; what arrives late is put in its place and the rest judged again.

    The result is a function of the set of articles as long as none is later than ``config.horizon`` articles.
    One that is later is judged as if it were the newest: it joins its old story, which is marked ``late``.
    """

    def __init__(self, config: StoryConfig | None = None) -> None:
        self.config = config or StoryConfig()
        self._items: dict[str, Linkable] = {}
        self._memory = Memory(self.config)
        self._grouping = Grouping(self.config, self._memory.edges, self._memory.day, self._memory.key)
        self._copies = Copies()
        self._publisher = Publisher()
        self._sequence = 0
        self._placed_count = 0

    def add(self, items: Sequence[Linkable]) -> LinkResult:
        """Take in articles; those known already with the same content change nothing."""
        result = LinkResult()
        fresh: dict[str, Linkable] = {}
        for item in items:
            newer = self._newer(fresh.get(item.id) or self._items.get(item.id), item)
            if newer is not None:
                fresh[item.id] = newer
        changed = list(fresh.values())
        self._take(changed, result)
        return result

    def verdict(self, *verdicts: Verdict) -> LinkResult:
        """Deduplication changed its mind about articles; the highest revision holds."""
        updates = []
        for verdict in verdicts:
            known = self._items.get(verdict.article_id) or Linkable(id=verdict.article_id, verdict=-1, pending=True)
            if verdict.revision > known.verdict:
                change = {"verdict": verdict.revision, "duplicate_of": verdict.duplicate_of}
                updates.append(known.model_copy(update={**change, "similarity": verdict.similarity}))
        result = LinkResult()
        self._take(updates, result)
        return result

    def items(self) -> list[Linkable]:
        """All that is remembered; ``restore`` takes it in any order."""
        return list(self._items.values())

    def item(self, article: str) -> Linkable | None:
        """What is remembered of one article."""
        return self._items.get(article)

    def revisions(self) -> Mapping[str, Revision]:
        """Revision and content hash per published story: a live view, copy it to keep it."""
        return self._publisher.revisions()

    def kept(self, article: str) -> Kept | None:
        """What spares a start the comparing of this article, to be remembered beside its item."""
        return self._memory.kept(article)

    def restore(
        self,
        items: Iterable[Linkable],
        revisions: Mapping[str, Revision],
        kept_links: Mapping[str, Kept] = MappingProxyType({}),
    ) -> LinkResult:
        """Rebuild from a table after a crash. What the table lacked of the last output comes out again.

        Args:
            items: all that was remembered.
            revisions: of the stories given out.
            kept_links: by article, as ``kept`` gave it; what is missing is compared again.
        """
        self._memory.recall(kept_links)
        self._publisher.restore(revisions)
        kept = list(items)
        self._sequence = max((item.sequence for item in kept), default=0)
        self._publisher.story_of.update({item.id: item.story for item in kept if item.story})
        result = LinkResult()
        self._take(kept, result)
        self._memory.recall({})
        return result

    def story_of(self, article: str) -> str | None:
        """The story an article belongs to."""
        return self._publisher.story_of.get(article)

    def evict(self, watermark: datetime) -> LinkResult:
        """Forget stories in which nothing can happen any more before this event time."""
        limit = watermark.timestamp() - self.config.window_days * DAY
        result = LinkResult()
        groups: set[int] = set()
        for story, members in list(self._publisher.published()):
            if all(order_key(self._items[article])[0] < limit for article in members if article in self._items):
                groups |= {self._grouping.group_of[a] for a in members if a in self._grouping.group_of}
                for article in members:
                    self._forget(article)
                    result.forgotten.append(article)
                self._publisher.close(story)
                result.closed.append(story)
        self._grouping.drop(groups)
        return result

    def _forget(self, article: str) -> None:
        if article in self._memory:
            self._memory.forget(article)
            self._placed_count -= 1
        self._copies.forget(article)
        self._items.pop(article, None)

    @staticmethod
    def _newer(known: Linkable | None, item: Linkable) -> Linkable | None:
        """The item as it is to be remembered, or None when nothing is new."""
        if known is None:
            return item
        kept: dict[str, object] = {name: getattr(known, name) for name in OWN}
        if known.verdict > item.verdict:
            kept.update({name: getattr(known, name) for name in ("verdict", "duplicate_of", "similarity")})
        merged = item.model_copy(update=kept)
        return None if merged == known else merged

    def _take(self, items: list[Linkable], result: LinkResult) -> None:
        """Put new or changed articles in their places, judge again what follows, publish what changed."""
        if not items:
            return
        for item in sorted(items, key=lambda i: (i.seconds or 0.0, i.sequence)):
            self._items[item.id] = self._placed(item)
        changed = {item.id for item in items}
        leaving, entering = self._copies.update(changed, self._items, self._memory)
        frozen = {a for a in leaving if self._too_late(self._memory.key(a))}
        leaving, entering = leaving - frozen, entering - frozen
        places = [self._memory.key(a) for a in leaving] + [order_key(self._items[a]) for a in entering]
        moved: set[str] = set()
        if places:
            moved |= self._rewind(min(places))
            self._memory.remove(leaving)
            self._memory.insert(sorted((self._items[article] for article in entering), key=order_key))
            moved |= self._replay()
        self._publish(moved | changed | leaving, changed, result)

    def _placed(self, item: Linkable) -> Linkable:
        """Give a place to an article whose own time does not: it has none, or it is too late."""
        if item.placed is not None or item.pending:
            return item
        late = item.seconds is not None and item.id not in self._memory and self._too_late(order_key(item))
        if item.seconds is not None and not late:
            return item
        last = self._memory.order[-1][0] if self._memory.order else 0.0
        self._sequence += 1
        return item.model_copy(update={"placed": last, "sequence": self._sequence, "late": late})

    def _too_late(self, key: Key) -> bool:
        return self._placed_count - self._memory.position(key) > self._grouping.undoable

    def _rewind(self, key: Key) -> set[str]:
        """Take back all decisions from this place on."""
        changed: set[str] = set()
        keep = self._memory.position(key)
        while self._placed_count > keep:
            changed.update(self._grouping.undo())
            self._placed_count -= 1
        return changed

    def _replay(self) -> set[str]:
        """Decide on all articles that are not placed yet; returns those whose group may be another now."""
        placed: set[str] = set()
        for _, _, article in self._memory.order[self._placed_count :]:
            placed.update(self._grouping.place(article))
        self._placed_count = len(self._memory.order)
        self._grouping.forget_steps(self.config.horizon)
        return placed

    def _publish(self, touched: set[str], changed: set[str], result: LinkResult) -> None:
        """Build the stories whose articles changed, and give out those whose content did."""
        articles = touched | self._publisher.fellows(touched)
        groups = {self._grouping.group_of.get(self._copies.root(article)) for article in articles}
        for group in sorted(g for g in groups if g is not None):
            nodes = self._grouping.members(group)
            members = [(node, *sorted(self._copies.of(node))) for node in nodes]
            self._publisher.offer(members, changed)
        self._publisher.settle(self._items, self.config, result)
        for article, story in result.assignments.items():
            self._items[article] = self._items[article].model_copy(update={"story": story})
        result.items = [self._items[article] for article in sorted(changed | result.assignments.keys())]
