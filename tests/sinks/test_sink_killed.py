"""Sink processes killed at random moments: nothing lost, nothing doubled, no offset past unfinished work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
import sink_records as make
from sink_stack import committed, count, prepared, send, until

from producers.dead_letters import read_all
from sinks.elasticsearch.client import connect
from tocsin import topics
from tocsin.local import LocalStack

MESSAGES = 2000


@pytest.mark.integration
@pytest.mark.slow
def test_killed_processes_lose_nothing(stack: LocalStack, names: Any) -> None:
    chance = random.Random(4)
    settings = prepared(stack, names, sink_batch=100)
    environment = {
        **os.environ, **stack.environment(), "TOCSIN_ELASTICSEARCH_PREFIX": names.index,
        "TOCSIN_TOPICS_PREFIX": names.topics, "TOCSIN_SINK_BATCH": "100", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip

    def start() -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "tocsin", "sink"]
        return subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    # Each article comes twice: revision 1 has an event that revision 2 takes back and another in its place.
    first = [
        (f"a{i}", make.analysis(f"a{i}", revision=1, events=[make.event(f"old{i}")])) for i in range(MESSAGES // 2)
    ]
    second = [
        (f"a{i}", make.analysis(f"a{i}", revision=2, events=[make.event(f"new{i}")])) for i in range(MESSAGES // 2)
    ]
    send(settings, topics.ANALYSES, [(key, make.analysis_message(record, "texte")) for key, record in first + second])
    sinks: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(4):
            sinks.append(start())
            until(lambda: count(settings, "articles") > 0, 60)
            time.sleep(chance.uniform(0.2, 1.5))
            sinks[-1].send_signal(chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
            sinks[-1].wait(60)
        sinks.append(start())
        until(lambda: committed(settings, topics.ANALYSES) == MESSAGES, 120)
    finally:
        for one in sinks:
            one.terminate()
            one.wait(60)
    assert count(settings, "articles") == MESSAGES // 2
    assert count(settings, "events") == MESSAGES // 2
    with connect(settings) as client:
        old = client.count(index=f"{names.index}-events", query={"prefix": {"id": "old"}})["count"]
    assert old == 0
    assert not read_all(settings)
