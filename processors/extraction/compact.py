"""A cheap form of spaCy's French ``token_match``: it matches the same tokens with a hundredth of the characters.

That pattern (1.5 MB) repeats the class of all letters five hundred times, and compiling it took three quarters of the
time in which the French pipeline loads. Its alternatives that begin and end alike can share one copy of each class.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER

LONG = 200_000
"""Characters from which a pattern is looked at."""
_FLAGS = "(?iu)"
_LOWER, _ANY = "\x01", "\x02"
"""What stands for the two classes meanwhile."""
_HEAD = re.compile(rf"\^(?:\[{_ANY}\]\+)?")
_TAIL = re.compile(rf"\[[^\]]*[{_LOWER}{_ANY}]")
_PATCHING = threading.Lock()


def compact(pattern: str) -> str:
    """An equivalent pattern; the same one if it is not of the form we know."""
    if not pattern.startswith(f"{_FLAGS}(?:^") or not pattern.endswith("$)"):
        return pattern
    short = pattern.replace(ALPHA_LOWER, _LOWER).replace(ALPHA, _ANY)
    groups: dict[tuple[str, str], list[str]] = {}
    for text in short.removeprefix(f"{_FLAGS}(?:")[:-1].split(")|(?:^"):
        alternative = "^" + text.removeprefix("^")
        head = _HEAD.match(alternative)
        tail = _TAIL.search(alternative, head.end()) if head else None
        if head is None or tail is None:
            return pattern
        groups.setdefault((head.group(), alternative[tail.start() :]), []).append(
            alternative[head.end() : tail.start()]
        )
    joined = "|".join(f"(?:{head}(?:{'|'.join(middles)}){tail})" for (head, tail), middles in groups.items())
    return _FLAGS + joined.replace(_ANY, ALPHA).replace(_LOWER, ALPHA_LOWER)


@contextmanager
def compact_patterns() -> Iterator[None]:
    """Very long patterns that spaCy compiles meanwhile are compiled in their compact form.

    spaCy compiles this one while a module is imported and again from the pipeline's file, so there is no place
    to hand it another. Everything else goes through as it is.
    """
    real: Any = re.compile

    def compile(pattern: Any, flags: Any = 0) -> Any:
        long = isinstance(pattern, str) and len(pattern) > LONG
        return real(compact(pattern) if long else pattern, flags)

    with _PATCHING:
        re.compile = compile
        try:
            yield
        finally:
            re.compile = real
