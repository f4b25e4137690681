"""Stories, commands and the pulse of the feeds → ``alerts.v1``: each happening once, and again on material change."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from processors.agents.context import Context, Input, Out
from processors.agents.publish import publish
from processors.agents.shell import READS, dead_letter, run
from processors.agents.state import StateTopic
from processors.alerting.control import AlertCommand
from processors.alerting.engine import AlertEngine
from processors.setup import alert_config, load_rules
from tocsin import headers, metrics, topics
from tocsin.records import Alert, Record, RecordError, Story, Time

log = logging.getLogger("tocsin.worker")

BATCH = 64
RELOAD = 5.0
"""Seconds between two looks at the folder of rules."""
LIVE = timedelta(days=3)
"""A stream whose newest article is older than this is a replay: the clock on the wall means nothing to it."""


class Heard(Record):
    """What alerting wants of an analysis: who spoke, and when. All else of it is passed over unread."""

    source: str | None = None
    published_at: Time | None = None
    fetched_at: Time | None = None


class Alerting:
    """The stage: the engine, its state, its rules."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self.state = StateTopic(ctx, topics.STORIES, topics.ALERT_STATE)
        self._rules = load_rules(ctx.settings)
        self._tell_errors()
        self._engine = AlertEngine(self._rules.rules, alert_config(ctx.settings))
        self._looked = time.monotonic()

    async def handle(self, inputs: Sequence[Input]) -> list[Out]:
        """Alerts that are new or changed by these stories and commands."""
        with self.state.guard():
            return await self._batch(inputs)

    async def _batch(self, inputs: Sequence[Input]) -> list[Out]:
        outs = await self._restore() if await self.state.outdated() else []
        self._reload()
        for item in inputs:
            try:
                alerts = self._one(item)
            except RecordError as error:
                outs.append(dead_letter("alert", "record", str(error), item))
                continue
            outs += [self._alert(alert, item.headers) for alert in alerts]
        return outs + self._remember()

    def _one(self, item: Input) -> list[Alert]:
        if item.topic == self._ctx.settings.topic(topics.ALERT_COMMANDS):
            return self._engine.apply(AlertCommand.from_json(item.value))
        if not item.value:
            return []
        if item.topic == self._ctx.settings.topic(topics.ANALYSES):
            return self._heard(item)
        return self._engine.on_stories([Story.from_json(item.value)])

    def _heard(self, item: Input) -> list[Alert]:
        """An article of a feed passed: so it is not silent."""
        heard = Heard.from_json(item.value)
        at = heard.published_at or heard.fetched_at
        return self._engine.on_sources([(heard.source, at)]) if heard.source and at else []

    @staticmethod
    def _alert(alert: Alert, passed: dict[str, bytes]) -> Out:
        metrics.ALERT_REVISIONS.labels(alert.rule).inc()
        event = headers.cloud_event("alert", f"{alert.id}/{alert.version}", "alert", passed)
        return Out(topics.ALERTS, alert.id.encode(), alert.to_json(), event)

    def _remember(self) -> list[Out]:
        return [self.state.item(key.encode(), value) for key, value in self._engine.changes().items()]

    async def tick(self) -> None:
        """What is due because time went on: reminders, feeds gone silent. Only in a live stream."""
        async with self._ctx.turn("alert"):
            watermark = self._engine.watermark
            if not self.state.held or self.state.stale or watermark is None or datetime.now(UTC) - watermark > LIVE:
                return
            with self.state.guard():
                outs = [self._alert(alert, {}) for alert in self._engine.on_time(datetime.now(UTC))]
                await publish(self._ctx, "alert", outs)
                await publish(self._ctx, "alert", self._remember())

    def _reload(self) -> None:
        if time.monotonic() - self._looked < RELOAD:
            return
        self._looked = time.monotonic()
        if self._rules.reload():
            self._tell_errors()
            self._engine.use(self._rules.rules)
            log.info("%d alert rules taken up", len(self._rules.rules), extra={"stage": "alert"})

    def _tell_errors(self) -> None:
        for error in self._rules.errors:
            log.error("alert rule: %s", error, extra={"stage": "alert"})

    async def _restore(self) -> list[Out]:
        stored = await self.state.read()
        self._engine = AlertEngine(self._rules.rules, alert_config(self._ctx.settings))
        self._engine.restore({key.decode(): json.loads(value) for key, value in stored.items.items()})
        metrics.STATE_ITEMS.labels("alert").set(len(stored.items))
        return self.state.mending(stored)


def bind(ctx: Context) -> None:
    """Add the agent to the app."""
    stage = Alerting(ctx)
    stage.state.settles("alert", stage.handle)

    @ctx.app.agent(ctx.topic(*READS["alert"]), name="alert")
    async def alert(stream: Any) -> None:
        await run(ctx, "alert", stream, stage.handle, BATCH)

    @ctx.app.timer(30.0)  # type: ignore[untyped-decorator]
    async def tick() -> None:
        await stage.tick()
