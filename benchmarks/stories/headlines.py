"""The peer: single-pass clustering of headlines by TF-IDF cosine, IDF counted on the stream so far."""

from __future__ import annotations

import math
import re
from collections import Counter

WORD = re.compile(r"\w{2,}")


class Headlines:
    """Each headline joins the nearest centroid at or above the threshold, else begins a cluster."""

    def __init__(self, threshold: float = 0.2) -> None:
        self._threshold = threshold
        self._seen: Counter[str] = Counter()
        self._centroids: list[Counter[str]] = []

    def cluster(self, titles: list[tuple[str, str]]) -> dict[str, str]:
        """Cluster per id, in the order given."""
        found = {}
        for number, (article, title) in enumerate(titles, 1):
            words = Counter(WORD.findall(title.casefold()))
            self._seen.update(words.keys())
            vector = {w: n * math.log((number + 1) / (self._seen[w] + 0.5)) for w, n in words.items()}
            scores = [self._cosine(vector, centroid) for centroid in self._centroids]
            best = max(range(len(scores)), key=scores.__getitem__, default=-1)
            if best < 0 or scores[best] < self._threshold:
                self._centroids.append(Counter())
                best = len(self._centroids) - 1
            for word, value in vector.items():
                self._centroids[best][word] += value  # type: ignore[assignment]
            found[article] = str(best)
        return found

    @staticmethod
    def _cosine(one: dict[str, float], other: Counter[str]) -> float:
        lengths = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
        return sum(v * other[w] for w, v in one.items() if w in other) / lengths if lengths else 0.0
