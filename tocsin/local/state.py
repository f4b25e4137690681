"""What runs, written down: so that ``up``, ``status``, ``logs`` and ``down`` work from different shells."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tocsin.local.process import Birth


@dataclass(frozen=True)
class State:
    """Ports (kept from run to run) and processes (those that run, or ran last)."""

    ports: dict[str, int]
    births: dict[str, Birth]


def read(folder: Path) -> State:
    """The state of a data folder; empty when there is none or it cannot be read."""
    try:
        data = json.loads((folder / "state.json").read_text("utf-8"))
        births = {name: Birth(int(b["pid"]), float(b["created"])) for name, b in data["births"].items()}
        return State({name: int(port) for name, port in data["ports"].items()}, births)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State({}, {})


def write(folder: Path, state: State) -> None:
    """Replace the state file whole."""
    scratch = folder / f"state.json.{os.getpid()}"
    scratch.write_text(json.dumps(asdict(state), indent=1), "utf-8")
    scratch.replace(folder / "state.json")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One start or stop at a time; the kernel frees the lock when its holder dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
