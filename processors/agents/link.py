"""``extractions.v1`` → ``analyses.v1`` and ``stories.v1``: articles joined into stories across outlets."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from processors.agents.context import Context, Input, Out
from processors.agents.shell import READS, dead_letter, run
from processors.agents.state import StateTopic, Stored, read_one
from processors.agents.told import ARTICLE, STORY, Table, Told
from processors.agents.watermark import Watermark
from processors.setup import story_config
from processors.stories.linkable import Linkable, linkable, version
from processors.stories.linker import StoryLinker
from processors.stories.result import LinkResult
from processors.stories.siblings import Dates, dated, learnt, sibling_dates
from tocsin import headers, metrics, topics
from tocsin.records import AnalysedArticle, RecordError, Story, Verdict

BATCH = 64
CACHE = 2000
"""Analyses kept in memory for being told again with another story; older ones are read from their topic."""


class _Arrived(NamedTuple):
    read: AnalysedArticle
    item: Input


Passed = Mapping[str, dict[str, bytes]]
"""Headers to hand on, by the article that came with them; under "" those for whatever else changed."""


class Link:
    """The stage: its state, and what it does with a batch."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self.state = StateTopic(ctx, topics.EXTRACTIONS, topics.LINK_STATE)
        self._linker = StoryLinker(story_config(ctx.settings))
        self._told: dict[str, Told] = {}
        self._recent: OrderedDict[str, AnalysedArticle] = OrderedDict()
        self._watermark = Watermark()

    async def handle(self, inputs: Sequence[Input]) -> list[Out]:
        """Stories and analyses that are new or changed by this batch."""
        with self.state.guard():
            return await self._batch(inputs)

    async def _batch(self, inputs: Sequence[Input]) -> list[Out]:
        """Articles that follow each other are taken in together: what stands behind late ones is judged again once."""
        outs: list[Out] = []
        if await self.state.outdated():
            outs += await self._restore()
        arrived: dict[str, _Arrived] = {}
        for item in inputs:
            try:
                read = _read(item)
            except RecordError as error:
                outs.append(dead_letter("link", "record", str(error), item))
                continue
            if isinstance(read, Verdict) or read.article_id in arrived:
                outs += await self._add(arrived)
                arrived = {}
            if isinstance(read, Verdict):
                asked = {read.article_id} if read.article_id in self._told else set()
                outs += await self._outs(self._linker.verdict(read), {"": item.headers}, asked)
            else:
                arrived[read.article_id] = _Arrived(read, item)
        outs += await self._add(arrived)
        due = self._watermark.due()
        if due is not None:
            outs += self._forget(self._linker.evict(due))
        return outs

    async def _add(self, arrived: Mapping[str, _Arrived]) -> list[Out]:
        outs: list[Out] = []
        new: list[Linkable] = []
        for article_id, (read, item) in arrived.items():
            told = self._told.setdefault(article_id, Told())
            if version(read) < told.version:
                outs += await self._outs(self._linker.verdict(_verdict_of(read)), {"": item.headers}, set())
                continue
            analysis = self._as_first_fetched(read)
            self._cache(analysis)
            told.offset, told.version = item.offset, version(read)
            self._watermark.see(analysis.published_at or analysis.fetched_at)
            known, now = self._linker.item(article_id), linkable(analysis)
            told.corrected = known is not None and not known.pending and not _same_text(known, now)
            new.append(now)
        if new:
            result = self._linker.add(new)
            asked = {one.id for one in new} & {one.id for one in result.items}
            passed = {one.id: arrived[one.id].item.headers for one in new}
            outs += await self._outs(result, {"": passed[new[0].id], **passed}, asked)
        return outs

    def _as_first_fetched(self, analysis: AnalysedArticle) -> AnalysedArticle:
        """An undated article that is published again (its producer was killed) keeps the time of the first fetch."""
        known = self._linker.item(analysis.article_id)
        first = known.at if known is not None else None
        if analysis.published_at or first is None or analysis.fetched_at is None or first >= analysis.fetched_at:
            return analysis
        return analysis.model_copy(update={"fetched_at": first})

    async def _outs(self, result: LinkResult, passed: Passed, asked: set[str]) -> list[Out]:
        """Analyses that moved or are asked for, changed stories, and the state."""
        outs: list[Out] = []
        learnt_by = self._learnt(result.stories)
        changed = asked | result.assignments.keys() | learnt_by.keys()
        for article_id in sorted(changed):
            out = await self._analysis(article_id, passed.get(article_id, passed[""]), learnt_by.get(article_id))
            if out is not None:
                outs.append(out)
        for story in result.stories:
            outs.append(self._story(story, passed[""]))
        for item in result.items:
            outs.append(self._remember(item))
        known = {item.id for item in result.items}
        for article_id in sorted(changed - known):
            other = self._linker.item(article_id)
            if other is not None:
                outs.append(self._remember(other))
        known_stories = self._linker.revisions()
        outs += [self._revision(story.id) for story in result.stories if story.id in known_stories]
        return outs + self._forget(result)

    def _learnt(self, stories: Sequence[Story]) -> dict[str, Dates]:
        """Articles whose dates from siblings are others now, with these dates."""
        found: dict[str, Dates] = {}
        for story in stories:
            dates = sibling_dates(story)
            for article_id in story.articles:
                item = self._linker.item(article_id)
                now = learnt(item.events, dates) if item is not None else {}
                if now != self._told.get(article_id, Told()).dates:
                    found[article_id] = now
        return found

    async def _analysis(self, article_id: str, passed: dict[str, bytes], dates: Dates | None = None) -> Out | None:
        analysis = await self._find(article_id)
        item = self._linker.item(article_id)
        if analysis is None or item is None:
            return None
        told = self._told.setdefault(article_id, Told())
        story_id = self._linker.story_of(article_id)
        dates = told.dates if dates is None else dates
        said = (told.story_id, told.duplicate_of, told.similarity, told.dates)
        now = (story_id, item.duplicate_of, item.similarity, dates)
        if told.revision < 0 or told.corrected or said != now:
            told.revision += 1
        told.corrected = False
        told.story_id, told.duplicate_of, told.similarity, told.dates = now
        full = dated(analysis, dates).model_copy(
            update={
                "story_id": story_id,
                "duplicate_of": item.duplicate_of,
                "similarity": item.similarity,
                "revision": told.revision,
            }
        )
        event = headers.cloud_event("analysis", article_id, "link", passed)
        return Out(topics.ANALYSES, article_id.encode(), full.to_json(), event)

    @staticmethod
    def _story(story: Story, passed: dict[str, bytes]) -> Out:
        metrics.STORY_REVISIONS.inc()
        event = headers.cloud_event("story", f"{story.id}/{story.revision}", "link", passed)
        return Out(topics.STORIES, story.id.encode(), story.to_json(), event)

    def _remember(self, item: Linkable) -> Out:
        place = self._told.get(item.id, Told()).place(item, self._linker.kept(item.id))
        return self.state.item(ARTICLE + item.id.encode(), place.model_dump_json().encode())

    def _forget(self, result: LinkResult) -> list[Out]:
        for article_id in result.forgotten:
            self._told.pop(article_id, None)
        gone = [ARTICLE + name.encode() for name in result.forgotten]
        gone += [STORY + name.encode() for name in result.closed]
        metrics.STATE_ITEMS.labels("link").set(len(self._told))
        return [self.state.item(key, None) for key in gone]

    def _cache(self, analysis: AnalysedArticle) -> None:
        self._recent[analysis.article_id] = analysis
        self._recent.move_to_end(analysis.article_id)
        while len(self._recent) > CACHE:
            self._recent.popitem(last=False)

    async def _find(self, article_id: str) -> AnalysedArticle | None:
        """The analysis of an article: from memory, else from where it stands in its topic."""
        found = self._recent.get(article_id)
        told = self._told.get(article_id)
        if found is None and told is not None and told.offset >= 0:
            value = await read_one(self._ctx, topics.EXTRACTIONS, told.offset)
            if value is not None:
                found = self._as_first_fetched(AnalysedArticle.from_json(value))
                self._cache(found)
        return found

    async def _restore(self) -> list[Out]:
        stored = await self.state.read()
        result, rival = await asyncio.to_thread(self._rebuild, stored)  # it may take long, and the other stages go on
        metrics.STATE_ITEMS.labels("link").set(len(self._told))
        outs = self.state.mending(stored)
        outs += [self._revision(story) for story in rival.revisions]
        outs += [self._remember(item) for name in rival.places if (item := self._linker.item(name)) is not None]
        return outs + await self._outs(result, {"": {}}, {name for name in rival.places if self._told[name].corrected})

    def _rebuild(self, stored: Stored) -> tuple[LinkResult, Table]:
        """Memory as it was when it was stored; gives what comes out of that, and what another wrote behind it."""
        table, rival = Table.of(stored.items), Table.of(stored.overruled)
        items = [place.item for place in table.places.values()]
        self._told = table.told(rival)
        self._linker = StoryLinker(story_config(self._ctx.settings))
        result = self._linker.restore(items, table.outbid(rival), table.links())
        kept = {item.id: item for item in items}
        result.items = [item for item in result.items if item != kept.get(item.id)]  # the others stand there already
        return result, rival

    def _revision(self, story: str) -> Out:
        revision = self._linker.revisions().get(story)
        value = revision.model_dump_json().encode() if revision is not None else None
        return self.state.item(STORY + story.encode(), value)


def _read(item: Input) -> AnalysedArticle | Verdict:
    """What a message of the topic holds.

    Raises:
        RecordError: it does not keep the contract.
    """
    record = Verdict if item.headers.get("ce_type") == b"tocsin.verdict" else AnalysedArticle
    return record.from_json(item.value)


def _verdict_of(read: AnalysedArticle) -> Verdict:
    """What an analysis of an older text still tells: whose copy it was found to be."""
    return Verdict(
        article_id=read.article_id,
        duplicate_of=read.duplicate_of,
        similarity=read.similarity,
        revision=read.revision,
    )


def _same_text(one: Linkable, other: Linkable) -> bool:
    return (one.at, one.title, one.terms, one.names, one.events) == (
        other.at, other.title, other.terms, other.names, other.events
    )  # fmt: skip


def bind(ctx: Context) -> None:
    """Add the agent to the app."""
    stage = Link(ctx)
    stage.state.settles("link", stage.handle)

    @ctx.app.agent(ctx.topic(*READS["link"]), name="link")
    async def link(stream: Any) -> None:
        await run(ctx, "link", stream, stage.handle, BATCH)
