"""Compiles the patterns of ``dates.yaml`` and finds them around trigger words.

Every expression holds a word of the slots or a four-digit year, so the patterns are tried only at
the few tokens before such a word: linear in the text, and cheap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.marks import lowers

_REACH = 6
_SLOT = re.compile(r"\{(\w+?)(2?)\}")
_NAMED = re.compile(r"\(\?P<\w+>")
_NUMBER = re.compile(r"(?:1[7-9]|20)\d\d|\d{1,2}(?:er|st|nd|rd|th)|(?:19|20)\d\d-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Hit:
    """An expression in the text: how it is reckoned, what its slots mean, and where it stands."""

    kind: str
    values: dict[str, Any]
    start: int
    end: int


class Patterns:
    """The patterns of a language."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data: dict[str, Any] = lexicon.load(language, "dates", overlay)
        self._slots: dict[str, dict[str, Any]] = data.get("slots", {})
        self._sensitive = frozenset(data.get("case_sensitive", []))
        self._rules = [(rule["kind"], self._compile(rule["pattern"])) for rule in data.get("rules", [])]
        self._any = re.compile(
            "|".join(f"(?:{_NAMED.sub('(?:', pattern.pattern)})" for _, pattern in self._rules) or "(?!)", re.IGNORECASE
        )
        words = {word for slot in ("weekday", "month", "day_word", "unit") for word in self._slots.get(slot, {})}
        self._triggers = frozenset(
            part for word in [*words, *data.get("trigger", [])] for part in re.split(r"[ '’]", word.lower()) if part
        ) | {word.lower() for word in words}

    def _compile(self, pattern: str) -> re.Pattern[str]:
        def slot(match: re.Match[str]) -> str:
            name, second = match.groups()
            options = sorted(self._slots[name], key=len, reverse=True)
            return f"(?P<{name}{second}>{'|'.join(re.escape(option) for option in options)})(?!\\w)"

        source = _SLOT.sub(slot, pattern) + r"(?!\w)"
        # one run of blanks, never across lines; re.escape writes a blank as "\ "
        source = source.replace("\\ ", " ").replace(" ?", "[ \u00a0\u202f]?").replace(" ", "[ \u00a0\u202f]")
        source = source.replace("[[ \u00a0\u202f]\u00a0\u202f]?", "[ \u00a0\u202f]?")
        return re.compile(source, re.IGNORECASE)

    def find(self, doc: Doc) -> Iterator[Hit]:
        """Expressions in order, not overlapping; at one place the first rule that fits wins."""
        text = doc.text
        done = 0
        begins: dict[int, int] = {}
        for i, lower in enumerate(lowers(doc)):
            if lower not in self._triggers and not (lower[:1].isdigit() and _NUMBER.match(lower)):
                continue
            token = doc[i]
            if token.idx < done or (lower in self._sensitive and not token.text[:1].isupper()):
                continue
            hit = self._at(doc, text, i, done, begins)
            if hit is not None:
                done = hit.end
                yield hit

    def _at(self, doc: Doc, text: str, i: int, done: int, begins: dict[int, int]) -> Hit | None:
        """The first rule that matches from some token before and reaches over the trigger.

        ``begins`` remembers at which tokens any rule matches (its character, or -1): few, so that most are not
        tried rule by rule.
        """
        trigger = doc[i]
        stop = trigger.idx + 1
        starts = []
        for k in range(max(0, i - _REACH), i + 1):
            at = begins.get(k)
            if at is None:
                at = doc[k].idx
                begins[k] = at = at if self._any.match(text, at) else -1
            if at >= done:
                starts.append(at)
        for kind, pattern in self._rules:
            for start in starts:
                match = pattern.match(text, start)
                if match is not None and match.end() >= stop:
                    return Hit(kind, self._values(match), match.start(), match.end())
        return None

    def _values(self, match: re.Match[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, word in match.groupdict().items():
            if word is None:
                continue
            slot = self._slots.get(name.rstrip("2")) if name.rstrip("2") in self._slots else None
            values[name] = slot.get(word.lower(), slot.get(word)) if slot is not None else word
        return values
