"""Groups → stories with lasting ids and revisions that grow only when something changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from processors.stories.build import build_story
from processors.stories.config import StoryConfig
from processors.stories.linkable import Linkable
from processors.stories.result import LinkResult, Revision
from tocsin.records import Story

Members = list[tuple[str, ...]]
"""Articles of a story in order, each an original followed by its copies."""


def story_id(founder: str) -> str:
    """Derived from the id of the story's earliest article."""
    return hashlib.sha256(f"story\0{founder}".encode()).hexdigest()[:16]


def digest(story: Story) -> str:
    """Hash of all that a story says, its revision apart."""
    return hashlib.sha256(story.model_copy(update={"revision": 1}).to_json()).hexdigest()[:32]


class Publisher:
    """Knows what was given out, and gives out what is different now."""

    def __init__(self) -> None:
        self.story_of: dict[str, str] = {}
        self._members: dict[str, Members] = {}
        self._revisions: dict[str, Revision] = {}
        self._offered: dict[str, Members] = {}
        self._buried_before: set[str] = set()

    def revisions(self) -> Mapping[str, Revision]:
        """To be kept in a table: a live view."""
        return MappingProxyType(self._revisions)

    def restore(self, revisions: Mapping[str, Revision]) -> None:
        """What was given out before a restart."""
        self._revisions = dict(revisions)
        self._buried_before = set(revisions)

    def published(self) -> Iterator[tuple[str, list[str]]]:
        """Story id and its articles, copies included."""
        for story, members in list(self._members.items()):
            yield story, [article for group in members for article in group]

    def fellows(self, articles: set[str]) -> set[str]:
        """All articles of the stories that these articles were last given to."""
        stories = {self.story_of[a] for a in articles if a in self.story_of}
        return {a for s in stories for group in self._members.get(s, ()) for a in group}

    def offer(self, members: Sequence[tuple[str, ...]], changed: set[str]) -> None:
        """A group as it is now; ``changed`` are articles whose content is new."""
        story = story_id(members[0][0])
        new = any(article in changed for group in members for article in group)
        if new or self._members.get(story) != list(members):
            self._offered[story] = list(members)

    def settle(self, items: Mapping[str, Linkable], config: StoryConfig, result: LinkResult) -> None:
        """Give out what was offered and differs, then tombstones of stories whose founder moved elsewhere.

        A founder that moves on takes its old tombstone along: it names the story that the founder is in now.
        """
        lost: set[str] = set()
        for story, members in self._offered.items():
            for article in (a for group in members for a in group):
                before = self.story_of.get(article)
                if before != story:
                    self.story_of[article] = story
                    result.assignments[article] = story
                    lost.add(story_id(article))  # another worker may have told of it, for a while
                    if before is not None:
                        lost.add(before)
            self._members[story] = members
        for story, members in self._offered.items():
            record = build_story(story, [[items[a] for a in group] for group in members], config)
            self._give(record, members[0][0], result)
        for story in sorted(lost | self._buried_before):
            self._bury(story, result)
        self._buried_before = set()
        self._offered.clear()

    def close(self, story: str) -> None:
        """Forget a story that is over."""
        for group in self._members.pop(story, []):
            for article in group:
                self.story_of.pop(article, None)
        self._revisions.pop(story, None)

    def _bury(self, story: str, result: LinkResult) -> None:
        revision = self._revisions.get(story)
        if revision is None:
            return
        target = self.story_of.get(revision.founder)
        if target is None or target == story:
            return
        self._members.pop(story, None)
        self._give(Story(id=story, merged_into=target), revision.founder, result)

    def _give(self, record: Story, founder: str, result: LinkResult) -> None:
        known, now = self._revisions.get(record.id), digest(record)
        if known is not None and known.digest == now:
            return
        revision = known.revision + 1 if known is not None else 1
        self._revisions[record.id] = Revision(revision=revision, digest=now, founder=founder)
        result.stories.append(record.model_copy(update={"revision": revision}))
