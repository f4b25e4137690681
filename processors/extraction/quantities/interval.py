"""A figure as an interval, and the table of qualifiers (at least, about, nearly …)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tocsin.records.analysis import Qualifier


@dataclass(slots=True)
class Figure:
    """An interval over tokens ``start:end``. ``form``: number, article, vague, few, many, ordinal."""

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier | None = None
    form: str = "number"
    digits: bool = False
    year_like: bool = False
    core: int = 0
    """First token of the number itself, without qualifier."""


def bounds(value: int, name: str | None) -> tuple[int | None, int | None, int | None, Qualifier | None]:
    """The interval of a number under a qualifier class."""
    if name == "at least":
        return value, value, None, "at least"
    if name == "up to":
        return 1, value, value, "up to"
    if name == "fewer":
        return 1, value, value, "up to"
    if name == "nearly":
        return math.floor(value * 9 / 10), value, value, "nearly"
    if name == "about":
        return value * 85 // 100, value, -(-value * 115 // 100), "about"
    return value, value, value, None
