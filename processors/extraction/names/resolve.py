"""Who a name stands for within one article: full names and surnames, acronyms, one label per name.

Works on the merged candidates of a document and says id, canonical name, country and sector of each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.marks import Name, lowers, text_at, titles
from processors.extraction.names.folding import GivenNames, fold, slug, words
from processors.extraction.names.framed import Framed
from processors.extraction.names.gazetteer import Gazetteer
from processors.extraction.names.merge import Candidate
from processors.extraction.names.patterns import Patterns
from processors.extraction.names.sited import Sited
from processors.extraction.places.index import load as load_index

_PREFIX = {
    "PERSON": "person", "ORG": "org", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "norp",
    "WEAPON": "weapon", "MILUNIT": "unit",
}  # fmt: skip


_DOUBTFUL = frozenset({"GPE", "LOC", "FAC", "ORG"})
"""Labels that the statistical model gives to unknown persons too."""


@dataclass(slots=True)
class _People:
    """Persons of one document by surname."""

    by_last: dict[str, list[tuple[str, Name]]] = field(default_factory=dict)

    def add(self, full: str, name: Name) -> None:
        parts = words(full)
        for size in range(1, len(parts)):
            self.by_last.setdefault(" ".join(parts[-size:]), []).append((full, name))

    def find(self, text: str) -> Name | None:
        hits = self.by_last.get(" ".join(words(text)))
        return hits[-1][1] if hits else None


class Resolver:
    """Gives names their ids."""

    def __init__(self, gazetteer: Gazetteer, patterns: Patterns, overlay: str | None) -> None:
        words: dict[str, Any] = lexicon.load(gazetteer.language, "names", overlay)
        common: dict[str, Any] = lexicon.load("common", "places", overlay)
        self._sited = Sited(gazetteer.language, overlay)
        self._not = frozenset([*words.get("not_names", []), *common.get("not_towns", [])])
        people: dict[str, Any] = lexicon.load("common", "names_people", overlay)
        self._gazetteer = gazetteer
        self._patterns = patterns
        self._given = GivenNames(people.get("given", []))
        self._known: dict[str, Name] = {}
        self._alone: dict[str, Name] = {}
        self._canonical: dict[str, Name] = {}
        for key, row in people.get("known", {}).items():
            name = Name(f"person:{key}", row["name"], row.get("country"), row.get("sector"))
            for form in [row["name"], *row.get("forms", [])]:
                self._known[self._given.key(form)] = name
            for form in row.get("alone", []):
                self._alone[fold(form)] = name
        self._framed = Framed(gazetteer.language, overlay, patterns, self._given, frozenset(self._alone))

    def resolve(self, doc: Doc, candidates: list[Candidate]) -> tuple[list[Candidate], dict[tuple[int, int], Name]]:
        """The candidates, completed by later short mentions, and what each stands for."""
        candidates = _agree(
            doc, self._framed.apply(doc, self._missed(doc, self._towns(doc, self._persons(doc, candidates))))
        )
        names: dict[tuple[int, int], Name] = {}
        people = _People()
        shorts: dict[str, tuple[str, Name]] = {}
        previous: Candidate | None = None
        for c in candidates:
            text = text_at(doc, c.start, c.end)
            name = self._name(c, text, people)
            if previous is not None and (pair := self._introduces(doc, previous, c, names)) is not None:
                name = pair
                shorts[text] = (previous.label, pair)
            elif c.entry is None and text in shorts:
                name = shorts[text][1]
            names[(c.start, c.end)] = name
            if c.label == "PERSON" and len(words(text)) > 1:
                people.add(text, name)
                if name.name and name.name != text:
                    people.add(name.name, name)
            previous = c
        extra = _later(doc, candidates, people, shorts)
        for c, name in extra:
            names[(c.start, c.end)] = name
        for c in candidates:  # a surname told before its full name
            text = text_at(doc, c.start, c.end)
            if c.label == "PERSON" and c.entry is None and (known := people.find(text)) is not None:
                names[(c.start, c.end)] = known
        return sorted([*candidates, *(c for c, _ in extra)], key=lambda c: c.start), names

    def _persons(self, doc: Doc, candidates: list[Candidate]) -> list[Candidate]:
        """A well-known person is one wherever the name stands, and so is the surname alone in the same text."""
        last: set[str] = set()
        for c in candidates:
            if c.end - c.start == 1:
                continue
            if self._given.key(text_at(doc, c.start, c.end)) not in self._known and not self._follows_title(doc, c):
                continue
            if c.entry is None and c.label in _DOUBTFUL:
                c.label = "PERSON"
            if c.label == "PERSON":
                last.add(doc[c.end - 1].text)
        for c in candidates:
            if c.entry is None and c.label in _DOUBTFUL and text_at(doc, c.start, c.end) in last:
                c.label = "PERSON"
        return candidates

    def _follows_title(self, doc: Doc, c: Candidate) -> bool:
        """ "the prime minister of X, Given Surname": two words behind a title and a comma, no town of that name."""
        if (
            c.entry is not None
            or c.label != "GPE"
            or c.end - c.start != 2
            or c.start < 2
            or doc[c.start - 1].text != ","
        ):
            return False
        titled = any(self._patterns.is_title(t) for t in doc[max(0, c.start - 6) : c.start - 1])
        return titled and not load_index().find(text_at(doc, c.start, c.end))

    def _towns(self, doc: Doc, candidates: list[Candidate]) -> list[Candidate]:
        """An untitled "person" who is nowhere named in full, but is a town of a country in the article, is the town."""
        open_to = [c for c in candidates if c.entry is None and c.rank == 1]
        led = self._sited.led_to
        doubtful = [c for c in open_to if c.label == "PERSON" or (c.label == "ORG" and led(doc, c.start))]
        if not doubtful:
            return candidates
        countries = {c.entry.country for c in candidates if c.entry is not None and c.entry.country}
        last = {doc[c.end - 1].text for c in candidates if c.label == "PERSON" and c.end - c.start > 1}
        for c in doubtful:
            text = text_at(doc, c.start, c.end)
            if c.end - c.start > 2 or text in last or (c.end - c.start == 1 and doc[c.end - 1].text in last):
                continue
            if c.start and self._patterns.is_title(doc[c.start - 1]):
                continue
            if any(t.main and t.country in countries and t.population >= 1000 for t in load_index().find(text)):
                c.label = "GPE"
        return candidates

    def _missed(self, doc: Doc, candidates: list[Candidate]) -> list[Candidate]:
        """Towns that nobody marked: capitalised, after a preposition of place, known to the gazetteer.

        Behind a noun for a place ("the hamlet of X") no gazetteer needs to know them.
        """
        taken = {i for c in candidates for i in range(c.start, c.end)}
        countries = {c.entry.country for c in candidates if c.entry is not None and c.entry.country}
        found: list[Candidate] = []
        for i in titles(doc):
            if i in taken or doc[i].lower_ in self._not:
                continue
            named = self._sited.of_place(doc, i)
            if not named and not self._sited.led_to(doc, i):
                continue
            end = i + 1
            while end < len(doc) and end - i < 3 and doc[end].is_title and end not in taken:
                end += 1
            towns = () if named else load_index().find(text_at(doc, i, end))
            if named or any(t.main and t.population >= (1000 if t.country in countries else 50_000) for t in towns):
                found.append(Candidate(i, end, "GPE", 1))
                taken.update(range(i, end))
        return sorted([*candidates, *found], key=lambda c: c.start) if found else candidates

    def _name(self, c: Candidate, text: str, people: _People) -> Name:
        if c.label == "PERSON":
            return self._person(c, text, people)
        entry = c.entry
        if entry is not None:
            return entry.as_name()
        plain = " ".join(text.split())
        return Name(f"{_PREFIX[c.label]}:{slug(plain)}", _quiet(plain), None, None)

    def _person(self, c: Candidate, text: str, people: _People) -> Name:
        if len(words(text)) == 1 and (full := people.find(text)) is not None:
            return full
        known = self._known.get(self._given.key(text)) or self._alone.get(fold(text))
        if known is not None:
            return known
        if c.entry is not None and c.entry.kind == "person":
            return c.entry.as_name()
        plain = _quiet(" ".join(text.split()))
        return Name(f"person:{slug(plain)}", plain)

    def _introduces(
        self, doc: Doc, long: Candidate, short: Candidate, names: dict[tuple[int, int], Name]
    ) -> Name | None:
        """ "Forces armées de la RDC (FARDC)": both get one name, that of the known one if either is known."""
        if long.label not in ("ORG", "MILUNIT") or short.start != long.end + 1 or doc[long.end].text not in "([":
            return None
        text = text_at(doc, short.start, short.end)
        if not 2 <= len(text) <= 12 or sum(ch.isupper() for ch in text) < 2:
            return None
        full = text_at(doc, long.start, long.end)
        if short.entry is not None and short.entry.kind == "org" and _initials_fit(text, full):
            if long.entry is None:
                names[(long.start, long.end)] = short.entry.as_name()
            return names[(long.start, long.end)]
        return names[(long.start, long.end)] if short.entry is None and short.label != "GPE" else None


def _agree(doc: Doc, candidates: list[Candidate]) -> list[Candidate]:
    """The same text gets the same label all through an article: known names first, else the majority."""
    votes: dict[str, Counter[str]] = {}
    for c in candidates:
        votes.setdefault(text_at(doc, c.start, c.end), Counter())[c.label] += 10 if c.entry is not None else c.rank
    for c in candidates:
        if c.entry is None:
            c.label = votes[text_at(doc, c.start, c.end)].most_common(1)[0][0]
    return candidates


def _later(
    doc: Doc, candidates: list[Candidate], people: _People, shorts: dict[str, tuple[str, Name]]
) -> list[tuple[Candidate, Name]]:
    """Mentions of introduced surnames and acronyms that nobody has marked yet."""
    if not people.by_last and not shorts:
        return []
    taken = {i for c in candidates for i in range(c.start, c.end)}
    surnames = {last: hits[-1] for last, hits in people.by_last.items() if " " not in last and len(last) > 2}
    out: list[tuple[Candidate, Name]] = []
    wanted = {*surnames, *(short.lower() for short in shorts)}
    for i, lower in enumerate(lowers(doc)):
        if i in taken or (lower.isascii() and lower not in wanted):
            continue
        token = doc[i]
        text = token.text
        if not text[:1].isupper():
            continue
        if text in shorts:
            label, name = shorts[text]
            out.append((Candidate(token.i, token.i + 1, label, 2), name))
        elif len(text) > 3 and not token.is_sent_start and fold(text) in surnames and text in surnames[fold(text)][0]:
            out.append((Candidate(token.i, token.i + 1, "PERSON", 2), surnames[fold(text)][1]))
    return out


def _initials_fit(short: str, long: str) -> bool:
    """Whether an acronym's letters occur in order among the long form's initials and letters."""
    initials = "".join(w[0] for w in words(long))
    letters = iter(initials if len(initials) >= len(short) else "".join(words(long)))
    return all(any(ch == other for other in letters) for ch in fold(short) if ch.isalpha())


def _quiet(text: str) -> str:
    """A name set in capitals as it is usually written."""
    if len(text) > 4 and text.isupper() and text.replace(" ", "").replace("-", "").isalpha():
        return text.title()
    return text
