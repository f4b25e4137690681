"""Measure the deduplicator: ``python -m benchmarks.dedupe [CORPUS.jsonl ...] [--originals N] [--remembered N ...]``.

Without a corpus the originals are made of our own phrases, which is good enough to see that all works; the figures in
``docs/decisions/duplicates.md`` were taken on a corpus of news, one half of it to tune on and the other to report.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from benchmarks.dedupe import peers, phrases
from benchmarks.dedupe.generator import COPY_KINDS, LOOKALIKE_KINDS, Case, Generator, load
from benchmarks.dedupe.growth import growth
from benchmarks.dedupe.score import Scores, score
from processors.cleaning.clean import clean
from processors.dedupe import Deduplicator, fingerprint
from tocsin.records import CleanArticle

BATCH = 100


def own_texts(count: int, seed: int) -> list[str]:
    """Originals of our own phrases: long texts of many filled templates, in random order."""
    generator, chooser = Generator([], seed), random.Random(seed)
    pool = phrases.TEMPLATES + phrases.SERIES
    return ["\n\n".join(generator.filled(chooser.choice(pool)) for _ in range(4)) for _ in range(count)]


def ours(cleans: Sequence[CleanArticle]) -> tuple[dict[str, str], float]:
    """Clusters and articles a second, fingerprint and verdict together."""
    start = process_time()
    marks = [fingerprint(one) for one in cleans]
    dedupe = Deduplicator()
    for at in range(0, len(marks), BATCH):
        dedupe.add(marks[at : at + BATCH])
    rate = len(cleans) / (process_time() - start)
    return {i.verdict.article_id: i.verdict.duplicate_of or i.verdict.article_id for i in dedupe.items()}, rate


def show(name: str, scores: Scores, rate: float) -> None:
    """One row of scores, then those by kind."""
    print(
        f"{name:18} P {scores.precision:.3f}  R {scores.recall:.3f}  F1 {scores.f1:.3f}  "
        f"look-alikes merged {scores.merged_all:.3f}  {rate:7.0f}/s"
    )
    print("    recall " + "  ".join(f"{k} {scores.recalls[k]:.2f}" for k in COPY_KINDS if k in scores.recalls))
    print("    merged " + "  ".join(f"{k} {scores.merged[k]:.2f}" for k in LOOKALIKE_KINDS if k in scores.merged))


def quality(cases: list[Case]) -> None:
    """Ours and the peers on the same cleaned traffic."""
    cleans = [clean(case.article) for case in cases]
    texts = [(one.article.id, one.text) for one in cleans]
    print(f"{len(cases)} articles")
    show("tocsin", *_scored(cases, ours(cleans)))
    for threshold in (0.7, 0.5):
        show(f"datasketch {threshold}", *_scored(cases, peers.datasketch(texts, threshold)))
        show(f"rensa {threshold}", *_scored(cases, peers.rensa(texts, threshold)))


def _scored(cases: list[Case], answer: tuple[dict[str, str], float]) -> tuple[Scores, float]:
    return score(cases, answer[0]), answer[1]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dedupe", description=__doc__)
    parser.add_argument("corpus", nargs="*", type=Path, help="JSON Lines with body or text")
    parser.add_argument("--half", type=int, choices=(0, 1), help="use every other text only, beginning with this")
    parser.add_argument("--originals", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale-only", action="store_true")
    parser.add_argument("--remembered", type=int, nargs="*", default=[10_000], help="sizes for speed and memory")
    options = parser.parse_args()
    texts = load(options.corpus, options.half) if options.corpus else own_texts(options.originals, options.seed)
    if not options.scale_only:
        quality(Generator(texts, options.seed).traffic(min(options.originals, len(texts))))
    if options.remembered:
        for one in growth(texts, options.remembered):
            print(
                f"{one.remembered:9,} remembered: {one.rate:6.0f}/s (verdicts alone {one.verdicts:.0f}/s), "
                f"{one.bytes_each:.0f} bytes each",
                flush=True,
            )


if __name__ == "__main__":
    main()
