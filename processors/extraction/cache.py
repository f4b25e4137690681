"""What is costly to make is kept in the user's cache folder: ``TOCSIN_CACHE``, else ``XDG_CACHE_HOME``.

Only plain data is kept there (text, MessagePack), never anything that could run, and whatever cannot be read is made
again.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import stat
import tempfile
import time
from functools import cache
from pathlib import Path

KEEP = 1000
"""Files of one kind: those of half a dozen copies of the program."""
UNUSED = 30 * 24 * 3600
"""Seconds. Most file systems note once a day that a file is read."""


def cache_folder() -> Path:
    """Where it is kept; a folder of ours in the temporary one when the user's is not writable."""
    wanted = os.environ.get("TOCSIN_CACHE")
    return _usable(Path(wanted or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tocsin"))


@cache
def _usable(base: Path) -> Path:
    try:
        base.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=base):
            return base
    except OSError:
        return _own(Path(tempfile.gettempdir()) / f"tocsin-{os.getuid() if hasattr(os, 'getuid') else 'user'}")


def _own(folder: Path) -> Path:
    """A folder in the temporary one that only we can write to; where that is not to be had, a new one, gone at exit."""
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()  # not through a link that somebody else laid
        ours = not hasattr(os, "getuid") or about.st_uid == os.getuid()
        if ours and stat.S_ISDIR(about.st_mode) and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return folder
    fresh = Path(tempfile.mkdtemp(prefix="tocsin-"))
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    return fresh


@cache
def tidy(folder: Path, kind: str, keep: int = KEEP) -> None:
    """Once in a process: of one kind, remove what was not used for long, and all but the last used.

    Each copy of the program and each user's own folder has files of its own here, and nothing says when it is gone.
    What another process wanted is made again.
    """
    now = time.time()
    found: list[tuple[float, Path]] = []
    for path in folder.glob(f"{kind}-*"):
        with contextlib.suppress(OSError):  # another process was first
            about = path.stat()
            found.append((now - max(about.st_atime, about.st_mtime), path))
    for rank, (age, path) in enumerate(sorted(found)):
        if rank >= keep or age > UNUSED:
            with contextlib.suppress(OSError):
                path.unlink()


def is_whole(path: Path) -> bool:
    """Is it there, as long as :func:`write` left it? A power cut or a full disk may have shortened it."""
    try:
        return path.stat().st_size == int(_length(path).read_text("ascii"))
    except (OSError, ValueError):
        return False


def _length(path: Path) -> Path:
    return path.with_name(f"{path.name}.length")


def write(path: Path, data: bytes) -> None:
    """Complete and on the disk before it appears, so that several workers may write the same file at once.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    _write(path, data)
    _write(_length(path), str(len(data)).encode())


def _write(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(file.name).unlink()
            raise
