"""Reads a bare number at a token: digits, words, scales, in the grammar that ``numbers.yaml`` describes.

Whatever the tokenizer does ("Twenty" "-" "three", "soixante-dix-huit" in one piece, "4 500" in two) is undone
here: a token gives one or more pieces, and pieces are read over token borders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from processors.extraction import lexicon

HYPHENS = frozenset("-‐‑")
_PLAIN = re.compile(r"\d{1,15}")
_DECIMAL = re.compile(r"(\d{1,12})[.,](\d{1,6})")
_MAX_PIECES = 14


@dataclass(frozen=True, slots=True)
class Number:
    """A value and the tokens it was read from."""

    start: int
    end: int
    value: int
    digits: bool
    year_like: bool = False


class NumberGrammar:
    """The grammar of one language."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        data: dict[str, Any] = lexicon.load(language, "numbers", overlay)
        self.words: dict[str, int] = {str(k): int(v) for k, v in data.get("words", {}).items()}
        tens = {k: v for k, v in self.words.items() if 20 <= v < 100 and v % 10 == 0 and k.isalpha()}
        units = {k: v for k, v in self.words.items() if 0 < v < 10}
        self.words |= {t + u: v + w for t, v in tens.items() for u, w in units.items()}  # "thirtythree"
        self.scales: dict[str, int] = {str(k): int(v) for k, v in data.get("scales", {}).items()}
        self._link = frozenset(map(str, data.get("link", ())))
        self._link_one = frozenset(map(str, data.get("link_one", ())))
        self._links = self._link | self._link_one
        self.scale_nouns = frozenset(map(str, data.get("scale_nouns", ())))
        self.half = frozenset(map(str, data.get("half", ())))
        marks = "".join(map(re.escape, data.get("thousands", [","])))
        self._grouped = re.compile(rf"\d{{1,3}}(?:[{marks}'’]\d{{3}})+")
        self.decimal = str(data.get("decimal", "."))

    def starts(self, lower: str) -> bool:
        """Cheap test: can a number begin with this token?"""
        if lower[-1] == "." and lower[:-1] in self.words:
            return True
        return lower[0].isdigit() or lower in self.words or lower in self.scales or "-" in lower

    def read(self, doc: Doc, i: int) -> Number | None:
        """The longest number that begins at token ``i``, or None."""
        lower = doc[i].lower_
        if lower[0].isdigit():
            return self._digits(doc, i)
        return self._spelled(doc, i)

    def _digits(self, doc: Doc, i: int) -> Number | None:
        text = doc[i].text
        end = i + 1
        value: float
        plain = False
        if self._grouped.fullmatch(text):
            value = int(re.sub(r"\D", "", text))
        elif _PLAIN.fullmatch(text):
            joined, end = _join_groups(doc, i)
            plain = end == i + 1 and len(text) == 4
            value = int(joined)
        elif (match := _DECIMAL.fullmatch(text)) is not None:
            scale, after = self._scale(doc, end)
            if scale is None:
                return None
            return Number(i, after, round(float(f"{match[1]}.{match[2]}") * scale), True)
        else:
            return None
        scale, after = self._scale(doc, end)
        if scale is not None and (scale > 100 or value < 100):
            return Number(i, after, int(value * scale), True)
        return Number(i, end, int(value), True, plain and 1700 <= value <= 2100)

    def _scale(self, doc: Doc, i: int) -> tuple[int | None, int]:
        if i < len(doc) and doc[i].lower_ in self.scales and doc[i - 1].whitespace_:
            return self.scales[doc[i].lower_], i + 1
        return None, i

    def _spelled(self, doc: Doc, i: int) -> Number | None:
        pieces = self._pieces(doc, i)
        if not pieces:
            return None
        total = current = 0
        seen = False
        end = i
        last_scale = 10**12
        for k, (word, token) in enumerate(pieces):
            if word in self._links:
                following = pieces[k + 1][0] if k + 1 < len(pieces) else ""
                value = self.words.get(following)
                if not seen or value is None or not self._linkable(current, value):
                    break
                continue
            value = self.words.get(word)
            if value is not None:
                if value == 20 and current % 100 == 4:
                    current += 76  # quatre-vingt(s)
                elif _fits(current, value):
                    current += value
                else:
                    break
            elif self.scales[word] == 100:
                if current >= 100 or (current and current % 100 == 0):
                    break
                current = (current or 1) * 100
            else:
                if self.scales[word] >= last_scale:
                    break
                last_scale = self.scales[word]
                total += (current or 1) * last_scale
                current = 0
            seen = True
            end = token + 1
        return Number(i, end, total + current, False) if seen else None

    def _linkable(self, current: int, value: int) -> bool:
        """``two hundred and five``; ``vingt et un``, ``soixante et onze``; not ``twenty and five``."""
        if current == 0 or (current % 100 == 0 and value < 100 and self._link):
            return bool(self._link)
        return bool(self._link_one) and 20 <= current % 100 <= 70 and current % 10 == 0 and value in (1, 11)

    def _pieces(self, doc: Doc, i: int) -> list[tuple[str, int]]:
        pieces: list[tuple[str, int]] = []
        j, size = i, len(doc)
        while j < size and len(pieces) < _MAX_PIECES:
            lower = self._unstopped(doc, j)
            if lower in HYPHENS and pieces:
                if doc[j].whitespace_ or doc[j - 1].whitespace_ or j + 1 >= size or not self._known(doc[j + 1].lower_):
                    break
            elif self._known(lower) or (lower in self._links and pieces):
                pieces.append((lower, j))
            elif "-" in lower and len(lower) < 40:
                parts = [part for part in lower.split("-") if part]
                if not parts or not all(self._known(p) or (p in self._links) for p in parts):
                    break
                pieces.extend((part, j) for part in parts)
            else:
                break
            j += 1
        return pieces

    def _unstopped(self, doc: Doc, j: int) -> str:
        """ "Ils étaient sept.": the full stop that a tokenizer took for an abbreviation's; a date keeps it."""
        word = doc[j].lower_
        if word[-1] != "." or word[:-1] not in self.words or (j and doc[j - 1].lower_[0].isdigit()):
            return word
        closes = j + 1 >= len(doc) or doc[j + 1].text[0].isupper() or doc[j + 1].is_space
        return word[:-1] if closes else word

    def _known(self, word: str) -> bool:
        return word in self.words or word in self.scales


def _fits(current: int, value: int) -> bool:
    """May ``value`` be added: "twenty" + "five", "soixante" + "dix", "cent" + "quatre"."""
    if current == 0:
        return True
    if value < 10:
        return (current % 10 == 0 and current % 100 != 10) or (current % 100 in (10, 70, 90) and value >= 7)
    if value < 20:
        return current % 100 in (0, 60, 80)
    return current % 100 == 0 and value < 100


def _join_groups(doc: Doc, i: int) -> tuple[str, int]:
    """Digits in groups of three split by one space ("4 500"), as French and many agencies write them."""
    text, end = doc[i].text, i + 1
    if len(text) > 3 or text.startswith("0"):
        return text, end
    while end < len(doc):
        group = doc[end]
        if len(group.text) == 3 and group.text.isdigit() and doc[end - 1].whitespace_ in (" ", "\u00a0", "\u202f"):
            text += group.text
            end += 1
        elif group.text in ("\u00a0", "\u202f") and end + 1 < len(doc) and _PLAIN.fullmatch(doc[end + 1].text):
            if len(doc[end + 1].text) != 3:
                break
            text += doc[end + 1].text
            end += 2
        else:
            break
    return text, end
