"""Linguistic and geographic knowledge as data: ``lexicon/<language>/<topic>.yaml``.

Adding a language is adding a folder. ``lexicon/common`` holds what does not depend on language.
A user overlay (setting ``lexicon_overlay``, a folder of the same shape) is read after ours: lists
are extended, mappings updated.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from processors.extraction.lexicon.packed import read

HERE = Path(__file__).parent


@cache
def load(language: str, topic: str, overlay: str | None = None) -> dict[str, Any]:
    """Read one lexicon file; an absent file is an empty mapping. Treat the result as read-only.

    Raises:
        ValueError: the file is not a YAML mapping; names the file.
    """
    merged: dict[str, Any] = {}
    for folder in (HERE, Path(overlay) if overlay else None):
        if folder is None:
            continue
        path = folder / language / f"{topic}.yaml"
        if not path.is_file():
            continue
        data = read(path)
        if not isinstance(data, dict):
            raise ValueError(f"lexicon file {path}: expected a mapping at the top")
        _merge(merged, data)
    return merged


@cache
def function_words(key: str) -> frozenset[str]:
    """Words of grammar under a key of ``function_words.yaml``, see :func:`every_language`."""
    return every_language("function_words", key)


@cache
def every_language(topic: str, key: str) -> frozenset[str]:
    """Words under a key of a topic's file, of all languages together.

    For rules over the parse that are the same in every language; a word of another language does not occur there.

    Raises:
        KeyError: no language has the key.
    """
    found = [load(language, topic)[key] for language in languages() if key in load(language, topic)]
    if not found:
        raise KeyError(f"{topic}.yaml: no language has {key!r}")
    return frozenset(word for words in found for word in words)


def languages() -> list[str]:
    """Languages that have a folder here."""
    return sorted(p.name for p in HERE.iterdir() if p.is_dir() and len(p.name) == 2)


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        elif isinstance(value, list) and isinstance(into.get(key), list):
            into[key] = [*into[key], *value]
        else:
            into[key] = value
