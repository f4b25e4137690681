"""Story linking: B-cubed on labelled streams beside TF-IDF on headlines, and cost per article as stories grow.

    python -m benchmarks.stories.run quality FILE… [--seeds 3] [--half report]
    python -m benchmarks.stories.run cost [--stories 1000 10000 100000]

A FILE has lines with ``id``, ``cluster``, ``topic``, ``lang``, ``title``, ``text``. Topics fall into two halves
by their hash: ``work`` is what thresholds were chosen on, ``report`` is what is reported.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.stories.headlines import Headlines
from benchmarks.stories.score import b_cubed
from benchmarks.stories.synthetic import stream
from processors.cleaning.clean import clean
from processors.extraction.extract import Extractor
from processors.stories import Linkable, StoryLinker, linkable
from tocsin.records import Article

Row = dict[str, Any]


def half_of(topic: str) -> str:
    """Which half a topic belongs to."""
    return ("work", "report")[int(hashlib.sha256(topic.encode()).hexdigest(), 16) % 2]


def read(path: Path) -> list[tuple[Row, Linkable]]:
    """Articles with their features, through the real cleaning and extraction."""
    extractor = Extractor()
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        body = row["text"] or row["title"]
        article = Article(id=row["id"], title=row["title"], body=body, language=row.get("lang"))
        found.append((row, linkable(extractor.extract(clean(article)))))
    return found


def linked(items: list[Linkable], batch: int = 16) -> dict[str, str]:
    """Stories as the stream leaves them."""
    linker = StoryLinker()
    assigned: dict[str, str] = {}
    for start in range(0, len(items), batch):
        assigned.update(linker.add(items[start : start + batch]).assignments)
    return assigned


Scores = tuple[float, float, float]


def quality(paths: list[Path], seeds: int, half: str) -> Iterator[tuple[str, int, Scores, Scores]]:
    """Mean over shuffles of the stream: name, articles, ours, TF-IDF on headlines."""
    for path in paths:
        everything = read(path)
        rows = [pair for pair in everything if half in ("all", half_of(pair[0]["topic"]))]
        ours, plain = [], []
        for seed in range(seeds):
            random.Random(seed).shuffle(rows)
            gold = {row["id"]: row["cluster"] for row, _ in rows}
            ours.append(b_cubed(gold, linked([item for _, item in rows])))
            plain.append(b_cubed(gold, Headlines().cluster([(row["id"], row["title"]) for row, _ in rows])))
        yield path.stem, len(rows), _mean(ours), _mean(plain)


def _mean(scores: list[Scores]) -> Scores:
    p, r, f = (statistics.mean(score[i] for score in scores) for i in range(3))
    return p, r, f


def cost(sizes: list[int]) -> Iterator[tuple[int, int, float]]:
    """CPU time of one more article when so many stories are open, three articles to a story.

    Yields open stories, articles so far, seconds.
    """
    linker, made = StoryLinker(), 0
    source = stream()
    for size in sizes:
        while len(linker.revisions()) < size:
            linker.add([next(source) for _ in range(100)])
            made += 100
        begin = time.process_time()
        for _ in range(10):
            linker.add([next(source) for _ in range(20)])
        made += 200
        each = (time.process_time() - begin) / 200
        yield len(linker.revisions()), made, each


def late(batches: list[int], articles: int = 2_000) -> Iterator[tuple[int, int, float]]:
    """CPU time of an article that comes behind most of the stream though it was written early in it.

    A fifth of the articles, all of the first three fifths, comes last: a worker that stood still did not send them on.
    Yields how many came together, how many were late, seconds.
    """
    source = stream()
    items = [next(source) for _ in range(articles)]
    behind = items[: articles * 3 // 5 : 3]
    waiting = {item.id for item in behind}
    for batch in batches:
        linker = StoryLinker()
        linker.add([item for item in items if item.id not in waiting])
        begin = time.process_time()
        for start in range(0, len(behind), batch):
            linker.add(behind[start : start + batch])
        yield batch, len(behind), (time.process_time() - begin) / len(behind)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    labelled = commands.add_parser("quality")
    labelled.add_argument("files", nargs="+", type=Path)
    labelled.add_argument("--seeds", type=int, default=3)
    labelled.add_argument("--half", choices=("work", "report", "all"), default="report")
    timed = commands.add_parser("cost")
    timed.add_argument("--stories", nargs="+", type=int, default=[1000, 10_000])
    options = parser.parse_args()
    if options.command == "quality":
        for stem, count, *both in quality(options.files, options.seeds, options.half):
            for name, (p, r, f) in zip(("stories", "TF-IDF on headlines"), both, strict=True):
                shown = f"{stem} ({options.half}, {count} articles, {options.seeds} shuffles) {name}"
                print(f"{shown}: P {p:.3f} R {r:.3f} F1 {f:.3f}")
    else:
        for stories, made, each in cost(sorted(options.stories)):
            print(f"{stories} open stories, {made} articles: {1000 * each:.2f} ms an article")


if __name__ == "__main__":
    main()
