"""Agencies and outlets that a text itself credits.

A name from ``lexicon/common/origins.yaml`` is a mention; it becomes an origin where the words around it credit it,
where it stands in a dateline, a bracket or a line of credit, or beside another credited one. Sources that no list
knows are found by what they are called ("l'agence officielle …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from processors.cleaning.boilerplate import LEXICON
from processors.cleaning.words import words_of
from processors.extraction.lexicon.packed import read

BEFORE, AFTER = 90, 70
"""Characters of context around a name."""
LONGEST = 60_000
"""Characters that are read; a credit further in is not looked for."""
TOO_MANY = 400
"""Mentions beyond this are not looked at: no news text, and the cost stays linear."""

_WORD = re.compile(r"\w+")
_DATELINE_BEFORE = re.compile(r"(?:^|\n)[^\n.!?]{0,60}[(\[]$|(?:^|\n)[^\n.!?]{1,40}[-–—] ?$")
_BRACKET_AFTER = re.compile(r"^[^\n()\[\]]{0,24}[)\]]")
_LINE_BEFORE = re.compile(
    r"(?:^|\n|[.!?»”\"] )(?:[-–—(\[] ?)?(?:with|avec|source ?:|via|from|by|par)?(?: the| l['’]| la| le)? ?$",
    re.IGNORECASE,
)
_LINE_AFTER = re.compile(r"^(?: ?(?:[)\]]|[.]))?\s*(?:$|\n)")
_BRACKET_BEFORE = re.compile(r"[(\[](?:with |avec |source ?: ?|via |photo )?(?:l['’]|the )?$", re.IGNORECASE)
_JOIN = re.compile(r"^(?:/|, ?| ?[-–] ?|,? (?:and|et|&|with|avec) (?:the |l['’]|la |le |d['’])?)$")


@dataclass(frozen=True, slots=True)
class Credits:
    """The lists, ready for search."""

    by_word: dict[str, tuple[tuple[str, frozenset[str]], ...]]  # first word of a name → names and words, longest first
    first_words: frozenset[str]
    canonical: dict[str, str]
    doubtful: frozenset[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    strong_before: re.Pattern[str]
    strong_after: re.Pattern[str]
    unless: re.Pattern[str]
    cues: frozenset[str]
    cue: re.Pattern[str]
    introduces: tuple[re.Pattern[str], ...]
    not_names: frozenset[str]


@cache
def credits() -> Credits:
    """The lists of every language, read once."""
    files = [read(path) for path in sorted(LEXICON.glob("*/origins*.yaml"))]

    def collected(field: str) -> list[str]:
        return [str(item) for data in files for item in data.get(field) or ()]

    def either(field: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{item})" for item in collected(field)) or r"(?!)", re.IGNORECASE)

    canonical: dict[str, str] = {}
    for data in files:
        for name, others in (data.get("sources") or {}).items():
            for spelling in (name, *(others or ())):
                canonical[str(spelling)] = str(name)
    by_word: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for spelling in sorted(canonical, key=len, reverse=True):
        words = _WORD.findall(spelling)
        by_word.setdefault(words[0], []).append((spelling, frozenset(words)))
    return Credits(
        by_word={word: tuple(names) for word, names in by_word.items()},
        first_words=frozenset(by_word),
        canonical=canonical,
        doubtful=frozenset(collected("doubtful")),
        before=either("before"),
        after=either("after"),
        strong_before=either("strong_before"),
        strong_after=either("strong_after"),
        unless=either("unless_after"),
        cues=frozenset(collected("introduces_cues")),
        cue=re.compile(r"\b(?:" + "|".join(sorted(collected("introduces_cues"))) + r")\b"),
        introduces=tuple(re.compile(item) for item in collected("introduces")),
        not_names=frozenset(collected("not_names")),
    )


def credited(text: str, kept: str | None = None) -> list[str]:
    """Canonical names, sorted, of the sources credited by ``text``.

    Args:
        text: the whole text with plain typography, boilerplate included (a sign-off may credit).
        kept: what is left of it without boilerplate. A line that was dropped counts only when it is a
            sign-off, so that an outlet's advertisement for itself is no credit.
    """
    lists = credits()
    text = text[:LONGEST]
    words = words_of(text)
    mentions = sorted(_mentions(text, words, lists))[:TOO_MANY]
    accepted = [_is_credit(text, start, end, name, lists) for start, end, name in mentions]
    for order in (range(1, len(mentions)), range(len(mentions) - 1, 0, -1)):
        for i in order:
            if accepted[i] != accepted[i - 1] and _JOIN.match(text[mentions[i - 1][1] : mentions[i][0]]):
                accepted[i] = accepted[i - 1] = True
    found = set()
    for (start, end, name), good in zip(mentions, accepted, strict=True):
        if good and (kept is None or _survives(text, start, end, kept)):
            found.add(lists.canonical[name])
    if words & lists.cues:
        found.update(_introduced(text if kept is None else kept[:LONGEST], lists))
    return sorted(found, key=lambda name: (name.casefold(), name))


def _mentions(text: str, words: set[str], lists: Credits) -> Iterator[tuple[int, int, str]]:
    taken: set[int] = set()
    for word in words & lists.first_words:
        for spelling, needed in lists.by_word[word]:
            if not needed <= words:
                continue
            at = text.find(spelling)
            count = 0
            while at >= 0 and count < TOO_MANY:
                end = at + len(spelling)
                if at not in taken and not _joins(text, at - 1) and not _joins(text, end):
                    taken.update(range(at, end))
                    yield at, end, spelling
                at = text.find(spelling, end)
                count += 1


def _joins(text: str, at: int) -> bool:
    """Does the character at ``at`` make the name part of a longer word?"""
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] in "_@#")


def _is_credit(text: str, start: int, end: int, name: str, lists: Credits) -> bool:
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    if lists.unless.search(after):
        return False
    line_ends = _LINE_AFTER.match(after)
    if line_ends and _LINE_BEFORE.search(before):
        return True
    if _BRACKET_AFTER.match(after) and (_BRACKET_BEFORE.search(before) or _DATELINE_BEFORE.search(before)):
        return True
    if lists.strong_before.search(before) or lists.strong_after.match(after):
        return True
    if name in lists.doubtful or lists.canonical[name] in lists.doubtful:
        return False
    return bool(lists.before.search(before) or lists.after.match(after))


def _survives(text: str, start: int, end: int, kept: str) -> bool:
    """Is the line of this mention still there, or was it a sign-off?"""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    line = text[low : high if high >= 0 else len(text)]
    return line[:400] in kept or "contributed" in line or "eporting by" in line or len(line) <= end - start + 12


def _introduced(text: str, lists: Credits) -> Iterator[str]:
    """Sources named by what they are; looked for only around the words that say so."""
    last = 0
    for match in lists.cue.finditer(text):
        if match.end() <= last:
            continue
        last = match.end() + AFTER
        around = text[max(0, match.start() - BEFORE) : last + BEFORE]
        for pattern in lists.introduces:
            for found in pattern.finditer(around):
                name = found["name"]
                if name in lists.canonical:
                    yield lists.canonical[name]
                elif name.split()[0] not in lists.not_names and len(name) > 1:
                    yield name
