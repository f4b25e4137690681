"""Sockets that killed Java machines leave in the temporary folder.

A Java machine is reached through ``.java_pid<its process id>``; Elasticsearch reaches its own at each start. When a
process id comes round again, the socket of the dead owner stands in the way, and the start fails.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import socket
import stat
from pathlib import Path

import psutil

FOLDER = Path("/tmp")  # noqa: S108 - Java takes no other on Linux, whatever its settings say
_NAME = re.compile(r"\.java_pid([0-9]{1,9})")
"""Longer numbers are no process ids: anybody may put such a file there."""


def sweep(folder: Path = FOLDER) -> None:
    """Remove our own user's sockets of processes that are no more; all else, and what is in doubt, stays.

    A process id that is unknown here may be alive in another namespace that shares the folder (a container): so
    nobody must listen at the socket either.
    """
    for path in folder.glob(".java_pid*"):
        named = _NAME.fullmatch(path.name)
        with contextlib.suppress(OSError):
            if named and _ours(path) and not psutil.pid_exists(int(named[1])) and _forsaken(path):
                path.unlink()


def _ours(path: Path) -> bool:
    found = path.lstat()
    return found.st_uid == os.geteuid() and stat.S_ISSOCK(found.st_mode)


def _forsaken(path: Path) -> bool:
    """Nobody listens: a machine that lives, or is too busy to answer, does not refuse."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.setblocking(False)
        return caller.connect_ex(str(path)) == errno.ECONNREFUSED
