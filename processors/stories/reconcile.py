"""Readings of several articles → one figure per kind. The function is written out in docs/claims.md."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from processors.stories.figures import Figure, add, figure
from processors.stories.ledger import carried
from processors.stories.readings import Reading, read, side_key
from processors.stories.rivals import Rivals, opposed
from processors.stories.running import with_running_tolls
from tocsin.records import Claim, Reconciled

COUNTABLE = ("event", "flow_in", "flow_out")
PASSED_ON = ("cumulative", "planned")
EARLY = datetime(1, 1, 1, tzinfo=UTC)
Range = tuple[int | None, int | None, int | None]


class Voice(NamedTuple):
    """A figure with its time, origin and speakers; ``explicit``: the article itself gave it as a total.

    ``alone``: the one side whose people it counts, where the article counts those of no other.
    """

    figure: Figure
    at: datetime
    origin: str
    speakers: frozenset[str]
    explicit: bool
    retracted: tuple[Figure, ...] = ()
    alone: str | None = None
    sides: frozenset[str] = frozenset()


def reconcile(
    claims: Sequence[Claim], parties: frozenset[str], convention: str, camps: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Reconciled]:
    """One figure per kind of a happening; flows out and running totals stand under their own key.

    Args:
        claims: all claims about the happening.
        parties: names and ids of those who take part in it; figures they give are not neutral.
        convention: ``range``, ``acled`` or ``ucdp``.
        camps: folded names of those who take part → whose they are.
    """
    rivals = Rivals(parties, camps)
    kinds: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.mode != "stock":
            kinds.setdefault(claim.kind, []).append(claim)
    result: dict[str, Reconciled] = {}
    for kind, told in sorted(kinds.items()):
        group = with_running_tolls(told)
        modes = {mode: [c for c in group if c.mode == mode] for mode in (*COUNTABLE, *PASSED_ON)}
        present = [mode for mode, found in modes.items() if found]
        for mode in present:
            if mode in PASSED_ON and mode != present[0]:
                continue
            key = kind if mode == present[0] else f"{kind}:{mode}"
            result[key] = _reconciled(modes[mode], rivals, convention)
    return result


def _reconciled(claims: list[Claim], rivals: Rivals, convention: str) -> Reconciled:
    articles: dict[str, list[Claim]] = {}
    for claim in claims:
        articles.setdefault(claim.evidence.article_id, []).append(claim)
    rivals = replace(rivals, opposed=opposed(rivals, articles.values()))
    said = (one for told in articles.values() for one in rivals.readings(told))
    readings = [reading for reading in map(read, said) if reading is not None]
    voices = [_voice(r, r.total, r.speakers, r.explicit) for r in readings]
    current = _current(voices, rivals)
    low, best, high = _figure(current, rivals, convention)
    parts, contested = _sides(readings, rivals, convention)
    shown = _shown(parts, readings, best)
    if convention != "acled" and not any(v.explicit for v in current):
        low, high = _widened(low, high, readings, parts)
        losses = _each_other(current, rivals)
        if losses is not None:
            contested, shown, (best, high) = True, parts, losses
    marked = _marked(claims, {v.figure for v in current}, {v.figure for v in voices})
    kept = carried(marked, (low, best, high))
    return Reconciled(
        low=low,
        best=best,
        high=high,
        status="actual" if any(c.status == "actual" for c in claims) else claims[0].status,
        mode=claims[0].mode,
        contested=contested or _disjoint([v for v in current if v.explicit]),
        parts=shown,
        claims=kept,
        claims_left_out=len(marked) - len(kept),
    )


def _voice(reading: Reading, value: Figure, speakers: frozenset[str], explicit: bool) -> Voice:
    alone = next(iter(reading.sides)) if len(reading.sides) == 1 and not explicit else None
    sides = frozenset(reading.sides)
    return Voice(value, reading.at or EARLY, reading.origin, speakers, explicit, reading.retracted, alone, sides)


def _sides(readings: list[Reading], rivals: Rivals, convention: str) -> tuple[dict[str, Reconciled], bool]:
    parts, contested = {}, False
    for side in sorted({s for r in readings for s in r.sides if not s.startswith("part ")}):
        voices = [_voice(r, r.sides[side], r.by_side[side], True) for r in readings if side in r.sides]
        current = _current(voices, rivals)
        low, best, high = _figure(current, rivals, convention)
        parts[side] = Reconciled(low=low, best=best, high=high, contested=_disjoint(current))
        contested = contested or _disjoint(current)
    return parts, contested


def _widened(
    low: int | None, high: int | None, whole: Sequence[Reading], parts: dict[str, Reconciled]
) -> tuple[int | None, int | None]:
    """Where a total is only the sum of its sides, it is as uncertain as what all articles say of each side."""
    fullest = max(whole, key=lambda r: (len(r.sides), r.at or EARLY), default=None)
    if fullest is None or len(fullest.sides) < 2 or not fullest.sides.keys() <= parts.keys():
        return low, high
    summed = add(figure(parts[side]) for side in fullest.sides)
    low = low if low is None or summed.low is None else min(low, summed.low)
    return low, high if high is None or summed.high is None else max(high, summed.high)


def _each_other(voices: Sequence[Voice], rivals: Rivals) -> tuple[int, int | None] | None:
    """Two parties to a fight, of which each tells what one side lost: at best the greater, at most both together."""
    told = ((v.alone, v) for v in voices if v.alone is not None)
    pairs = [
        (one, other)
        for (mine, one), (theirs, other) in combinations(told, 2)
        if rivals.between(one.speakers, other.speakers) and rivals.opponents(mine, theirs)
    ]
    if not pairs:
        return None
    both = max((add((one.figure, other.figure)) for one, other in pairs), key=lambda f: f.value)
    return max(int(v.figure.value) for v in voices), both.high


def _shown(parts: dict[str, Reconciled], readings: list[Reading], best: int | None) -> dict[str, Reconciled]:
    """The parts of one article that come to the figure given: other articles name the same people otherwise."""
    whole = [r for r in readings if r.sides and r.total.best == best]
    if not whole:
        return parts
    fullest = max(whole, key=lambda r: (sum(f.value for f in r.sides.values()) == best, len(r.sides), r.at or EARLY))
    named = {side: parts[side] for side in fullest.sides if side in parts}
    rest = [f for side, f in sorted(fullest.sides.items()) if side not in parts]
    for number, one in enumerate(rest, start=1):
        name = "others" if len(rest) == 1 else f"others {number}"
        named[name] = Reconciled(low=one.low, best=one.best, high=one.high)
    return named if len(fullest.sides) > 1 else {s: p for s, p in named.items() if s in parts}


def _current(voices: list[Voice], rivals: Rivals) -> list[Voice]:
    """Figures that still hold: a later higher one by the same speakers or by none in particular replaces.

    What two speakers say against each other stays side by side. A sum of parts that is smaller than
    another article's figure is part of that figure, not a rival of it, unless that is the figure of one side alone.
    """
    kept = list(_standing(sorted(voices, key=lambda v: (v.at, v.figure.value, v.origin)), rivals))
    largest = max(kept, key=lambda v: v.figure.value)
    return [v for v in kept if v.explicit or v.figure.value == largest.figure.value or _beside(v, largest)]


def _beside(voice: Voice, largest: Voice) -> bool:
    """No part of the largest: both count one and the same side, or the largest counts one side and this one others."""
    if largest.alone is None:
        return False
    return voice.alone == largest.alone or len(voice.sides - {largest.alone}) > 0


def _standing(ordered: Sequence[Voice], rivals: Rivals) -> Iterable[Voice]:
    """Those that no later one replaces, in their order. Looked at by figure: many articles give few figures."""
    figures: dict[Figure, dict[int, Voice]] = {}
    mouths: dict[tuple[str, bool, frozenset[str]], list[tuple[int, Voice]]] = {}
    for number, new in enumerate(ordered):
        gone = [(at, old) for at, old in mouths.get((new.origin, new.explicit, new.speakers), ()) if old.at < new.at]
        retracted = {figure.best for figure in new.retracted}
        for known, voices in figures.items():
            if known.best in retracted or known.ceiling < new.figure.value:
                gone += [(at, old) for at, old in voices.items() if _replaces(new, old, retracted, rivals)]
        for at, old in gone:
            figures[old.figure].pop(at, None)
        mouth = mouths.setdefault((new.origin, new.explicit, new.speakers), [])
        mouth[:] = [(at, old) for at, old in mouth if old.at >= new.at] + [(number, new)]
        figures.setdefault(new.figure, {})[number] = new
    return (ordered[number] for number in sorted(number for voices in figures.values() for number in voices))


def _replaces(new: Voice, old: Voice, retracted: set[int | None], rivals: Rivals) -> bool:
    """A later one says that the figure no longer holds, or gives a higher one and is no rival of who gave it."""
    if new.at <= old.at:
        return False
    if old.figure.best in retracted:
        return True
    return old.figure.ceiling < new.figure.value and not rivals.between(new.speakers, old.speakers)


def _figure(current: list[Voice], rivals: Rivals, convention: str) -> Range:
    """Low, best and high by a convention; a vague figure that holds a precise one adds nothing."""
    figures = {voice.figure for voice in current}
    precise_enough = {f for f in figures if not any(other != f and other.within(f) for other in figures)}
    holding = [voice for voice in current if voice.figure in precise_enough]
    precise = [v.figure for v in holding]
    low = int(min(f.floor for f in precise)) if any(f.low is not None for f in precise) else None
    top = max(f.ceiling for f in precise)
    high = None if top == math.inf else int(top)
    best = _best(holding, rivals)
    if convention == "acled":  # the most conservative estimate (ACLED codebook, fatalities)
        values = [f.best if f.best is not None else f.low for f in precise]
        least = min((x for x in values if x is not None), default=None)
        return (least, least, least)
    if convention == "ucdp":  # low, best and high are always numbers (UCDP GED codebook)
        ends = [x for f in precise for x in (f.high, f.best, f.low) if x is not None]
        best = best if best is not None else low
        return (low if low is not None else best, best, high if high is not None else max(ends, default=None))
    return (low, best, high)


def _best(current: list[Voice], rivals: Rivals) -> int | None:
    """The figure of neutral speakers, then of most origins, then a total before a sum, the latest, the higher."""
    origins: dict[int, set[str]] = {}
    for voice in current:
        if voice.figure.best is not None:
            origins.setdefault(voice.figure.best, set()).add(voice.origin)

    def rank(voice: Voice) -> tuple[bool, int, bool, datetime, int]:
        best = voice.figure.best or 0
        return (not rivals.take_part(voice.speakers), len(origins.get(best, ())), voice.explicit, voice.at, best)

    known = [voice for voice in current if voice.figure.best is not None]
    return max(known, key=rank).figure.best if known else None


def _disjoint(voices: list[Voice]) -> bool:
    """Some two ranges do not overlap."""
    floor = max((voice.figure.floor for voice in voices), default=0.0)
    return floor > min((voice.figure.ceiling for voice in voices), default=math.inf)


def _marked(claims: list[Claim], current: set[Figure], all_: set[Figure]) -> list[Claim]:
    """Claims with what replaced them: the revision named in the text, else the figure that came later."""
    revised = {c.revised_from: c.id for c in claims if c.revised_from}
    gone = all_ - current
    standing = [c for c in claims if figure(c) in current]
    marked = []
    for claim in claims:
        by = revised.get(claim.id)
        if by is None and figure(claim) in gone and side_key(claim) is None and standing:
            by = standing[-1].id
        marked.append(claim.model_copy(update={"superseded_by": by}) if by else claim)
    return marked
