"""Dead letters from the command line on a real broker: list, send again, delete."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sinks.elasticsearch.dead import DeadLetters
from tocsin import topics
from tocsin.cli import cli
from tocsin.kafka import producer
from tocsin.local import LocalStack
from tocsin.settings import Settings, environment

pytestmark = [pytest.mark.integration]


def test_list_replay_and_purge(stack: LocalStack, names: Any) -> None:
    settings = Settings(kafka_bootstrap=stack.kafka.address, topics_prefix=names.topics)
    topics.create(settings)
    letters = DeadLetters(settings, producer(settings, "test"))
    for n in range(3):
        source = settings.topic(topics.RAW)
        letters.send(
            SimpleNamespace(topic=source, partition=0, offset=n, key=b"k%d" % n, value=b"\xff%d" % n, headers=[]),
            "record", f"reason {n}",
        )  # fmt: skip
    letters.close()

    def tocsin(*words: str) -> Result:
        return CliRunner().invoke(cli, ["dead-letters", *words], env=environment(settings))

    def listed(*words: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in tocsin("list", "--json", *words).output.splitlines()]

    assert [(one["offset"], one["reason"], one["key"]) for one in listed()] == [
        (0, "reason 0", "k0"), (1, "reason 1", "k1"), (2, "reason 2", "k2"),
    ]  # fmt: skip
    assert "1 sent again" in tocsin("replay", "1").output
    assert "0 sent again" in tocsin("replay", "1").output
    assert [one["offset"] for one in listed()] == [0, 2]
    assert [one["offset"] for one in listed("--all")] == [0, 1, 2]
    beyond = tocsin("purge", "--up-to", "99", "--yes")
    assert beyond.exit_code == 1
    assert "there is nothing at 99: offsets 0 to 3 are kept" in beyond.output
    assert tocsin("purge", "--up-to", "1").exit_code == 1, "unasked nothing goes"
    assert len(listed("--all")) == 3
    assert "deleted up to offset 1" in tocsin("purge", "--up-to", "1", "--yes").output
    assert [one["offset"] for one in listed("--all")] == [2]
    again = tocsin("purge", "--up-to", "0", "--yes")
    assert again.exit_code == 1
    assert "there is nothing at 0" in again.output


def test_a_replay_counts_and_has_a_health_page(stack: LocalStack, names: Any, tmp_path: Any) -> None:
    from tocsin import metrics

    def value(name: str, **labels: str) -> float:
        return metrics.REGISTRY.get_sample_value(name, labels) or 0.0

    settings = Settings(kafka_bootstrap=stack.kafka.address, topics_prefix=names.topics)
    topics.create(settings)
    news = tmp_path / "news.jsonl"
    news.write_text('{"body": "Two soldiers were killed."}\nno article\n')
    before = value("tocsin_articles_refused_total"), value(
        "tocsin_messages_produced_total", stage="replay", topic=topics.RAW)  # fmt: skip
    done = CliRunner().invoke(cli, ["replay", str(news), "--state", str(tmp_path)], env=environment(settings))
    assert done.exit_code == 1, "a line was refused"
    assert value("tocsin_articles_refused_total") == before[0] + 1
    assert value("tocsin_messages_produced_total", stage="replay", topic=topics.RAW) == before[1] + 1
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(
            cli, ["--set", f"metrics_port={port}", "replay", str(news)], env=environment(settings)
        )
    assert f"nobody can listen at 127.0.0.1:{port}" in done.output
    env = {**environment(settings), "TOCSIN_METRICS_PORT": str(port)}
    command = [sys.executable, "-m", "tocsin", "replay", "-", "--state", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **env}) as process:
        try:
            page = _page(f"http://127.0.0.1:{port}/health/ready", 30)
        finally:
            process.kill()
    assert json.loads(page) == {"ready": True, "problems": []}


def _page(url: str, timeout: float) -> bytes:
    deadline = time.monotonic() + timeout
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return bytes(answer.read())
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
