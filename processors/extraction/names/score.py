"""Scoring names: exact span and label, precision, recall, F1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Spans = set[tuple[int, int, str]]


def score(pairs: Iterable[tuple[Spans, Spans]]) -> dict[str, Any]:
    """Micro-averaged scores of (gold, predicted) pairs, in the form of spaCy's scorers."""
    counts: dict[str, list[int]] = {}
    for gold, predicted in pairs:
        for _, _, label in gold & predicted:
            counts.setdefault(label, [0, 0, 0])[0] += 1
        for _, _, label in predicted:
            counts.setdefault(label, [0, 0, 0])[1] += 1
        for _, _, label in gold:
            counts.setdefault(label, [0, 0, 0])[2] += 1
    total = [sum(column) for column in zip(*counts.values(), strict=True)] if counts else [0, 0, 0]
    precision, recall, f1 = _prf(*total)
    per_type = {label: dict(zip("prf", _prf(*row), strict=True)) for label, row in sorted(counts.items())}
    return {"names_p": precision, "names_r": recall, "names_f": f1, "names_per_type": per_type}


def _prf(hits: int, predicted: int, gold: int) -> tuple[float, float, float]:
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0
