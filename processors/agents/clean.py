"""``articles.raw.v1`` → ``articles.clean.v1``: boilerplate dropped, language and origins found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from processors import work
from processors.agents.shell import Context, Input, Out, dead_letter, run
from tocsin import headers, topics


def bind(ctx: Context) -> None:
    """Add the agent to the app."""

    async def handle(inputs: Sequence[Input]) -> list[Out]:
        results = await ctx.pool.run(work.clean_article, [item.value for item in inputs])
        return [_out(item, result) for item, result in zip(inputs, results, strict=True)]

    @ctx.app.agent(ctx.topic(topics.RAW), name="clean")
    async def clean(stream: Any) -> None:
        await run(ctx, "clean", stream, handle, ctx.settings.worker_batch)


def _out(item: Input, result: work.Result) -> Out:
    if result.value is None:
        return dead_letter("clean", result.error or "unknown", result.reason, item)
    event = headers.cloud_event("article.clean", item.key.decode("utf-8", "replace"), "clean", item.headers)
    return Out(topics.CLEAN, item.key, result.value, event)
