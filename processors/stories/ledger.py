"""What a story document carries of its claim ledger: all of it, or the most telling claims of a very long one.

Nothing is lost by that: each figure stands in the analysis of its own article, with the id of the story.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from tocsin.records import Claim

CARRIED = 100
"""Claims of one kind that a happening, and a story over all of them, carries, and besides what these refer to."""
_EARLY = datetime(1, 1, 1, tzinfo=UTC)


def carried(claims: Sequence[Claim], ends: Collection[int | None] = (), limit: int = CARRIED) -> list[Claim]:
    """In their order; beyond the limit the most telling, and those that they refer to.

    Every figure of every side once, by its newest claim; then every figure of every speaker; then repetitions. Of each
    first those that give an end of the range that all come to (``ends``), then those that still hold, then what was
    replaced, the newest first.
    """
    if len(claims) <= limit:
        return list(claims)
    newest = sorted(claims, key=lambda c: (c.published_at or _EARLY, c.id), reverse=True)
    said: set[tuple[object, ...]] = set()
    ranked: list[tuple[int, bool, bool, int, Claim]] = []
    for number, claim in enumerate(newest):
        figure = (claim.low, claim.best, claim.high, claim.side)
        voiced = (*figure, claim.attributed_to)
        again = (figure in said) + (voiced in said)
        said |= {figure, voiced}
        bears = claim.superseded_by is None and claim.best is not None and claim.best in ends
        ranked.append((again, not bears, claim.superseded_by is not None, number, claim))
    chosen = {row[-1].id for row in sorted(ranked, key=lambda row: row[:4])[:limit]}
    for claim in claims:
        if claim.id in chosen:
            chosen |= {one for one in (claim.part_of, claim.same_as, claim.revised_from, claim.superseded_by) if one}
    return [claim for claim in claims if claim.id in chosen]
