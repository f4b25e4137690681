"""Rules over many happenings: keeps their marks, judges each moment once it is past the grace for late data."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from processors.alerting.compose import alert_id, quoted
from processors.alerting.conditions import NEWS_REALIS
from processors.alerting.config import AlertConfig
from processors.alerting.desk import Desk
from processors.alerting.facts import Told
from processors.alerting.groups import combinations, values
from processors.alerting.judge import concerns
from processors.alerting.matching import Subject, figure, figures_of, meets
from processors.alerting.measures import MEASURES, Entry, Verdict, Window, reach
from processors.alerting.memory import Episode, Held, Item, Mark, Memory
from processors.alerting.rule import Rule
from tocsin.records import Alert, Story

EVERYTHING = "all"
"""The one group of a rule that names none."""


class Windows:
    """Marks by rule and group. All that matters is in the memory; the sorted lists are made from it."""

    def __init__(self, rules: Callable[[], Iterable[Rule]], config: AlertConfig, memory: Memory, desk: Desk) -> None:
        self._rules = rules
        self._config = config
        self._memory = memory
        self._desk = desk
        self._lists: dict[tuple[str, str], list[Entry]] = {}
        self._of_story: dict[str, set[str]] = {}
        self._due: set[str] = set()
        for key, item in memory.all("items", Item):
            self._index(key, item)

    def observe(self, story: Story, now: datetime, *, late: bool) -> None:
        """Bring the marks of a story up to date; what it no longer tells goes."""
        wanted: dict[str, Item] = {}
        for rule in self._rules():
            if rule.kind in MEASURES and story.merged_into is None:
                self._memory.begin(rule.id, now)
                for happening in story.happenings:
                    item = _item(rule, Subject(story, happening), self._config, now)
                    if item is not None:
                        wanted[f"{rule.id}|{happening.id}"] = item
        for key in self._of_story.get(story.id, set()) - set(wanted):
            self._drop(key)
        for key, item in wanted.items():
            self._put(key, item, now, late=late)

    def judge(self, now: datetime) -> None:
        """Judge the moments that no late data can change any more."""
        rules = {rule.id: rule for rule in self._rules()}
        for key in sorted(self._due):
            item = self._memory.get("items", key, Item)
            rule = rules.get(item.rule) if item else None
            if item is None or rule is None or rule.kind not in MEASURES:
                self._due.discard(key)
                continue
            ripe = [t for t in item.due if t <= now - getattr(rule, rule.kind).grace]
            if ripe:
                rest = [t for t in item.due if t not in ripe]
                self._memory.put("items", key, item.model_copy(update={"due": rest}))
                if not rest:
                    self._due.discard(key)
                for group in item.groups:
                    self._judge_from(rule, group, min(ripe), max(ripe), now)

    def prune(self, now: datetime) -> None:
        """Forget marks that no window reaches any more."""
        limits = {r.id: now - reach(r) - self._config.allowed_lateness for r in self._rules() if r.kind in MEASURES}
        for key, item in self._memory.all("items", Item):
            limit = limits.get(item.rule)
            if limit is not None and all(mark.at < limit for mark in item.marks):
                self._drop(key)

    def _judge_from(self, rule: Rule, group: str, first: datetime, last: datetime, now: datetime) -> None:
        """Judge at the moments given and at all later ones whose window they fall into."""
        spec = getattr(rule, rule.kind)
        since = self._memory.begun(rule.id) or now
        entries = self._lists.get((rule.id, group), [])
        end = min(last + spec.within, now - spec.grace)
        low, high = bisect_left(entries, first, key=_time), bisect_right(entries, end, key=_time)
        moments = {e.at for e in entries[low:high]} | {t for t in (last,) if t <= end}
        for moment in sorted(moments):
            verdict = MEASURES[rule.kind](spec, Window(entries, moment, since))
            if verdict is not None:
                self._tell(rule, group, moment, verdict)

    def _tell(self, rule: Rule, group: str, moment: datetime, verdict: Verdict) -> None:
        spec = getattr(rule, rule.kind)
        key = f"{rule.id}|{group}"
        episode = self._memory.get("episodes", key, Episode)
        if episode is None or moment > episode.last + spec.within:
            id_ = self._raise(rule, group, moment, verdict)
            self._memory.put("episodes", key, Episode(alert_id=id_, last=moment, peak=verdict.measure))
            return
        held = self._desk.get(episode.alert_id)
        louder = verdict.measure >= 2 * episode.peak
        if held is not None and louder:
            fields = self._fields(rule, group, moment, verdict)
            del fields["event_time"]
            self._desk.update(held, fields, Told(), [verdict.reason], max(moment, held.told_at))
        peak = verdict.measure if louder else episode.peak
        later = max(moment, episode.last)
        self._memory.put("episodes", key, Episode(alert_id=episode.alert_id, last=later, peak=peak))

    def _raise(self, rule: Rule, group: str, moment: datetime, verdict: Verdict) -> str:
        fields = self._fields(rule, group, moment, verdict)
        alert = Alert(
            id=alert_id(rule.id, f"{group}|{moment.isoformat()}"),
            reason=verdict.reason,
            reasons=[verdict.reason],
            created_at=moment,
            updated_at=moment,
            inhibited_by=self._desk.inhibitor(rule.inhibited_by, fields),
            **fields,
        )
        self._desk.raise_(
            Held(
                alert=alert, told=Told(), kind=rule.kind, subject=f"{rule.id}|{group}", heard_at=moment, told_at=moment
            )
        )
        return alert.id

    def _fields(self, rule: Rule, group: str, moment: datetime, verdict: Verdict) -> dict[str, Any]:
        back = moment - getattr(rule, rule.kind).within
        entries = self._lists.get((rule.id, group), [])
        inside = entries[bisect_right(entries, back, key=_time) : bisect_right(entries, moment, key=_time)]
        items = [i for e in inside if (i := self._memory.get("items", f"{rule.id}|{e.happening}", Item))]
        newest = items[-1] if items else None
        shown = group.replace("|", ", ") if group != EVERYTHING else ""
        named = dict(part.split("=", 1) for part in group.split("|") if "=" in part)
        return {
            "rule": rule.id,
            "story_id": newest.story_id if newest else "",
            "severity": rule.severity.default,
            "title": rule.title + (f": {', '.join(named.values()) or shown}" if shown else "") + f" – {verdict.reason}",
            "place": named.get("place"),
            "country": named.get("country") or (newest.country if newest and "place" in named else None),
            "facts": {**verdict.facts, "group": group, "happenings": sorted({e.happening for e in inside})},
            "evidence": quoted((e for i in items for e in i.evidence), self._config.max_evidence),
            "event_time": moment,
            "notify": rule.notify,
            "group": rule.id if "rule" in rule.group_by else None,
            "digest_seconds": int(rule.digest.total_seconds()) if rule.digest else 0,
        }

    def _put(self, key: str, item: Item, now: datetime, *, late: bool) -> None:
        old = self._memory.get("items", key, Item)
        if old is not None and item.dated == "once":
            known = {mark.value: mark for mark in old.marks}
            item = item.model_copy(update={"marks": [known.get(mark.value, mark) for mark in item.marks]})
        if old is not None and old.model_copy(update={"due": []}) == item:
            return
        marks = [m for m in item.marks if old is None or m not in old.marks]
        due = [] if late else [m.at for m in marks] + ([now] if old is not None and marks else [])
        item = item.model_copy(update={"due": sorted({*due, *(old.due if old else [])})})
        self._drop(key)
        self._memory.put("items", key, item)
        self._index(key, item)

    def _index(self, key: str, item: Item) -> None:
        for group in item.groups:
            entries = self._lists.setdefault((item.rule, group), [])
            for mark in item.marks:
                insort(entries, Entry(mark.at, item.happening_id, mark.value, mark.amount))
        self._of_story.setdefault(item.story_id, set()).add(key)
        if item.due:
            self._due.add(key)

    def _drop(self, key: str) -> None:
        item = self._memory.get("items", key, Item)
        if item is None:
            return
        for group in item.groups:
            entries = self._lists.get((item.rule, group), [])
            for mark in item.marks:
                entry = Entry(mark.at, item.happening_id, mark.value, mark.amount)
                found = bisect_left(entries, entry)
                if found < len(entries) and entries[found] == entry:
                    del entries[found]
            if not entries:
                self._lists.pop((item.rule, group), None)
        self._of_story.get(item.story_id, set()).discard(key)
        if not self._of_story.get(item.story_id):
            self._of_story.pop(item.story_id, None)
        self._due.discard(key)
        self._memory.drop("items", key)


def _time(entry: Entry) -> datetime:
    return entry.at


def _item(rule: Rule, subject: Subject, config: AlertConfig, now: datetime) -> Item | None:
    """What a happening gives to a rule's window; None when it is not concerned."""
    spec = getattr(rule, rule.kind)
    if not concerns(rule, subject, config):
        return None
    groups = combinations(subject, spec.group_by) if spec.group_by else [EVERYTHING]
    marks = MARKS[rule.kind](spec, subject, subject.happening.first_seen or now)
    if not groups or not marks:
        return None
    place = subject.place
    return Item(
        rule=rule.id,
        story_id=subject.story.id,
        happening_id=subject.happening.id,
        groups=groups,
        marks=marks,
        dated="once" if getattr(spec, "of", "") == "articles" else "newly",
        country=place.country if place else None,
        evidence=quoted(subject.happening.evidence, 1),
    )


def _counted(spec: Any, subject: Subject, at: datetime) -> list[Mark]:
    return OF[spec.of](subject, at)


def _articles(subject: Subject, at: datetime) -> list[Mark]:
    told = {c.article_id: c.at for c in reversed(subject.story.timeline) if c.article_id and c.at}
    later = subject.happening.last_changed or at
    articles = sorted(subject.happening.articles)
    return [Mark(at=told.get(a, at if a == articles[0] else later), value=a) for a in articles]


def _summed(spec: Any, subject: Subject, at: datetime) -> list[Mark]:
    counted = [figure(q) or 0 for q in figures_of(subject.happening, spec.quantity) if q.mode in spec.mode]
    amount = max(counted, default=0)
    return [Mark(at=at, value=subject.happening.id, amount=amount)] if amount else []


def _steps(spec: Any, subject: Subject, at: datetime) -> list[Mark]:
    def fits(when: Any) -> bool:
        realis = subject.happening.realis
        return meets(when, subject) and (when.realis is not None or realis in NEWS_REALIS)

    return [Mark(at=at, value=step) for step in ("first", "then") if fits(getattr(spec, step))]


OF: dict[str, Callable[[Subject, datetime], list[Mark]]] = {
    "happenings": lambda s, at: [Mark(at=at, value=s.happening.id)],
    "stories": lambda s, at: [Mark(at=at, value=s.story.id)],
    "articles": _articles,
}
MARKS: dict[str, Callable[[Any, Subject, datetime], list[Mark]]] = {
    "count": _counted,
    "spike": _counted,
    "distinct": lambda spec, s, at: [Mark(at=at, value=v) for v in values(s, spec.field)],
    "sum": _summed,
    "sequence": _steps,
}
"""What is counted, by kind."""
