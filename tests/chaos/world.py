"""Servers, proxies, workers, sink and producer of one run, and handles to strike them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from elasticsearch import Elasticsearch

from sinks.elasticsearch.client import connect
from sinks.elasticsearch.indices import ensure_alias, prepare
from tests.chaos.corpus import REQUEST_LIMIT, Stream
from tests.chaos.offsets import Offsets
from tests.chaos.proxy import HttpProxy, Proxy
from tocsin import topics
from tocsin.kafka import producer
from tocsin.local import LocalStack
from tocsin.local.ports import choose
from tocsin.settings import Settings, environment, load
from tocsin.supervisor import WITH_PARENT, Part, Supervisor


class Producer:
    """``tocsin replay --resume``, started again until it has said everything."""

    def __init__(self, arguments: list[str], settings: Settings, log: Path) -> None:
        self._arguments, self._settings, self._log = arguments, settings, log
        self.process: subprocess.Popen[bytes] | None = None
        self.finished = False
        self.starts = 0

    def check(self) -> None:
        """Start it (again) unless it is done."""
        if self.finished or (self.process is not None and self.process.poll() is None):
            return
        if self.process is not None and self.process.returncode == 0:
            self.finished = True
            return
        self.starts += 1
        environ = {**os.environ, **environment(self._settings), WITH_PARENT: str(os.getpid())}
        line = [sys.executable, "-m", "tocsin", "replay", *self._arguments]
        with self._log.open("ab") as output:
            self.process = subprocess.Popen(
                line, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )

    def strike(self, number: int) -> None:
        """Send a signal."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def stop(self) -> None:
        """End it."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class World:
    """Everything that runs; ``direct`` settings go past the proxies."""

    def __init__(self, folder: Path, stream: Stream, rate: float, seed: int, workers: int) -> None:
        self.folder, self.stream, self.rate, self.seed, self._workers = folder, stream, rate, seed, workers
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _start(self) -> None:
        listener, kafka_port, elastic_port = choose(), choose(), choose()
        self.servers = self._stack.enter_context(
            LocalStack(
                self.folder / "servers", preferred_ports=False, kafka_proxy=(listener, kafka_port),
                elasticsearch_settings={"http.max_content_length": REQUEST_LIMIT},
            )
        )  # fmt: skip
        self.kafka_proxy = Proxy(kafka_port, listener).start()
        self._stack.callback(self.kafka_proxy.stop)
        self.elastic_proxy = HttpProxy(elastic_port, self.servers.elasticsearch.port, self.seed).start()
        self._stack.callback(self.elastic_proxy.stop)
        self.settings = self._settings(f"127.0.0.1:{kafka_port}", f"http://127.0.0.1:{elastic_port}")
        self.direct = self._settings(self.servers.kafka.address, self.servers.elasticsearch.url)
        topics.create(self.direct)
        self.client: Elasticsearch = self._stack.enter_context(connect(self.direct))
        prepare(self.client, self.direct)
        ensure_alias(self.client, self.direct.elasticsearch_prefix)
        parts = [self.worker(n) for n in range(1, self._workers + 1)]
        parts.append(Part("sink", ("sink",), {"TOCSIN_METRICS_PORT": str(choose())}))
        self.supervisor = Supervisor(parts, self.folder / "logs", environment(self.settings))
        self._stack.callback(self.supervisor.stop, 20.0)
        self.supervisor.start()
        self._raw = producer(self.direct, "chaos")
        self._stack.callback(self._raw.close, timeout=1)
        self._sending = ThreadPoolExecutor(1)
        self._sent: list[Future[None]] = []
        self._stack.callback(self._sending.shutdown, wait=False, cancel_futures=True)
        self.offsets = Offsets(self.direct)
        self._stack.callback(self.offsets.stop)
        file = self.folder / "articles.jsonl"
        self.stream.write(file)
        arguments = [str(file), "--resume", "--rate", str(self.rate), "--quiet", "--state", str(self.folder / "replay")]
        self.producer = Producer(arguments, self.settings, self.folder / "logs" / "producer.log")
        self._stack.callback(self.producer.stop)

    def _settings(self, kafka: str, elastic: str) -> Settings:
        return load(
            {
                "kafka_bootstrap": kafka, "elasticsearch_url": elastic, "topics_partitions": 4, "worker_processes": 1,
                "worker_data": str(self.folder / "worker"), "elasticsearch_prefix": "chaos", "log_format": "json",
            },
            {},
        ).settings  # fmt: skip

    def worker(self, number: int) -> Part:
        """One more worker; give it to the supervisor."""
        arguments = ("--id", f"worker-{number}")
        return Part(f"worker-{number}", arguments, {"TOCSIN_METRICS_PORT": str(choose())}, "tests.chaos.worker")

    def workers(self) -> list[str]:
        """Names of those that are meant to run."""
        return sorted(name for name in self.supervisor.parts if name.startswith("worker"))

    def check_parts(self) -> None:
        """Start again what has ended, the producer apart."""
        self.supervisor.check()

    def check(self) -> None:
        """Start again what has ended."""
        self.supervisor.check()
        self.producer.check()

    def unready(self) -> dict[str, str]:
        """Parts that are not ready, and why."""
        return {name: why for name in self.supervisor.parts if (why := self.supervisor.health(name))}

    def send(self, topic: str, messages: Iterable[tuple[bytes | None, bytes | None]]) -> None:
        """Raw messages past the producer. In a thread: while the broker is away they wait, and we bring it back."""

        def work() -> None:
            for key, value in messages:
                self._raw.send(self.direct.topic(topic), key=key, value=value)

        self._sent.append(self._sending.submit(work))

    def flush(self) -> None:
        """All of them are taken."""
        for sent in self._sent:
            sent.result()
        self._raw.flush()

    def leave(self, name: str) -> subprocess.Popen[Any] | None:
        """A worker goes and is not started again."""
        process = self.supervisor.parts.pop(name).process
        if process is not None:
            process.terminate()
            self._stack.callback(_end, process)
        return process


def _end(process: subprocess.Popen[Any]) -> None:
    deadline = time.monotonic() + 5
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    process.wait()
