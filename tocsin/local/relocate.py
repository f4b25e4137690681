"""Where root may not be root and cannot be someone else by name only: Elasticsearch under another user.

The programs may lie where that user cannot read (a virtual environment in root's home): then they are
copied once to a place where it can.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from pathlib import Path

from tocsin.local.errors import LocalStackError

USERS = ("elasticsearch", "nobody")
SHARED = Path("/var/tmp")  # noqa: S108 - a folder of our own below it, owned by root and checked


def other_user() -> str:
    """A ``user:UID:GID`` mode for ``child.py``."""
    for name in USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return f"user:{entry.pw_uid}:{entry.pw_gid}"
    raise LocalStackError("Elasticsearch does not run as root and there is no other user; run as an ordinary user")


def readable(path: Path) -> bool:
    """Whether everyone may walk down to it and read it."""
    resolved = path.resolve()
    through = all(folder.stat().st_mode & stat.S_IXOTH for folder in resolved.parents)
    return bool(through and resolved.stat().st_mode & stat.S_IROTH)


def programs(home: Path, java: Path) -> tuple[Path, Path]:
    """Elasticsearch's and Java's folders as the other user can read them."""
    java_home = java.parent.parent
    return _shared(home), _shared(java_home) / "bin" / java.name


def hand_over(folder: Path, mode: str) -> None:
    """Give a data folder to the other user."""
    _, uid, gid = mode.split(":")
    for parent in folder.resolve().parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            raise LocalStackError(
                f"Elasticsearch must run under another user here, which cannot enter {parent}: "
                f"choose a data folder elsewhere (--data-dir), for example below {SHARED}"
            )
    for root, folders, names in os.walk(folder):
        for name in [".", *folders, *names]:
            os.chown(Path(root) / name, int(uid), int(gid), follow_symlinks=False)


def _shared(source: Path) -> Path:
    if readable(source):
        return source
    base = SHARED / f"tocsin-programs-{os.geteuid()}"
    base.mkdir(mode=0o755, exist_ok=True)
    facts = base.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
        raise LocalStackError(f"{base} is not ours alone; remove it")
    target = base / f"{source.name}-{int(source.stat().st_mtime)}"
    if not target.exists():
        scratch = base / f"{target.name}.{os.getpid()}"
        shutil.copytree(source, scratch, symlinks=True)
        scratch.rename(target)
    return target
