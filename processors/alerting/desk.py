"""The alerts that exist: found by happening, raised, updated, outranked, moved. Knows nothing of conditions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from processors.alerting.compose import happening_alert, same_content
from processors.alerting.control import Silence
from processors.alerting.facts import Told, absorb
from processors.alerting.memory import Held, Memory
from processors.alerting.rule import Inhibition
from tocsin.records import Alert, AuditEntry, Happening

ENGINE = "tocsin"
"""Author of what the engine itself decides."""


SAME = {"story": "story_id", "place": "place", "country": "country"}
"""By which field two alerts are about the same thing."""


class Desk:
    """Alerts by id, by subject and by event. Every change goes through :meth:`emit`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._out: list[Alert] = []
        self._by_subject: dict[str, set[str]] = {}
        self._by_event: dict[str, set[str]] = {}
        self._due: list[tuple[datetime, str]] = []
        self._when: dict[str, datetime] = {}
        for key, held in memory.all("alerts", Held):
            self._index(key, held)
            self.look_again(held)

    def look_again(self, held: Held, after: datetime | None = None) -> None:
        """An alert is looked at when its next moment has come; a change makes that the next sweep."""
        moment = after or held.told_at
        if self._when.get(held.alert.id) != moment:
            self._when[held.alert.id] = moment
            heappush(self._due, (moment, held.alert.id))

    def ripe(self, now: datetime) -> list[Held]:
        """Alerts whose moment has come, by id."""
        keys = set()
        while self._due and self._due[0][0] <= now:
            moment, key = heappop(self._due)
            if self._when.get(key) == moment:
                del self._when[key]
                keys.add(key)
        return [held for key in sorted(keys) if (held := self.get(key)) is not None]

    def take(self) -> list[Alert]:
        """What was emitted since the last call."""
        out, self._out = self._out, []
        return out

    def get(self, key: str) -> Held | None:
        """One alert."""
        return self._memory.get("alerts", key, Held)

    def all(self) -> list[Held]:
        """Every alert that is remembered, by id."""
        return [held for _, held in self._memory.all("alerts", Held)]

    def keep(self, held: Held) -> None:
        """Remember without telling; looked at again when something may be due."""
        self._index(held.alert.id, held)
        self.look_again(held)
        self._memory.put("alerts", held.alert.id, held)

    def emit(self, held: Held) -> None:
        """Remember and put out."""
        self.keep(held)
        self._out.append(held.alert)

    def forget(self, key: str) -> None:
        """Out of the memory; the index keeps it."""
        held = self.get(key)
        if held is None:
            return
        self._by_subject.get(held.subject, set()).discard(key)
        for event in held.event_ids:
            self._by_event.get(event, set()).discard(key)
            if not self._by_event.get(event):
                self._by_event.pop(event, None)
        if not self._by_subject.get(held.subject):
            self._by_subject.pop(held.subject, None)
        self._when.pop(key, None)
        self._memory.drop("alerts", key)

    def _index(self, key: str, held: Held) -> None:
        self._by_subject.setdefault(held.subject, set()).add(key)
        for event in held.event_ids:
            self._by_event.setdefault(event, set()).add(key)

    def _live(self, keys: Iterable[str]) -> list[Held]:
        found = [held for key in keys if (held := self.get(key)) is not None and held.live]
        return sorted(found, key=lambda h: (str(h.alert.created_at), h.alert.id))

    def holder(self, subject: str) -> Held | None:
        """The alert that stands for a happening."""
        return next(iter(self._live(self._by_subject.get(subject, ()))), None)

    def sharing(self, happening: Happening) -> list[Held]:
        """Live alerts of other happenings that were about some of these events, oldest first."""
        keys = {key for event in happening.event_ids for key in self._by_event.get(event, ())}
        return [held for held in self._live(keys) if held.subject != happening.id]

    def raise_(self, held: Held) -> None:
        """A new alert. Silences are looked at when something is told."""
        held = held.model_copy(update={"alert": self.hushed_by_silence(held.alert, held.told_at)})
        self.emit(held)

    def hushed_by_silence(self, alert: Alert, now: datetime) -> Alert:
        """The alert with the silence that covers it, if any."""
        silences = [s for _, s in self._memory.all("silences", Silence)]
        covering = [s.id for s in silences if not s.expired_by and now < s.until and s.covers(alert)]
        return alert.model_copy(update={"silenced_by": covering[0] if covering else None})

    def inhibitor(self, inhibition: Inhibition | None, fields: dict[str, Any], own: str = "") -> str | None:
        """An open alert about the same thing that keeps one with these fields quiet."""
        if inhibition is None or inhibition.equal == "happening":
            return None
        name = SAME[inhibition.equal]
        wanted = fields.get(name)
        for held in self.all():
            alert = held.alert
            open_ = held.live and alert.state != "resolved" and alert.id != own
            if open_ and wanted and alert.rule in inhibition.rules and getattr(alert, name) == wanted:
                return alert.id
        return None

    def update(
        self, held: Held, fields: dict[str, Any], told: Told, reasons: list[str], now: datetime, **more: Any
    ) -> None:
        """Bring an alert up to date; with ``reasons`` it is told again, and opened again if it was put away."""
        alert = held.alert.model_copy(update=fields)
        more = {**more, "told": absorb(held.told, told), "heard_at": max(held.heard_at, more.get("heard_at", now))}
        if reasons:
            alert = alert.model_copy(update=_told_again(alert, reasons, now))
            alert = self.hushed_by_silence(alert, now)
            more |= {"told_at": now, "told_articles": more.get("articles", held.articles), "reminders": 0}
        elif same_content(alert, held.alert):
            after = held.model_copy(update={"alert": alert, **more})
            if after != held:
                self.keep(after)
            return
        bump = {"version": held.alert.version + 1, "updated_at": max(now, held.alert.updated_at or now)}
        self.emit(held.model_copy(update={"alert": alert.model_copy(update=bump), **more}))

    def supersede(self, held: Held, by: str, now: datetime) -> None:
        """Another alert stands for this one's happening."""
        fields = {"superseded_by": by, "version": held.alert.version + 1, "updated_at": now, "quiet": True}
        self.emit(held.model_copy(update={"alert": held.alert.model_copy(update=fields)}))

    def move(self, held: Held, happening: Happening, story_id: str, now: datetime) -> Held:
        """The happening goes by another id now (stories merged): the alert follows without telling again."""
        key = happening_alert(happening.id)
        back = self.get(key)  # a happening that returns to an id it had before
        version = max(held.alert.version, back.alert.version) + 1 if back else held.alert.version
        fields = {"id": key, "happening_id": happening.id, "story_id": story_id, "quiet": True, "version": version}
        moved = held.model_copy(update={"alert": held.alert.model_copy(update=fields), "subject": happening.id})
        self.supersede(held, key, now)
        self.emit(moved)
        return moved


def _told_again(alert: Alert, reasons: list[str], now: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "revision": alert.revision + 1,
        "reason": "; ".join(reasons),
        "reasons": [*alert.reasons, *reasons],
        "quiet": False,
    }
    if alert.state != "open":
        entry = AuditEntry(at=now, author=ENGINE, action="reopen", note="; ".join(reasons))
        fields |= {"state": "open", "audit": [*alert.audit, entry]}
    return fields
