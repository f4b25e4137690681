"""Quix Streams' Elasticsearch sink on the same topic, making the same documents: run by a Python that has it.

``TOCSIN_QUIX`` names that Python; it needs ``pip install quixstreams 'elasticsearch<9' pydantic``. Started as a program
it makes ``count`` documents and prints the seconds by the clock and those of the processor as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "TOCSIN_QUIX"


def measured(broker: str, topic: str, url: str, index: str, count: int, batch: int) -> dict[str, float] | None:
    """What the program says; None where ``TOCSIN_QUIX`` names no Python."""
    python = os.environ.get(PYTHON)
    if not python:
        return None
    command = [python, str(Path(__file__)), broker, topic, url, index, str(count), str(batch)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"Quix Streams: {done.stderr[-1500:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(broker: str, topic: str, url: str, index: str, count: str, batch: str) -> None:
    """Run the stream until all messages are written."""
    from elasticsearch import Elasticsearch
    from quixstreams import Application
    from quixstreams.sinks.community.elasticsearch import ElasticsearchSink

    from sinks.elasticsearch.documents import of_analysis
    from tocsin.records import AnalysedArticle

    began: list[float] = []

    def documents(value: bytes) -> list[dict[str, Any]]:
        if not began:
            began[:] = [time.monotonic(), time.process_time()]
        article = AnalysedArticle.from_json(value)
        return [dict(document.source) for document in of_analysis("quix", article, article.body)]

    Elasticsearch.info = lambda _self: {}  # type: ignore[method-assign,assignment] # the local one has no GET /
    sink = ElasticsearchSink(
        url=url, index=index, mapping={"mappings": {"dynamic": False}}, batch_size=int(batch),
        document_id_setter=lambda item: str(item.value["id"]),
    )  # fmt: skip
    app = Application(
        broker_address=broker, consumer_group=f"quix-{index}", auto_offset_reset="earliest", commit_every=int(batch),
        loglevel="WARNING", auto_create_topics=False,
    )  # fmt: skip
    stream = app.dataframe(app.topic(topic, value_deserializer="bytes", key_deserializer="bytes"))
    stream.apply(documents, expand=True).sink(sink)
    app.run(count=int(count))  # it counts what comes out
    print(json.dumps({"clock": time.monotonic() - began[0], "cpu": time.process_time() - began[1]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
