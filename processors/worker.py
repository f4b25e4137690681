"""One worker: the Faust app with its five agents, its pool of processes, its health page."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from typing import Any, NoReturn

import faust

from processors import geo
from processors.agents import alert, clean, dedupe, extract, link
from processors.agents.context import Context
from processors.app import make_app
from processors.pool import Pool
from tocsin import health as health_page
from tocsin import metrics, tracing
from tocsin.garbage import settle
from tocsin.health import Health
from tocsin.settings import Settings

log = logging.getLogger("tocsin.worker")

STOP_GRACE = 55.0
"""Seconds; below the 60 that compose grants."""
HAND_OVER = 10.0
"""Seconds that a batch in hand may take when partitions are dealt out anew; after that others do it again."""


def make(settings: Settings, wait: float = 0.0) -> Context:
    """The app with all agents bound, not started. ``wait``: see :class:`processors.pool.Pool`."""
    models = {"en": settings.model_en, "fr": settings.model_fr}
    pool = Pool(
        settings.worker_processes, {key: name for key, name in models.items() if name}, settings.lexicon_overlay, wait
    )
    ctx = Context(make_app(settings), settings, pool, Health())
    for agent in (clean, dedupe, extract, link, alert):
        agent.bind(ctx)
    _watch(ctx)
    return ctx


def _watch(ctx: Context) -> None:
    assigned = False

    async def on_assigned(_app: Any, partitions: Any, **_: Any) -> None:
        nonlocal assigned
        assigned = True
        ctx.deals += 1
        metrics.REBALANCES.inc()
        ctx.health.started = True

    async def on_revoked(_app: Any, _partitions: Any, **_: Any) -> None:
        """Finish and commit the batches in hand before others get the partitions: then nothing is done twice."""
        deadline = time.monotonic() + HAND_OVER
        while ctx.working and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        await ctx.app.consumer.commit()

    connect: Any = ctx.app.on_partitions_assigned.connect
    connect(on_assigned)
    connect = ctx.app.on_partitions_revoked.connect
    connect(on_revoked)
    ctx.health.check("pool", ctx.pool.problem)
    ctx.health.check("partitions", lambda: None if assigned else "none assigned yet")


class _Worker(faust.Worker):
    """Faust's worker, with an end to its stopping: while the broker is away it would never finish."""

    def _flag_as_shutdown_by_signal(self) -> None:
        super()._flag_as_shutdown_by_signal()
        log.info("stopping: what is not finished stays in Kafka")
        timer = threading.Timer(STOP_GRACE, os._exit, [1])
        timer.daemon = True
        timer.start()


def run(settings: Settings, wait: float = 0.0) -> NoReturn:
    """Run a worker until it is told to stop (SIGTERM, SIGINT); ends the process.

    Exit status 0 after a stop that was asked for, else not 0: whoever supervises it starts it again.
    """
    tracing.start("tocsin-worker")
    ctx = make(settings, wait)
    if settings.metrics_port:
        health_page.serve(ctx.health, settings.metrics_host, settings.metrics_port)
    ctx.pool.start()
    geo.warm()  # while the children load their models; linking and alerting ask for it
    settle()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    worker = _Worker(ctx.app, loop=loop, loglevel=None, redirect_stdouts=False, override_logging=False, quiet=True)
    worker.spinner = None
    try:
        worker.execute_from_commandline()
    finally:
        ctx.pool.close()
