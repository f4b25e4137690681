"""B-cubed (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections import Counter


def b_cubed(gold: dict[str, str], found: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1; an article without a cluster is one of its own."""
    mine = {article: found.get(article, f"? {article}") for article in gold}
    both = Counter((gold[a], mine[a]) for a in gold)
    true, ours = Counter(gold.values()), Counter(mine.values())
    precision = sum(n * n / ours[o] for (_, o), n in both.items()) / len(gold)
    recall = sum(n * n / true[t] for (t, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)
