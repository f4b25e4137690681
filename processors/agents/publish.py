"""Messages to the broker, each with its word for it; repeated until it has taken all."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Sequence
from typing import Any

from aiokafka.errors import MessageSizeTooLargeError

from processors.agents.context import Context, Out
from tocsin import metrics, topics

log = logging.getLogger("tocsin.worker")


async def publish(ctx: Context, stage: str, outs: Sequence[Out]) -> None:
    """Send all and await the broker's acknowledgement of each, repeating for ever what was not taken.

    What follows a message that was not taken under the same key is sent again after it: the newest stays the newest.
    One that is larger than any broker takes is told in the log and given up: repeating it would stop the stage for
    ever, for a story of many thousands of articles whose last revision stands already.
    """
    done: set[int] = set()
    attempt = 0
    while len(done) < len(outs):
        waiting = [index for index in range(len(outs)) if index not in done]
        results = await asyncio.gather(*(send(ctx, outs[index]) for index in waiting), return_exceptions=True)
        failed: set[tuple[str, bytes]] = set()
        for index, result in zip(waiting, results, strict=True):
            out = outs[index]
            if isinstance(result, BaseException):
                if not isinstance(result, Exception):
                    raise result
                if _is_too_large(result):
                    _give_up(stage, out)
                    done.add(index)
                    continue
                error: BaseException = result
                failed.add((out.topic, out.key))
            elif (out.topic, out.key) not in failed:
                done.add(index)
                metrics.PRODUCED.labels(stage, out.topic).inc()
        if len(done) < len(outs):
            attempt += 1
            log.warning("the broker did not take %d messages: %r", len(outs) - len(done), error, extra={"stage": stage})
            await asyncio.sleep(backoff(attempt))


def _is_too_large(error: BaseException) -> bool:
    """The client's own check, bare or as Faust passes it on."""
    return isinstance(error, MessageSizeTooLargeError) or isinstance(error.__cause__, MessageSizeTooLargeError)


def _give_up(stage: str, out: Out) -> None:
    size = len(out.value or b"")
    log.error(
        "a message of %d bytes under the key %r is larger than the broker takes (%d) and is not sent",
        size, out.key, topics.MAX_MESSAGE_BYTES, extra={"stage": stage, "topic": out.topic},
    )  # fmt: skip


async def send(ctx: Context, out: Out) -> Any:
    """One message, and the broker's word for it."""
    producer = ctx.app.producer
    name = ctx.settings.topic(out.topic)
    return await (await producer.send(name, out.key, out.value, None, None, out.headers))


def backoff(attempt: int) -> float:
    """Seconds to wait before the next try: doubling to 10, with jitter so that workers do not march in step."""
    return float(min(10.0, 0.1 * 2.0 ** min(attempt, 8)) * random.uniform(0.5, 1.0))
