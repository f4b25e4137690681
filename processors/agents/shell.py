"""The loop of every agent: take a batch, do it, await the broker's word for every output, only then acknowledge.

Why not plain Faust: an exception inside ``take`` commits its batch, so none may leave the loop; an output that is
not awaited is lost by a kill; an undecodable message stops an agent without a word. So: raw bytes, our own
decoding, retries for ever while a server is away, dead letters for what cannot be done.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiokafka.errors import KafkaError

from processors.agents.context import Context, Input, Out
from processors.agents.publish import backoff, publish
from processors.app import GROUP
from tocsin import headers, metrics, topics, tracing
from tocsin.limit import GO_ON, Limit, earlier

log = logging.getLogger("tocsin.worker")

WITHIN = 0.03
"""Seconds a stage waits for its batch to fill."""
READS = {
    "clean": (topics.RAW,),
    "dedupe": (topics.CLEAN,),
    "extract": (topics.UNIQUE,),
    "link": (topics.EXTRACTIONS,),
    "alert": (topics.STORIES, topics.ALERT_COMMANDS, topics.ANALYSES),
}
"""Topics that each stage reads."""
TRANSIENT = (KafkaError, ConnectionError, asyncio.TimeoutError, OSError)


Handler = Callable[[Sequence[Input]], Awaitable[list[Out]]]


class Failed(Exception):
    """This message cannot be done; it goes to the dead letters with this error and reason."""

    def __init__(self, error: str, reason: str) -> None:
        super().__init__(reason)
        self.error, self.reason = error, reason


class NotOurs(Exception):
    """The partition of this batch went to another worker meanwhile, which reads it from its last commit."""


async def run(ctx: Context, stage: str, stream: Any, handler: Handler, batch: int) -> None:
    """Consume a stream for ever. Nothing but cancellation leaves this loop."""
    unacknowledged = stream.noack()
    async for events in unacknowledged.noack_take(batch, within=WITHIN):
        ctx.health.begin(stage)
        ctx.working.add(stage)
        begin, deal = time.perf_counter(), ctx.deals
        inputs = [_input(event) for event in events]
        try:
            with tracing.spans(stage, (((i.topic, i.partition, i.offset), i.headers) for i in inputs)) as carried:
                if carried is not None:
                    inputs = [one._replace(headers=on) for one, on in zip(inputs, carried, strict=True)]
                async with ctx.turn(stage):
                    await _do(ctx, stage, handler, inputs)
            # After a new deal Faust reads from the last commit again. What was done under the old one is not
            # acknowledged: another worker may have held the state in between, and not have seen it.
            if deal == ctx.deals:
                for event in events:
                    await unacknowledged.ack(event)
        except NotOurs:
            log.info("%d messages of a partition that is no longer ours are left to others", len(events))
        finally:
            ctx.working.discard(stage)
            ctx.health.end(stage)
        metrics.CONSUMED.labels(stage).inc(len(events))
        if stage != "extract":
            metrics.STAGE_SECONDS.labels(stage).observe((time.perf_counter() - begin) / len(events))


def _input(event: Any) -> Input:
    message = event.message
    value = message.value
    return Input(
        message.topic,
        message.partition,
        message.offset,
        message.key or b"",
        value if value is not None else b"",
        headers.as_mapping(message.headers),
        message.timestamp,
    )


async def _do(ctx: Context, stage: str, handler: Handler, inputs: Sequence[Input]) -> None:
    """Do a batch and tell what came out; if it fails as a whole, one by one, and what fails alone is a dead letter.

    One by one means told one by one: after a failure the state is read again, and must hold what went before.
    """
    try:
        outs = await _patiently(stage, handler, inputs)
    except NotOurs:
        raise
    except Exception:
        log.exception("a batch failed as a whole and is done one by one", extra={"stage": stage})
    else:
        await _watch_ratio(ctx, stage, inputs, outs)
        await tell(ctx, stage, outs)
        return
    for item in inputs:
        try:
            outs = await _patiently(stage, handler, [item])
        except NotOurs:
            raise
        except Failed as error:
            outs = [dead_letter(stage, error.error, error.reason, item)]
        except Exception as error:
            outs = [dead_letter(stage, type(error).__name__, str(error), item)]
        await _watch_ratio(ctx, stage, [item], outs)
        await tell(ctx, stage, outs)


async def tell(ctx: Context, stage: str, outs: Sequence[Out]) -> None:
    """State only after the broker has the output: what a crash in between repeats comes out the same."""
    await publish(ctx, stage, [out for out in outs if out.topic not in topics.STATES])
    newest = {(out.topic, out.key): out for out in outs if out.topic in topics.STATES}
    await publish(ctx, stage, list(newest.values()))


async def _patiently(stage: str, handler: Handler, inputs: Sequence[Input]) -> list[Out]:
    attempt = 0
    while True:
        try:
            return await handler(inputs)
        except TRANSIENT as error:
            attempt += 1
            log.warning("waiting for Kafka: %r", error, extra={"stage": stage})
            await asyncio.sleep(backoff(attempt))


def dead_letter(stage: str, error: str, reason: str, item: Input, attempts: int = 1) -> Out:
    """The original bytes, with headers that say why and where they stood."""
    metrics.DEAD_LETTERED.labels(stage, error).inc()
    log.error(
        "dead letter: %s",
        reason,
        extra={
            "stage": stage,
            "error": error,
            "topic": item.topic,
            "partition": item.partition,
            "offset": item.offset,
            "article_id": item.key.decode("utf-8", "replace"),
        },
    )
    source = (item.topic, item.partition, item.offset)
    said = item.headers.get("attempts", b"")
    attempts += int(said) if said.isdigit() and len(said) < 10 else 0
    return Out(
        topics.DEAD_LETTERS,
        item.key,
        item.value,
        headers.dead_letter(stage, error, reason, source, attempts, item.headers),
    )


async def _watch_ratio(ctx: Context, stage: str, inputs: Sequence[Input], outs: Sequence[Out]) -> None:
    """Stop the worker when too much of the stream fails: that is a bad deployment, not bad input."""
    dead = sum(out.topic == topics.DEAD_LETTERS for out in outs)
    limit = ctx.limits.get(stage) or ctx.limits.setdefault(stage, _limit(ctx, stage))
    reckon = asyncio.to_thread if dead else _at_once  # with a dead letter the broker may be asked
    if why := await reckon(limit.exceeded, dead, len(inputs)):
        log.critical("%s: stopping rather than putting all of them aside; %s", why, GO_ON, extra={"stage": stage})
        with contextlib.suppress(Exception):  # else what was put aside before would be put aside once more
            await asyncio.wait_for(ctx.app.consumer.commit(), 5.0)
        os._exit(3)  # nothing of this batch is acknowledged or sent: it is all still there


def _limit(ctx: Context, stage: str) -> Limit:
    settings = ctx.settings
    sources = [settings.topic(name) for name in READS[stage]]
    group = settings.topics_prefix + GROUP
    return Limit(settings.dead_letter_ratio, lambda: earlier(settings, stage, group, sources))


async def _at_once(work: Callable[..., str | None], *arguments: int) -> str | None:
    return work(*arguments)
