"""The first of its kind: remembers which combinations of values were seen, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from processors.alerting.config import AlertConfig
from processors.alerting.desk import Desk
from processors.alerting.groups import combinations
from processors.alerting.judge import concerns
from processors.alerting.matching import Subject, subjects
from processors.alerting.memory import Item, Mark, Memory
from processors.alerting.rule import Rule
from tocsin.records import Alert, Story


class Terms:
    """Memory of terms by rule. A term is known when any other happening within the memory has it."""

    def __init__(self, rules: Callable[[], Iterable[Rule]], config: AlertConfig, memory: Memory, desk: Desk) -> None:
        self._rules = rules
        self._config = config
        self._memory = memory
        self._desk = desk
        self._seen: dict[tuple[str, str], dict[str, datetime]] = {}
        kinds = {rule.id for rule in rules() if rule.kind == "new_term"}
        for _, item in memory.all("items", Item):
            if item.rule in kinds:
                self._index(item)

    def is_new(self, rule: Rule, subject: Subject) -> bool:
        """Is a combination of this happening new? Rules of other kinds do not ask."""
        spec = rule.new_term
        if spec is None:
            return True
        happening = subject.happening
        told = self._desk.holder(happening.id)
        if told is not None and rule.id in (told.alert.rule, *_others(told.alert)):
            return True
        begun = self._memory.begun(rule.id)
        at = happening.first_seen or subject.story.last_changed
        if begun is None or at is None or at - begun < spec.min_history:
            return False
        return any(
            not any(
                other != happening.id and abs(at - when) <= spec.memory
                for other, when in self._seen.get((rule.id, term), {}).items()
            )
            for term in combinations(subject, spec.fields)
        )

    def learn(self, story: Story, now: datetime) -> None:
        """Remember the terms of a story, also of a late one."""
        for rule in self._rules():
            if rule.new_term is None:
                continue
            self._memory.begin(rule.id, now)
            for subject in subjects(story):
                if concerns(rule, subject, self._config):
                    self._learn(rule, subject, subject.happening.first_seen or now)

    def prune(self, now: datetime) -> None:
        """Forget what is older than the memory."""
        limits = {r.id: now - r.new_term.memory - self._config.allowed_lateness for r in self._rules() if r.new_term}
        old = [
            (key, limit)
            for key, seen in self._seen.items()
            if (limit := limits.get(key[0])) is not None and any(at < limit for at in seen.values())
        ]
        for key, limit in old:
            for happening in [h for h, at in self._seen[key].items() if at < limit]:
                del self._seen[key][happening]
                self._memory.drop("items", f"{key[0]}|{happening}")
            if not self._seen[key]:
                del self._seen[key]

    def _learn(self, rule: Rule, subject: Subject, at: datetime) -> None:
        assert rule.new_term is not None
        terms = combinations(subject, rule.new_term.fields)
        item = Item(
            rule=rule.id,
            story_id=subject.story.id,
            happening_id=subject.happening.id,
            groups=terms,
            marks=[Mark(at=at, value=subject.happening.id)],
        )
        key = f"{rule.id}|{subject.happening.id}"
        if terms and self._memory.get("items", key, Item) != item:
            self._memory.put("items", key, item)
            self._index(item)

    def _index(self, item: Item) -> None:
        for term in item.groups:
            self._seen.setdefault((item.rule, term), {})[item.happening_id] = item.marks[0].at


def _others(alert: Alert) -> list[str]:
    """Rules that matched as well when the alert was composed."""
    others = alert.facts.get("other_rules")
    return [str(name) for name in others] if isinstance(others, list) else []
