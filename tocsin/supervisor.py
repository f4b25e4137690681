"""Child processes of ours, watched: started again when they end by themselves, gone when we go."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

WITH_PARENT = "TOCSIN_DIE_WITH_PARENT"


def die_with_parent() -> None:
    """In a child that was asked to: be killed when the process that started it is gone (Linux)."""
    parent = os.environ.pop(WITH_PARENT, "")
    if parent and sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != int(parent):
            os._exit(1)


@dataclass
class Part:
    """One kind of process: ``tocsin`` (or another module) with these arguments."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    module: str = "tocsin"
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    started_at: float = 0.0
    due: float = 0.0

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self.process.pid if self.process and self.process.poll() is None else None


class Supervisor:
    """Starts parts, restarts those that end, stops all.

    Call :meth:`check` every second or so from the thread that made it: the kernel ties a child's life to
    the thread that started it.

    Args:
        parts: what to run.
        logs: folder for their output, one file each.
        environment: given to all, on top of our own.
    """

    def __init__(self, parts: Sequence[Part], logs: Path, environment: Mapping[str, str] | None = None) -> None:
        self.parts = {part.name: part for part in parts}
        self._logs = logs
        self._environment = dict(environment or {})
        logs.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Start all parts."""
        for part in self.parts.values():
            self._start(part)

    def add(self, part: Part) -> None:
        """Start one more part and watch it too."""
        self.parts[part.name] = part
        self._start(part)

    def check(self) -> list[str]:
        """Start again what has ended; returns a line for each."""
        said = []
        for part in self.parts.values():
            if part.process is None or part.process.poll() is None:
                continue
            if part.due == 0.0:
                lived = time.monotonic() - part.started_at
                part.due = time.monotonic() + (0.5 if lived > 30 else min(10.0, 0.5 * 2 ** min(part.starts, 5)))
                said.append(f"{part.name} ended with status {part.process.returncode}; its log: {self.log(part.name)}")
            elif time.monotonic() >= part.due:
                self._start(part)
                said.append(f"{part.name} started again")
        return said

    def log(self, name: str) -> Path:
        """The file with a part's output."""
        return self._logs / f"{name}.log"

    def health(self, name: str) -> str | None:
        """Why a part is not ready for work; None when it is (or when it was given no health port)."""
        part = self.parts[name]
        port = part.environment.get("TOCSIN_METRICS_PORT")
        if port is None:
            return None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
                return None
        except urllib.error.HTTPError as error:
            return _body(error)
        except (OSError, http.client.HTTPException) as error:
            return repr(error)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal to a part (chaos tests)."""
        pid = self.parts[name].pid
        if pid is not None:
            os.kill(pid, number)

    def stop(self, timeout: float = 60.0) -> None:
        """Ask all to finish, wait, and end those that do not."""
        running = [part.process for part in self.parts.values() if part.process and part.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + timeout
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for part in self.parts.values():
            part.process = None

    def _start(self, part: Part) -> None:
        environment: dict[str, Any] = {
            **os.environ,
            **self._environment,
            **part.environment,
            WITH_PARENT: str(os.getpid()),
            "PYTHONUNBUFFERED": "1",
        }
        with self.log(part.name).open("ab") as output:
            part.process = subprocess.Popen(
                [sys.executable, "-m", part.module, *part.arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop them in order
            )
        part.starts += 1
        part.started_at = time.monotonic()
        part.due = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _body(error: urllib.error.HTTPError) -> str:
    """What a part says of itself; it may be ended in the middle of saying it."""
    try:
        return error.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as cut:
        return f"status {error.code}, and the answer was cut off: {cut!r}"
