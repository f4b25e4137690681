"""Fits ``lexicon/common/relevance_weights.yaml`` on the work half of ``tests/extraction/relevance/cases_*.yaml``.

A logistic regression of ten sums (``processors/extraction/relevance/evidence.py``) with signs fixed and weights drawn
to a plain start; besides each short text, four of a subject joined stand for a long one. Run from the repository:
``python -m benchmarks.relevance.fit``; it prints the figures of both halves and writes the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from processors.extraction import lexicon
from processors.extraction.load import build
from processors.extraction.relevance.evidence import FOR, NAMES, evidence
from processors.extraction.relevance.words import Words
from tests.extraction.relevance.cases import Case, cases

Matrix = NDArray[np.float64]
START = {"core": 6, "near": 4, "title_core": 6, "firm": 8, "bare": 4, "soft": 2, "diplomacy": 6,
         "main": -8, "rest": -4, "title_main": -8}  # fmt: skip
PRIOR = 6.0
PULL = 0.004
"""How strongly weights are drawn to the start."""
OUT = lexicon.HERE / "common" / "relevance_weights.yaml"
HEAD = """# Weights of what tells conflict from other subjects, by benchmarks/relevance/fit.py; see
# processors/extraction/relevance/evidence.py for the names. Above 0: for conflict; prior: what must be outweighed.
"""


def sums(nlp: Language, words: Words, title: str | None, body: str) -> list[float]:
    """The evidence of a text, before relevance is decided."""
    doc = nlp.make_doc(body)
    doc._.title, doc._.published_at = title, datetime(2024, 3, 5, tzinfo=UTC)
    for name, component in nlp.pipeline:
        if name != "tocsin_relevance":
            doc = component(doc)
    found = evidence(doc, words)
    return [found[name] for name in NAMES]


def joined(texts: Sequence[Case], size: int = 4) -> list[Case]:
    """Long texts: some of a subject, one after the other, under the headline of the first."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for text in texts:
        groups[text.kind, text.group].append(text)
    made = []
    for members in groups.values():
        for i in range(0, len(members) - size + 1, 2):
            some, first = members[i : i + size], members[i]
            body = "\n".join(s.body for s in some)
            made.append(Case(first.language, first.kind, first.group, first.half, first.title, body))
    return made


def features(rows: Matrix) -> Matrix:
    """Shares of the whole, and the share of the prior."""
    whole = rows.sum(axis=1, keepdims=True) + 2
    shares: Matrix = np.hstack([rows, -np.ones((len(rows), 1))]) / whole
    return shares


def fit(x: Matrix, y: Matrix, steps: int = 20_000) -> Matrix:
    """Projected gradient descent: weights keep their sign."""
    start = np.array([*(float(START[n]) for n in NAMES), PRIOR])
    sign = np.array([*(1.0 if n in FOR else -1.0 for n in NAMES), 1.0])
    weight = start.copy()
    share = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ weight))
        slope = x.T @ (share * (p - y)) / len(y) + PULL * (weight - start) / 10
        weight = weight - 2.0 * slope
        weight = np.where(weight * sign < 0, 0.0, weight)
    return weight


def main() -> None:
    """Read, fit, tell, write."""
    rows: dict[str, list[list[float]]] = defaultdict(list)
    gold: dict[str, list[float]] = defaultdict(list)
    for language in ("en", "fr"):
        nlp, words = build(language), Words(language, lexicon.load(language, "relevance"))
        for half in ("work", "report"):
            texts = [case for case in cases(language) if case.half == half]
            for case in [*texts, *joined(texts)]:
                rows[half].append(sums(nlp, words, case.title, case.body))
                gold[half].append(float(case.kind != "irrelevant"))
    weight = fit(features(np.array(rows["work"])), np.array(gold["work"]))
    for half in ("work", "report"):
        y = np.array(gold[half]) > 0
        p = features(np.array(rows[half])) @ weight > 0
        f1 = 2 * (p & y).sum() / (p.sum() + y.sum())
        print(f"{half}: {len(y)} texts, F1 {f1:.3f}, alarms {(p & ~y).sum()}, missed {(~p & y).sum()}")
    lines = [f"  {name}: {value:.1f}" for name, value in zip(NAMES, weight, strict=False)]
    OUT.write_text(f"{HEAD}prior: {weight[-1]:.1f}\nweights:\n" + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
