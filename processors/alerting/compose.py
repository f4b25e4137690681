"""Puts the alert record together: what the desk reads, from the story as it stands now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from processors.alerting.facts import facts_of, is_side
from processors.alerting.matching import Subject, meets, names
from processors.alerting.rule import LEVELS, Level, Rule
from processors.stories.titles import told_figures
from tocsin.records import Alert, Evidence

BOOKKEEPING = {"version", "revision", "story_revision", "updated_at", "deliveries"}


def alert_id(rule: str, subject: str) -> str:
    """The same rule and subject give the same alert, however often it is told."""
    return hashlib.sha256(f"{rule}\0{subject}".encode()).hexdigest()[:16]


def happening_alert(happening: str) -> str:
    """One alert a happening, whichever rule tells it: the rule may change, the alert stays the same one."""
    return alert_id("", happening)


def level_of(rule: Rule, subject: Subject) -> Level:
    """The highest level whose condition holds, else the default."""
    for level in reversed(LEVELS):
        when = getattr(rule.severity, level)
        if when is not None and meets(when, subject):
            return level
    return rule.severity.default


def content(rule: Rule, subject: Subject, max_evidence: int) -> dict[str, Any]:
    """The fields that follow from the story alone, so that any order of arrival ends in the same alert."""
    story, happening = subject.story, subject.happening
    level = level_of(rule, subject)
    place = subject.place
    return {
        "rule": rule.id,
        "story_id": story.id,
        "happening_id": happening.id,
        "story_revision": story.revision,
        "severity": level,
        "score": story.severity,
        "score_parts": story.severity_parts,
        "title": headline(rule, subject),
        "signal": subject.signal,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "facts": shown_facts(subject, level),
        "evidence": quoted(happening.evidence, max_evidence),
        "event_time": happening.first_seen or story.first_seen or story.last_changed,
        "notify": rule.notify,
        "group": group_key(rule, subject),
        "digest_seconds": int(rule.digest.total_seconds()) if rule.digest else 0,
    }


def shown_facts(subject: Subject, level: str) -> dict[str, object]:
    """Figures with their ranges, who, how sure: machine-readable, and what novelty is judged by."""
    happening = subject.happening
    facts: dict[str, object] = facts_of(subject, level).model_dump(exclude={"level", "denied", "announced"})
    facts["quantities"] = {
        k: {n: getattr(q, n) for n in ("low", "best", "high", "status", "mode", "contested")}
        for k, q in sorted(happening.quantities.items())
    }
    facts["by"] = names(happening.actors)
    facts["against"] = names(happening.recipients)
    facts["articles"] = len(happening.articles)
    facts["sources"] = subject.sources
    facts["date"] = happening.date.model_dump() if happening.date else None
    return facts


def headline(rule: Rule, subject: Subject) -> str:
    """``Armed clash: Goma – 4 killed, about 30 attackers (contested)``; without a place, who acts is named."""
    happening = subject.happening
    acting = names(actor for actor in happening.actors if is_side(actor))
    about = happening.place.name if happening.place else next(iter(acting), "")
    figures = told_figures(happening.quantities)
    realis = SURE.get(happening.realis, "")
    notes = [n for n in (realis, "contested" if happening.contested_by else "") if n]
    text = rule.title + (f": {about[:80]}" if about else "")
    text += f" – {', '.join(figures)}" if figures else ""
    return text + (f" ({', '.join(notes)})" if notes else "")


SURE = {"announced": "announced", "future": "expected", "reported": "unconfirmed", "negated": "denied"}


MAX_SENTENCE = 1500
"""A longer sentence is quoted from its beginning; its offsets are cut with it."""


def _cut(evidence: Evidence) -> Evidence:
    if len(evidence.text) <= MAX_SENTENCE:
        return evidence
    return evidence.model_copy(update={"text": evidence.text[:MAX_SENTENCE], "end": evidence.start + MAX_SENTENCE})


def quoted(evidence: Iterable[Evidence], limit: int) -> list[Evidence]:
    """The story's order, which is the best sentence first; one article after the other so that each has its say."""
    turns: dict[str, int] = {}
    numbered = []
    for place, one in enumerate(evidence):
        turns[one.article_id] = turns.get(one.article_id, 0) + 1
        numbered.append((turns[one.article_id], place, one))
    return [_cut(one) for *_, one in sorted(numbered, key=lambda n: n[:2])[:limit]]


GROUPS: dict[str, Callable[[Rule, Subject], str]] = {
    "rule": lambda rule, _: rule.id,
    "story": lambda _, subject: subject.story.id,
    "place": lambda _, subject: subject.place.name if subject.place else "",
    "country": lambda _, subject: (subject.place.country or "") if subject.place else "",
    "signal": lambda _, subject: subject.signal or "",
}


def group_key(rule: Rule, subject: Subject) -> str | None:
    """Alerts with the same key may be told together."""
    return "|".join(f"{g}={GROUPS[g](rule, subject)}" for g in rule.group_by) or None


def same_content(one: Alert, other: Alert) -> bool:
    """Equal but for bookkeeping."""
    return one.model_dump(exclude=BOOKKEEPING) == other.model_dump(exclude=BOOKKEEPING)
