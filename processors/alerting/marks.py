"""What a happening gives to the window of a rule: one mark a thing that is counted, and when it was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from processors.alerting.compose import quoted
from processors.alerting.conditions import NEWS_REALIS
from processors.alerting.config import AlertConfig
from processors.alerting.groups import combinations, values
from processors.alerting.judge import concerns
from processors.alerting.matching import Subject, figure, figures_of, meets
from processors.alerting.memory import Item, Mark
from processors.alerting.rule import Rule
from tocsin.records import Happening

EVERYTHING = "all"
"""The one group of a rule that names none."""


def item_of(rule: Rule, subject: Subject, config: AlertConfig, now: datetime) -> Item | None:
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
        dated="once" if getattr(spec, "of", "") == "articles" and not _dated(subject.happening) else "newly",
        country=place.country if place else None,
        evidence=quoted(subject.happening.evidence, 1),
    )


def _counted(spec: Any, subject: Subject, at: datetime) -> list[Mark]:
    return OF[spec.of](subject, at)


def _articles(subject: Subject, at: datetime) -> list[Mark]:
    """Each at its own time; in stories of older writers at that of the change it brought, or of when it was met."""
    happening = subject.happening
    if _dated(happening):
        return [Mark(at=told or at, value=a) for a, told in zip(happening.articles, happening.told_at, strict=True)]
    told = {c.article_id: c.at for c in reversed(subject.story.timeline) if c.article_id and c.at}
    later = subject.happening.last_changed or at
    articles = sorted(subject.happening.articles)
    return [Mark(at=told.get(a, at if a == articles[0] else later), value=a) for a in articles]


def _dated(happening: Happening) -> bool:
    return len(happening.told_at) == len(happening.articles)


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
