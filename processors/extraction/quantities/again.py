"""Words that stand for the number told just before: "five dead and as many wounded"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from processors.extraction.quantities.interval import Figure
from processors.extraction.quantities.phrases import Tree, match_on

_REACH = 12
"""Tokens between the number and the words that stand for it again."""


def told_before(doc: Doc, i: int, found: Sequence[Figure], phrases: Tree, barring: frozenset[str]) -> Figure | None:
    """The figure at ``i`` if one of the phrases begins there; ``barring``: words beside it that make it another."""
    hit = match_on(doc, phrases, i)
    told = next((f for f in reversed(found) if f.form in ("number", "vague") and f.best is not None), None)
    if hit is None or told is None or i - told.end > _REACH or hit[1] >= len(doc):
        return None
    if not barring.isdisjoint((doc[i - 1].lower_, doc[hit[1]].lower_)):
        return None
    if any(t.is_sent_start for t in doc[told.end + 1 : i]):
        return None
    same = Figure(i, hit[1], told.low, told.best, told.high, told.qualifier, "number")
    same.core = i
    return same
