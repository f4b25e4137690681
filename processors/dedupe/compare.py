"""Is one text a copy of another? Judged on the words that stand in the same order in both.

Two texts are laid side by side by the three-word shingles they share. From that come
 - the share of each text that stands in the other (containment; Broder 1997),
 - the places where both go on after a short stretch that differs: there a copy has another wording, but a
   look-alike has another number or another name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processors.dedupe.words import MARKS, NAME, NUMBER, Words

WIDTH = 3
GAP = 14
"""Words of a stretch that differs; longer ones are new text, not another wording."""
MANY = 14
"""Numbers and names that agree, from where on one more or less no longer decides."""
OPENING = 5
"""Words from which two different beginnings are compared as well; shorter ones are datelines."""
HEAD = 12
LEAD = 40
"""Words at the beginning: where a text says whether it is news, and what a reprint keeps or replaces as one."""
MOST_GAPS = 80
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common. ``small`` is the text with fewer words."""

    jaccard: float
    small: float  # share of the words of the shorter text that stand in the longer
    big: float  # and the reverse
    shared: int  # words of the shorter text that stand in the longer
    length: int  # words of the shorter text
    conflicts: float  # places with another number (1) or name (0.5)
    agreed: int  # numbers and names that stand in the shared words
    lead_conflict_rate: float  # conflicts among the numbers and names of the first words
    heads: tuple[float, float]  # share of the first words of each that stand in the other
    runs: float  # shared rows of words per shared word
    salient: float  # share of numbers and names of the shorter text that stand in its shared words

    @property
    def conflict_rate(self) -> float:
        """Conflicts among all numbers and names that could be compared."""
        return self.conflicts / (self.conflicts + self.agreed) if self.conflicts else 0.0

    @property
    def headless(self) -> bool:
        """Neither text begins with what stands in the other."""
        return max(self.heads) < 0.3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a likeness makes a copy. Tuned on the generator of ``benchmarks/dedupe``."""

    small: float = 0.42
    big: float = 0.15
    both: float = 0.8
    """Sum of the two shares."""
    behind: float = 0.62
    """The same, where the beginning of the longer stands behind another one: a cut copy with a new lead."""
    inside: float = 0.9
    """The same, where the beginning of the shorter stands in the midst of the longer, as in a digest."""
    runs: float = 0.58
    """Shared rows per shared word; near 1 in copies, 1/3 where phrases agree by chance."""
    conflict_rate: float = 0.12
    lead_conflict_rate: float = 0.15
    salient: float = 0.4
    headless: float = 0.6
    headless_shared: int = 70
    headless_many: int = 100
    headless_small: float = 0.55
    headless_agreed: int = 10
    fewest_shared: int = 12


def liken(a: Words, b: Words, limits: Thresholds | None = None, rows: Words | None = None) -> Likeness:
    """Lay two texts side by side; with ``limits``, stop early where too little is shared to be a copy.

    ``rows`` are those of ``b``, if they are known already.
    """
    left, right = rows_of(a), rows_of(b) if rows is None else rows
    if len(a) > len(b):
        a, b, left, right = b, a, right, left
    if not len(left):
        return Likeness(0.0, 0.0, 0.0, 0, len(a), 0.0, 0, 0.0, (0.0, 0.0), 0.0, 0.0)
    order = right.argsort(kind="stable")
    ranked = right[order]
    at = np.minimum(ranked.searchsorted(left), len(ranked) - 1)
    hit = ranked[at] == left
    in_a = _covered(hit, len(a))
    shared = int(np.count_nonzero(in_a))
    small = shared / len(a)
    both = int(np.count_nonzero(hit))
    jaccard = both / (len(left) + len(right) - both)
    if limits and small < limits.small:
        return Likeness(jaccard, small, 0.0, shared, len(a), 0.0, 0, 0.0, (0.0, 0.0), 0.0, 0.0)
    target = order[at]
    ranked_left = np.sort(left)
    at = np.minimum(ranked_left.searchsorted(right), len(ranked_left) - 1)
    in_b = _covered(ranked_left[at] == right, len(b))
    marked = (a & MARKS) != 0
    agreed = marked & in_a
    total = int(np.count_nonzero(marked))
    conflicts, numbers, names = _conflicts(a, b, hit, target)
    many = int(np.count_nonzero(agreed)) >= MANY
    early = numbers + names * (0.5 if many else 1.0)
    early_agreed = int(np.count_nonzero(agreed[:LEAD]))
    return Likeness(
        jaccard=jaccard,
        small=small,
        big=int(np.count_nonzero(in_b)) / len(b),
        shared=shared,
        length=len(a),
        conflicts=conflicts,
        agreed=int(np.count_nonzero(agreed)),
        lead_conflict_rate=early / (early + early_agreed) if early else 0.0,
        heads=(int(np.count_nonzero(in_a[:HEAD])) / HEAD, int(np.count_nonzero(in_b[:HEAD])) / HEAD),
        runs=both / shared if shared else 0.0,
        salient=int(np.count_nonzero(agreed)) / total if total else 1.0,
    )


def is_copy(likeness: Likeness, limits: Thresholds) -> bool:
    """The verdict on a pair."""
    if likeness.shared < min(limits.fewest_shared, 0.8 * likeness.length):
        return False
    short_begins, long_begins = (head > 0.5 for head in likeness.heads)
    both = limits.both if short_begins == long_begins else limits.inside if short_begins else limits.behind
    if likeness.small < limits.small or likeness.big < limits.big or likeness.small + likeness.big < both:
        return False
    if likeness.conflict_rate > limits.conflict_rate or likeness.lead_conflict_rate > limits.lead_conflict_rate:
        return False
    if likeness.headless and likeness.agreed >= MANY and likeness.shared >= limits.headless_many:
        if likeness.small < limits.headless_small:
            return False
    elif likeness.headless and (
        min(likeness.small, likeness.salient) < limits.headless
        or likeness.shared < limits.headless_shared
        or likeness.agreed < limits.headless_agreed / (2 if likeness.shared >= 2 * limits.headless_shared else 1)
    ):
        return False
    return likeness.salient >= limits.salient and likeness.runs >= limits.runs


def rows_of(words: Words) -> Words:
    """Hashes of every three words in a row; 32 bits, for comparing two texts only."""
    plain = words & ~MARKS
    rows: Words = (plain[:-2] * _FIRST) ^ (plain[1:-1] * _SECOND) ^ plain[2:]
    return rows


def _covered(hit: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    covered = np.zeros(length, np.bool_)
    for i in range(WIDTH):
        covered[i : i + len(hit)] |= hit
    return covered


def _conflicts(a: Words, b: Words, hit: NDArray[np.bool_], target: NDArray[np.intp]) -> tuple[float, int, int]:
    """Stretches between shared words that hold another number or another name in each text.

    Gives their weight over the whole, and how many of numbers and of names stand in the lead of ``a``.
    """
    places = np.flatnonzero(hit)
    if len(places) < 2:
        return 0.0, 0, 0
    there = target[places]
    gap_a = places[1:] - places[:-1] - WIDTH
    gap_b = there[1:] - there[:-1] - WIDTH
    differing = np.flatnonzero((gap_a > 0) & (gap_b > 0) & (gap_a <= GAP) & (gap_b <= GAP))[:MOST_GAPS]
    stretches = [
        (int(places[i]) + WIDTH, int(places[i + 1]), int(there[i]) + WIDTH, int(there[i + 1]))
        for i in differing.tolist()
    ]
    if OPENING <= places[0] <= GAP and OPENING <= there[0] <= GAP:
        stretches.append((0, int(places[0]), 0, int(there[0])))
    total, early = 0.0, {NUMBER: 0, NAME: 0}
    every_a: set[int] | None = None
    every_b: set[int] = set()
    for start_a, end_a, start_b, end_b in stretches:
        inside_a = [w for w in a[start_a:end_a].tolist() if w & 3]
        inside_b = [w for w in b[start_b:end_b].tolist() if w & 3]
        if not inside_a or not inside_b:
            continue
        if every_a is None:
            every_a, every_b = set((a & ~MARKS).tolist()), set((b & ~MARKS).tolist())
        for mark, weight in ((NUMBER, 1.0), (NAME, 0.5)):
            here = {w for w in inside_a if w & 3 == mark}
            other = {w for w in inside_b if w & 3 == mark}
            if mark == NAME:
                here = {w for w in here if w & ~3 not in every_b}
                other = {w for w in other if w & ~3 not in every_a}
            if here - other and other - here:
                total += weight
                early[mark] += start_a < LEAD
    return total, early[NUMBER], early[NAME]
