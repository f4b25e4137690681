"""``articles.unique.v1`` → ``extractions.v1``: who did what to whom, where, when, how many; in the process pool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from processors import work
from processors.agents.context import Context, Input, Out
from processors.agents.shell import READS, dead_letter, run
from tocsin import headers, metrics, topics


def bind(ctx: Context) -> None:
    """Add the agent to the app."""

    async def handle(inputs: Sequence[Input]) -> list[Out]:
        results = await ctx.pool.run(work.extract_article, [item.value for item in inputs])
        return [_out(item, result) for item, result in zip(inputs, results, strict=True)]

    @ctx.app.agent(ctx.topic(*READS["extract"]), name="extract")
    async def extract(stream: Any) -> None:
        await run(ctx, "extract", stream, handle, ctx.settings.worker_batch)


def _out(item: Input, result: work.Result) -> Out:
    if result.value is None:
        return dead_letter("extract", result.error or "unknown", result.reason, item)
    metrics.STAGE_SECONDS.labels("extract").observe(result.seconds)
    for kind, count in result.counts.items():
        metrics.EVENTS.labels(kind).inc(count)
    event = headers.cloud_event("analysis", item.key.decode("utf-8", "replace"), "extract", item.headers)
    return Out(topics.EXTRACTIONS, item.key, result.value, event)
