"""Scoring places: found is any overlap; a found one is right within 161 km (100 miles), as in Mordecai."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from processors.extraction.marks import PlaceMark

LIMIT_KM = 161.0


def score(pairs: Iterable[tuple[Sequence[PlaceMark], Sequence[PlaceMark]]]) -> dict[str, Any]:
    """Precision, recall and F1 of finding, and accuracy of those found."""
    found = right = gold_total = predicted_total = 0
    for gold, predicted in pairs:
        gold_total += len(gold)
        predicted_total += len(predicted)
        for place in gold:
            hits = [p for p in predicted if _overlap(place, p)]
            found += bool(hits)
            right += any(kilometres(place.lat, place.lon, p.lat, p.lon) <= LIMIT_KM for p in hits)
    precision = found / predicted_total if predicted_total else 0.0
    recall = found / gold_total if gold_total else 0.0
    return {
        "places_found_p": precision,
        "places_found_r": recall,
        "places_found_f": 2 * precision * recall / (precision + recall) if found else 0.0,
        "places_within_161km": right / found if found else 0.0,
    }


def kilometres(lat: float | None, lon: float | None, lat2: float | None, lon2: float | None) -> float:
    """Distance on a sphere; infinite when one of the points is unknown."""
    if lat is None or lon is None or lat2 is None or lon2 is None:
        return math.inf
    a, b = math.radians(lat), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _overlap(a: PlaceMark, b: PlaceMark) -> bool:
    return a.span.start_char < b.span.end_char and b.span.start_char < a.span.end_char
