"""Articles through Kafka, a worker and the sink, beside a bare pool of as many processes on the same articles.

Twice: with one process for language work on both sides, which leaves a core to the servers, the sink and the worker's
other stages, and with two, where the stream has to share the two cores with them and the pool has both to itself.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.suite.base import Options, Row, against, articles, cpu_of
from benchmarks.suite.house import House, house, servers
from processors import work
from tocsin.local import LocalStack
from tocsin.records import Article

PROCESSES = (1, 2)
ROUNDS = 2
LOOK = 0.5
"""Seconds between two looks into the index: the instrument is not to be the load."""
FIRST = 30
"""Articles before the first round: indices are made, word lists loaded, the servers' code compiled."""


def rows(options: Options) -> list[Row]:
    """For each number of processes."""
    with servers() as stack:
        return [row for processes in PROCESSES for row in _beside(options, stack, processes)]


def _beside(options: Options, stack: LocalStack, processes: int) -> list[Row]:
    """Interleaved rounds: stream, pool, stream, pool; all started and warm before the first.

    Articles are as long as real news, and a round takes many times the second or two that the last of them needs from
    linking until it can be found.
    """
    count = options.size(300, 800)
    made = articles(options, FIRST + count * ROUNDS, full=True)
    warm = min(FIRST, len(made) // 4)  # a corpus that was given may be small
    first, made = made[:warm], made[warm:]
    count = len(made) // ROUNDS
    spent = {"stream": [0.0, 0.0, 0.0], "pool": [0.0, 0.0, 0.0]}
    with (
        house(stack, worker_processes=processes) as running,
        ProcessPoolExecutor(processes, get_context("spawn"), work.prepare, ({}, None, 0.0)) as pool,
    ):
        for future in [pool.submit(work.warm) for _ in range(processes)]:
            future.result()
        options.say(f"{processes} process(es); {len(first)} articles to begin with, not counted")
        _stream(running, first, len(first))
        _pool(pool, [], first)
        pool_pids = list(getattr(pool, "_processes", {}))
        for number in range(ROUNDS):
            part = made[number * count : (number + 1) * count]
            options.say(f"round {number + 1} of {ROUNDS}: {len(part)} articles")
            _add(spent["stream"], _stream(running, part, len(first) + count * (number + 1)))
            _add(spent["pool"], _pool(pool, pool_pids, part))
    n = count * ROUNDS
    rate = {name: [n / seconds for seconds in values] for name, values in spent.items()}
    name = f"{processes} process{'es' if processes > 1 else ''}"
    return [
        against(f"{name}: understood, by the clock", rate["stream"][0], rate["pool"][0], "articles/s", n, 0.85),
        against(f"{name}: worker's CPU (all five agents) beside the pool's", rate["stream"][1], rate["pool"][1],
                "articles/CPU s", n, 0.85),
        against(f"{name}: worker and sink's CPU beside the pool's", rate["stream"][2], rate["pool"][2],
                "articles/CPU s", n),
    ]  # fmt: skip


def _add(total: list[float], more: tuple[float, float, float]) -> None:
    for index, value in enumerate(more):
        total[index] += value


def _stream(running: House, part: list[Article], expected: int) -> tuple[float, float, float]:
    """Seconds until all can be found; CPU seconds of the worker, and of worker and sink."""
    worker, sink = running.cpu("worker"), running.cpu("sink")
    begin = time.monotonic()
    running.publish(part)
    running.until(expected, running.found, every=LOOK)
    seconds = time.monotonic() - begin
    worker, sink = running.cpu("worker") - worker, running.cpu("sink") - sink
    return seconds, worker, worker + sink


def _pool(pool: ProcessPoolExecutor, pids: list[int], part: list[Article]) -> tuple[float, float, float]:
    """The same two steps, from bytes to bytes, with nothing else."""
    before = sum(map(cpu_of, pids)) + sum(os.times()[:2])
    begin = time.monotonic()
    done = list(pool.map(_both, [article.to_json() for article in part], chunksize=4))
    seconds = time.monotonic() - begin
    if len(done) != len(part) or not all(done):
        raise RuntimeError("the pool did not do all articles")
    cpu = sum(map(cpu_of, pids)) + sum(os.times()[:2]) - before
    return seconds, cpu, cpu


def _both(raw: bytes) -> bytes | None:
    cleaned = work.clean_article(raw).value
    return work.extract_article(cleaned).value if cleaned else None
