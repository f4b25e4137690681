"""A text as a row of word hashes, each marked as a number, a name or neither.

Words are CRC-32 of their lower-case UTF-8 form: stable between processes, unlike ``hash()``. Of the 32 bits two are
given up for the mark; 30 bits are plenty, for two texts are only ever compared word by word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

Words = NDArray[np.uint32]

NUMBER, NAME = 1, 2
"""Marks in the two lowest bits of a word."""
MARKS = np.uint32(3)
_NUMBER, _NAME = np.uint32(NUMBER), np.uint32(NAME)
_ZERO, _LETTER_A = np.uint8(48), np.uint8(65)

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_CHARACTER = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_GROUPED = re.compile(r"\d[ ,.]\d{3}(?!\d)")
_INITIAL = re.compile(r"(?:^|[.!?…:\n][\"”»’')\]]*\s+)[\"“«‘'(\[]*\s?[^\W\d_]")
_DATELINE = re.compile(
    r"^(?:[A-ZÀ-Þ][\w’'.,/ -]{1,60}?)?\s?(?:[(\[][\w’'.,/ &:-]{2,50}[)\]])?\s?(?: [-–—]{1,2}|[-–—]{2}|—|[)\]]:) ?(?=\S)"
)
_CREDIT = re.compile(
    r"\n\n[(\[–—-]{0,2} ?(?:(?:with|avec|source ?:|from|by) )?(?:the |l['’])?[A-Z][\w/&., -]{1,30}[)\]]?\s*$",
    re.IGNORECASE,
)


def core(text: str) -> str:
    """The text without dateline and closing credit: what a reprint keeps."""
    head, tail = text[:140], text[-60:]
    start = match.end() if (match := _DATELINE.match(head)) else 0
    stop = len(text)
    if len(text) > 200 and (match := _CREDIT.search(tail)):
        stop -= len(tail) - match.start()
    return text[start:stop]


def words_of(text: str) -> tuple[Words, bytes]:
    """Word hashes with their marks, and the normalised text (lower case, words parted by one space)."""
    text = _GROUPED.sub(lambda m: m.group()[0] + m.group()[2:], text)
    text = _INITIAL.sub(lambda m: m.group().lower(), text)
    unspaced = not text.isascii() and _HAS_UNSPACED.search(text)
    tokens: list[str] = (_CHARACTER if unspaced else _WORD).findall(text)
    if not tokens:
        return np.zeros(0, np.uint32), b""
    normalised = " ".join(tokens).lower().encode("utf-8", "replace")
    lowered = normalised.split(b" ")
    hashes = np.fromiter(map(crc32, lowered), np.uint32, len(lowered)) & ~MARKS
    first = "".join([token[0] for token in tokens])
    if first.isascii():
        heads = np.frombuffer(first.encode("ascii"), np.uint8)
        digit, upper = heads - _ZERO < 10, heads - _LETTER_A < 26
    else:
        digit = np.fromiter(map(str.isdigit, first), np.bool_, len(first))
        upper = np.fromiter(map(str.isupper, first), np.bool_, len(first))
    known, stands_for = _salient()
    at = known.searchsorted(hashes)
    return np.where(known[at] == hashes, stands_for[at], hashes | (digit * _NUMBER + upper * _NAME)), normalised


def shingles(words: Words, width: int) -> NDArray[np.uint32]:
    """Hashes of every ``width`` words in a row, well mixed (finaliser of MurmurHash3, Appleby 2011)."""
    count = len(words) - width + 1
    if count <= 0:
        return np.zeros(0, np.uint32)
    plain = (words & ~MARKS).astype(np.uint64)
    total = np.zeros(count, np.uint64)
    for i in range(width):
        total = total * np.uint64(0x9E3779B97F4A7C15) + plain[i : i + count]
    total ^= total >> np.uint64(33)
    total *= np.uint64(0xFF51AFD7ED558CCD)
    return (total >> np.uint64(32)).astype(np.uint32)


@cache
def _salient() -> tuple[Words, Words]:
    """Hashes of the listed words, sorted and closed by a sentinel, and the marked word that stands for each.

    A number in words stands for the same in figures: "two hurt" and "2 hurt" are one report.
    """
    data = yaml.safe_load((Path(__file__).parent / "salient.yaml").read_text(encoding="utf-8"))
    marked = {0xFFFFFFFF: 0}
    for field, mark in (("names", NAME), ("amounts", NUMBER)):
        for word in (word for row in data[field] for word in row):
            marked[_plain(word)] = _plain(word) | mark
    for word, figure in data["numbers"].items():
        marked[_plain(word)] = _plain(str(figure)) | NUMBER
    known = sorted(marked)
    return np.array(known, np.uint32), np.array([marked[word] for word in known], np.uint32)


def _plain(word: str) -> int:
    return crc32(word.encode()) & 0xFFFFFFFC
