"""Which of several places of one name is meant.

Evidence, in the order of its weight: a country or region named right behind ("Paris, Texas"), the
countries the article names, our own list of flashpoints, population, its own name rather than an
alternate one, and nearness to places already settled.
"""

from __future__ import annotations

import math
from collections import Counter

from processors.extraction.places.gazetteer import Candidate
from processors.extraction.places.score import kilometres

MAIN = 1.0
"""A town goes rather by its own name than another, four times as large, by a former one (Islamabad, Chattogram)."""
_NEAR_KM = 300.0


def choose(
    candidates: list[Candidate], countries: Counter[str], behind: str | None, settled: list[Candidate]
) -> Candidate | None:
    """The likeliest candidate, or None when nothing speaks for any of them."""
    best: Candidate | None = None
    best_score = -math.inf
    total = sum(countries.values())
    for candidate in candidates:
        score = _score(candidate, countries, total, behind, settled)
        if score > best_score:
            best, best_score = candidate, score
    return best if best_score >= 2.0 else None


def _score(
    candidate: Candidate, countries: Counter[str], total: float, behind: str | None, settled: list[Candidate]
) -> float:
    score = {"country": 6.0, "region": 5.0, "land": 5.0, "site": 5.0}.get(candidate.source)
    if score is None:
        score = math.log10(candidate.population + 100) - 1.5 + (MAIN if candidate.main else 0.0)
    country = candidate.country
    if behind is not None:
        score += 6.0 if country == behind else -3.0 if country is not None else 0.0
    if country is not None and total:
        share = countries[country] / total
        score += (1.5 if share else -0.5) + 2.5 * share
    if candidate.source != "country":
        lat, lon = candidate.lat, candidate.lon
        near = sum(1 for place in settled[-8:] if kilometres(lat, lon, place.lat, place.lon) < _NEAR_KM)
        score += min(near, 3) * 0.6
    return score
