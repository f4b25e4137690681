"""Duplicates: quality and speed beside datasketch and rensa, on simulated wire copies with look-alikes."""

from __future__ import annotations

from benchmarks.dedupe import peers
from benchmarks.dedupe.__main__ import ours, own_texts
from benchmarks.dedupe.generator import Generator, load
from benchmarks.dedupe.growth import growth
from benchmarks.dedupe.score import score
from benchmarks.suite.base import Options, Row
from processors.cleaning.clean import clean


def rows(options: Options) -> list[Row]:
    """F1 and speed of each, then speed as articles are remembered."""
    count = options.size(200, 600)
    texts = load([options.corpus], None) if options.corpus else own_texts(count, 7)
    cases = Generator(texts, 7).traffic(min(count, len(texts)))
    cleans = [clean(case.article) for case in cases]
    plain = [(one.article.id, one.text) for one in cleans]
    n = len(cases)
    answers = {
        "datasketch .5": peers.datasketch(plain, 0.5), "datasketch .7": peers.datasketch(plain, 0.7),
        "rensa .5": peers.rensa(plain, 0.5), "rensa .7": peers.rensa(plain, 0.7),
    }  # fmt: skip
    mine, rate = ours(cleans)
    own = score(cases, mine)
    scores = {name: (score(cases, answer), speed) for name, (answer, speed) in answers.items()}
    found = [
        Row(f"pair F1 beside {name}", own.f1, s.f1, own.f1 / s.f1 if s.f1 else None, "", n, "≥ .90", own.f1 >= 0.9)
        for name, (s, _) in scores.items()
    ]
    worst = min(s.merged_all for s, _ in scores.values())
    found.append(
        Row("look-alikes merged, beside the peer that merges fewest", own.merged_all, worst, None, "share", n, "≤ .10",
            own.merged_all <= 0.1)
    )  # fmt: skip
    for name, (_, speed) in scores.items():
        found.append(
            Row(f"speed beside {name}", rate, speed, rate / speed, "articles/CPU s", n, "≥ 2500", rate >= 2500)
        )
    sizes = (1_000, 10_000) if options.quick else (1_000, 10_000, 100_000, 1_000_000)
    first = 0.0
    for one in growth(texts, sizes):
        first = first or one.rate
        found.append(Row(f"{one.remembered:,} remembered: articles now", one.rate, first, one.rate / first,
                         "articles/CPU s", one.remembered))  # fmt: skip
        if one.remembered >= 10_000:
            found.append(Row(f"{one.remembered:,} remembered: memory of each", one.bytes_each, None, None, "bytes",
                             one.remembered, "≤ 10000", one.bytes_each <= 10_000))  # fmt: skip
    return found
