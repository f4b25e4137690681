"""Kafka and Elasticsearch together: started in parallel, stopped together, found again from any shell."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from tocsin.local import artifacts, ports, state
from tocsin.local.artifacts import Advance
from tocsin.local.elasticsearch import ElasticsearchServer
from tocsin.local.errors import LocalStackError
from tocsin.local.kafka import KafkaServer
from tocsin.local.process import wait_for
from tocsin.local.server import Server, Status

PREFERRED = {"kafka": 9092, "controller": 9093, "elasticsearch": 9200, "transport": 9300}


class LocalStack:
    """The two servers, with their data in one folder.

    >>> with LocalStack() as stack:                                    # doctest: +SKIP
    ...     stack.kafka.address, stack.elasticsearch.url
    ('127.0.0.1:9092', 'http://127.0.0.1:9200')

    Args:
        data_dir: where the servers keep everything; made when missing, kept when stopped.
        detached: the servers outlive this process (``tocsin local up``); else they die with it.
        preferred_ports: False chooses random free ports (tests), True the usual ones where free.
        kafka_properties: over the broker's defaults.
        kafka_proxy: (port, advertised port) of a second listener, for a fault proxy.
        elasticsearch_settings: over the node's defaults.
        elasticsearch_heap_mb: more memory than small amounts of work need.
        users_mode: how Elasticsearch gets rid of root; None finds what works.
    """

    def __init__(
        self, data_dir: str | Path = ".tocsin", *, detached: bool = False, preferred_ports: bool = True,
        kafka_properties: Mapping[str, str] | None = None, kafka_proxy: tuple[int, int] | None = None,
        elasticsearch_settings: Mapping[str, object] | None = None, elasticsearch_heap_mb: int = 320,
        users_mode: str | None = None,
    ) -> None:  # fmt: skip
        self.data_dir = Path(data_dir).absolute()
        self.detached = detached
        self._preferred_ports = preferred_ports
        self._kafka_options = {"properties": kafka_properties, "proxy": kafka_proxy}
        self._elasticsearch_options = {
            "settings": elasticsearch_settings, "heap_mb": elasticsearch_heap_mb, "users_mode": users_mode
        }  # fmt: skip
        self._kafka: KafkaServer | None = None
        self._elasticsearch: ElasticsearchServer | None = None
        self.attached = False
        self._noting = threading.Lock()

    @property
    def kafka(self) -> KafkaServer:
        """The broker; there after ``start`` or ``attach``."""
        if self._kafka is None:
            raise LocalStackError("the local servers are not started")
        return self._kafka

    @property
    def elasticsearch(self) -> ElasticsearchServer:
        """The index; there after ``start`` or ``attach``."""
        if self._elasticsearch is None:
            raise LocalStackError("the local servers are not started")
        return self._elasticsearch

    @property
    def servers(self) -> tuple[Server, ...]:
        """Both."""
        return (self.kafka, self.elasticsearch)

    def environment(self) -> dict[str, str]:
        """What to set so that every part of Tocsin uses these servers."""
        return {
            "TOCSIN_KAFKA_BOOTSTRAP": self.kafka.address,
            "TOCSIN_ELASTICSEARCH_URL": self.elasticsearch.url,
        }

    def start(self, *, advance: Advance | None = None, timeout: float = 120.0) -> dict[str, float]:
        """Start both and wait until both answer; seconds each took.

        Raises:
            LocalStackError: already running from this folder, or one of them does not come up.
        """
        installed = artifacts.install(advance=advance)
        with state.locked(self.data_dir):
            known = state.read(self.data_dir)
            # Servers of a parent that was killed a moment ago are about to go with it.
            if not wait_for(lambda: not self._alive(known), timeout=3.0):
                raise LocalStackError(f"already running from {self.data_dir} (tocsin local status, tocsin local down)")
            self._build(installed, self._choose_ports(known.ports))
            try:
                with ThreadPoolExecutor(2) as pool:
                    list(pool.map(lambda server: server.start(), self.servers))
                return self._wait_ready(timeout)
            except BaseException:
                self._stop_all()
                raise

    def attach(self) -> bool:
        """Take hold of servers that run from this folder already; False when there are none."""
        known = state.read(self.data_dir)
        if not self._alive(known) or set(known.ports) != set(PREFERRED):
            return False
        self._build(artifacts.install(), known.ports)
        for server in self.servers:
            server.birth = known.births.get(server.name)
        self.attached = True
        return True

    def resume(self, timeout: float = 120.0) -> None:
        """Start again, on the same ports, whichever server has ended."""
        with state.locked(self.data_dir):
            for server in self.servers:
                server.start()
            for server in self.servers:
                server.wait_ready(timeout)

    def stop(self) -> bool:
        """Stop both; the data stay. True when both went by themselves."""
        if self._kafka is None and not self.attach():
            return True
        with state.locked(self.data_dir):
            clean = self._stop_all()
            self._note()
        return clean

    def status(self) -> list[Status]:
        """Both servers' state, whoever started them."""
        if self._kafka is None and not self.attach():
            known = state.read(self.data_dir).ports
            return [
                Status(name, "stopped", f"127.0.0.1:{known[name]}" if name in known else "", None, None)
                for name in ("kafka", "elasticsearch")
            ]
        return [server.status() for server in self.servers]

    def logs(self, lines: int = 40) -> dict[str, str]:
        """The end of each server's log, running or not."""
        if self._kafka is None:
            self._build(artifacts.install(), {**PREFERRED, **state.read(self.data_dir).ports})
            texts = {server.name: server.tail(lines) for server in self.servers}
            self._kafka = self._elasticsearch = None
            return texts
        return {server.name: server.tail(lines) for server in self.servers}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_ready(self, timeout: float) -> dict[str, float]:
        """Both at once in this thread, so that Ctrl-C and the failure of one end the waiting for the other."""
        began = time.monotonic()
        times: dict[str, float] = {}
        while len(times) < len(self.servers):
            for server in self.servers:
                passed = time.monotonic() - began
                if server.name not in times and server.check_ready(give_up=passed > timeout):
                    times[server.name] = passed
            time.sleep(0.05)
        return times

    def _alive(self, known: state.State) -> bool:
        return any(birth.find() is not None for birth in known.births.values())

    def _choose_ports(self, known: Mapping[str, int]) -> dict[str, int]:
        taken: set[int] = set()
        usual = PREFERRED if self._preferred_ports else {}
        wanted = {**usual, **known}
        return {name: ports.choose(wanted.get(name), taken=taken) for name in PREFERRED}

    def _build(self, installed: artifacts.Installed, chosen: Mapping[str, int]) -> None:
        self._kafka = KafkaServer(
            self.data_dir / "kafka", installed.kafka_libs, port=chosen["kafka"],
            controller_port=chosen["controller"], detached=self.detached, **self._kafka_options,  # type: ignore[arg-type]
        )  # fmt: skip
        self._elasticsearch = ElasticsearchServer(
            self.data_dir / "elasticsearch", installed.elasticsearch_home, port=chosen["elasticsearch"],
            transport_port=chosen["transport"], detached=self.detached, **self._elasticsearch_options,  # type: ignore[arg-type]
        )  # fmt: skip

        for server in self.servers:
            server.on_start = self._note

    def _note(self) -> None:
        """Write down what runs, so that another shell can find it."""
        chosen = {
            "kafka": self.kafka.port, "controller": self.kafka.controller_port,
            "elasticsearch": self.elasticsearch.port, "transport": self.elasticsearch.transport_port,
        }  # fmt: skip
        births = {server.name: server.birth for server in self.servers if server.birth}
        with self._noting:
            state.write(self.data_dir, state.State(chosen, births))

    def _stop_all(self) -> bool:
        with ThreadPoolExecutor(2) as pool:
            return all(list(pool.map(lambda server: server.stop(), self.servers)))
