"""``articles.clean.v1`` → ``articles.unique.v1``: each article with its verdict; changed verdicts to linking."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from processors.agents.context import Context, Input, Out
from processors.agents.shell import READS, dead_letter, run
from processors.agents.state import StateTopic
from processors.agents.watermark import Watermark
from processors.dedupe.deduplicator import Deduplicator, Remembered
from processors.dedupe.fingerprint import Fingerprint, fingerprint
from processors.setup import dedupe_config
from tocsin import headers, metrics, topics
from tocsin.records import CleanArticle, RecordError, Verdict

BATCH = 128


class Dedupe:
    """The stage: its state, and what it does with a batch."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self.state = StateTopic(ctx, topics.CLEAN, topics.DEDUPE_STATE)
        self._deduplicator = Deduplicator(dedupe_config(ctx.settings))
        self._watermark = Watermark()

    async def handle(self, inputs: Sequence[Input]) -> list[Out]:
        """Verdicts for a batch, and changed ones of earlier articles."""
        with self.state.guard():
            return await self._batch(inputs)

    async def _batch(self, inputs: Sequence[Input]) -> list[Out]:
        outs: list[Out] = []
        if await self.state.outdated():
            outs += await self._restore()
        articles: dict[str, tuple[Input, CleanArticle]] = {}
        prints: dict[str, Fingerprint] = {}
        for item in inputs:
            try:
                clean = CleanArticle.from_json(item.value)
            except RecordError as error:
                outs.append(dead_letter("dedupe", "record", str(error), item))
                continue
            articles[clean.article.id] = (item, clean)
            prints[clean.article.id] = fingerprint(clean)
            self._watermark.see(clean.article.published_at or clean.article.fetched_at)
        read_to = max((item.offset for item in inputs), default=0)  # of one partition, so the later is the higher
        for verdict in self._deduplicator.add(list(prints.values()), revision=read_to):
            known = articles.get(verdict.article_id)
            outs.append(self._article(*known, verdict) if known else self._changed(verdict))
        told = {out.key.decode() for out in outs if out.topic in (topics.UNIQUE, topics.EXTRACTIONS)}
        outs += self._remember(told)
        return outs + self._forget()

    def _article(self, item: Input, clean: CleanArticle, verdict: Verdict) -> Out:
        if verdict.duplicate_of:
            metrics.DUPLICATES.labels("exact" if verdict.similarity == 1.0 else "near").inc()
        clean.duplicate_of = verdict.duplicate_of
        clean.similarity = verdict.similarity
        clean.verdict_revision = verdict.revision
        event = headers.cloud_event("article.unique", clean.article.id, "dedupe", item.headers)
        return Out(topics.UNIQUE, clean.article.id.encode(), clean.to_json(), event)

    @staticmethod
    def _changed(verdict: Verdict) -> Out:
        event = headers.cloud_event("verdict", verdict.article_id, "dedupe")
        return Out(topics.EXTRACTIONS, verdict.article_id.encode(), verdict.to_json(), event)

    def _remember(self, ids: set[str]) -> list[Out]:
        return [
            self.state.item(one.fingerprint.id.encode(), pack(one))
            for one in (self._deduplicator.get(name) for name in ids)
            if one is not None
        ]

    def _forget(self) -> list[Out]:
        due = self._watermark.due()
        if due is None:
            return []
        before = set(self._deduplicator.ids())
        self._deduplicator.evict(due)
        metrics.STATE_ITEMS.labels("dedupe").set(len(self._deduplicator))
        gone = before - set(self._deduplicator.ids())
        return [self.state.item(name.encode(), None) for name in sorted(gone)]

    async def _restore(self) -> list[Out]:
        stored = await self.state.read()
        deduplicator = Deduplicator(dedupe_config(self._ctx.settings))

        def rebuild() -> list[Verdict]:
            changed = deduplicator.restore([unpack(value) for value in stored.items.values()])
            overruled = [unpack(value).verdict for value in stored.overruled.values() if value is not None]
            again = [verdict for told in overruled if (verdict := deduplicator.outbid(told)) is not None]
            return changed + again

        verdicts = await asyncio.to_thread(rebuild)  # it may take long, and the other stages go on
        self._deduplicator = deduplicator
        metrics.STATE_ITEMS.labels("dedupe").set(len(self._deduplicator))
        ids = {key.decode() for key in stored.overruled}
        return [*self.state.mending(stored), *map(self._changed, verdicts), *self._remember(ids)]


def pack(one: Remembered) -> bytes:
    """One item of state: the verdict as JSON, a zero byte, the fingerprint."""
    verdict = one.verdict
    head = [verdict.duplicate_of, verdict.similarity, verdict.revision]
    return json.dumps(head).encode() + b"\0" + one.fingerprint.to_bytes()


def unpack(data: bytes) -> Remembered:
    """The reverse of ``pack``."""
    head, _, body = data.partition(b"\0")
    print_ = Fingerprint.from_bytes(body)
    duplicate_of, similarity, revision = json.loads(head)
    verdict = Verdict(article_id=print_.id, duplicate_of=duplicate_of, similarity=similarity, revision=revision)
    return Remembered(print_, verdict)


def bind(ctx: Context) -> None:
    """Add the agent to the app."""
    stage = Dedupe(ctx)
    stage.state.settles("dedupe", stage.handle)

    @ctx.app.agent(ctx.topic(*READS["dedupe"]), name="dedupe")
    async def dedupe(stream: Any) -> None:
        await run(ctx, "dedupe", stream, stage.handle, BATCH)
