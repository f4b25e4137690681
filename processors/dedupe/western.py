"""Windows-1252 byte by byte: nearly all English and French texts can be read so, which is much quicker.

What a byte is follows from its character, so that a text reads the same this way and by way of its characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BEGIN = r"[\"“«‘'(\[]*\s?[^\W\d_]"
"""The beginning of a sentence, to its first letter."""
SENTENCE = r"[.!?…:\n][\"”»’')\]]*\s+"
"""The end of a sentence, to the next one."""

_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\s")


class Table(NamedTuple):
    """What each byte is."""

    small: bytes  # the byte in small letters where it is of a word, else a space
    digit: NDArray[np.bool_]
    upper: NDArray[np.bool_]
    first_initial: re.Pattern[bytes]
    initial: re.Pattern[bytes]


@cache
def table() -> Table:
    """The table of Windows-1252."""
    characters = [bytes([code]).decode("cp1252", "replace") for code in range(256)]
    of_word = _set(characters, re.compile(r"[^\W_]").match)
    return Table(
        small=bytes(c.lower().encode("cp1252")[0] if i in of_word else 32 for i, c in enumerate(characters)),
        digit=np.array([c.isdigit() for c in characters]),
        upper=np.array([c.isupper() for c in characters]),
        first_initial=_pattern(BEGIN, characters),
        initial=_pattern(SENTENCE + BEGIN, characters),
    )


def _set(characters: list[str], of: Callable[[str], object]) -> bytes:
    return bytes(code for code, c in enumerate(characters) if c != "\ufffd" and of(c))


def _pattern(expression: str, characters: list[str]) -> re.Pattern[bytes]:
    """The same expression on bytes: each set of characters becomes the set of their bytes."""

    def of_bytes(match: re.Match[str]) -> str:
        found = _set(characters, re.compile(match.group()).fullmatch)
        return "[" + "".join(f"\\x{code:02x}" for code in found) + "]"

    return re.compile(_CLASS.sub(of_bytes, expression).encode("ascii"))
