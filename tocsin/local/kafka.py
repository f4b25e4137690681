"""One Kafka node (KRaft: broker and controller in one process) on the loopback address."""

from __future__ import annotations

import base64
import shutil
import socket
import struct
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path

from tocsin.local import artifacts
from tocsin.local.errors import LocalStackError
from tocsin.local.server import Server

PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "8",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "2",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "log.cleaner.threads": "1",
    "log.cleaner.dedupe.buffer.size": "2097152",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "num.recovery.threads.per.data.dir": "2",
    "message.max.bytes": "20971520",
    "replica.fetch.max.bytes": "20971520",
    "initial.broker.registration.timeout.ms": "60000",
}
LOGGING = """Configuration:
  Appenders:
    Console:
      name: out
      PatternLayout:
        pattern: "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5p %c{1} %m%n"
  Loggers:
    Root:
      level: WARN
      AppenderRef:
        ref: out
"""


class KafkaServer(Server):
    """Kafka from its jars. ``properties`` go over the defaults (for tests with TLS, other listeners …)."""

    name = "kafka"

    def __init__(
        self, folder: Path, libs: Path, *, port: int, controller_port: int, detached: bool = False,
        properties: Mapping[str, str] | None = None, proxy: tuple[int, int] | None = None, heap_mb: int = 192,
    ) -> None:  # fmt: skip
        super().__init__(folder, port=port, detached=detached)
        self.libs = libs
        self.controller_port = controller_port
        self.properties = dict(properties or {})
        self.proxy = proxy
        self.heap_mb = heap_mb

    @property
    def cluster_id(self) -> str:
        """Made once for each data folder."""
        file = self.folder / "cluster.id"
        if not file.exists():
            made = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
            file.write_text(made if not made.startswith("-") else "T" + made[1:], "ascii")
        return file.read_text("ascii").strip()

    def prepare(self) -> None:
        """Configuration, and on the first start the formatting of the log folder."""
        logs = self.folder / "data"
        listeners = {"PLAINTEXT": (self.port, self.port), "CONTROLLER": (self.controller_port, 0)}
        if self.proxy:  # a second listener, advertised at the port of a fault proxy before it
            listeners["PROXY"] = self.proxy
        shown = {name: advertised for name, (_, advertised) in listeners.items() if advertised}
        settings = {
            **PROPERTIES,
            "listeners": ",".join(f"{name}://127.0.0.1:{port}" for name, (port, _) in listeners.items()),
            "advertised.listeners": ",".join(f"{name}://127.0.0.1:{port}" for name, port in shown.items()),
            "listener.security.protocol.map": ",".join(f"{name}:PLAINTEXT" for name in listeners),
            "inter.broker.listener.name": "PLAINTEXT",
            "controller.quorum.voters": f"1@127.0.0.1:{self.controller_port}",
            "log.dirs": _escaped(logs),
            **self.properties,
        }
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.folder / "server.properties").write_text(text, "utf-8")
        (self.folder / "log4j2.yaml").write_text(LOGGING, "utf-8")
        if not (logs / "meta.properties").exists():
            self._format(logs)

    def command(self) -> list[str | Path]:
        """The broker's main class."""
        return [*self._java(f"-Xms{self.heap_mb}m", f"-Xmx{self.heap_mb}m"), "kafka.Kafka", "server.properties"]

    def answers(self) -> bool:
        """The protocol's metadata request: this cluster, with its broker registered."""
        try:
            return metadata(self.port) == (1, self.cluster_id)
        except (OSError, struct.error, UnicodeDecodeError):
            return False

    def _java(self, *options: str) -> list[str | Path]:
        return [
            artifacts.java(), *options, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true", "-Dlog4j2.configurationFile=log4j2.yaml", "-cp", f"{self.libs}/*",
        ]  # fmt: skip

    def _format(self, logs: Path) -> None:
        shutil.rmtree(logs, ignore_errors=True)  # half-formatted by an interrupted start: nothing was in it
        logs.mkdir()
        tool = ["kafka.tools.StorageTool", "format", "-t", self.cluster_id, "-c", "server.properties"]
        line = [str(part) for part in [*self._java("-Xmx96m"), *tool]]
        done = subprocess.run(
            line, cwd=self.folder, env=dict(self.environment()), capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode:
            said = f"{done.stdout}\n{done.stderr}".strip()[-2000:]
            raise LocalStackError(f"could not format Kafka's folder {logs}:\n{said}")


def _escaped(path: Path) -> str:
    """A path as a Java properties file wants it (spaces are fine, backslashes and non-ASCII are not)."""
    return "".join(c if c.isascii() and c != "\\" else f"\\u{ord(c):04x}" for c in str(path))


def metadata(port: int, timeout: float = 2.0) -> tuple[int, str]:
    """Number of brokers and cluster id, by a metadata request (version 4) over the wire."""
    client = b"tocsin-check"
    body = struct.pack(f">hhih{len(client)}sib", 3, 4, 7, len(client), client, 0, 0)
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall(struct.pack(">i", len(body)) + body)
        (size,) = struct.unpack(">i", _receive(connection, 4))
        if not 12 <= size <= 1_000_000:
            raise OSError("not Kafka's protocol")
        answer = _receive(connection, size)
    (brokers,) = struct.unpack_from(">i", answer, 8)
    at = 12
    for _ in range(brokers):
        (host,) = struct.unpack_from(">h", answer, at + 4)
        at += 4 + 2 + host + 4
        (rack,) = struct.unpack_from(">h", answer, at)
        at += 2 + max(rack, 0)
    (length,) = struct.unpack_from(">h", answer, at)
    return brokers, answer[at + 2 : at + 2 + max(length, 0)].decode("ascii")


def _receive(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise OSError("connection closed")
        data += more
    return data
