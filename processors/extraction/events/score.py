"""Scores events and relevance against annotated articles, as ``docs/accuracy.md`` reports them.

A predicted event matches a gold event of the same type whose trigger or evidence it overlaps; one to
one, overlapping triggers first. Gold events marked ``optional`` count neither as missed nor, when found,
as right or wrong. Mode, signal, realis, date, place and actors are judged on matched events only. Actors are
compared as parties (:mod:`.identity`): "Malian army" is the Malian Armed Forces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from processors.extraction.events.identity import party
from processors.extraction.terms import fold
from tocsin.records import Analysis, Event

FIELDS = ("mode", "signal", "realis", "date", "place", "actors", "recipients")
RELEVANT = 0.5


@dataclass
class Tally:
    """True positives, false positives, false negatives."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was put out that is right."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 0.0

    @property
    def recall(self) -> float:
        """Share of what should be put out that was."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = 2 * self.right + self.extra + self.missed
        return 2 * self.right / both if both else 0.0


@dataclass
class EventScore:
    """Accumulates the comparison of analyses with gold."""

    events: Tally = field(default_factory=Tally)
    by_type: dict[str, Tally] = field(default_factory=dict)
    relevance: Tally = field(default_factory=Tally)
    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    false_alarms: int = 0
    irrelevant: int = 0
    history_as_actual: int = 0
    history: int = 0

    def add(self, gold: Mapping[str, Any], analysis: Analysis) -> list[tuple[Mapping[str, Any] | None, Event | None]]:
        """Compare one article; returns the pairs, for error analysis."""
        self._relevance(gold, analysis)
        pairs = pair(gold.get("events", ()), analysis.events)
        for wanted, found in pairs:
            self._count(wanted, found)
        return pairs

    def _relevance(self, gold: Mapping[str, Any], analysis: Analysis) -> None:
        if "relevant" not in gold:
            return
        says = (analysis.relevance or 0.0) >= RELEVANT
        if gold["relevant"]:
            self.relevance.right += says
            self.relevance.missed += not says
        else:
            self.irrelevant += 1
            self.relevance.extra += says
            self.false_alarms += any(e.realis != "historical" for e in analysis.events)

    def _count(self, wanted: Mapping[str, Any] | None, found: Event | None) -> None:
        if wanted is not None and wanted.get("optional"):
            return
        type_ = wanted["type"] if wanted is not None else found.type if found is not None else ""
        per_type = self.by_type.setdefault(type_, Tally())
        for tally in (self.events, per_type):
            tally.right += wanted is not None and found is not None
            tally.extra += wanted is None
            tally.missed += found is None
        if wanted is None or found is None:
            self.confusion[(type_ if wanted else "-", type_ if found else "-")] += 1
            return
        if wanted["realis"] == "historical":
            self.history += 1
            self.history_as_actual += found.realis in ("actual", "reported", "announced")
        for name in FIELDS:
            if name in wanted:
                right = agrees(name, wanted[name], found)
                self.fields[name].right += right
                self.fields[name].missed += not right

    def rows(self) -> list[tuple[str, float, float, float, int]]:
        """Name, precision, recall, F1 (for fields: accuracy three times) and n."""
        rows = [_row("relevance", self.relevance), _row("events", self.events)]
        rows += [_row(f"events: {name}", tally) for name, tally in sorted(self.by_type.items())]
        for name, tally in self.fields.items():
            share = tally.right / max(1, tally.right + tally.missed)
            rows.append((f"event {name}", share, share, share, tally.right + tally.missed))
        return rows


def _row(name: str, tally: Tally) -> tuple[str, float, float, float, int]:
    return name, tally.precision, tally.recall, tally.f1, tally.right + tally.missed


def pair(
    gold: Iterable[Mapping[str, Any]], events: Iterable[Event]
) -> list[tuple[Mapping[str, Any] | None, Event | None]]:
    """Match gold and predicted events one to one, best overlap first."""
    wanted, found = list(gold), list(events)
    options = sorted(
        (
            (-affinity, i, j)
            for i, w in enumerate(wanted)
            for j, e in enumerate(found)
            if (affinity := _affinity(w, e)) > 0
        ),
    )
    pairs: list[tuple[Mapping[str, Any] | None, Event | None]] = []
    left, right = set(range(len(wanted))), set(range(len(found)))
    for _, i, j in options:
        if i in left and j in right:
            pairs.append((wanted[i], found[j]))
            left.discard(i)
            right.discard(j)
    pairs += [(wanted[i], None) for i in sorted(left)]
    pairs += [(None, found[j]) for j in sorted(right)]
    return pairs


def _affinity(gold: Mapping[str, Any], event: Event) -> float:
    if gold["type"] != event.type:
        return 0.0
    trigger, evidence = gold.get("trigger"), gold.get("evidence")
    touches = _overlap(trigger, event.trigger)
    told = any(_overlap(a, b) for a in (trigger, evidence) for b in (event.trigger, event.evidence))
    if not told:
        return 0.0
    return 1 + 2 * touches + 0.5 * (gold.get("mode") == event.mode) + 0.4 * (gold.get("realis") == event.realis)


def _overlap(span: Mapping[str, Any] | None, receipt: Any) -> bool:
    return span is not None and span["start"] < receipt.end and receipt.start < span["end"]


def agrees(name: str, wanted: Any, event: Event) -> bool:
    """Whether a field of an event is as annotated."""
    if name == "date":
        return _date_agrees(wanted, event)
    if name == "place":
        if wanted is None or event.place is None:
            return wanted is None and event.place is None
        same = fold(str(wanted["name"])) in (fold(event.place.name), fold(event.place.text))
        return same or (wanted.get("country") == event.place.country and event.place.precision == 3)
    if name in ("actors", "recipients"):
        theirs = {party(a.name or a.text) for a in getattr(event, name)}
        mine = {party(str(a)) for a in wanted}
        return bool(mine & theirs) if mine and theirs else not mine and not theirs
    return bool(wanted == getattr(event, name))


def _date_agrees(wanted: Any, event: Event) -> bool:
    if wanted is None or event.date is None:
        return wanted is None and (event.date is None or event.date.anchor == "publication")
    if isinstance(wanted, dict):
        return bool(wanted["start"] == event.date.start and wanted["end"] == event.date.end)
    return event.date.start <= str(wanted) <= event.date.end
