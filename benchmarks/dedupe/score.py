"""Scores of a clustering of simulated traffic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.dedupe.generator import COPY_KINDS, LOOKALIKE_KINDS, Case


@dataclass(frozen=True, slots=True)
class Scores:
    """Pair scores, recall by kind of copy, share of look-alikes merged by kind."""

    precision: float
    recall: float
    f1: float
    recalls: dict[str, float]
    merged: dict[str, float]
    merged_all: float


def pair_scores(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of articles in one cluster."""

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter((gold[i], found[i]) for i in gold))
    real, said = pairs(Counter(gold.values())), pairs(Counter(found[i] for i in gold))
    precision, recall = both / said if said else 1.0, both / real if real else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def score(cases: Sequence[Case], found: Mapping[str, str]) -> Scores:
    """``found`` names the cluster of each article id."""
    gold = {case.article.id: case.cluster for case in cases}
    precision, recall, f1 = pair_scores(gold, found)
    members: dict[str, set[str]] = defaultdict(set)
    for name, cluster in found.items():
        members[cluster].add(gold[name])
    originals = {case.cluster: found[case.article.id] for case in cases if case.kind == "original"}
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        total[case.kind] += 1
        where = found[case.article.id]
        if case.kind in LOOKALIKE_KINDS:
            hits[case.kind] += len(members[where]) > 1
        elif case.kind in COPY_KINDS:
            hits[case.kind] += originals[case.cluster] == where
    alike = sum(total[k] for k in LOOKALIKE_KINDS)
    return Scores(
        precision,
        recall,
        f1,
        {k: hits[k] / total[k] for k in COPY_KINDS if total[k]},
        {k: hits[k] / total[k] for k in LOOKALIKE_KINDS if total[k]},
        sum(hits[k] for k in LOOKALIKE_KINDS) / alike if alike else 0.0,
    )
