"""Ranges of numbers: an open end is None."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Ranged(Protocol):
    """Anything with low, best and high."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True)
class Figure:
    """A number as it is known: at least ``low``, most likely ``best``, at most ``high``."""

    low: int | None
    best: int | None
    high: int | None

    @property
    def floor(self) -> float:
        """Least value; 0 when open."""
        return float(self.low if self.low is not None else 0)

    @property
    def ceiling(self) -> float:
        """Greatest value; infinite when open."""
        return float(self.high) if self.high is not None else math.inf

    @property
    def value(self) -> float:
        """The value to rank by: best, else low, else 0."""
        return float(self.best if self.best is not None else self.low or 0)

    def meets(self, other: Figure) -> bool:
        """Do the ranges overlap?"""
        return self.floor <= other.ceiling and other.floor <= self.ceiling

    def within(self, other: Figure) -> bool:
        """Is this range a part of the other one?"""
        return other.floor <= self.floor and self.ceiling <= other.ceiling


def figure(claim: Ranged) -> Figure:
    """The range of a claim."""
    return Figure(claim.low, claim.best, claim.high)


def add(figures: Iterable[Figure]) -> Figure:
    """Sum of parts: an open end stays open."""
    parts = list(figures)

    def total(values: list[int | None]) -> int | None:
        return sum(v for v in values if v is not None) if all(v is not None for v in values) else None

    return Figure(total([p.low for p in parts]), total([p.best for p in parts]), total([p.high for p in parts]))
