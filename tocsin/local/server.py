"""What both servers have in common: a folder, a port, a process, and a way to know that it answers."""

from __future__ import annotations

import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from tocsin.local import attach, process
from tocsin.local.errors import LocalStackError
from tocsin.local.process import Birth


@dataclass(frozen=True)
class Status:
    """One server, as ``tocsin local status`` shows it."""

    name: str
    state: str
    address: str
    pid: int | None
    memory_mb: int | None


class Server(ABC):
    """A server program as a child process. ``start`` returns at once; ``wait_ready`` waits."""

    name: str
    grace: float = 20.0

    def __init__(self, folder: Path, *, port: int, detached: bool = False) -> None:
        self.folder = folder
        self.port = port
        self.detached = detached
        self.birth: Birth | None = None
        self.on_start: Callable[[], None] = lambda: None
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """host:port on which clients reach it."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Everything the server says."""
        return self.folder / f"{self.name}.log"

    @abstractmethod
    def prepare(self) -> None:
        """Write configuration and whatever must exist before the first start."""

    @abstractmethod
    def command(self) -> list[str | Path]:
        """The program and its arguments."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether this very server (and no stranger on its port) serves requests."""

    def environment(self) -> Mapping[str, str]:
        """What the server sees of the environment: little, so that no stray option reaches it."""
        return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.folder)}

    def mode(self) -> str:
        """Under which user it runs; see ``child.py``."""
        return "plain"

    def working_folder(self) -> Path:
        """The server's current folder."""
        return self.folder

    def process(self) -> psutil.Process | None:
        """The running process, if any."""
        if self._popen is not None:
            self._popen.poll()  # reap it if it has ended
        return self.birth.find() if self.birth else None

    def start(self) -> None:
        """Start the process, on the same port as before. Does nothing when it runs."""
        if self.process() is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.prepare()
        attach.sweep()
        self._popen, self.birth = process.spawn(
            self.command(), log=self.log, cwd=self.working_folder(), env=self.environment(), mode=self.mode(),
            detached=self.detached,
        )  # fmt: skip
        self.on_start()

    def check_ready(self, *, give_up: bool = False) -> bool:
        """Whether it answers now.

        Raises:
            LocalStackError: it ended, or still does not answer and the time is over; with the end of its log.
        """
        if self.process() is None:
            raise LocalStackError(f"{self.name} ended while starting; its log {self.log} ends:\n{self.tail(15)}")
        if self.answers():
            return True
        if give_up:
            raise LocalStackError(f"{self.name} does not answer in time; its log {self.log} ends:\n{self.tail(15)}")
        return False

    def wait_ready(self, timeout: float = 90.0) -> None:
        """Wait until it answers.

        Raises:
            LocalStackError: see ``check_ready``.
        """
        end = time.monotonic() + timeout
        while not self.check_ready(give_up=time.monotonic() > end):
            time.sleep(0.1)

    def stop(self) -> bool:
        """SIGTERM, wait, SIGKILL. True when it went by itself."""
        running = self.process()
        clean = process.terminate(running, self.grace) if running else True
        self._reap()
        return clean

    def kill(self) -> None:
        """SIGKILL to the server and all below it: for tests of what happens then."""
        if running := self.process():
            process.kill(process.family(running))
        self._reap()

    def restart(self, timeout: float = 90.0) -> None:
        """Stop, start, wait."""
        self.stop()
        self.start()
        self.wait_ready(timeout)

    def status(self) -> Status:
        """State, address, memory."""
        running = self.process()
        if running is None:
            return Status(self.name, "stopped", self.address, None, None)
        memory = 0
        for one in process.family(running):
            try:
                memory += one.memory_info().rss
            except psutil.Error:
                continue
        state = "ready" if self.answers() else "starting"
        return Status(self.name, state, self.address, running.pid, memory // 2**20)

    def tail(self, lines: int = 20) -> str:
        """The last lines of the log."""
        try:
            with self.log.open("rb") as handle:
                handle.seek(max(0, self.log.stat().st_size - 64_000))
                return "\n".join(handle.read().decode("utf-8", "replace").splitlines()[-lines:])
        except OSError:
            return ""

    def _reap(self) -> None:
        if self._popen is not None:
            self._popen.wait(timeout=10)
            self._popen = None
        self.birth = None
