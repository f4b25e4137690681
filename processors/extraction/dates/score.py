"""Scoring dates: an expression is right when its place overlaps and its days are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from processors.extraction.marks import DateMark


def score(pairs: Iterable[tuple[Sequence[DateMark], Sequence[DateMark]]]) -> dict[str, Any]:
    """Precision, recall and F1 of (gold, predicted) pairs."""
    hits = predicted_total = gold_total = 0
    for gold, predicted in pairs:
        gold_total += len(gold)
        predicted_total += len(predicted)
        hits += sum(any(_same(g, p) for p in predicted) for g in gold)
    precision = hits / predicted_total if predicted_total else 0.0
    recall = hits / gold_total if gold_total else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"dates_p": precision, "dates_r": recall, "dates_f": f1}


def _same(a: DateMark, b: DateMark) -> bool:
    overlap = a.span.start_char < b.span.end_char and b.span.start_char < a.span.end_char
    return overlap and (a.start, a.end) == (b.start, b.end)
