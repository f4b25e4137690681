"""The form in which words are indexed and asked for: folded, without elision, lightly stemmed.

One stemmer for all languages, used alike for documents and questions, so that a question needs no
language. It is light on purpose: it joins inflections (``renforts``/``renfort``, ``troops``/``troop``,
``régionaux``/``régional``), not families of words; those are joined by the table of synonyms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import TypeVar

WORD = re.compile(
    r"[^\W\d_](?:\.(?:[^\W\d_]\.)+|[^\W_]*(?:['’ʼ\-][^\W_]+)*)"  # a word, a compound, an acronym with points
    r"|\d+(?:[.,]\d+)*[^\W\d_]*"  # a number
)
ELISION = re.compile(r"(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\w)", re.IGNORECASE)
PARTS = re.compile(r"['’ʼ\-]")
MAX_WORD = 64
REMEMBERED = 100_000
"""Words in each table."""


def fold(text: str) -> str:
    """Lower case, no accents, no ligatures: ``Čačak`` and ``Cacak`` are one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae").replace("đ", "dj"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


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
        at = match.start()
        for token, start, end in _tokens(match.group()):
            yield token, at + start, at + end


def folded(text: str) -> str:
    """A text as its stems with single spaces between: what the field ``search`` holds."""
    return " ".join(stems(text))


def stems(text: str) -> list[str]:
    """The stems of a text, in order.

    No word holds white space, so what stands between it is looked up whole, punctuation and all: most of it was met
    before, and need not be searched for words again.
    """
    return list(chain.from_iterable(map(_STEMS.__getitem__, text.split())))


def stems_of_name(name: str) -> tuple[str, ...]:
    """The stems of a name, remembered: the same few stand in an article and in all of its events."""
    return _NAMES[name]


def stems_of_words(folded_words: Iterable[str]) -> set[str]:
    """The stem of each of these words, which are folded already."""
    return set(map(_STEM.__getitem__, folded_words))


Token = tuple[str, int, int]


def _tokens(whole: str) -> tuple[Token, ...]:
    """Long ones are not remembered: hostile text must not fill the memory."""
    return _remembered(whole) if len(whole) <= MAX_WORD else tuple(_split(whole))


def _split(whole: str) -> Iterator[Token]:
    at = 0
    if elided := ELISION.match(whole):
        at = elided.end()
        whole = whole[at:]
    first = at
    for part in PARTS.split(whole):
        plain = fold(part).replace(".", "").replace(",", "")
        if plain and not (plain == "s" and at > first):  # Kosovo's
            yield stem(plain)[:MAX_WORD], at, at + len(part)
        at += len(part) + 1


@lru_cache(maxsize=10_000)
def _remembered(whole: str) -> tuple[Token, ...]:
    return tuple(_split(whole))


Made = TypeVar("Made")


class _Table(dict[str, Made]):
    """What is made of a word, remembered: a look-up costs no call of ours. Emptied when full; long words pass by."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        self._make = make

    def __missing__(self, word: str) -> Made:
        made = self._make(word)
        if len(word) <= MAX_WORD:
            if len(self) >= REMEMBERED:
                self.clear()
            self[word] = made
        return made


_STEMS: _Table[tuple[str, ...]] = _Table(
    lambda piece: tuple(token for whole in WORD.findall(piece) for token, _, _ in _split(whole))
)
_NAMES: _Table[tuple[str, ...]] = _Table(lambda name: tuple(stems(name)))
_STEM: _Table[str] = _Table(stem)
