"""One child process: started so that it dies with us, known again by pid and time of birth."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

# A child is told when the *thread* that started it ends; this one lives as long as the process.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tocsin-local-starter")


@dataclass(frozen=True)
class Birth:
    """A process for certain: numbers are used again, numbers with a time of birth are not."""

    pid: int
    created: float

    def find(self) -> psutil.Process | None:
        """The process, if it still runs."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < 0.05
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None


def spawn(
    command: Sequence[str | Path], *, log: Path, cwd: Path, env: Mapping[str, str], mode: str = "plain", detached: bool
) -> tuple[subprocess.Popen[bytes], Birth]:
    """Start ``command`` in a session of its own, its output appended to ``log``."""
    child = str(Path(__file__).with_name("child.py"))
    parent = "0" if detached else str(os.getpid())
    line = [sys.executable, "-I", "-S", child, parent, mode, *map(str, command)]

    def start() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                line, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    process = _starter.submit(start).result()
    return process, Birth(process.pid, psutil.Process(process.pid).create_time())


def family(process: psutil.Process) -> list[psutil.Process]:
    """The process and all below it."""
    with contextlib.suppress(psutil.Error):
        return [*process.children(recursive=True), process]
    return [process]


def terminate(process: psutil.Process, grace: float) -> bool:
    """SIGTERM, wait, SIGKILL for whatever is left. True when nothing had to be killed."""
    members = family(process)
    with contextlib.suppress(psutil.Error):
        process.send_signal(signal.SIGTERM)
    _, left = psutil.wait_procs(members, timeout=grace)
    left = [one for one in left if one.is_running()]
    kill(left)
    return not left


def kill(processes: Sequence[psutil.Process]) -> None:
    """SIGKILL to each, and wait until they are gone."""
    for one in processes:
        with contextlib.suppress(psutil.Error):
            one.kill()
    psutil.wait_procs(processes, timeout=10)


def wait_for(condition: object, timeout: float, pause: float = 0.1) -> bool:
    """Poll a callable until it is true or the time is over."""
    if not callable(condition):
        raise TypeError("a condition must be callable")
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause)
    return bool(condition())
