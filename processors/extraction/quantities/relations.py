"""Relations among the quantities of one article: part and whole, the same again, revised, cumulative.

The rule of the house: never add a part to its whole. Parts are known by a cue ("including", "of them") or by
arithmetic: parts named apart that sum up to a total named elsewhere in the article ("30 soldiers", "52
demonstrators", "more than 80 injured").
"""

from __future__ import annotations

from itertools import combinations

from processors.extraction.lexicon import function_words
from processors.extraction.marks import QuantityMark
from processors.extraction.quantities.coded import code
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.page import opening
from processors.extraction.quantities.phrases import Tree, within
from processors.extraction.quantities.words import Words
from processors.extraction.realis.memory import memories

_WIDE = ("hundreds", "thousands", "tens", "dozens", "scores", "several")
_MAX_PARTS = 6
_JOINTS = AND | {","}
_REVISED = 45
_BEHIND = 5
"""How far behind a figure it may say that it was an earlier one."""
_AGAINST = function_words("against")


def relate(
    marks: list[QuantityMark],
    fresh: set[int],
    definite: set[int],
    casualty: frozenset[str],
    words: Words,
) -> None:
    """Fill ``part_of`` and ``same_as``.

    Args:
        marks: all quantities of the article in text order.
        fresh: ids of marks that say "another", "two others": never the same people as before.
        definite: ids of marks with "the four", "these two": the same people as before.
        casualty: kinds for which arithmetic may join parts.
        words: the lexicon: nouns that count anybody, phrases near a figure that is given up or put in its place.
    """
    code(marks, words)
    past = memories(marks[0].span.doc) if marks else frozenset()
    told = [[m for m in marks if (m.head.sent.start in past) is old] for old in (False, True)]
    for kind, some in [(kind, some) for kind in sorted({m.kind for m in marks}) for some in told]:
        group = [m for m in some if m.kind == kind and m.mode not in ("stock",)]
        _same(group, fresh, definite, kind, words)
        if kind in casualty or kind == "troops":
            _parts(group, fresh, words.sets["inclusive"])
    _held(marks)
    _revise(marks, casualty, words.trees["was_said"], words.trees["is_said"])
    for mark in marks:
        if mark.same_as is not None and mark.status == "announced" and mark.kind == "troops":
            mark.same_as.status = "announced"


def _held(marks: list[QuantityMark]) -> None:
    """Hostages freed, or still held, are parts of the hostages taken."""
    taken = [m for m in marks if m.kind == "abducted"]
    for mark in taken:
        if mark.part_of is None and mark.same_as is None and mark.mode in ("flow_out", "stock"):
            wholes = [
                m
                for m in taken
                if m is not mark
                and m.part_of is None
                and m.mode in ("event", "cumulative", "stock")
                and m.mode != mark.mode
                and (m.best or 0) > (mark.best or 0)
            ]
            if wholes:
                mark.part_of = max(wholes, key=lambda m: m.best or 0)


def _revise(marks: list[QuantityMark], casualty: frozenset[str], was: Tree, now: Tree) -> None:
    """ "At first spoke of 103 dead … now 84": the second stands for the first, which counts the same again."""
    for n, mark in enumerate(marks):
        if mark.kind in casualty and _near(mark, was) and mark.part_of is None and mark.same_as is None:
            rest = (m for m in marks if m.kind == mark.kind and m.part_of is None and m.same_as is None)
            new = [m for m in rest if (m.best or 0) > (mark.best or 0) and not _near(m, was)]
            if new:
                mark.same_as = max(new, key=lambda m: m.best or 0)
                mark.same_as.revised_from = mark
                continue
        if mark.part_of is not None or mark.same_as is not None or not (_near(mark, now) or _near(mark, was)):
            continue
        for other in marks[max(0, n - 8) : n + 8]:
            close = abs(other.span.start - mark.span.start) < _REVISED
            free = other.part_of is None and other.same_as is None and other.revised_from is not mark
            if other is mark or other.kind != mark.kind or not close or not free or other.best == mark.best:
                continue
            if _near(mark, was) and not _near(other, was):
                other.revised_from = mark
                mark.same_as = other if mark.kind in casualty and _more(other, mark) else None
            elif _near(mark, now) and other.span.start < mark.span.start and not _near(other, now):
                mark.revised_from = other
                other.same_as = mark if mark.kind in casualty and _more(mark, other) else None
            break


def current(marks: list[QuantityMark], casualty: frozenset[str], words: Words) -> list[QuantityMark]:
    """Without the tolls that their own sentence gives up ("60 dead, the police said, having first counted 48").

    One of which it is said what it was raised to stays, as the same dead told before.
    """
    was = words.trees["was_said"]
    given_up = {id(m) for m in marks if m.kind in casualty and m.same_as is None and _near(m, was)}
    firm = {(m.kind, m.head.sent.start) for m in marks if id(m) not in given_up}
    gone = {id(m) for m in marks if id(m) in given_up and (m.kind, m.head.sent.start) in firm}
    for mark in marks if gone else ():
        for link in ("part_of", "same_as", "revised_from"):
            if id(getattr(mark, link)) in gone:
                setattr(mark, link, None)
    return [m for m in marks if id(m) not in gone]


def _more(new: QuantityMark, old: QuantityMark) -> bool:
    """Raised: the old dead are among the new ones; a toll that is lowered stays told as it was."""
    return (new.best or 0) > (old.best or 0)


def _near(mark: QuantityMark, phrases: Tree) -> bool:
    doc, start, end = mark.span.doc, mark.span.start, mark.span.end
    if start and doc[start - 1].lower_ in _AGAINST and within(doc, phrases, end, min(end + _BEHIND, len(doc))):
        return True  # "23 dead, against 17 in a first count"
    return within(doc, phrases, max(opening(doc, start), start - 7), start) and doc[start - 1].text != ":"


def _overlap(a: QuantityMark, b: QuantityMark) -> bool:
    low = max(a.low or 0, b.low or 0)
    high = min(a.high if a.high is not None else 10**12, b.high if b.high is not None else 10**12)
    return low <= high


def _same(group: list[QuantityMark], fresh: set[int], definite: set[int], kind: str, words: Words) -> None:
    generic, remains = words.sets["generic"], words.sets["remains"]
    for n, mark in enumerate(group):
        if mark.part_of is not None or mark.same_as is not None:
            continue
        enough = (mark.best or 0) >= 5 or id(mark) in definite or _generic(mark, generic)
        again = enough and (id(mark) in definite or id(mark) not in fresh)
        for earlier in group[:n]:
            if earlier.same_as is not None or earlier.part_of is mark:
                continue
            equal = (mark.best, mark.low) == (earlier.best, earlier.low) and mark.best is not None
            flows = {mark.mode, earlier.mode} <= {"flow_in", "planned"} and kind == "troops"
            if not (equal or flows):
                continue
            if (
                equal
                and again
                and mark.mode == earlier.mode
                and (_alike(mark, earlier, generic) or (id(mark) in definite and mark.head.lower_ in remains))
                and not _another(mark, earlier, known=id(mark) in definite)
            ):
                mark.same_as = earlier
                break
            if equal and flows and (mark.best or 0) >= 5:
                mark.same_as = earlier
                break
            if flows and _overlap(mark, earlier) and _vague(mark):
                mark.same_as = earlier
                break
            if flows and _overlap(mark, earlier) and _vague(earlier):
                earlier.same_as = mark  # the exact figure leads: "hundreds of reinforcements … 700 troops"
                break


def _another(mark: QuantityMark, earlier: QuantityMark, *, known: bool) -> bool:
    """Part of another total, or the next of a list: "the pilot and the co-pilot"."""
    if earlier.part_of is not None and not (known or mark.head.lower_ == earlier.head.lower_):
        return True
    return mark.best == 1 and _listed(mark, earlier)


def _vague(mark: QuantityMark) -> bool:
    return mark.qualifier in _WIDE


def _generic(mark: QuantityMark, generic: frozenset[str]) -> bool:
    return mark.head.lower_ in generic and (mark.best or 0) >= 2


def _alike(a: QuantityMark, b: QuantityMark, generic: frozenset[str]) -> bool:
    one, two = a.head.lower_, b.head.lower_
    if one == two or one in generic or two in generic or a.head.like_num or b.head.like_num:
        return True
    return one.rstrip("s") == two.rstrip("s")


def _parts(group: list[QuantityMark], fresh: set[int], inclusive: frozenset[str]) -> None:
    """Join exact parts that sum up to a total (up to 15 % above an open one)."""
    free = [m for m in group if m.part_of is None and m.same_as is None and m.best is not None and m.low is not None]
    wholes = {id(m.part_of) for m in group if m.part_of is not None}
    _complete(group, free)
    if len(free) < 3:
        return
    for total in sorted(free, key=lambda m: -(m.best or 0)):
        if total.part_of is not None or id(total) in fresh or not total.best or total.best < 2:
            continue
        rest = [
            m
            for m in free
            if m is not total
            and m.part_of is None
            and (m.best or 0) < (total.best or 0)
            and id(m) not in wholes
            and m.qualifier in (None, "at least", "about")
            and (total.mode in (m.mode, "cumulative"))
            and abs(m.span.start - total.span.start) < 1500
            and (not _listed(m, total) or (m.head.like_num and not total.head.like_num))
            and _contains(total, m, inclusive)
        ][:8]
        found = _sum_up(total, rest)
        if id(total) in wholes and not (sum(m.best or 0 for m in found) == total.best and all(map(_bare, found))):
            continue  # its parts are told, unless anew by place ("24 in one town and 35 in the other")
        for part in found:
            part.part_of = total


def _complete(group: list[QuantityMark], free: list[QuantityMark]) -> None:
    """ "Three were killed … two more bodies were found, bringing the toll to five": the three are in it as well."""
    for total in free:
        named = [m for m in group if m.part_of is total]
        rest = (total.best or 0) - sum(m.best or 0 for m in named)
        if not named or total.qualifier is not None or rest < 1:
            continue
        before = [m for m in free if m is not total and m.best == rest and m.span.start < total.span.start]
        last = before[-1] if before else None
        if last is not None and last.part_of is None and not any(m.part_of is last for m in group):
            last.part_of = total


def _contains(total: QuantityMark, part: QuantityMark, inclusive: frozenset[str]) -> bool:
    """People in general hold anybody; a total with a noun of its own holds only its like: not soldiers, attackers."""
    head, other = total.head, part.head
    if head.lower_ in inclusive or head.like_num or total.kind == "troops":
        return True
    return other.like_num or other.ent_type_ in ("NORP", "GPE") or head.lower_.rstrip("s") == other.lower_.rstrip("s")


def _listed(a: QuantityMark, b: QuantityMark) -> bool:
    """Members of one list ("two women, three children and …") are no parts of each other."""
    first, second = (a, b) if a.span.start < b.span.start else (b, a)
    gap = first.span.doc[first.span.end : second.span.start]
    return (
        len(gap) < 4
        and any(t.lower_ in _JOINTS for t in gap)
        and all(t.lower_ in _JOINTS or t.pos_ in ("ADJ", "ADP") for t in gap)
    )


def _sum_up(total: QuantityMark, rest: list[QuantityMark]) -> tuple[QuantityMark, ...]:
    best = total.best or 0
    ceiling = best if total.high is not None else best * 115 // 100
    if total.qualifier == "about":
        ceiling = best
    for size in range(2, min(_MAX_PARTS, len(rest)) + 1):
        for some in combinations(rest, size):
            value = sum(m.best or 0 for m in some)
            if best <= value <= ceiling and _distinct(some):
                return some
    return ()


def _bare(mark: QuantityMark) -> bool:
    """A number without a noun."""
    return mark.head.like_num


def _distinct(some: tuple[QuantityMark, ...]) -> bool:
    """Parts of one whole are named apart: at least one with a noun of its own."""
    heads = {m.head.lower_ for m in some}
    return len(heads) == len(some) or len(heads) > 1
