"""``articles.raw.v1`` → ``articles.clean.v1``: boilerplate dropped, language and origins found."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from processors import work
from processors.agents.context import Context, Input, Out
from processors.agents.shell import READS, dead_letter, run
from tocsin import headers, topics


def bind(ctx: Context) -> None:
    """Add the agent to the app."""

    async def handle(inputs: Sequence[Input]) -> list[Out]:
        results = await ctx.pool.run(work.clean_article, [fetched(item.value, item.at) for item in inputs])
        return [_out(item, result) for item, result in zip(inputs, results, strict=True)]

    @ctx.app.agent(ctx.topic(*READS["clean"]), name="clean")
    async def clean(stream: Any) -> None:
        await run(ctx, "clean", stream, handle, ctx.settings.worker_batch)


_FETCHED = re.compile(rb'"fetched_at"\s*:\s*"')


def fetched(value: bytes, at: float | None) -> bytes:
    """The article with the time it came into the stream as ``fetched_at``, where its producer gave none.

    Without any time it would stand at the end of all news, and be near to articles of all years. The message says
    the same time however often it is read. What is no article stays as it is: cleaning says what is wrong with it.
    """
    if at is None or at <= 0 or _FETCHED.search(value):
        return value
    try:
        article = json.loads(value)
    except (ValueError, RecursionError):
        return value
    if not isinstance(article, dict) or article.get("fetched_at") is not None:
        return value
    try:
        return json.dumps({**article, "fetched_at": datetime.fromtimestamp(at, UTC).isoformat()}).encode()
    except (ValueError, OverflowError, OSError, RecursionError):
        return value


def _out(item: Input, result: work.Result) -> Out:
    if result.value is None:
        return dead_letter("clean", result.error or "unknown", result.reason, item)
    event = headers.cloud_event("article.clean", item.key.decode("utf-8", "replace"), "clean", item.headers)
    return Out(topics.CLEAN, item.key, result.value, event)
