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

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_CHARACTER = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_GROUPED = re.compile(r"\d[ ,.]\d{3}(?!\d)")
_BEGIN = r"[\"“«‘'(\[]*\s?[^\W\d_]"
_FIRST_INITIAL = re.compile(_BEGIN)
_INITIAL = re.compile(rf"([.!?…:\n][\"”»’')\]]*\s+{_BEGIN})")
"""From the end of a sentence to the first letter of the next; the set that it begins with is quickly looked for."""
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
    if match := _FIRST_INITIAL.match(text):
        text = match.group().lower() + text[match.end() :]
    parts = _INITIAL.split(text)
    parts[1::2] = [part.lower() for part in parts[1::2]]
    text = "".join(parts)
    spaced, digit, upper = _western(text) or _any_script(text)
    if not spaced:
        return np.zeros(0, np.uint32), b""
    normalised = spaced.lower().encode("utf-8", "replace")
    lowered = normalised.split(b" ")
    hashes = np.fromiter(map(crc32, lowered), np.uint32, len(lowered)) & ~MARKS
    known, stands_for = _salient()
    at = known.searchsorted(hashes)
    return np.where(known[at] == hashes, stands_for[at], hashes | (digit * _NUMBER + upper * _NAME)), normalised


Read = tuple[str, NDArray[np.bool_], NDArray[np.bool_]]
"""Words parted by one space; which of them begin with a digit, and which with a capital."""


def _western(text: str) -> Read | None:
    """A text whose every character stands in Windows-1252, as nearly all English and French ones: byte by byte."""
    try:
        plain = text.encode("cp1252").translate(_separated())
    except UnicodeEncodeError:
        return None
    spaced = b" ".join(plain.split())
    if not spaced:
        return "", _NONE, _NONE
    places = np.frombuffer(spaced, np.uint8)
    begins = np.concatenate((_TRUE, places[:-1] == _SPACE))
    digit, upper = _kinds()
    heads = places[begins]
    return spaced.decode("cp1252"), digit[heads], upper[heads]


def _any_script(text: str) -> Read:
    unspaced = not text.isascii() and _HAS_UNSPACED.search(text)
    tokens: list[str] = (_CHARACTER if unspaced else _WORD).findall(text)
    first = [token[0] for token in tokens]
    digit = np.fromiter(map(str.isdigit, first), np.bool_, len(first))
    upper = np.fromiter(map(str.isupper, first), np.bool_, len(first))
    return " ".join(tokens), digit, upper


_NONE, _TRUE, _SPACE = np.zeros(0, np.bool_), np.ones(1, np.bool_), np.uint8(32)


@cache
def _separated() -> bytes:
    """Of the 256 bytes of Windows-1252: itself where it is of a word, else a space."""
    return bytes(
        code if _WORD.match(bytes([code]).decode("cp1252", "replace")) else ord(" ") for code in range(256)
    )  # fmt: skip


@cache
def _kinds() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    characters = [bytes([code]).decode("cp1252", "replace") for code in range(256)]
    return np.array([c.isdigit() for c in characters]), np.array([c.isupper() for c in characters])


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
