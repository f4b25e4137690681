"""Fits ``lexicon/common/relevance_weights.yaml`` on the work halves of texts of our own.

A logistic regression of the sums of ``processors/extraction/relevance/evidence.py``, each as a share of all, with signs
fixed. The texts: ``tests/extraction/relevance`` (cases and reports) and the accuracy suite; besides each short text,
four of a subject joined stand for a long one. Run from the repository: ``python -m benchmarks.relevance.fit``; it
prints the figures of both halves and writes the file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from processors.extraction import lexicon
from processors.extraction.load import build
from processors.extraction.relevance.evidence import FOR, NAMES, evidence
from processors.extraction.relevance.words import Words
from tests.extraction.relevance.cases import PUBLISHED, Case, cases, reports

Matrix = NDArray[np.float64]
PULL = 0.001
"""How strongly weights are drawn to nothing."""
MARGIN = 0.8
"""Log odds asked for beyond an even chance: an alarm about football is worse than a sentence missed."""
SUITE = Path(__file__).parents[2] / "tests" / "accuracy" / "suite"
OUT = lexicon.HERE / "common" / "relevance_weights.yaml"
HEAD = """# Weights of what tells conflict from other subjects, by benchmarks/relevance/fit.py; see
# processors/extraction/relevance/evidence.py for the names. Above 0: for conflict; prior: what must be outweighed;
# bias: what a text starts from, the more the longer it is.
"""


def texts(language: str) -> Iterator[Case]:
    """Every text of a language that says whether it is relevant."""
    yield from cases(language)
    yield from reports(language)
    for line in (SUITE / f"{language}.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        kind = "relevant" if item["gold"]["relevant"] else "irrelevant"
        day = datetime.fromisoformat(item["published_at"]) if item.get("published_at") else PUBLISHED
        yield Case(language, kind, f"suite {item['about']}", item["half"], item.get("title"), item["body"], day)


def sums(nlp: Language, words: Words, text: Case) -> list[float]:
    """The evidence of a text, before relevance is decided."""
    doc = nlp.make_doc(text.body)
    doc._.title, doc._.published_at = text.title, text.published
    for name, component in nlp.pipeline:
        if name != "tocsin_relevance":
            doc = component(doc)
    found = evidence(doc, words)
    return [found[name] for name in NAMES]


def joined(some: Sequence[Case], size: int = 4) -> list[Case]:
    """Long texts: some of a subject, one after the other, under the headline of the first."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for text in some:
        groups[text.kind, text.group].append(text)
    made = []
    for members in groups.values():
        for i in range(0, len(members) - size + 1, 2):
            part, first = members[i : i + size], members[i]
            body = "\n".join(s.body for s in part)
            made.append(Case(first.language, first.kind, first.group, first.half, first.title, body, first.published))
    return made


def features(rows: Matrix) -> Matrix:
    """Shares of the whole, the share of the prior, and the bias."""
    whole = rows.sum(axis=1, keepdims=True) + 2
    shares: Matrix = np.hstack([rows / whole, -1 / whole, np.ones((len(rows), 1))])
    return shares


def fit(x: Matrix, y: Matrix, steps: int = 20_000) -> Matrix:
    """Projected gradient descent: weights of evidence keep their sign."""
    sign = np.array([*(1.0 if n in FOR else -1.0 for n in NAMES), 0.0, 0.0])
    pull = np.array([*([PULL / 9] * (len(NAMES) + 1)), 0.0])
    weight, speed = np.zeros(len(sign)), np.zeros(len(sign))
    share = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ weight))
        speed = 0.9 * speed - 0.5 * (x.T @ (share * (p - y)) / len(y) + pull * weight)
        weight = weight + speed
        weight = np.where(weight * sign < 0, 0.0, weight)
    return weight


def main() -> None:
    """Read, fit, tell, write."""
    rows: dict[str, list[list[float]]] = defaultdict(list)
    gold: dict[str, list[float]] = defaultdict(list)
    for language in ("en", "fr"):
        dissent = lexicon.load(language, "events_private").get("dissent")
        nlp, words = build(language), Words(language, {**lexicon.load(language, "relevance"), "dissent": dissent})
        for half in ("work", "report"):
            some = [text for text in texts(language) if text.half == half]
            for text in [*some, *joined(some)]:
                rows[half].append(sums(nlp, words, text))
                gold[half].append(float(text.kind != "irrelevant"))
    weight = fit(features(np.array(rows["work"])), np.array(gold["work"]))
    weight[-1] -= MARGIN
    for half in ("work", "report"):
        y = np.array(gold[half]) > 0
        p = features(np.array(rows[half])) @ weight > 0
        f1 = 2 * (p & y).sum() / (p.sum() + y.sum())
        print(f"{half}: {len(y)} texts, F1 {f1:.3f}, alarms {(p & ~y).sum()}, missed {(~p & y).sum()}")
    lines = [f"  {name}: {value:.1f}" for name, value in zip(NAMES, weight, strict=False)]
    last = f"prior: {weight[-2]:.1f}\nbias: {weight[-1]:.2f}\nweights:\n"
    OUT.write_text(HEAD + last + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
