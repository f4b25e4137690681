"""When a group was over its limit: the marks of the group retold, moment by moment. Pure, no state.

An episode begins with the first moment at which the limit is reached and lasts until no moment of the window's own
length has reached it. It is told when it begins and each time the measure has doubled. Because this is reckoned from
the marks alone, it comes out the same in whatever order they came.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from processors.alerting.measures import MEASURES, Entry, Verdict, Window
from processors.alerting.rule import Rule


@dataclass
class Run:
    """One episode: its moments, the highest measure told, and what is to be said of it now."""

    first: datetime
    last: datetime
    peak: float
    told: datetime
    verdict: Verdict | None = None
    """None: as it was told before."""


def runs(
    rule: Rule, entries: Sequence[Entry], since: datetime, begin: datetime, until: datetime, open_: Run | None
) -> list[Run]:
    """Episodes from ``begin`` to ``until``; ``open_`` is one that began before and may go on."""
    spec: Any = getattr(rule, rule.kind)
    found = [open_] if open_ is not None else []
    low, high = bisect_left(entries, begin, key=_time), bisect_right(entries, until, key=_time)
    for moment in sorted({entry.at for entry in entries[low:high]}):
        verdict = MEASURES[rule.kind](spec, Window(entries, moment, since))
        if verdict is None:
            continue
        current = found[-1] if found else None
        if current is None or moment > current.last + spec.within:
            found.append(Run(moment, moment, verdict.measure, moment, verdict))
            continue
        current.last = max(current.last, moment)
        if verdict.measure >= 2 * current.peak:
            current.peak, current.told, current.verdict = verdict.measure, moment, verdict
    return found


def _time(entry: Entry) -> datetime:
    return entry.at
