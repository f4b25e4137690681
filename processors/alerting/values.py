"""The small words of a rule: durations ("6h"), rises ("20%" or 5) and tests on one value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?:\d{1,6}[smhdw])+", re.ASCII)
_PIECE = re.compile(r"(\d{1,6})([smhdw])", re.ASCII)
_RISE = re.compile(r"(\d{1,4})%", re.ASCII)

Scalar = str | int | float | bool
"""What a rule can compare a field with."""


class Strict(BaseModel):
    """A piece of a rule. An unknown field is an error: a typing mistake must not silence an alarm."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def as_duration(value: object) -> object:
    """``"90m"``, ``"6h"``, ``"1d12h"`` → a span of time; a bare number is refused as ambiguous."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and _DURATION.fullmatch(value.strip()):
        return timedelta(seconds=sum(int(n) * UNITS[u] for n, u in _PIECE.findall(value)))
    raise ValueError(f"not a duration: {str(value)[:40]!r}; write a number and a unit, such as 30m, 6h, 2d, 1w")


def in_words(span: timedelta) -> str:
    """The span as a rule would write it: ``1d12h``."""
    rest, words = int(span.total_seconds()), ""
    for unit, size in reversed(UNITS.items()):
        count, rest = divmod(rest, size)
        words += f"{count}{unit}" if count else ""
    return words or "0s"


Duration = Annotated[
    timedelta,
    BeforeValidator(as_duration, json_schema_input_type=str),
    PlainSerializer(in_words, return_type=str),
]


class Rise(Strict):
    """By how much a figure must rise to be told again: a share of the old figure, or a number."""

    share: float | None = Field(default=None, ge=0)
    by: int | None = Field(default=None, ge=1)

    def reached(self, old: int | None, new: int | None) -> bool:
        """Is ``new`` enough above ``old``? A first figure where there was none always is."""
        if new is None or (old is not None and new <= old):
            return False
        if old is None:
            return True
        return new >= old + self.by if self.by is not None else new >= old * (1 + (self.share or 0))


def as_rise(value: object) -> object:
    """``"20%"``, ``3`` or ``true`` (any rise) → :class:`Rise`."""
    if value is True:
        return {"share": 0}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"by": value}
    match = _RISE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        return {"share": int(match[1]) / 100}
    if isinstance(value, dict | Rise):
        return value
    raise ValueError("not a rise: write a share such as 20%, a number such as 5, or true for any rise")


RiseBy = Annotated[Rise, BeforeValidator(as_rise, json_schema_input_type=str | int | bool)]


@lru_cache(20_000)
def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes: the form in which words are compared."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def as_list(value: object) -> object:
    """One thing is a list of one."""
    return value if isinstance(value, list | tuple) or value is None else [value]


Scalars = Annotated[
    list[Scalar], Field(min_length=1), BeforeValidator(as_list, json_schema_input_type=Scalar | list[Scalar])
]
Strings = Annotated[list[str], Field(min_length=1), BeforeValidator(as_list, json_schema_input_type=str | list[str])]


_Check = tuple[Callable[[Any, Any], bool], Any]
"""What is asked of a value, and the second argument of that question."""


class Test(Strict):
    """A test on one value. All that is given must hold; a missing value passes only ``exists: false``."""

    __test__ = False  # not a test case, whatever its name suggests to a test runner

    in_: Scalars | None = Field(default=None, alias="in")
    not_: Scalars | None = Field(default=None, alias="not")
    gte: float | None = None
    gt: float | None = None
    lte: float | None = None
    lt: float | None = None
    contains: Strings | None = Field(default=None, description="whole words, case and accents ignored")
    exists: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Test:
        if not self.model_fields_set:
            raise ValueError("an empty condition; use in, not, gte, gt, lte, lt, contains or exists")
        return self

    @cached_property
    def wanted(self) -> tuple[_Check, ...]:
        """What a value must pass; made once, because a rule is tested against every happening that changes."""
        return tuple(_ready(check, getattr(self, check)) for check in _CHECKS if getattr(self, check) is not None)

    @cached_property
    def unwanted(self) -> _Check | None:
        """What no value may be."""
        return None if self.not_ is None else _ready("in_", self.not_)

    def holds(self, values: Iterable[Scalar | None]) -> bool:
        """Does any of the values pass (and, for ``not``, does none match)?"""
        known = [v for v in values if v is not None]
        if self.exists is not None and self.exists != bool(known):
            return False
        if self.unwanted is not None:
            matches, unwanted = self.unwanted
            if any(matches(v, unwanted) for v in known):
                return False
        if len(self.wanted) == 1:
            check, wanted = self.wanted[0]
            return any(check(v, wanted) for v in known)
        return not self.wanted or any(all(check(v, wanted) for check, wanted in self.wanted) for v in known)


def _same(value: Scalar, wanted: Scalar) -> bool:
    if value == wanted:
        return type(value) is type(wanted) or not isinstance(value, bool)
    if isinstance(value, str) and isinstance(wanted, str):
        return fold(value) == fold(wanted)
    return False


def _among(value: Scalar, words: frozenset[str]) -> bool:
    return isinstance(value, str) and fold(value) in words


def _ready(check: str, wanted: Any) -> _Check:
    """A check with its argument. A list of words is folded once: looking a word up is then one step."""
    if check == "in_" and all(isinstance(word, str) for word in wanted):
        return _among, frozenset(fold(word) for word in wanted)
    return _CHECKS[check], wanted


def _number(value: Scalar) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _has_word(value: Scalar, words: list[str]) -> bool:
    text = fold(str(value))
    return any(re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", text) for word in words)


_CHECKS: dict[str, Any] = {
    "in_": lambda v, wanted: any(_same(v, w) for w in wanted),
    "gte": lambda v, limit: (n := _number(v)) is not None and n >= limit,
    "gt": lambda v, limit: (n := _number(v)) is not None and n > limit,
    "lte": lambda v, limit: (n := _number(v)) is not None and n <= limit,
    "lt": lambda v, limit: (n := _number(v)) is not None and n < limit,
    "contains": _has_word,
}


def as_test(value: object) -> object:
    """A bare value or a list of values means "is one of"."""
    if isinstance(value, list):
        return {"in": value}
    return {"in": [value]} if isinstance(value, str | int | float | bool) else value


Values = Annotated[Test, BeforeValidator(as_test, json_schema_input_type=Scalar | list[Scalar] | Test)]


def as_text_test(value: object) -> object:
    """A bare word or list of words means "contains"."""
    if isinstance(value, list):
        return {"contains": value}
    return {"contains": [value]} if isinstance(value, str) else value


Words = Annotated[Test, BeforeValidator(as_text_test, json_schema_input_type=str | list[str] | Test)]
