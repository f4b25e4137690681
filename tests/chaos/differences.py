"""What of an index is not as it was, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Documents = Mapping[str, Mapping[str, Any]]


def assert_same(before: Documents, after: Documents) -> None:
    """Fails with the kind, id and field of each difference and both values: a diff of all documents tells nobody."""
    found: list[str] = []
    for kind in sorted(before.keys() | after.keys()):
        for name in sorted(before.get(kind, {}).keys() | after.get(kind, {}).keys()):
            was, now = before.get(kind, {}).get(name), after.get(kind, {}).get(name)
            if was is None or now is None:
                found.append(f"{kind} {name}: {'is new' if was is None else 'is gone'}")
                continue
            found += [f"{kind} {name} {path}: {a!r} → {b!r}" for path, a, b in differences(was, now)]
    assert not found, "\n".join([f"{len(found)} differences", *(line[:600] for line in found[:20])])


def differences(was: Any, now: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two JSON values differ: path, former, present."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted(was.keys() | now.keys()):
            yield from differences(was.get(key), now.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (a, b) in enumerate(zip(was, now, strict=True)):
            yield from differences(a, b, f"{path}[{number}]")
    elif was != now:
        yield path, was, now
