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
        self._state = StateTopic(ctx, topics.CLEAN, topics.DEDUPE_STATE)
        self._deduplicator = Deduplicator(dedupe_config(ctx.settings))
        self._watermark = Watermark()

    async def handle(self, inputs: Sequence[Input]) -> list[Out]:
        """Verdicts for a batch, and changed ones of earlier articles."""
        with self._state.guard():
            return await self._batch(inputs)

    async def _batch(self, inputs: Sequence[Input]) -> list[Out]:
        outs: list[Out] = []
        if await self._state.outdated():
            outs += [self._changed(verdict) for verdict in await self._restore()]
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
        for verdict in self._deduplicator.add(list(prints.values())):
            known = articles.get(verdict.article_id)
            outs.append(self._article(*known, verdict) if known else self._changed(verdict))
        outs += self._remember({out.key.decode() for out in outs if out.topic != topics.DEAD_LETTERS})
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
            self._state.item(one.fingerprint.id.encode(), pack(one))
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
        return [self._state.item(name.encode(), None) for name in sorted(gone)]

    async def _restore(self) -> list[Verdict]:
        items = await self._state.read()
        deduplicator = Deduplicator(dedupe_config(self._ctx.settings))

        def rebuild() -> list[Verdict]:
            return deduplicator.restore([unpack(value) for value in items.values()])

        changed = await asyncio.to_thread(rebuild)  # it may take long, and the other stages go on
        self._deduplicator = deduplicator
        metrics.STATE_ITEMS.labels("dedupe").set(len(self._deduplicator))
        return changed


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

    @ctx.app.agent(ctx.topic(*READS["dedupe"]), name="dedupe")
    async def dedupe(stream: Any) -> None:
        await run(ctx, "dedupe", stream, stage.handle, BATCH)
