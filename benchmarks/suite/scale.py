"""Workers that sleep in place of language work, so that few cores can show what more of them would give."""

from __future__ import annotations

import time

from benchmarks.suite.base import Options, Row, articles
from benchmarks.suite.house import house, servers
from tocsin import topics

WAIT = 0.5
PARTITIONS = 8


def rows(options: Options) -> list[Row]:
    """Articles a second with 1, 2 and 4 workers of one process each."""
    found: list[Row] = []
    one = 0.0
    with servers() as stack:
        for workers in (1, 2, 4):
            count = options.size(24, 60) * workers
            made = articles(options, count)
            count = len(made)
            options.say(f"{workers} worker(s), {count} articles")
            flags = {"topics_partitions": PARTITIONS, "worker_batch": 8}
            with house(stack, workers, sink=False, more=("--wait", str(WAIT)), **flags) as running:
                time.sleep(5)  # until partitions are dealt out for good
                begin = time.monotonic()
                running.publish(made)
                running.until(count, lambda: running.sent(topics.EXTRACTIONS))
                rate = count / (time.monotonic() - begin)
            one = one or rate
            share = rate / (one * workers)
            bar, met = ("ratio ≥ 0.8", share >= 0.8) if workers > 1 else ("", None)
            found.append(Row(f"{workers} worker(s), {WAIT:g} s an article", rate, workers * one, share, "articles/s",
                             count, bar, met))  # fmt: skip
    return found
