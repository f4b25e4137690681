"""What becomes due as time goes on: reminders, resolving what is over, forgetting what is old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from processors.alerting.config import AlertConfig
from processors.alerting.control import Silence
from processors.alerting.desk import Desk
from processors.alerting.feeds import resolve
from processors.alerting.memory import Episode, Held, Hushed, Known, Memory
from processors.alerting.rule import Realert, Rule
from processors.alerting.values import in_words


def sweep_desk(rules: Mapping[str, Rule], config: AlertConfig, desk: Desk, now: datetime) -> None:
    """Remind, resolve, forget: those alerts whose moment has come, by id."""
    for held in desk.ripe(now):
        rule = rules.get(held.alert.rule)
        after = (rule.resolve_after if rule else None) or config.resolve_after
        if now - held.heard_at >= config.forget_after:
            if held.live and held.alert.state != "resolved":
                resolve(desk, held, held.heard_at + after, f"no news for {in_words(after)}")
            desk.forget(held.alert.id)
            continue
        realert = rule.realert if rule is not None and held.alert.state == "open" and held.live else None
        if held.live and held.kind != "silent" and held.alert.state != "resolved" and now - held.heard_at >= after:
            resolve(desk, held, held.heard_at + after, f"no news for {in_words(after)}")
        elif realert is not None:
            _remind(desk, held, realert, now)
        _again(desk, held.alert.id, after, realert, config, now)


def _again(desk: Desk, key: str, after: timedelta, realert: Realert | None, config: AlertConfig, now: datetime) -> None:
    """When the alert has to be looked at next."""
    held = desk.get(key)
    if held is None:
        return
    moments = [held.heard_at + config.forget_after]
    if held.live and held.alert.state != "resolved":
        moments.append(held.heard_at + after)
        if realert is not None and held.articles > held.told_articles:
            moments.append(held.told_at + pause(realert, held.reminders))
    desk.look_again(held, min((m for m in moments if m > now), default=now + config.forget_after))


def pause(realert: Realert, reminders: int) -> timedelta:
    """How long until the next reminder: doubled each time, up to the limit (without one, not at all)."""
    limit = realert.up_to or realert.after
    doubled: timedelta = realert.after * (1 << min(reminders, 20))
    return min(doubled, max(limit, realert.after))


def _remind(desk: Desk, held: Held, realert: Realert, now: datetime) -> None:
    more = held.articles - held.told_articles
    if more <= 0 or now < held.told_at + pause(realert, held.reminders):
        return
    reason = f"reminder: still reported, {more} more article{'s' if more > 1 else ''}"
    desk.update(held, {}, held.told, [reason], now, heard_at=held.heard_at)
    told = desk.get(held.alert.id)
    if told is not None:
        desk.keep(told.model_copy(update={"reminders": held.reminders + 1}))


def sweep_memory(config: AlertConfig, memory: Memory, desk: Desk, now: datetime) -> None:
    """Forget stories, hushed happenings, episodes and silences that nothing can come back to."""
    limit = now - config.forget_after
    old = [("stories", key) for key, known in memory.all("stories", Known) if known.at < limit]
    old += [("hushed", key) for key, hushed in memory.all("hushed", Hushed) if hushed.at < limit]
    old += [("silences", key) for key, silence in memory.all("silences", Silence) if silence.until < limit]
    old += [
        ("episodes", key)
        for key, episode in memory.all("episodes", Episode)
        if episode.last < limit and desk.get(episode.alert_id) is None
    ]
    for section, key in old:
        memory.drop(section, key)
