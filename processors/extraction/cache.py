"""What is costly to make is kept in the user's cache folder: ``TOCSIN_CACHE``, else ``XDG_CACHE_HOME``.

Only plain data is kept there (text, MessagePack), never anything that could run, and whatever cannot be read is made
again.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import cache
from pathlib import Path


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
        other = Path(tempfile.gettempdir()) / f"tocsin-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
        other.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid") and other.stat().st_uid != os.getuid():  # somebody else's: not to be trusted
            return Path(tempfile.mkdtemp(prefix="tocsin-"))
        return other


def write(path: Path, data: bytes) -> None:
    """Complete before it appears, so that several workers may write the same file at once."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    try:
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(file.name).unlink()
        raise
