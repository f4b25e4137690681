"""Stories: B-cubed beside TF-IDF on headlines (given a labelled file); cost of an article, also of late ones."""

from __future__ import annotations

import json

from benchmarks.stories.run import cost, late, quality
from benchmarks.suite.base import Options, Row


def rows(options: Options) -> list[Row]:
    """Cost always; quality when the corpus has ``cluster`` and ``topic`` in its lines."""
    found: list[Row] = []
    if options.corpus is not None and _labelled(options):
        for name, n, own, plain in quality([options.corpus], options.size(1, 3), "report"):
            found.append(Row(f"B-cubed F1 on {name}, beside TF-IDF on headlines", own[2], plain[2],
                             own[2] / plain[2], "", n, "ratio > 1", own[2] > plain[2]))  # fmt: skip
    sizes = [300, 1_000, 3_000] if options.quick else [1_000, 10_000, 100_000]
    first = 0.0
    for stories, articles, each in cost(sizes):
        first = first or each
        found.append(Row(f"{stories:,} open stories: one more article", 1000 * each, 1000 * first, each / first,
                         "CPU ms", articles, "ratio ≤ 1.5", each <= 1.5 * first))  # fmt: skip
    alone = 0.0
    for batch, articles, each in late([1, 4, 16, 64], options.size(1_000, 2_000)):
        alone = alone or each
        found.append(Row(f"late articles, {batch} at a time", 1000 * each, 1000 * alone, each / alone,
                         "CPU ms", articles))  # fmt: skip
    return found


def _labelled(options: Options) -> bool:
    assert options.corpus is not None
    with options.corpus.open(encoding="utf-8") as lines:
        return {"cluster", "topic"} <= set(json.loads(lines.readline()))
