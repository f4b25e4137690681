"""Words and phrases of a lexicon, and whether a text has one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Phrases = dict[str, list[list[str]]]
"""Phrases, split into words, by their first word."""


def words_of(data: Mapping[str, Any], key: str) -> frozenset[str]:
    """The words under a key; none where the language has no such key."""
    return frozenset(map(str, data.get(key, ())))


def phrases_of(data: Mapping[str, Any], key: str) -> Phrases:
    """The phrases under a key."""
    found: Phrases = {}
    for phrase in data.get(key, ()):
        pieces = str(phrase).split()
        found.setdefault(pieces[0], []).append(pieces)
    return found


def tells(told: list[str], words: frozenset[str], phrases: Phrases) -> bool:
    """Whether a text, of which ``words`` are the different ones, has one of the phrases."""
    return not words.isdisjoint(phrases) and any(begins(told, i, phrases) for i, w in enumerate(told) if w in phrases)


def begins(told: list[str], i: int, phrases: Phrases) -> bool:
    """Whether one of the phrases begins at a token."""
    return any(told[i : i + len(pieces)] == pieces for pieces in phrases[told[i]])
