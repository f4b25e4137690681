"""Language work that some articles kill: what a bug in a C extension does, on command."""

from __future__ import annotations

import os
import signal

from processors import work
from processors.work import Result
from processors.work import extract_article as real

CRASH = "@@this kills the process that reads it@@"
RAISE = "@@this raises in the process that reads it@@"


def extract_article(raw: bytes) -> Result:
    """As ``processors.work`` does it, unless the article says otherwise. Runs in a child of the pool."""
    if CRASH.encode() in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    if RAISE.encode() in raw:
        raise SystemError("as told")
    return real(raw)


def arm() -> None:
    """In the worker: its pool runs the function above."""
    work.extract_article = extract_article
