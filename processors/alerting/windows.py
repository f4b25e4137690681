"""Rules over many happenings: keeps their marks, judges each moment once it is past the grace for late data."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from processors.alerting.compose import alert_id, quoted
from processors.alerting.config import AlertConfig
from processors.alerting.desk import Desk
from processors.alerting.episodes import Run, runs
from processors.alerting.facts import Told
from processors.alerting.judge import WITHDRAWN
from processors.alerting.marks import EVERYTHING, item_of
from processors.alerting.matching import subjects
from processors.alerting.measures import MEASURES, Entry, Verdict, reach
from processors.alerting.memory import Episode, Held, Item, Memory
from processors.alerting.rule import Rule
from tocsin.records import Alert, Story


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
        self._touched: dict[tuple[str, str], datetime] = {}
        self._find_episodes()
        for key, item in memory.all("items", Item):
            self._index(key, item)

    def observe(self, story: Story, now: datetime, *, late: bool) -> None:
        """Bring the marks of a story up to date; what it no longer tells goes."""
        wanted: dict[str, Item] = {}
        for rule in self._rules():
            if rule.kind in MEASURES and story.merged_into is None:
                self._begin(rule, now)
                for subject in subjects(story):
                    item = item_of(rule, subject, self._config, now)
                    if item is not None:
                        wanted[f"{rule.id}|{subject.happening.id}"] = item
        for key in sorted(self._of_story.get(story.id, set()) - set(wanted)):
            self._touch(self._memory.get("items", key, Item))
            self._drop(key)
        for key, item in wanted.items():
            self._put(key, item, now, late=late)

    def _begin(self, rule: Rule, now: datetime) -> None:
        """A rule watches at this time. That it has watched for longer than was thought changes what is usual."""
        before = self._memory.begun(rule.id)
        self._memory.begin(rule.id, now)
        if rule.kind == "spike" and before is not None and now < before:
            for name, group in self._lists:
                if name == rule.id:
                    _earliest(self._touched, (name, group), now)

    def judge(self, now: datetime) -> None:
        """Judge the moments that no late data can change any more, and those again that a change has touched.

        A change reaches back as far as the lateness allowed: behind it stand marks that came late and wake no one.
        """
        rules = {rule.id: rule for rule in self._rules() if rule.kind in MEASURES}
        sure = now - self._config.allowed_lateness
        groups, self._touched = {group: max(at, sure) for group, at in self._touched.items()}, {}
        for key in sorted(self._due):
            item = self._memory.get("items", key, Item)
            rule = rules.get(item.rule) if item else None
            if item is None or rule is None:
                self._due.discard(key)
                continue
            ripe = [t for t in item.due if t <= now - getattr(rule, rule.kind).grace]
            if ripe:
                rest = [t for t in item.due if t not in ripe]
                self._memory.put("items", key, item.model_copy(update={"due": rest}))
                if not rest:
                    self._due.discard(key)
                for group in item.groups:
                    _earliest(groups, (rule.id, group), min(ripe))
        for (name, group), first in sorted(groups.items()):
            if name in rules:
                self._retell(rules[name], group, first, now)

    def prune(self, now: datetime) -> None:
        """Forget marks that no window reaches any more."""
        limits = {r.id: now - reach(r) - self._config.allowed_lateness for r in self._rules() if r.kind in MEASURES}
        for key, item in self._memory.all("items", Item):
            limit = limits.get(item.rule)
            if limit is not None and all(mark.at < limit for mark in item.marks):
                self._drop(key)
        self._find_episodes()

    def _find_episodes(self) -> None:
        self._episodes: dict[str, dict[str, Episode]] = {}
        for key, episode in self._memory.all("episodes", Episode):
            if episode.first is not None:
                self._episodes.setdefault(key.rpartition("|")[0], {})[key] = episode

    def _retell(self, rule: Rule, group: str, touched: datetime, now: datetime) -> None:
        """Reckon the episodes anew from the first moment that a change has touched, and bring their alerts up to date.

        Of those that began before the lateness allowed the marks may be forgotten: they only go on.
        """
        spec = getattr(rule, rule.kind)
        name = f"{rule.id}|{group}"
        sure = now - self._config.allowed_lateness
        known = sorted(self._episodes.get(name, {}).items(), key=lambda pair: str(pair[1].first))
        anew = {
            key: episode
            for key, episode in known
            if episode.first is not None and episode.first >= sure and episode.last + spec.within >= touched
        }
        before = [episode for key, episode in known if key not in anew]
        begin = min([touched, *(episode.first for episode in anew.values() if episode.first is not None)])
        entries = self._lists.get((rule.id, group), [])
        since = self._memory.begun(rule.id) or now
        last = before[-1] if before else None
        going = Run(last.first, last.last, last.peak, last.last) if last is not None and last.first else None
        for run in runs(rule, entries, since, begin, now - spec.grace, going):
            self._tell(rule, group, run, anew)
        for key, episode in anew.items():
            held = self._desk.get(episode.alert_id)
            if held is not None and held.live:
                self._desk.supersede(held, self._instead(name, episode, spec.within) or WITHDRAWN, now)
            self._episodes[name].pop(key, None)
            self._memory.drop("episodes", key)

    def _tell(self, rule: Rule, group: str, run: Run, anew: dict[str, Episode]) -> None:
        """Raise the alert of an episode, or say what is new of it. Takes it out of ``anew``."""
        name, spec = f"{rule.id}|{group}", getattr(rule, rule.kind)
        key = f"{name}|{run.first.isoformat()}"
        episode = anew.pop(key, None) or self._episodes.get(name, {}).get(key)
        held = self._desk.get(episode.alert_id) if episode is not None else None
        if run.verdict is not None and episode is None:
            heard = any(_meet(run, other, spec.within) for other in anew.values())
            alert_id = self._raise(rule, group, run, run.verdict, quiet=heard)
        elif episode is not None:
            alert_id = episode.alert_id
        else:
            return
        if held is not None and episode is not None and run.verdict is not None:
            fields = self._fields(rule, group, run.told, run.verdict)
            del fields["event_time"]
            louder = run.peak >= 2 * episode.peak
            reasons = [run.verdict.reason] if louder else []
            self._desk.update(held, fields, Told(), reasons, max(run.told, held.told_at))
        after = Episode(alert_id=alert_id, first=run.first, last=run.last, peak=run.peak)
        if after != episode:
            self._episodes.setdefault(name, {})[key] = after
            self._memory.put("episodes", key, after)

    def _instead(self, name: str, episode: Episode, within: timedelta) -> str | None:
        """The alert of the episode that this one has become part of."""
        others = sorted(self._episodes.get(name, {}).items())
        found = [
            o.alert_id
            for _, o in others
            if o != episode and o.first and _meet(Run(o.first, o.last, 0, o.last), episode, within)
        ]
        return found[0] if found else None

    def _raise(self, rule: Rule, group: str, run: Run, verdict: Verdict, *, quiet: bool) -> str:
        fields = self._fields(rule, group, run.told, verdict) | {"event_time": run.first}
        alert = Alert(
            id=alert_id(rule.id, f"{group}|{run.first.isoformat()}"),
            reason=verdict.reason,
            reasons=[verdict.reason],
            created_at=run.first,
            updated_at=run.told,
            quiet=quiet,
            inhibited_by=self._desk.inhibitor(rule.inhibited_by, fields),
            **fields,
        )
        back = self._desk.get(alert.id)
        if back is not None:  # withdrawn, and there again: people have heard of it
            again = {"version": back.alert.version + 1, "revision": back.alert.revision, "quiet": True}
            alert = alert.model_copy(update=again)
        self._desk.raise_(
            Held(
                alert=alert, told=Told(), kind=rule.kind, subject=f"{rule.id}|{group}",
                heard_at=run.last, told_at=run.told,
            )
        )  # fmt: skip
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
        self._touch(old, item)
        self._drop(key)
        self._memory.put("items", key, item)
        self._index(key, item)

    def _touch(self, old: Item | None, now: Item | None = None) -> None:
        """What an item gave before and does not any more: moments from there on are judged again."""
        if old is None:
            return
        for group in old.groups:
            kept = now.marks if now is not None and group in now.groups else []
            for at in (mark.at for mark in old.marks if mark not in kept):
                _earliest(self._touched, (old.rule, group), at)

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


def _earliest(moments: dict[tuple[str, str], datetime], key: tuple[str, str], at: datetime) -> None:
    moments[key] = min(at, moments.get(key, at))


def _meet(run: Run, other: Episode, within: timedelta) -> bool:
    """Episodes that overlap, or would have been one."""
    return other.first is not None and run.first <= other.last + within and other.first <= run.last + within


def _time(entry: Entry) -> datetime:
    return entry.at
