"""One happening against all rules: which rule tells it, and whether there is something to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from processors.alerting.compose import content, happening_alert, level_of
from processors.alerting.conditions import NEWS_REALIS, QUIET_REALIS
from processors.alerting.config import AlertConfig
from processors.alerting.desk import Desk
from processors.alerting.facts import absorb, facts_of, material_changes
from processors.alerting.matching import Subject, meets, subjects
from processors.alerting.memory import Held, Hushed, Known, Memory
from processors.alerting.rule import Rule
from tocsin.records import Alert, Happening, Story

FIRST = "first seen"
WITHDRAWN = "withdrawn"
"""In ``superseded_by``: no alert took its place, the story tells no such happening any more."""


def rank_of(rule: Rule) -> tuple[int, int, str]:
    """The higher tells: by ``rank``, then the more specific condition, then the id so that it is settled."""
    specific = len(rule.when.model_fields_set) + sum(getattr(rule, k) is not None for k in ("unless", "new_term"))
    return (rule.rank, specific, rule.id)


def concerns(rule: Rule, subject: Subject, config: AlertConfig) -> bool:
    """The conditions of the rule hold for this happening, here and now."""
    relevance = config.relevance if rule.relevance is None else rule.relevance
    realis = subject.happening.realis
    return (
        rule.enabled
        and subject.story.relevance >= relevance
        and realis not in QUIET_REALIS
        and (rule.when.realis is not None or realis in NEWS_REALIS)
        and subject.origins >= rule.corroboration.independent_origins
        and meets(rule.when, subject)
        and not (rule.unless is not None and meets(rule.unless, subject))
    )


def is_history(rule: Rule, subject: Subject, config: AlertConfig, now: datetime) -> bool:
    """The happening ended long before anyone reported it."""
    when = subject.happening.date
    if when is None:
        return False
    reported = subject.happening.first_seen or now
    try:
        ended = date.fromisoformat(when.end)
    except ValueError:
        return False
    return reported.date() - ended > (rule.max_age or config.max_age)


class Judge:
    """Judges happenings for the rules that look at one happening at a time."""

    def __init__(
        self, rules: Callable[[], Iterable[Rule]], config: AlertConfig, memory: Memory, desk: Desk,
        is_new: Callable[[Rule, Subject], bool],
    ) -> None:  # fmt: skip
        self._rules = rules
        self._config = config
        self._memory = memory
        self._desk = desk
        self._is_new = is_new

    def story(self, story: Story, now: datetime, *, late: bool, limit: datetime, before: Iterable[str] = ()) -> None:
        """All happenings of a revision, in a fixed order; those last told before ``limit`` are late in any case.

        ``before`` are the happenings of the revision before: an alert of one that the story does not tell any more
        (its article turned out to be a copy) is withdrawn, without waking anyone.
        """
        present = {happening.id for happening in story.happenings}
        for subject in subjects(story):
            happening = subject.happening
            old = happening.last_changed is not None and happening.last_changed < limit
            self._happening(subject, now, present, late=late or old)
        self.withdraw(story, set(before) - present, now)

    def withdraw(self, story: Story, gone: Iterable[str], now: datetime) -> None:
        """Alerts of happenings that this story does not tell any more, and that followed to no other story."""
        for happening in sorted(gone):
            held = self._desk.holder(happening)
            if held is not None and held.alert.story_id == story.id:
                self._desk.supersede(held, WITHDRAWN, now)

    def _happening(self, subject: Subject, now: datetime, present: set[str], *, late: bool) -> None:
        holder = self._holder(subject, present, now)
        matching = self._matching(subject)
        if holder is not None:
            self._tell_more(holder, matching, subject, now, late=late)
        elif matching:
            self._tell_first(matching, subject, now, late=late)

    def _matching(self, subject: Subject) -> list[Rule]:
        """Rules that match, the one that tells first; those it is inhibited by taken out."""
        found = [
            rule
            for rule in self._rules()
            if rule.kind in ("match", "new_term")
            and concerns(rule, subject, self._config)
            and self._is_new(rule, subject)
        ]
        ids = {rule.id for rule in found}
        free = [rule for rule in found if not (_inhibitors(rule, "happening") & (ids - {rule.id}))]
        return sorted(free or found, key=rank_of, reverse=True)

    def _holder(self, subject: Subject, present: set[str], now: datetime) -> Held | None:
        """The alert of this happening; alerts of ids that it had before follow it here."""
        happening = subject.happening
        holder = self._desk.holder(happening.id)
        for other in self._desk.sharing(happening):
            if other.subject in present or self._lives_elsewhere(other, happening):
                continue  # a part was split off; the other one lives on
            if holder is None:
                holder = self._desk.move(other, happening, subject.story.id, now)
            else:
                self._desk.supersede(other, holder.alert.id, now)
                told = absorb(holder.told, other.told)
                holder = holder.model_copy(update={"told": told})
                self._desk.keep(holder)
        return holder

    def _lives_elsewhere(self, other: Held, happening: Happening) -> bool:
        """Two stories were one for a while and tell different events again: neither takes the other's alert."""
        story = self._memory.get("stories", other.alert.story_id or "", Known)
        if story is None or story.merged_into is not None or other.subject not in story.happenings:
            return False
        return not {*(other.now_ids or other.event_ids)} & {*happening.event_ids}

    def _tell_first(self, matching: list[Rule], subject: Subject, now: datetime, *, late: bool) -> None:
        happening = subject.happening
        back = self._desk.get(happening_alert(happening.id))
        if back is not None:
            self._revive(back, matching, subject, now, late=late)
            return
        if late:
            self._memory.put("hushed", happening.id, Hushed(articles=happening.articles, at=now))
            return
        hushed = self._memory.get("hushed", happening.id, Hushed)
        if hushed and set(happening.articles) <= set(hushed.articles):
            return
        rule = matching[0]
        if is_history(rule, subject, self._config, now):
            return
        split_off = any(set(happening.event_ids) <= set(o.event_ids) for o in self._desk.sharing(happening))
        self._raise(rule, matching, subject, now, quiet=split_off and bool(happening.event_ids))

    def _raise(self, rule: Rule, matching: list[Rule], subject: Subject, now: datetime, *, quiet: bool) -> Held:
        fields = self._content(rule, matching, subject)
        alert = Alert(
            id=happening_alert(subject.happening.id),
            reason=FIRST,
            reasons=[FIRST],
            created_at=now,
            updated_at=now,
            quiet=quiet,
            inhibited_by=self._desk.inhibitor(rule.inhibited_by, fields),
            **fields,
        )
        held = self._held(alert, rule, subject, now)
        self._desk.raise_(held)
        return held

    def _revive(self, back: Held, matching: list[Rule], subject: Subject, now: datetime, *, late: bool) -> None:
        """An alert that was withdrawn or outranked stands again: its story was another's part for a while.

        It was told, so it comes back however old its news is by now, as what people made of it (acknowledged,
        resolved), and wakes them only when more is known than they were told.
        """
        rule = matching[0]
        told = facts_of(subject, level_of(rule, subject))
        reasons = [] if late else material_changes(back.told, told, rule.novelty.material_change)
        if back.alert.superseded_by != WITHDRAWN:
            reasons = []  # the alert that stood in for it has told them
        fields = {**self._content(rule, matching, subject), "superseded_by": None, "quiet": True}
        self._desk.update(back, fields, told, reasons, now, **self._progress(back, subject, now))

    def _held(self, alert: Alert, rule: Rule, subject: Subject, now: datetime) -> Held:
        happening = subject.happening
        return Held(
            alert=alert,
            told=facts_of(subject, level_of(rule, subject)),
            subject=happening.id,
            event_ids=sorted(happening.event_ids),
            now_ids=sorted(happening.event_ids),
            articles=len(happening.articles),
            told_articles=len(happening.articles),
            heard_at=happening.last_changed or now,
            told_at=now,
            place=alert.place,
        )

    def _tell_more(self, holder: Held, matching: list[Rule], subject: Subject, now: datetime, *, late: bool) -> None:
        """The alert goes on under the rule that is highest now; whether people hear of it, the change decides.

        When no rule matches any more because a sentence that it was raised on is gone (its article turned out to be
        a copy), it is withdrawn like one whose happening is gone.
        """
        if not matching and not set(holder.event_ids) <= set(subject.happening.event_ids):
            self._desk.supersede(holder, WITHDRAWN, now)
            return
        own = [rule for rule in self._rules() if rule.id == holder.alert.rule]
        rule = next(iter([*matching, *own]), None)
        if rule is None:
            return  # the rule is gone and no other matches: what was told stays as it is
        told = facts_of(subject, level_of(rule, subject))
        reasons = [] if late else material_changes(holder.told, told, rule.novelty.material_change)
        fields = self._content(rule, matching, subject)
        if reasons:
            fields["inhibited_by"] = self._desk.inhibitor(rule.inhibited_by, fields, holder.alert.id)
        self._desk.update(holder, fields, told, reasons, now, **self._progress(holder, subject, now))

    def _progress(self, holder: Held, subject: Subject, now: datetime) -> dict[str, Any]:
        happening = subject.happening
        return {
            "event_ids": sorted({*holder.event_ids, *happening.event_ids}),
            "now_ids": sorted(happening.event_ids),
            "articles": len(happening.articles),
            "heard_at": happening.last_changed or now,
            "place": holder.place,
        }

    def _content(self, rule: Rule, matching: list[Rule], subject: Subject) -> dict[str, Any]:
        """The record's fields. Receivers of the rules that stand back are told by the one that speaks."""
        fields = content(rule, subject, self._config.max_evidence)
        others = [r for r in matching if r.id != rule.id]
        fields["notify"] = sorted({*rule.notify, *(name for r in others for name in r.notify)})
        fields["facts"]["other_rules"] = [r.id for r in others]
        return fields


def _inhibitors(rule: Rule, equal: str) -> set[str]:
    return set(rule.inhibited_by.rules) if rule.inhibited_by and rule.inhibited_by.equal == equal else set()
