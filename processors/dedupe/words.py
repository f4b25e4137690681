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
from numpy.typing import NDArray

from processors.dedupe import western
from processors.extraction.lexicon.packed import read

Words = NDArray[np.uint32]

NUMBER, NAME = 1, 2
"""Marks in the two lowest bits of a word."""
MARKS = np.uint32(3)
_NUMBER, _NAME = np.uint32(NUMBER), np.uint32(NAME)

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_CHARACTER = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_GROUPED = re.compile(r"\d[ ,.]\d{3}(?!\d)")
_FIRST_INITIAL = re.compile(western.BEGIN)
_INITIAL = re.compile(f"({western.SENTENCE}{western.BEGIN})")
"""From the end of a sentence to the first letter of the next; the set that it begins with is quickly looked for."""
_DATELINE = re.compile(
    r"^(?:[A-ZÀ-Þ][\w’'.,/ -]{1,60}?)?\s?(?:[(\[][\w’'.,/ &:-]{2,50}[)\]])?\s?(?: [-–—]{1,2}|[-–—]{2}|—|[)\]]:) ?(?=\S)"
)
_PARTED = re.compile(r"[ –—-][–—-]|—|[)\]]:")
"""What every dateline holds somewhere; most texts are done with by looking for it."""
_CREDIT = re.compile(
    r"\n\n[(\[–—-]{0,2} ?(?:(?:with|avec|source ?:|from|by) )?(?:the |l['’])?[A-Z][\w/&., -]{1,30}[)\]]?\s*$",
    re.IGNORECASE,
)


def core(text: str) -> str:
    """The text without dateline and closing credit: what a reprint keeps."""
    head, tail = text[:140], text[-60:]
    start = match.end() if _PARTED.search(head) and (match := _DATELINE.match(head)) else 0
    stop = len(text)
    if len(text) > 200 and (match := _CREDIT.search(tail)):
        stop -= len(tail) - match.start()
    return text[start:stop]


def words_of(text: str) -> tuple[Words, bytes]:
    """Word hashes with their marks, and the normalised text (lower case, words parted by one space)."""
    normalised, lowered, digit, upper = _western(text) or _any_script(text)
    if not normalised:
        return np.zeros(0, np.uint32), b""
    hashes = np.fromiter(map(crc32, lowered), np.uint32, len(lowered)) & ~MARKS
    known, stands_for = _salient()
    at = known.searchsorted(hashes)
    return np.where(known[at] == hashes, stands_for[at], hashes | (digit * _NUMBER + upper * _NAME)), normalised


Read = tuple[bytes, list[bytes], NDArray[np.bool_], NDArray[np.bool_]]
"""Words in small letters parted by one space; the same one by one; which begin with a digit, and which with a
capital that does not only begin a sentence."""


def _western(text: str) -> Read | None:
    """A text whose every character stands in Windows-1252, as nearly all English and French ones: byte by byte."""
    try:
        raw = text.encode("ascii" if text.isascii() else "cp1252")
    except UnicodeEncodeError:
        return None
    raw = _ungrouped(raw)
    table = western.table()
    plain = raw.translate(table.small)
    parts = plain.split()
    if not parts:
        return b"", parts, _NONE, _NONE
    normalised = b" ".join(parts)
    if not plain.isascii():
        normalised = normalised.decode("cp1252").encode()
        parts = normalised.split(b" ")
    apart = np.frombuffer(plain, np.uint8) == _SPACE
    begins = np.flatnonzero(np.concatenate((~apart[:1], apart[:-1] & ~apart[1:])))
    heads = np.frombuffer(raw, np.uint8)[begins]
    upper = table.upper[heads]
    initials = [match.end() - 1 for match in table.initial.finditer(raw)]
    if match := table.first_initial.match(raw):
        initials.append(match.end() - 1)
    upper[begins.searchsorted(initials)] = False
    return normalised, parts, table.digit[heads], upper


def _ungrouped(raw: bytes) -> bytes:
    """What ``_GROUPED`` does, found from the few digits of a text."""
    digits = np.flatnonzero(np.frombuffer(raw, np.uint8) - np.uint8(48) < 10)
    threes = digits[:-2][digits[2:] - digits[:-2] == 2].tolist()
    kept, done, free = [], 0, 0
    for start in threes:
        if start - 2 >= free and raw[start - 1] in b" ,." and raw[start - 2 : start - 1].isdigit():
            if raw[start + 3 : start + 4].isdigit():
                continue
            kept.append(raw[done : start - 1])
            done, free = start, start + 3
    return b"".join([*kept, raw[done:]]) if kept else raw


def _any_script(text: str) -> Read:
    text = _GROUPED.sub(lambda m: m.group()[0] + m.group()[2:], text)
    if match := _FIRST_INITIAL.match(text):
        text = match.group().lower() + text[match.end() :]
    pieces = _INITIAL.split(text)
    pieces[1::2] = [piece.lower() for piece in pieces[1::2]]
    text = "".join(pieces)
    unspaced = not text.isascii() and _HAS_UNSPACED.search(text)
    tokens: list[str] = (_CHARACTER if unspaced else _WORD).findall(text)
    first = [token[0] for token in tokens]
    digit = np.fromiter(map(str.isdigit, first), np.bool_, len(first))
    upper = np.fromiter(map(str.isupper, first), np.bool_, len(first))
    normalised = " ".join(tokens).lower().encode("utf-8", "replace")
    return normalised, normalised.split(b" "), digit, upper


_NONE, _SPACE = np.zeros(0, np.bool_), np.uint8(32)


def shingles(words: Words, width: int) -> NDArray[np.uint32]:
    """Hashes of every ``width`` words in a row, well mixed (finaliser of MurmurHash3, Appleby 2011)."""
    count = len(words) - width + 1
    if count <= 0:
        return np.zeros(0, np.uint32)
    plain = (words & ~MARKS).astype(np.uint64)
    total = plain[:count].copy()
    for i in range(1, width):
        total *= np.uint64(0x9E3779B97F4A7C15)
        total += plain[i : i + count]
    total ^= total >> np.uint64(33)
    total *= np.uint64(0xFF51AFD7ED558CCD)
    total >>= np.uint64(32)
    return total.astype(np.uint32)


@cache
def _salient() -> tuple[Words, Words]:
    """Hashes of the listed words, sorted and closed by a sentinel, and the marked word that stands for each.

    A number in words stands for the same in figures: "two hurt" and "2 hurt" are one report.
    """
    data = read(Path(__file__).parent / "salient.yaml")
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
