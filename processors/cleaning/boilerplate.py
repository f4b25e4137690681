"""Lines that are not the news: scored one by one, with their place in the article.

The knowledge stands in ``processors/extraction/lexicon/*/boilerplate*.yaml``; see the head of the common one.
A line goes when its score reaches 1: the heaviest group that matches it, less the evidence of hard news in it,
plus, after the last full paragraph, what its neighbours say.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from processors.cleaning.words import apart
from processors.extraction.lexicon.packed import read

LEXICON = Path(__file__).resolve().parents[1] / "extraction" / "lexicon"

FULL_PARAGRAPH = 12
"""Words from which a line that ends like a sentence counts as a paragraph of the article."""
PARAGRAPH = "\n\n"
LONGEST = 700
"""Characters; no group looks at more."""

_FOREIGN = re.compile(r"[^\x00-\x7f]{1,64}")
_WORD_OR_SIGN = re.compile(r"\w+|[©]|\(c\)")
_END = (".", "!", "?", "…", "»", "”", '"', "'", ")", "]")
_CREDIT = re.compile(r"^(?:with|avec|source ?:|[(\[])? ?(?:l'|the )?[A-Z][\w/&. ,-]{1,40}[)\]]?$")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of boilerplate."""

    kind: str
    weight: float
    zone: str
    max_words: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All groups by their cue words, and the words of hard news."""

    by_cue: dict[str, tuple[Group, ...]]
    cues: frozenset[str]
    evidence: frozenset[str]


@cache
def rules() -> Rules:
    """The rules of every language, read once."""
    by_cue: dict[str, list[Group]] = {}
    evidence: set[str] = set()
    for path in sorted(LEXICON.glob("*/boilerplate*.yaml")):
        data: dict[str, Any] = read(path)
        evidence.update(data.get("evidence", ()))
        for entry in data["groups"]:
            group = Group(
                kind=entry["kind"],
                weight=float(entry["weight"]),
                zone=entry.get("zone", "any"),
                max_words=int(entry["max_words"]),
                pattern=re.compile("|".join(f"(?:{p})" for p in entry["patterns"])),
            )
            for cue in entry["cues"]:
                by_cue.setdefault(str(cue), []).append(group)
    return Rules({cue: tuple(groups) for cue, groups in by_cue.items()}, frozenset(by_cue), frozenset(evidence))


def folded(line: str) -> str:
    """Lower case, no accents, plain quotes and dashes."""
    if line.isascii():
        return line.lower()
    return _FOREIGN.sub(_plain, line).lower()


def _plain(match: re.Match[str]) -> str:
    return _bare(match.group())


@lru_cache(maxsize=4096)
def _bare(letters: str) -> str:
    decomposed = unicodedata.normalize("NFD", letters.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def score(plain: str, words: list[str], zone: str) -> float:
    """How sure we are that a folded line of these words is boilerplate; ``zone`` is head, body or tail."""
    known = rules()
    cues = known.cues.intersection(words)
    if not cues:
        return 0.0
    candidates: dict[int, Group] = {}
    for word in cues:
        for group in known.by_cue[word]:
            if len(words) <= group.max_words and group.zone in ("any", zone):
                candidates[id(group)] = group
    best = max((g.weight for g in candidates.values() if g.pattern.search(plain)), default=0.0)
    if best:
        best -= 0.35 * len(known.evidence.intersection(words))
    return best


def dropped(lines: list[str]) -> list[bool]:
    """Which lines of an article are boilerplate."""
    count = len(lines)
    full = [len(line) >= 60 and line.count(" ") + 1 >= FULL_PARAGRAPH and _ends(line) for line in lines]
    first = next((i for i, is_full in enumerate(full) if is_full), count)
    drop = [False] * count
    in_tail = first < count
    suspects = _suspects(lines)
    for i in range(count - 1, -1, -1):
        zone = "tail" if in_tail and i > first else "head" if i < first else "body"
        drop[i] = drop[i] or (i in suspects and score(*suspects[i], zone) >= 1.0)
        if full[i] and not drop[i]:
            in_tail = False
        if zone == "tail" and drop[i]:
            _name_before(lines, drop, i)
    _sandwiched(lines, drop, full)
    return drop


def _suspects(lines: list[str]) -> dict[int, tuple[str, list[str]]]:
    """The lines that hold a cue, by their number: folded, and their words. All are folded and cut at once."""
    plain = folded(PARAGRAPH.join(lines))
    cues = rules().cues
    found: dict[int, tuple[str, list[str]]] = {}
    for i, (line, bare) in enumerate(zip(plain.split(PARAGRAPH), apart(plain).split(PARAGRAPH), strict=True)):
        if len(lines[i]) > LONGEST:
            continue
        words = bare.split() if line.isascii() and "(c)" not in line else _WORD_OR_SIGN.findall(line)
        if not cues.isdisjoint(words):
            found[i] = (line, words)
    return found


def _ends(line: str) -> bool:
    """Like a sentence."""
    return line.rstrip().endswith(_END)


def _name_before(lines: list[str], drop: list[bool], i: int) -> None:
    """The author's name alone on the line before a biography that begins with it."""
    if i > 0 and lines[i - 1].count(" ") <= 3 and lines[i].startswith(lines[i - 1]):
        drop[i - 1] = True


def _sandwiched(lines: list[str], drop: list[bool], full: list[bool]) -> None:
    """After the last full paragraph: an unfinished line between two that go, or between a credit and one that goes."""
    last = max((i for i, is_full in enumerate(full) if is_full and not drop[i]), default=len(lines))
    for i in range(len(lines) - 2, last + 1, -1):
        if drop[i] or not drop[i + 1] or _ends(lines[i]) or lines[i].count(" ") > 25:
            continue
        if drop[i - 1] or (_CREDIT.match(lines[i - 1]) and not _CREDIT.match(lines[i])):
            drop[i] = True
