"""Garbage collection in processes that run for long and make records by the thousand."""

from __future__ import annotations

import gc

NEW_OBJECTS = 20_000
"""After which garbage is looked for. Records and documents hold no circles and need no looking."""


def settle() -> None:
    """Once everything is loaded: it stays, and need not be walked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
