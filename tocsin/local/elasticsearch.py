"""One Elasticsearch node on the loopback address."""

from __future__ import annotations

import functools
import hashlib
import http.client
import json
import os
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tocsin.local import artifacts, relocate
from tocsin.local.errors import LocalStackError
from tocsin.local.server import Server

JVM_OPTIONS = """\
-Xms{heap}m
-Xmx{heap}m
-XX:+UseSerialGC
-XX:TieredStopAtLevel=1
-XX:+ExitOnOutOfMemoryError
-Djava.io.tmpdir=${{ES_TMPDIR}}
-XX:-HeapDumpOnOutOfMemoryError
-XX:ErrorFile=${{ES_TMPDIR}}/hs_err.log
-Xlog:disable
-Xlog:all=warning:stderr
"""
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
MAX_REQUEST = "64mb"


class ElasticsearchServer(Server):
    """Elasticsearch from its archive. ``settings`` go over the defaults (TLS, users, smaller limits …)."""

    name = "elasticsearch"

    def __init__(
        self, folder: Path, home: Path, *, port: int, transport_port: int, detached: bool = False,
        settings: Mapping[str, object] | None = None, heap_mb: int = 320, users_mode: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(folder, port=port, detached=detached)
        self.home = home
        self.transport_port = transport_port
        self.settings = dict(settings or {})
        self.heap_mb = heap_mb
        self._mode = users_mode
        self._java = artifacts.java()

    @property
    def url(self) -> str:
        """Where clients reach it."""
        return f"{'https' if self.settings.get('xpack.security.http.ssl.enabled') else 'http'}://{self.address}"

    @property
    def cluster_name(self) -> str:
        """Tells this node from a stranger on the same port."""
        digest = hashlib.sha256(str(self.folder).encode("utf-8", "surrogateescape")).hexdigest()
        return f"tocsin-{digest[:12]}"

    def mode(self) -> str:
        """Elasticsearch refuses root: then in a user namespace, or under another user where there is none."""
        if self._mode is None:
            self._mode = "plain" if os.geteuid() != 0 else "namespace" if namespaces_work() else relocate.other_user()
        return self._mode

    def prepare(self) -> None:
        """Configuration; under another user also the places which that user can read and write."""
        if self.mode().startswith("user:"):
            self.home, self._java = relocate.programs(self.home, self._java)
        config = self.folder / "config"
        for folder in (config, self.folder / "tmp", self.folder / "data", self.folder / "logs"):
            folder.mkdir(exist_ok=True)
        settings = {
            "cluster.name": self.cluster_name,
            "node.name": "local",
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": self.transport_port,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "node.store.allow_mmap": False,
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "http.max_content_length": MAX_REQUEST,
            "xpack.security.enabled": False,
            **self.settings,
        }
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings.items()]
        (config / "elasticsearch.yml").write_text("".join(lines), "utf-8")
        (config / "jvm.options").write_text(JVM_OPTIONS.format(heap=self.heap_mb), "utf-8")
        (config / "log4j2.properties").write_text(LOGGING, "utf-8")
        for name in ("users", "users_roles", "roles.yml", "role_mapping.yml"):
            (config / name).touch()
        if self.mode().startswith("user:"):
            relocate.hand_over(self.folder, self.mode())

    def command(self) -> list[str | Path]:
        """The launcher, which starts the server proper and passes signals on."""
        return [
            self._java, "-Xms4m", "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Dcli.name=server", "-Dcli.script=elasticsearch", "-Dcli.libs=lib/tools/server-cli",
            f"-Des.path.home={self.home}", f"-Des.path.conf={self.folder / 'config'}",
            "-Des.distribution.type=zip", "-Des.java.type=ES_JAVA_HOME",
            "-cp", f"{self.home}/lib/*:{self.home}/lib/cli-launcher/*",
            "org.elasticsearch.launcher.CliToolLauncher",
        ]  # fmt: skip

    def working_folder(self) -> Path:
        """The program's: it looks for its modules from there."""
        return self.home

    def environment(self) -> Mapping[str, str]:
        """Its own Java, its own folder for temporary files."""
        java_home = str(Path(self._java).parent.parent)
        return {
            **super().environment(), "ES_HOME": str(self.home), "ES_JAVA_HOME": java_home, "JAVA_HOME": java_home,
            "ES_PATH_CONF": str(self.folder / "config"), "ES_TMPDIR": str(self.folder / "tmp"),
        }  # fmt: skip

    def answers(self) -> bool:
        """Cluster health: this cluster, and able to hold documents."""
        try:
            # Our own child on the loopback address, told from a stranger by its cluster's name: no certificate needed.
            context = ssl._create_unverified_context() if self.url.startswith("https") else None  # noqa: S323
            url = f"{self.url}/_cluster/health"
            with urllib.request.urlopen(url, timeout=2, context=context) as answer:  # noqa: S310 - our own URL
                health = json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code == 401  # security is on: it serves, and asks who we are
        except (OSError, ValueError, http.client.HTTPException):  # killed in the middle of its answer
            return False
        return health.get("cluster_name") == self.cluster_name and health.get("status") in ("yellow", "green")


@functools.cache
def namespaces_work() -> bool:
    """Whether this kernel (and container) lets us make a user namespace."""
    child = str(Path(__file__).with_name("child.py"))
    line = [sys.executable, "-I", "-S", child, "0", "namespace", "check"]
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LocalStackError(f"cannot run {sys.executable}: {error}") from error
    return done.returncode == 0 and done.stdout.strip() != "0"
