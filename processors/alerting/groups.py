"""Values of a happening by name: what windows group by, count and remember."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from processors.alerting.matching import SHOWN, Subject


def _shown(field: str) -> Callable[[Subject], Iterable[str]]:
    return lambda subject: [str(v) for v in SHOWN[field](subject) if v is not None and v != ""]


KEYS: dict[str, Callable[[Subject], Iterable[str]]] = {
    "story": lambda s: [s.story.id],
    "place": lambda s: [s.place.name] if s.place else [],
    "country": lambda s: [s.place.country] if s.place and s.place.country else [],
    "signal": lambda s: [s.signal] if s.signal else [],
    "mode": _shown("event_mode"),
    **{field: _shown(field) for field in ("type", "context", "actor", "by", "against", "language", "source")},
}
"""Every key that a rule may name gives a list of values."""


def values(subject: Subject, key: str) -> list[str]:
    """The values of one key, each once."""
    return list(dict.fromkeys(KEYS[key](subject)))


def combinations(subject: Subject, keys: Iterable[str]) -> list[str]:
    """Lists exploded: every combination of values, as ``key=value|key=value``. None without a value for each key."""
    listed = [[f"{key}={value}" for value in values(subject, key)] for key in keys]
    return ["|".join(parts) for parts in product(*listed)]
