"""Comparing names across spellings: folding, slugs, and given names that are the same name.

Folding is Unicode NFKD without combining marks, plus letters that have no decomposition (ł, ø, đ, ß).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "’": "'", "‘": "'"}
)
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no diacritics, plain apostrophes and hyphens: ``fold("Vučić") == "vucic"``."""
    if text.isascii():
        return text.lower()
    lowered = text.lower().translate(_PLAIN).translate(_DASHES)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """The part of an id made from a name: ``slug("Ferdinand Marcos Jr.") == "ferdinand-marcos-jr"``."""
    return "-".join(words(text))


def words(text: str) -> list[str]:
    """Folded words of a name, punctuation dropped."""
    return _WORD.findall(fold(text).replace("'", ""))


class GivenNames:
    """Given names that are one name in several languages (``names_people.yaml``, key ``given``)."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._group: dict[str, int] = {}
        for number, group in enumerate(groups):
            for name in group:
                self._group.setdefault(fold(name), number)

    def known(self, word: str) -> bool:
        """Whether a word is one of the given names."""
        return fold(word) in self._group

    def key(self, full: str) -> str:
        """A key that is the same for spellings of one person: first name replaced by its group."""
        parts = words(full)
        if len(parts) < 2:
            return " ".join(parts)
        first = self._group.get(parts[0])
        return " ".join([f"#{first}" if first is not None else parts[0], *parts[1:]])
