"""The alert engine: stories in, alerts out. Pure: no clock but event time, no network, no files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from processors.alerting.config import AlertConfig
from processors.alerting.control import AlertCommand, Silence, decided, silence_of
from processors.alerting.desk import Desk
from processors.alerting.feeds import Feeds
from processors.alerting.judge import Judge
from processors.alerting.memory import Clock, Known, Memory
from processors.alerting.rule import Rule
from processors.alerting.sweep import sweep_desk, sweep_memory
from processors.alerting.terms import Terms
from processors.alerting.windows import Windows
from tocsin.records import Alert, Story

SWEEP = timedelta(minutes=1)
"""How often, in event time, reminders, silent feeds and old entries are looked for."""
PRUNE = timedelta(hours=24)
"""How often, in event time, the whole memory is gone through."""
ZERO = timedelta(0)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AlertEngine:
    """Judges stories by rules and remembers what was told.

    Everything follows from the stories, in event time, so a replay gives the same alerts again. Store what
    :meth:`changes` returns *after* the alerts were put out: a crash in between then repeats, and never loses.
    """

    def __init__(self, rules: Iterable[Rule], config: AlertConfig | None = None) -> None:
        self._config = config or AlertConfig()
        self._rules = {rule.id: rule for rule in rules}
        self._memory = Memory()
        self._wire()

    def _wire(self) -> None:
        self._desk = Desk(self._memory)
        self._terms = Terms(self._active, self._config, self._memory, self._desk)
        self._judge = Judge(self._active, self._config, self._memory, self._desk, self._terms.is_new)
        self._windows = Windows(self._active, self._config, self._memory, self._desk)
        self._feeds = Feeds(self._active, self._memory, self._desk)

    def _active(self) -> Iterable[Rule]:
        return self._rules.values()

    def use(self, rules: Iterable[Rule]) -> None:
        """Take up changed rules; what was told stays told."""
        self._rules = {rule.id: rule for rule in rules}

    @property
    def watermark(self) -> datetime | None:
        """Event time: the newest article seen."""
        clock = self._clock()
        return clock.now if clock else None

    def on_stories(self, stories: Sequence[Story]) -> list[Alert]:
        """New or changed alerts for these revisions. A revision that was judged before gives none."""
        for story in stories:
            self._story(story)
        return self._desk.take()

    def on_time(self, watermark: datetime) -> list[Alert]:
        """What is due because time went on."""
        self._advance(watermark)
        return self._desk.take()

    def finish(self) -> list[Alert]:
        """The input has ended: every window is judged. No feed is silent because of that."""
        clock = self._clock()
        if clock is not None:
            specs = (getattr(rule, rule.kind, None) for rule in self._active())
            self._windows.judge(clock.now + max((getattr(s, "grace", ZERO) for s in specs), default=ZERO))
        return self._desk.take()

    def on_sources(self, heard: Iterable[tuple[str, datetime]]) -> list[Alert]:
        """Which feeds spoke, and when: every article counts, whatever it is about."""
        for source, at in heard:
            self._feeds.hear(source, at)
        return self._desk.take()

    def apply(self, command: AlertCommand) -> list[Alert]:
        """A person's decision. The same command again changes nothing."""
        if command.action == "silence":
            self._silence(command)
        elif command.action == "expire":
            self._expire(command)
        else:
            self._decide(command)
        return self._desk.take()

    def alerts(self) -> list[Alert]:
        """Every alert that stands: not superseded by another."""
        return [held.alert for held in self._desk.all() if held.live]

    def silences(self) -> list[Silence]:
        """All silences, also those that have ended."""
        return [silence for _, silence in self._memory.all("silences", Silence)]

    def state(self) -> dict[str, Any]:
        """All that is remembered, ready for JSON."""
        return self._memory.state()

    def changes(self) -> dict[str, bytes | None]:
        """What to store since the last call, as JSON (None: delete)."""
        return self._memory.changes()

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Take up what was stored."""
        self._memory.restore(stored)
        self._wire()

    def _clock(self) -> Clock | None:
        return self._memory.get("clock", "clock", Clock)

    def _story(self, story: Story) -> None:
        known = self._memory.get("stories", story.id, Known)
        if known is not None and known.revision >= story.revision:
            return
        before = self.watermark
        times = [story.last_changed, *(h.last_changed for h in story.happenings)]
        now = max((t for t in times if t is not None), default=story.first_seen or before or EPOCH)
        late = self._is_late(story, now, known.at if known else before)
        happenings = [h.id for h in story.happenings]
        self._memory.put(
            "stories", story.id,
            Known(revision=story.revision, happenings=happenings, merged_into=story.merged_into, at=now),
        )  # fmt: skip
        if story.merged_into is None:
            limit = (before or now) - self._config.allowed_lateness
            told = known.happenings if known is not None else ()
            self._judge.story(story, now, late=late, limit=limit, before=told)
            self._terms.learn(story, now)
        elif known is not None and self._memory.get("stories", story.merged_into, Known) is not None:
            # The story it went into came before, as the stream has it: what that one tells too is there by now.
            self._judge.withdraw(story, known.happenings, now)
        self._windows.observe(story, now, late=late)
        self._advance(now)

    def _is_late(self, story: Story, now: datetime, reached: datetime | None) -> bool:
        """Nothing of today in it: older than the lateness allowed, or flagged late with no newer report.

        The flag alone does not do: it stays with a story that one late article ever joined, and would hush it
        for good.
        """
        before = self.watermark
        too_old = before is not None and now < before - self._config.allowed_lateness
        return too_old or (story.late and (reached is None or now <= reached))

    def _advance(self, now: datetime) -> None:
        clock = self._clock()
        if clock is None:
            clock = Clock(first=now, now=now)
        first, now = min(now, clock.first), max(now, clock.now)
        sweep = clock.swept is None or now - clock.swept >= SWEEP
        self._memory.put(
            "clock", "clock", clock.model_copy(update={"first": first, "now": now} | ({"swept": now} if sweep else {}))
        )
        self._windows.judge(now)
        if clock.pruned is None or now - clock.pruned >= PRUNE:
            self._prune(now)
        if sweep:
            self._feeds.check(now)
            sweep_desk(self._rules, self._config, self._desk, now)

    def _prune(self, now: datetime) -> None:
        """Now and then, forget what nothing can come back to."""
        sweep_memory(self._config, self._memory, self._desk, now)
        self._terms.prune(now)
        self._windows.prune(now)
        clock = self._clock()
        if clock is not None:
            self._memory.put("clock", "clock", clock.model_copy(update={"pruned": now}))

    def _decide(self, command: AlertCommand) -> None:
        held = self._desk.get(command.alert_id or "")
        changed = decided(held.alert, command) if held else None
        if held and changed:
            self._desk.emit(held.model_copy(update={"alert": changed}))

    def _silence(self, command: AlertCommand) -> None:
        silence = silence_of(command)
        if self._memory.get("silences", silence.id, Silence) is None:
            self._memory.put("silences", silence.id, silence)

    def _expire(self, command: AlertCommand) -> None:
        silence = self._memory.get("silences", command.silence_id or "", Silence)
        if silence is not None and silence.expired_by is None:
            self._memory.put("silences", silence.id, silence.model_copy(update={"expired_by": command.author}))
