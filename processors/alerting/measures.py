"""How full is a window? One function a kind of condition, from marks to a verdict; no state."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, sqrt
from statistics import fmean, median
from typing import Any, NamedTuple

from processors.alerting.rule import Rule
from processors.alerting.values import in_words


class Entry(NamedTuple):
    """A mark in the list of its group, ordered by time."""

    at: datetime
    happening: str
    value: str
    amount: int


@dataclass(frozen=True)
class Window:
    """All marks of a group and the moment to judge."""

    entries: Sequence[Entry]
    moment: datetime
    since: datetime
    """When the stream began: nothing is known of the time before."""

    def between(self, after: datetime, until: datetime) -> Sequence[Entry]:
        """Marks in ``(after, until]``."""
        times = [e.at for e in self.entries] if len(self.entries) < 50 else None
        if times is not None:
            return self.entries[bisect_right(times, after) : bisect_right(times, until)]
        low = bisect_right(self.entries, after, key=lambda e: e.at)
        return self.entries[low : bisect_right(self.entries, until, key=lambda e: e.at)]


@dataclass(frozen=True)
class Verdict:
    """The limit is reached: by how much, and said for people."""

    measure: float
    reason: str
    facts: dict[str, object]


def _distinct(entries: Sequence[Entry]) -> int:
    return len({e.value for e in entries})


def _at_least(spec: Any, window: Window, measure: int, what: str) -> Verdict | None:
    if measure < spec.gte:
        return None
    facts = {"measure": measure, "limit": spec.gte, "within": in_words(spec.within)}
    return Verdict(measure, f"{measure:,} {what} in {in_words(spec.within)} (limit {spec.gte:,})", facts)


def count(spec: Any, window: Window) -> Verdict | None:
    """Different things in the window."""
    inside = window.between(window.moment - spec.within, window.moment)
    return _at_least(spec, window, _distinct(inside), spec.of)


def distinct(spec: Any, window: Window) -> Verdict | None:
    """Different values of a field in the window."""
    inside = window.between(window.moment - spec.within, window.moment)
    return _at_least(spec, window, _distinct(inside), f"different values of {spec.field}")


TOGETHER = 2
"""So many happenings at least make a sum."""


def total(spec: Any, window: Window) -> Verdict | None:
    """Figures of the window added up, one a happening. A single one has its own alert."""
    inside = window.between(window.moment - spec.within, window.moment)
    amounts = {e.happening: e.amount for e in inside}
    if sum(1 for amount in amounts.values() if amount) < TOGETHER:
        return None
    return _at_least(spec, window, sum(amounts.values()), spec.quantity)


def spike(spec: Any, window: Window) -> Verdict | None:
    """Far above what the windows before held."""
    now = _distinct(window.between(window.moment - spec.within, window.moment))
    history = min(window.moment - window.since, spec.baseline)
    needed = spec.min_history if spec.min_history is not None else spec.baseline / 2
    if now < spec.min_count or window.moment - window.since < needed:
        return None
    steps = max(1, history // spec.within)
    before = [
        _distinct(window.between(window.moment - (i + 1) * spec.within, window.moment - i * spec.within))
        for i in range(1, steps)
    ]
    if not before:
        return None
    score, reached = METHODS[spec.method](now, before, spec)
    if not reached:
        return None
    habit = median(before)
    facts: dict[str, object] = {"measure": now, "median": habit, "windows": len(before), "score": round(score, 3)}
    return Verdict(now, f"{now} {spec.of} in {in_words(spec.within)}, usually {habit:g}", facts)


def _mad(now: int, before: list[int], spec: Any) -> tuple[float, bool]:
    """Robust standard deviations above the median; never steadier than chance would be."""
    habit = median(before)
    spread = 1.4826 * median([abs(n - habit) for n in before])
    score = (now - habit) / max(spread, sqrt(max(habit, 1)))
    return score, score >= spec.score


def _poisson(now: int, before: list[int], spec: Any) -> tuple[float, bool]:
    """The chance of so many or more at the mean rate of the windows before."""
    chance = poisson_tail(now, fmean(before) + 0.5 / len(before))
    return chance, chance <= spec.p


def poisson_tail(n: int, rate: float) -> float:
    """P(X ≥ n)."""
    if rate > 500:  # the sum would underflow; the normal curve is close enough there
        return 0.0 if n > rate + 10 * sqrt(rate) else 1.0
    term, below = exp(-rate), 0.0
    for k in range(n):
        below += term
        term *= rate / (k + 1)
    return max(0.0, 1.0 - below)


def sequence(spec: Any, window: Window) -> Verdict | None:
    """At this moment the second step, and the first before it (told earlier), by another happening."""
    inside = window.between(window.moment - spec.within, window.moment)
    last = [e for e in inside if e.value == "then" and e.at == window.moment]
    for then in last:
        first = [e for e in inside if e.value == "first" and e.happening != then.happening and e.at < then.at]
        if first:
            gap = in_words(timedelta(seconds=int((then.at - first[-1].at).total_seconds())))
            return Verdict(1, f"the second step {gap} after the first", {"measure": 1, "first": first[-1].happening})
    return None


METHODS: dict[str, Callable[[int, list[int], Any], tuple[float, bool]]] = {"mad": _mad, "poisson": _poisson}
MEASURES: dict[str, Callable[[Any, Window], Verdict | None]] = {
    "count": count,
    "distinct": distinct,
    "sum": total,
    "spike": spike,
    "sequence": sequence,
}
"""Kinds of condition that look at a window."""


def reach(rule: Rule) -> timedelta:
    """How far back a rule looks."""
    spec = getattr(rule, rule.kind)
    back: timedelta = spec.within + (spec.baseline if rule.kind == "spike" else timedelta(0))
    return back
