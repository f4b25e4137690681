"""Sockets that killed Java machines leave in the temporary folder.

A Java machine is reached through ``.java_pid<its process id>``; Elasticsearch reaches its own at each start. When a
process id comes round again, the socket of the dead owner stands in the way, and the start fails.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import psutil

FOLDER = Path("/tmp")  # noqa: S108 - Java takes no other on Linux, whatever its settings say
_NAME = re.compile(r"\.java_pid(\d+)")


def sweep(folder: Path = FOLDER) -> None:
    """Remove those of processes that are no more; what belongs to other users stays."""
    for path in folder.glob(".java_pid*"):
        named = _NAME.fullmatch(path.name)
        if named and not psutil.pid_exists(int(named[1])):
            with contextlib.suppress(OSError):
                path.unlink()
