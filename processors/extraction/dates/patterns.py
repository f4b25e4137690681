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
from processors.extraction.lexicon.grammar import endings
from processors.extraction.marks import lowers, text_of

_REACH = 6
_DAY = 2
"""Digits of a day of the month."""
_SLOT = re.compile(r"\{(\w+?)(2?)\}")
_NAMED = re.compile(r"\(\?P<\w+>")
_ESCAPED = re.compile(r"(\\.)|[^\\]+")
_NOT_SMALL = frozenset("ıſ")
"""Small letters that are an ``i`` and an ``s`` where capitals do not count."""
_NUMBER = re.compile(
    rf"(?:1[7-9]|20)\d\d|\d{{1,2}}(?:{'|'.join(endings('ordinal'))})|(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}/\d{1,2}/(?:19|20)\d\d"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An expression in the text: how it is reckoned, what its slots mean, and where it stands."""

    kind: str
    values: dict[str, Any]
    start: int
    end: int


class _Begins:
    """At which tokens any rule matches: few, so that most are not tried rule by rule."""

    def __init__(self, doc: Doc, text: str, any: re.Pattern[str]) -> None:
        self._doc, self._text, self._any = doc, text, any
        self._known: dict[int, int] = {}

    def at(self, i: int) -> int:
        """The character where token ``i`` begins, or -1."""
        known = self._known.get(i)
        if known is None:
            start = self._doc[i].idx
            known = self._known[i] = start if self._any.match(self._text, start) else -1
        return known


class Patterns:
    """The patterns of a language."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data: dict[str, Any] = lexicon.load(language, "dates", overlay)
        self._slots: dict[str, dict[str, Any]] = data.get("slots", {})
        self._sensitive = frozenset(data.get("case_sensitive", []))
        self._rules = [(rule["kind"], self._compile(rule["pattern"])) for rule in data.get("rules", [])]
        # matched with a text in small letters: to mind capitals would cost twice the time
        sources = (_small(_NAMED.sub("(?:", pattern.pattern)) for _, pattern in self._rules)
        self._any = re.compile("|".join(f"(?:{source})" for source in sources) or "(?!)")
        self._before_day = frozenset(data.get("before_day", []))
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

    def _any_case(self) -> re.Pattern[str]:
        """For the rare text whose small letters are not its letters one by one; ``re`` remembers it."""
        return re.compile(self._any.pattern, re.IGNORECASE)

    def find(self, doc: Doc) -> Iterator[Hit]:
        """Expressions in order, not overlapping; at one place the first rule that fits wins."""
        text = text_of(doc)
        done = 0
        small = text.lower()
        plain = len(small) == len(text) and _NOT_SMALL.isdisjoint(small)
        begins = _Begins(doc, small if plain else text, self._any if plain else self._any_case())
        words = lowers(doc)
        for i, lower in enumerate(words):
            if lower not in self._triggers and not (lower[:1].isdigit() and self._numeral(lower, words[i - 1])):
                continue
            token = doc[i]
            if token.idx < done or (lower in self._sensitive and not token.text[:1].isupper()):
                continue
            hit = self._at(doc, text, i, done, begins)
            if hit is not None:
                done = hit.end
                yield hit

    def _numeral(self, word: str, before: str) -> bool:
        """Whether a number may stand in an expression without any word of the slots: "2019", "le 24, …"."""
        return _NUMBER.match(word) is not None or (len(word) <= _DAY and before in self._before_day)

    def _at(self, doc: Doc, text: str, i: int, done: int, begins: _Begins) -> Hit | None:
        """The first rule that matches from some token before and reaches over the trigger."""
        stop = doc[i].idx + 1
        starts = [at for k in range(max(0, i - _REACH), i + 1) if (at := begins.at(k)) >= done]
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


def _small(pattern: str) -> str:
    """A pattern in small letters, its escapes apart."""
    return _ESCAPED.sub(lambda match: match[1] or match[0].lower(), pattern)
