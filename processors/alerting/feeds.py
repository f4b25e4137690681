"""Feeds that used to speak and do not: an alert when one falls silent, resolved when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from statistics import median

from processors.alerting.compose import alert_id
from processors.alerting.desk import ENGINE, Desk
from processors.alerting.facts import Told
from processors.alerting.memory import Held, Memory, Source
from processors.alerting.rule import Rule
from processors.alerting.values import in_words
from tocsin.records import Alert, AuditEntry

PAUSES_KEPT = 100
"""Newest pauses from which the habit of a feed is learnt."""


class Feeds:
    """When each source last spoke and how long it usually pauses, in event time."""

    def __init__(self, rules: Callable[[], Iterable[Rule]], memory: Memory, desk: Desk) -> None:
        self._rules = rules
        self._memory = memory
        self._desk = desk

    def _silence_rules(self) -> list[Rule]:
        return [rule for rule in self._rules() if rule.kind == "silent" and rule.enabled]

    def hear(self, source: str, at: datetime) -> None:
        """A source spoke."""
        known = self._memory.get("sources", source, Source)
        if known is None:
            self._memory.put("sources", source, Source(last=at))
            return
        if at <= known.last:
            return  # late, or the same article again
        pause = (at - known.last).total_seconds()
        if known.silent_since is not None:
            self._back(source, known.silent_since, at)
            pauses = known.pauses  # the outage is not its habit
        else:
            pauses = [*known.pauses, pause][-PAUSES_KEPT:]
        self._memory.put("sources", source, Source(last=at, pauses=pauses, seen=known.seen + 1))

    def check(self, now: datetime) -> None:
        """Which feeds are silent for too long."""
        rules = self._silence_rules()
        for name, source in self._memory.all("sources", Source) if rules else ():
            for rule in rules:
                self._check(rule, name, source, now)

    def _check(self, rule: Rule, name: str, source: Source, now: datetime) -> None:
        spec = rule.silent
        watched = rule.when.source is None or rule.when.source.holds([name])
        if spec is None or not watched:
            return
        quiet = now - source.last
        if quiet > spec.forget:
            self._memory.drop("sources", name)
            return
        if source.seen < spec.min_support or not source.pauses:
            return
        habit = timedelta(seconds=median(source.pauses))
        if quiet < max(spec.after, spec.times * habit):
            return
        key = _key(rule, name, source.last)
        if self._desk.get(key) is None:
            self._raise(rule, name, source.last, habit, now)
            self._memory.put("sources", name, source.model_copy(update={"silent_since": source.last}))

    def _raise(self, rule: Rule, name: str, last: datetime, habit: timedelta, now: datetime) -> None:
        reason = f"nothing from {name} since {last:%Y-%m-%d %H:%M} UTC; it usually pauses {in_words(habit)}"
        alert = Alert(
            id=_key(rule, name, last),
            rule=rule.id,
            story_id="",
            severity=rule.severity.default,
            reason=reason,
            reasons=[reason],
            title=f"{rule.title}: {name}",
            facts={"source": name, "last": last.isoformat(), "usual_pause_seconds": int(habit.total_seconds())},
            event_time=last,
            created_at=now,
            updated_at=now,
            notify=rule.notify,
        )
        self._desk.raise_(
            Held(alert=alert, told=Told(), kind="silent", subject=f"{rule.id}|{name}", heard_at=now, told_at=now)
        )

    def _back(self, name: str, since: datetime, at: datetime) -> None:
        for rule in self._silence_rules():
            held = self._desk.get(_key(rule, name, since))
            if held is not None and held.alert.state != "resolved":
                resolve(self._desk, held, at, "the feed is back")


def _key(rule: Rule, name: str, last: datetime) -> str:
    return alert_id(rule.id, f"{name}|{last.isoformat()}")


def resolve(desk: Desk, held: Held, at: datetime, why: str) -> None:
    """The engine itself puts an alert away."""
    entry = AuditEntry(at=at, author=ENGINE, action="resolve", note=why)
    fields = {
        "state": "resolved",
        "audit": [*held.alert.audit, entry],
        "version": held.alert.version + 1,
        "updated_at": max(at, held.alert.updated_at or at),
    }
    desk.emit(held.model_copy(update={"alert": held.alert.model_copy(update=fields)}))
