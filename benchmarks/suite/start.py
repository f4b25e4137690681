"""``tocsin demo``: from nothing to the report, in a new folder, then again."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.suite.base import Options, Row
from tocsin.local import LocalStack

SPEED = "1e9"
"""Published seconds a second: the pauses between the five articles are then one second each."""


def rows(options: Options) -> list[Row]:
    """Wall clock of the whole command; the servers alone for comparison."""
    found = []
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        begin = time.monotonic()
        with LocalStack(folder / "bare", preferred_ports=False):
            servers = time.monotonic() - begin
        for which in ("in a new folder", "again"):
            options.say(f"demo {which}")
            begin = time.monotonic()
            command = [
                sys.executable,
                "-m",
                "tocsin",
                "demo",
                "--json",
                "--speed",
                SPEED,
                "--data",
                str(folder / "demo"),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
            seconds = time.monotonic() - begin
            found.append(
                Row(f"demo {which}, beside its two servers alone", seconds, servers, seconds / servers, "s", 1)
            )
    return found
