"""Statistical names, known names and patterns made into one list without overlaps.

Order of trust: an exact known name overrides the label; a longer statistical ORG, FAC, LOC or
MILUNIT keeps a known name inside it ("Russian Defence Ministry"); a demonym is NORP; what stands
after a title is a PERSON. Titles, articles and possessive endings are cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.names.gazetteer import Entry
from processors.extraction.names.nouns import leads, opens
from processors.extraction.names.patterns import Found, Patterns
from processors.extraction.names.sited import Sited
from processors.extraction.places.index import load as load_index

LABELS = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "NORP": "NORP",
    "WEAPON": "WEAPON", "MILUNIT": "MILUNIT", "MISC": "MISC", "PRODUCT": "MISC",
}  # fmt: skip
"""Labels of our own and of official pipelines → ours; other labels (DATE, MONEY …) are dropped."""

_DASHES = frozenset({"-", "–", "—"})
_KEEPS_INSIDE = frozenset({"ORG", "FAC", "LOC", "MILUNIT", "WEAPON"})


@dataclass(slots=True)
class Candidate:
    """A name with what is known of it; ``rank`` decides when two overlap."""

    start: int
    end: int
    label: str
    rank: int
    entry: Entry | None = None
    id: str | None = None


class Merger:
    """Cleans and merges; holds the language's words."""

    def __init__(self, language: str, overlay: str | None, patterns: Patterns) -> None:
        words: dict[str, Any] = lexicon.load(language, "names", overlay)
        self._articles = frozenset(words.get("articles", []))
        self._inner_articles = frozenset(lexicon.load("common", "places", overlay).get("name_articles", ()))
        self._trailing = frozenset(words.get("trailing", []))
        self._not = frozenset(words.get("not_names", []))
        self._posts = frozenset(words.get("posts", []))
        self._joins = frozenset(words.get("joins", []))
        self._heads_first = _heads(words.get("heads_first", {}))
        self._heads_last = _heads(words.get("heads_last", {}))
        self._heads = frozenset(head for heads in words.get("heads_first", {}).values() for head in heads)
        self._sited = Sited(language, overlay)
        facilities = words.get("heads_first", {}).get("FAC", [])
        self._grow = frozenset(head for head in facilities if head.islower())
        self._and = lexicon.function_words("and") | lexicon.function_words("or") | {",", "/"}
        self._patterns = patterns

    def merge(self, doc: Doc, known: Iterable[tuple[Span, Entry]], found: Iterable[Found]) -> list[Candidate]:
        """Candidates in order of position, not overlapping."""
        sure = _longest([Candidate(s.start, s.end, e.label, 3, e) for s, e in known])
        shaped = [Candidate(f.span.start, f.span.end, f.label, 2, None, f.id) for f in found]
        stat = _join_initials(doc, list(self._statistical(doc)))
        kept = self._against_known(doc, stat, sure)
        taken = _Taken(len(doc))
        out: list[Candidate] = []
        for candidate in sorted([*kept, *shaped], key=lambda c: (-c.rank, c.start - c.end)):
            if taken.free(candidate):
                taken.take(candidate)
                out.append(candidate)
        return sorted(out, key=lambda c: c.start)

    def _statistical(self, doc: Doc) -> Iterator[Candidate]:
        for ent in doc.ents:
            label = LABELS.get(ent.label_)
            if label is None:
                continue
            for start, end in _lines(doc, ent.start, ent.end):
                candidate = self._trim(doc, Candidate(start, end, label, 1))
                if candidate is not None and not opens(
                    doc, candidate.start, candidate.end, candidate.label, self._heads
                ):
                    yield self._relabel(doc, candidate)

    def _relabel(self, doc: Doc, c: Candidate) -> Candidate:
        """What the words of a name, or a preposition before it, say about its kind."""
        first, last = doc[c.start], doc[c.end - 1]
        label = None
        if c.end - c.start > 1:
            label = self._heads_last.get(last.text) or self._heads_first.get(first.text)
        if label is not None:
            c.label = label
        elif c.label == "PERSON" and c.start > 0 and not self._titled(doc, c.start):
            possessive = c.end < len(doc) and doc[c.end].text in ("'s", "’s")
            sited = self._sited
            there = (sited.led_to(doc, c.start) or sited.struck(doc, c.start)) and not possessive
            if there or sited.of_place(doc, c.start) or sited.goes_before(doc, c.end) or sited.bracketed(doc, c.end):
                c.label = "GPE"
        elif c.label == "ORG" and not first.is_upper and self._sited.bracketed(doc, c.end):
            c.label = "GPE"
        elif c.label == "NORP" and c.end - c.start == 1 and self._sited.goes_before(doc, c.end):
            c.label = "GPE" if load_index().find(first.text) else "NORP"
        if self._grow and c.label not in ("NORP", "MILUNIT"):
            start = c.start
            while start > 0 and c.start - start < 3 and doc[start - 1].lower_ in self._joins:
                start -= 1
            if start > 0 and doc[start - 1].text in self._grow and (start == c.start or c.label != "GPE"):
                return Candidate(start - 1, c.end, "FAC", 4)
        return c

    def _titled(self, doc: Doc, start: int) -> bool:
        """Whether a title or role stands right before a token."""
        if start == 0:
            return False
        before = doc[start - 2] if doc[start - 1].text == "." and start > 1 else doc[start - 1]
        return self._patterns.is_title(before)

    def _trim(self, doc: Doc, c: Candidate) -> Candidate | None:
        """Cut articles, titles before persons, stray signs; None when nothing is left."""
        start, end = c.start, c.end
        while end > start and self._trails(doc[end - 1]):
            end -= 1
        while start < end and (doc[start].lower_ in self._articles or not doc[start].text[:1].isalnum()):
            if self._part_of_name(doc, start, end, c.label):
                break
            start += 1
        if c.label == "PERSON":
            while end - start > 1 and self._patterns.is_title(doc[start]):
                start += 1
                if doc[start].text == "." and end - start > 1:
                    start += 1
        if c.label in ("PERSON", "ORG"):
            while end - start > 1 and leads(doc[start]):
                start += 1
        if start >= end or (c.label == "ORG" and doc[end - 1].text in self._posts):
            return None
        if end - start == 1:
            token = doc[start]
            if token.lower_ in self._not or len(token.text) < 2 or token.like_num:
                return None
        if not any(t.text[:1].isupper() or any(ch.isupper() for ch in t.text) for t in doc[start:end]):
            return None
        if doc[start].lower_ in self._not and c.label == "PERSON":
            return None
        return Candidate(start, end, c.label, c.rank)

    def _trails(self, token: Token) -> bool:
        """Whether a token cannot end a name."""
        return token.text in self._trailing or token.is_space or token.lower_ in self._joins

    def _part_of_name(self, doc: Doc, start: int, end: int, label: str) -> bool:
        """Whether a capital article belongs to the name: "La Paz", "Le Monde"."""
        token = doc[start]
        return (
            token.text in self._inner_articles
            and end - start > 1
            and not token.is_sent_start
            and label in ("ORG", "LOC", "GPE", "PERSON", "FAC")
        )

    def _against_known(self, doc: Doc, stat: list[Candidate], sure: list[Candidate]) -> list[Candidate]:
        """Settle each statistical name with the known names that touch it."""
        at: dict[int, Candidate] = {i: k for k in sure for i in range(k.start, k.end)}
        fuller: dict[str, int] = {}  # last word of a person's name → length of the longest such name
        for c in stat:
            if c.label == "PERSON":
                last = doc[c.end - 1].text
                fuller[last] = max(fuller.get(last, 0), c.end - c.start)
        drop: set[int] = set()
        out: list[Candidate] = []
        for c in stat:
            touching = list({id(at[i]): at[i] for i in range(c.start, c.end) if i in at}.values())
            if not touching:
                out.append(c)
                continue
            first = touching[0]
            if first.start <= c.start and first.end >= c.end:
                if c.label == "PERSON" and _weak(first) and self._is_person(doc, c, fuller):
                    drop.add(id(first))
                    out.append(c)
                continue
            inside = all(k.start >= c.start and k.end <= c.end for k in touching)
            if inside and self._keeps(doc, c, touching):
                drop.update(id(k) for k in touching)
                out.append(Candidate(c.start, c.end, c.label, 4))
                continue
            out.extend(p for p in self._remainders(doc, c, touching))
        for k in sure:
            if id(k) not in drop:
                out.append(k)
        return [c for c in out if c.label != "MISC"]

    def _is_person(self, doc: Doc, c: Candidate, fuller: dict[str, int]) -> bool:
        """Whether a name that is a town too is a person here: a title before it, or a fuller name elsewhere."""
        if self._titled(doc, c.start):
            return True
        return fuller.get(doc[c.end - 1].text, 0) > c.end - c.start

    def _keeps(self, doc: Doc, c: Candidate, touching: list[Candidate]) -> bool:
        """Whether a longer statistical name is one name although a known one stands inside it."""
        if any(doc[i].lower_ in self._and for i in range(c.start, c.end)) and len(touching) > 1:
            return False
        if len(touching) > 1 and sum(k.end - k.start for k in touching) == c.end - c.start:
            return False  # nothing but known names: "Kosovo Serbs"
        if c.label in _KEEPS_INSIDE:
            demonym_first = touching[0].label == "NORP" and touching[0].start == c.start and c.label == "ORG"
            rest = doc[touching[0].end : c.end]
            return not demonym_first or any(t.text[:1].isupper() for t in rest)
        if c.label == "GPE":
            if any(k.entry is not None and k.entry.kind == "country" for k in touching):
                return False
            return all(t.text[:1].isupper() or t.text in ("-", "’", "'") for t in doc[c.start : c.end])
        if c.label == "PERSON":
            lead = touching[0]
            given = lead.end - lead.start == 1 and lead.start == c.start and 2 <= c.end - c.start <= 3
            return all(_weak(k) or k.label == "PERSON" for k in touching) or (
                len(touching) == 1 and given and lead.label == "GPE" and doc[lead.end].text[:1].isupper()
            )
        return False

    def _remainders(self, doc: Doc, c: Candidate, touching: list[Candidate]) -> Iterator[Candidate]:
        """What is left of a statistical name beside the known ones ("Serb leader X" → "X")."""
        covered = {i for k in touching for i in range(k.start, k.end)}
        start: int | None = None
        for i in range(c.start, c.end + 1):
            if i < c.end and i not in covered:
                start = i if start is None else start
            elif start is not None:
                part = self._trim(doc, Candidate(start, i, c.label, 1))
                if part is not None and c.label == "PERSON" and part.end - part.start >= 2:
                    yield part
                start = None


def _weak(candidate: Candidate) -> bool:
    """Known names that are persons' names too: cities, places."""
    return candidate.entry is not None and candidate.entry.kind in ("city", "place")


def _join_initials(doc: Doc, stat: list[Candidate]) -> list[Candidate]:
    """ "Jeffrey" + "M." + "Hovenier": two halves of a person's name around an initial."""
    out: list[Candidate] = []
    for c in stat:
        last = out[-1] if out else None
        if last is not None and last.label == c.label == "PERSON" and c.start - last.end == 1:
            middle = doc[last.end].text
            if len(middle) == 2 and middle[0].isupper() and middle[1] == ".":
                last.end = c.end
                continue
        out.append(c)
    return out


def _heads(table: dict[str, list[str]]) -> dict[str, str]:
    """Capitalised one-word heads → label; ORG is what the model says anyway."""
    return {
        head: label for label, heads in table.items() for head in heads
        if label != "ORG" and " " not in head and head[:1].isupper()
    }  # fmt: skip


def _longest(candidates: list[Candidate]) -> list[Candidate]:
    taken: set[int] = set()
    out: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (c.start - c.end, c.start)):
        if not any(i in taken for i in range(c.start, c.end)):
            taken.update(range(c.start, c.end))
            out.append(c)
    return out


def _lines(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span cut at line breaks and dashes between spaces: a headline or dateline and what follows are two."""
    begin = start
    for i in range(start, end):
        dash = doc[i].text in _DASHES and doc[i].whitespace_ and i > start and doc[i - 1].whitespace_
        if dash or "\n" in doc[i].text_with_ws:
            if i > begin:
                yield begin, i
            begin = i + 1
    if begin < end:
        yield begin, end


class _Taken:
    def __init__(self, size: int) -> None:
        self._used = bytearray(size)

    def free(self, c: Candidate) -> bool:
        return not any(self._used[c.start : c.end])

    def take(self, c: Candidate) -> None:
        self._used[c.start : c.end] = b"\x01" * (c.end - c.start)
