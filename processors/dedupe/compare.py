"""Is one text a copy of another? Judged on the words that stand in the same order in both.

Two texts are laid side by side by the three-word shingles they share. From that come
 - the share of each text that stands in the other (containment; Broder 1997),
 - the places where both go on after a short stretch that differs: there a copy has another wording, but a
   look-alike has another number or another name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from processors.dedupe.words import MARKS, NAME, NUMBER, Words

WIDTH = 3
GAP = 14
"""Words of a stretch that differs; longer ones are new text, not another wording."""
MANY = 14
"""Numbers and names that agree, from where on one more or less no longer decides."""
OPENING = 5
"""Words from which two different beginnings are compared as well; shorter ones may be datelines."""
HEAD = 12
LEAD = 40
"""Words at the beginning: where a text says whether it is news, and what a reprint keeps or replaces as one."""
SWAP = 2
"""Words of a stretch in which nothing but the number is another: in the lead of both texts it is a new toll."""
MOST_GAPS = 80
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)


class Overlap(NamedTuple):
    """What two texts share. ``small`` is of the text with fewer words."""

    small: float  # share of the words of the shorter text that stand in the longer
    big: float  # and the reverse
    shared: int  # words of the shorter text that stand in the longer
    length: int  # words of the shorter text
    heads: tuple[float, float]  # share of the first words of each that stand in the other
    runs: float  # shared rows of words per shared word
    salient: float  # share of numbers and names of the shorter text that stand in its shared words
    agreed: int  # numbers and names that stand in the shared words

    @property
    def headless(self) -> bool:
        """Neither text begins with what stands in the other."""
        return max(self.heads) < 0.3


class Likeness(NamedTuple):
    """What two texts share, and where they differ in a number or a name."""

    jaccard: float
    overlap: Overlap
    conflicts: float  # places with another number (1) or name (0.5)
    lead_conflict_rate: float  # conflicts among the numbers and names of the first words; 1 where one decides alone

    @property
    def conflict_rate(self) -> float:
        """Conflicts among all numbers and names that could be compared."""
        return self.conflicts / (self.conflicts + self.overlap.agreed) if self.conflicts else 0.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a likeness makes a copy. Tuned on the generator of ``benchmarks/dedupe``."""

    small: float = 0.42
    big: float = 0.15
    both: float = 0.85
    """Sum of the two shares."""
    behind: float = 0.62
    """The same, where the beginning of the longer stands behind another one: a cut copy with a new lead."""
    inside: float = 0.9
    """The same, where the beginning of the shorter stands in the midst of the longer, as in a digest."""
    runs: float = 0.58
    """Shared rows per shared word; near 1 in copies, 1/3 where phrases agree by chance."""
    conflict_rate: float = 0.12
    lead_conflict_rate: float = 0.15
    salient: float = 0.5
    headless: float = 0.6
    headless_shared: int = 70
    headless_many: int = 100
    headless_small: float = 0.55
    headless_agreed: int = 10
    fewest_shared: int = 12


class Laid:
    """A text laid out once, to be compared with many."""

    __slots__ = ("_plain", "first", "order", "ranked", "rows", "words")

    def __init__(self, words: Words) -> None:
        self.words = words
        self.rows = rows_of(words)
        self.order = self.rows.argsort(kind="stable")
        self.ranked = self.rows[self.order]
        self.first = self.ranked.searchsorted(self.rows)
        """Of each row, where the first of its like stands among the ranked."""
        self._plain: frozenset[int] | None = None

    @property
    def plain(self) -> frozenset[int]:
        """Its words without their marks."""
        if self._plain is None:
            self._plain = _plain(self.words)
        return self._plain


def liken(other: Words, theirs: Words, own: Laid, limits: Thresholds, above: float = 0.0) -> Likeness | None:
    """Lay two texts side by side; ``theirs`` are the rows of the other.

    None where too little is shared to be a copy, or no more than ``above``: most pairs are such, and no conflicts are
    looked for in them.
    """
    if not len(theirs) or not len(own.rows):
        return None
    at = own.ranked.searchsorted(theirs)
    hit = own.ranked.take(at, mode="clip") == theirs
    found = at[hit]
    marked_rows = np.zeros(len(own.rows), np.bool_)
    marked_rows[found] = True
    own_hit = marked_rows[own.first]
    own_is_longer = len(other) <= len(own.words)
    short, long = (other, own.words) if own_is_longer else (own.words, other)
    in_rows, in_rows_long = (hit, own_hit) if own_is_longer else (own_hit, hit)
    both = int(np.count_nonzero(in_rows))
    jaccard = both / (len(theirs) + len(own.rows) - both)
    length = len(short)
    if jaccard <= above or WIDTH * both < limits.small * length:
        return None
    in_short = _covered(in_rows, length)
    shared = int(np.count_nonzero(in_short))
    if shared / length < limits.small or both / shared < limits.runs:
        return None  # as ``shares_enough`` would say, too; so below
    marked = (short & MARKS) != 0
    agreed = marked & in_short
    total, agreeing = int(np.count_nonzero(marked)), int(np.count_nonzero(agreed))
    if total and agreeing / total < limits.salient:
        return None  # most that come so far are reports of one form
    in_long = _covered(in_rows_long, len(long))
    overlap = Overlap(
        small=shared / length,
        big=int(np.count_nonzero(in_long)) / len(long),
        shared=shared,
        length=length,
        heads=(int(np.count_nonzero(in_short[:HEAD])) / HEAD, int(np.count_nonzero(in_long[:HEAD])) / HEAD),
        runs=both / shared if shared else 0.0,
        salient=agreeing / total if total else 1.0,
        agreed=agreeing,
    )
    if not shares_enough(overlap, limits):
        return None
    places = np.flatnonzero(in_rows)
    if own_is_longer:
        there = own.order[found]
    else:
        earliest = np.zeros(len(own.rows), np.intp)
        earliest[found[::-1]] = np.flatnonzero(hit)[::-1]  # of several the last assigned stays: the earliest place
        there = earliest[own.first[places]]
    conflicts, numbers, names, updated = _conflicts(short, long, places, there, own)
    if updated:
        return Likeness(jaccard, overlap, conflicts, 1.0)
    early = numbers + names * (0.5 if agreeing >= MANY else 1.0)
    early_agreed = int(np.count_nonzero(agreed[:LEAD]))
    return Likeness(jaccard, overlap, conflicts, early / (early + early_agreed) if early else 0.0)


def shares_enough(found: Overlap, limits: Thresholds) -> bool:
    """The verdict on a pair as far as it depends on what is shared."""
    if found.shared < min(limits.fewest_shared, 0.8 * found.length):
        return False
    short_begins, long_begins = (head > 0.5 for head in found.heads)
    both = limits.both if short_begins == long_begins else limits.inside if short_begins else limits.behind
    if found.small < limits.small or found.big < limits.big or found.small + found.big < both:
        return False
    if found.headless and found.agreed >= MANY and found.shared >= limits.headless_many:
        if found.small < limits.headless_small:
            return False
    elif found.headless and (
        min(found.small, found.salient) < limits.headless
        or found.shared < limits.headless_shared
        or found.agreed < limits.headless_agreed / (2 if found.shared >= 2 * limits.headless_shared else 1)
    ):
        return False
    return found.salient >= limits.salient and found.runs >= limits.runs


def is_copy(likeness: Likeness | None, limits: Thresholds) -> bool:
    """The verdict on a pair that ``liken`` found to share enough for these ``limits``."""
    return (
        likeness is not None
        and likeness.conflict_rate <= limits.conflict_rate
        and likeness.lead_conflict_rate <= limits.lead_conflict_rate
    )


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


def _plain(words: Words) -> frozenset[int]:
    return frozenset((words & ~MARKS).tolist())


def _conflicts(
    a: Words, b: Words, places: NDArray[np.intp], there: NDArray[np.intp], own: Laid
) -> tuple[float, int, int, bool]:
    """Stretches between shared words that hold another number or another name in each text.

    ``places`` are the shared rows of ``a`` and ``there`` those of ``b``; one of the two texts is ``own``.
    Gives their weight over the whole, how many of numbers and of names stand in the lead of ``a``, and whether one of
    these is a number put in the place of another in the leads of both: what an agency sends when the toll has risen.
    """
    if len(places) < 2:
        return 0.0, 0, 0, False
    begins_a, begins_b = places[:-1] + WIDTH, there[:-1] + WIDTH
    gap_a, gap_b = places[1:] - begins_a, there[1:] - begins_b
    differing = np.flatnonzero((gap_a > 0) & (gap_b > 0) & (gap_a <= GAP) & (gap_b <= GAP))[:MOST_GAPS]
    starts_a, starts_b = begins_a[differing].tolist(), begins_b[differing].tolist()
    stretches = list(zip(starts_a, gap_a[differing].tolist(), starts_b, gap_b[differing].tolist(), strict=True))
    if _same_opening(a, b, int(places[0]), int(there[0])):
        stretches.append((0, int(places[0]), 0, int(there[0])))
    if not stretches:
        return 0.0, 0, 0, False
    total, early, updated = 0.0, {NUMBER: 0, NAME: 0}, False
    words_a, words_b = a.tolist(), b.tolist()
    every_a: frozenset[int] | None = None
    every_b: frozenset[int] = frozenset()
    for start_a, length_a, start_b, length_b in stretches:
        inside_a = {w for w in words_a[start_a : start_a + length_a] if w & 3}
        if not inside_a:
            continue
        inside_b = {w for w in words_b[start_b : start_b + length_b] if w & 3}
        only_a, only_b = inside_a - inside_b, inside_b - inside_a
        if not only_a or not only_b:
            continue
        if _marked(only_a, NUMBER) and _marked(only_b, NUMBER):
            total += 1.0
            early[NUMBER] += start_a < LEAD
            short_ones = max(length_a, length_b) <= SWAP and max(start_a, start_b) < LEAD
            updated |= short_ones and not _beside_a_number(words_a, start_a, length_a)
        names_a, names_b = _marked(only_a, NAME), _marked(only_b, NAME)
        if names_a and names_b:
            if every_a is None:
                every_a, every_b = (_plain(a), own.plain) if b is own.words else (own.plain, _plain(b))
            if any(w & ~3 not in every_b for w in names_a) and any(w & ~3 not in every_a for w in names_b):
                total += 0.5
                early[NAME] += start_a < LEAD
    return total, early[NUMBER], early[NAME], updated


def _same_opening(a: Words, b: Words, shared_a: int, shared_b: int) -> bool:
    """Are the words before the first shared ones two beginnings to be compared, and not two datelines?

    Long ones are; short ones where both begin with the same common word: "Voters in Kenya", "Voters in Ghana".
    """
    if OPENING <= shared_a <= GAP and OPENING <= shared_b <= GAP:
        return True
    alike = (a[0] == b[0]) and not a[0] & MARKS
    return bool(alike) and 0 < shared_a <= GAP and 0 < shared_b <= GAP


def _beside_a_number(words: list[int], start: int, length: int) -> bool:
    """As the parts of a date or of a time of day are, by which pages are stamped."""
    around = words[max(0, start - 1) : start] + words[start + length : start + length + 1]
    return any(word & 3 == NUMBER for word in around)


def _marked(words: set[int], mark: int) -> list[int]:
    return [w for w in words if w & 3 == mark]
