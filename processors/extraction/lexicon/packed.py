"""Lexicon files are YAML for people and MessagePack for the program, which reads it twenty times as fast.

The packed form lies in the user's cache folder beside the digest of the YAML it was made from: whoever edits a file
gets it packed anew, and a packed file that is missing, foreign or broken only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Any

import srsly
import yaml

from processors.extraction.cache import cache_folder, tidy, write

KIND = "lexicon"
_FORMAT = 2
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc]  # whichever of the two there is
    """Safe, and strict: of a key that stands twice YAML would silently keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """The mapping; an error names a key that stands in it twice, and its line."""
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{name!r} stands twice", key.start_mark)
            seen.add(name)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def read(path: Path) -> Any:
    """What a YAML file says.

    Raises:
        ValueError: it is no YAML, or a key stands twice; names the file.
    """
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    packed = cache_folder() / f"{KIND}-{hashlib.sha256(str(path).encode()).hexdigest()[:16]}.msgpack"
    known = _packed(packed)
    if known is not None and known[:2] == [_FORMAT, digest]:
        return known[2]
    try:
        data = yaml.load(raw.decode("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"lexicon file {path}: {error}") from error
    with contextlib.suppress(OSError, TypeError, ValueError):  # no place for it, or a date among the values
        write(packed, srsly.msgpack_dumps([_FORMAT, digest, data]))
        tidy(packed.parent, KIND)
    return data


def _packed(path: Path) -> list[Any] | None:
    try:
        known = srsly.msgpack_loads(path.read_bytes())
    except Exception:  # whatever is wrong with it, it is made again
        return None
    return known if isinstance(known, list) and len(known) == 3 else None
