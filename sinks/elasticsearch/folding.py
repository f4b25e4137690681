"""The form in which words are indexed and asked for: folded, without elision, lightly stemmed.

One stemmer for all languages, used alike for documents and questions, so that a question needs no
language. It is light on purpose: it joins inflections (``renforts``/``renfort``, ``troops``/``troop``,
``régionaux``/``régional``), not families of words; those are joined by the table of synonyms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ\-][^\W_]+)*")
ELISION = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\w)", re.IGNORECASE)
PARTS = re.compile(r"['’ʼ\-]")
MAX_WORD = 64


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, no accents, no ligatures: ``Zvečan`` and ``Zvecan`` are one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae").replace("đ", "dj"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The common part of a folded word's inflections."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > 5:
        return word[:-3] + "al"
    for ending, kept in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return _final(word[: -len(ending)] + kept)
    if word.endswith(("s", "x")) and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _final(word)


def _final(word: str) -> str:
    for ending in ("ees", "ee", "e"):  # féminins and mute e: déployées, déployée, force
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The stems of a text with the place of the word each stands for. Compounds give their parts."""
    for match in WORD.finditer(text):
        start, whole = match.start(), match.group()
        if elided := ELISION.match(whole):
            start, whole = start + elided.end(), whole[elided.end() :]
        at = start
        for part in PARTS.split(whole):
            plain = fold(part).replace(".", "").replace(",", "")
            if plain and not (plain == "s" and at > start):  # Kosovo's
                yield stem(plain)[:MAX_WORD], at, at + len(part)
            at += len(part) + 1


def folded(text: str) -> str:
    """A text as its stems with single spaces between: what the field ``search`` holds."""
    return " ".join(token for token, _, _ in words(text))


def stems(text: str) -> list[str]:
    """The stems of a text, in order."""
    return [token for token, _, _ in words(text)]
