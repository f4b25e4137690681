"""What one article, taken by itself, says of one kind of figure: its total and the parts by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from processors.stories.figures import Figure, add, figure
from processors.stories.weights import fold_simple
from tocsin.records import Claim


@dataclass(frozen=True)
class Reading:
    """One article's figure. ``explicit``: the article gives a total itself, we did not add up its parts."""

    article: str
    at: datetime | None
    origin: str
    total: Figure
    explicit: bool
    sides: dict[str, Figure]
    speakers: frozenset[str]
    by_side: dict[str, frozenset[str]]
    retracted: tuple[Figure, ...] = ()


def side_key(claim: Claim) -> str | None:
    """Sides are the same when their id or folded name is."""
    return fold_simple(claim.side) if claim.side else None


def read(claims: Sequence[Claim]) -> Reading | None:
    """The reading of one article's claims of one kind (docs/claims.md, steps 1 to 3).

    Repetitions and replaced figures are left out. Of several figures for the same side the most precise
    that agrees holds, else the highest. Parts are added only to each other, and only within this article.
    """
    counted = _counted(claims)
    if not counted:
        return None
    targets = {c.part_of for c in counted if c.part_of}
    totals = [c for c in counted if c.id in targets or (side_key(c) is None and not c.part_of)]
    parts = [c for c in counted if c not in totals]
    if not targets:
        totals, parts = _sorted_out(totals, parts)
    own = {side_key(c) for c in totals} - {None}  # of 26 villagers two died later: two are no figure of the village's
    sides = _by_side([c for c in parts if not (c.part_of and side_key(c) in own)])
    known = {side: _one(group) for side, group in sorted(sides.items())}
    total = _one(totals) if totals else None
    added = add(known.values()) if known else None
    chosen = _combined(total, added if len(known) > 1 or total is None else None)
    if total is not None and not known and len(own) == 1 and None not in map(side_key, totals):
        whose = next(iter(own)) or ""  # who are all of one side are the dead of that side
        known, sides = {whose: total}, {whose: totals}
    first = counted[0]
    return Reading(
        article=first.evidence.article_id,
        at=first.published_at,
        origin=(first.origin or first.evidence.article_id).casefold(),
        total=chosen,
        explicit=total is not None,
        sides=known,
        speakers=frozenset(c.attributed_to or "" for c in (totals or parts)),
        by_side={side: frozenset(c.attributed_to or "" for c in group) for side, group in sides.items()},
        retracted=tuple(figure(c) for c in claims if c.id in {other.revised_from for other in claims}),
    )


def _by_side(parts: Sequence[Claim]) -> dict[str, list[Claim]]:
    sides: dict[str, list[Claim]] = {}
    for claim in parts:
        sides.setdefault(side_key(claim) or f"part {claim.id}", []).append(claim)
    return sides


def _sorted_out(totals: list[Claim], parts: list[Claim]) -> tuple[list[Claim], list[Claim]]:
    """A figure of no side that is smaller than the parts together is no total: it repeats a part or is one."""
    added = sum(_one(group).value for group in _by_side(parts).values())
    small = [c for c in totals if figure(c).value < added]
    if len(small) < len(totals) or not parts:
        return [c for c in totals if c not in small], parts
    same = {figure(c).best for c in parts}
    fresh = [c for c in small if c.best not in same]
    return [], parts + fresh[:1]


def _counted(claims: Sequence[Claim]) -> list[Claim]:
    ids = {c.id for c in claims}
    replaced = {c.revised_from for c in claims if c.revised_from}
    kept = [c for c in claims if c.id not in replaced and c.same_as not in ids]
    exact = [c for c in kept if c.qualifier != "unit"]
    return exact or kept[:1]


def _one(claims: Sequence[Claim]) -> Figure:
    """One figure for the same people, said several times: most precise within the vaguest, else highest."""
    figures = [figure(c) for c in claims]
    best = max(figures, key=lambda f: (f.value, -f.ceiling))
    for other in figures:
        if other.within(best) and other != best:
            best = other
    precise = [f for f in figures if all(f.within(other) for other in figures)]
    return precise[0] if precise else best


def _combined(total: Figure | None, added: Figure | None) -> Figure:
    """A total and the sum of its parts: the sum makes a vague total exact; a total is never raised by parts."""
    if total is None:
        assert added is not None
        return added
    if added is None or added.best is None or not total.floor <= added.value <= total.ceiling:
        return total
    if total.low == total.high and total.low is not None:
        return total
    return Figure(total.low, added.best, total.high)
