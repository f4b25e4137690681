"""Names found by their make-up: weapon designations, ships, military units, titles before persons.

Rules are data (``names.yaml`` of the language, ``names_weapons.yaml``); this file only knows how to
look around a key word. One pass over the tokens; a token that is no key word costs one dictionary look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.lexicon.grammar import endings, grammar_of
from processors.extraction.marks import lowers, text_at
from processors.extraction.names.folding import slug

_ORDINAL = re.compile(rf"^(?:\d{{1,4}}(?:{'|'.join(endings('ordinal'))})|[IVX]{{1,5}}(?:e|er)?)$")
_MAX_NAME = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A name found by a pattern."""

    span: Span
    label: str
    id: str | None = None
    name: str | None = None


class Patterns:
    """The patterns of a language."""

    def __init__(self, language: str, overlay: str | None) -> None:
        words: dict[str, Any] = lexicon.load(language, "names", overlay)
        weapons: dict[str, Any] = lexicon.load("common", "names_weapons", overlay)
        self._designation = re.compile(weapons.get("pattern", r"(?!)"))
        self._not_designation = re.compile(weapons.get("pattern_not", r"(?!)"))
        self._ships = frozenset(weapons.get("ships", []))
        self._lower_ships = frozenset(ship.lower() for ship in self._ships)
        self._units = frozenset(words.get("unit_heads", []))
        self._unit_first = grammar_of(language, overlay).has("adjectives_follow")
        self._joins = frozenset(words.get("joins", []))
        self._titles = _by_last(words.get("titles", []))
        self._roles = _by_last(words.get("roles", []))
        self._not = frozenset(words.get("not_names", []))
        self._not_person = frozenset(words.get("not_person", []))
        self._keys = frozenset([*self._units, *self._titles, *self._roles])
        tail = words.get("unit_tail", {})
        self._tail = {key: frozenset(tail.get(key, [])) for key in ("adjectives", "prepositions", "nouns")}
        people: dict[str, Any] = lexicon.load("common", "names_people", overlay)
        self._particles = frozenset(people.get("particles", []))

    def find(self, doc: Doc) -> Iterator[Found]:
        """Weapons, ships, units and titled persons."""
        for i, lower in enumerate(lowers(doc)):
            if lower in self._keys:
                if lower in self._units:
                    yield from self._unit(doc, doc[i])
                if lower in self._titles or lower in self._roles:
                    yield from self._titled(doc, doc[i])
            elif lower in self._lower_ships and doc[i].text in self._ships:
                yield from self._ship(doc, doc[i])
            elif not lower.isalpha() and (lower[-1:].isdigit() or lower[:1].isdigit() or lower[-2:-1].isdigit()):
                yield from self._weapon(doc, doc[i])

    def is_title(self, token: Token) -> bool:
        """Whether a token ends a title or role that stands before persons' names."""
        lower = token.lower_
        return lower in self._titles or lower in self._roles

    def titled_role(self, doc: Doc, start: int) -> str | None:
        """The title that ends right before a token, lower case ("prime minister"), longest first."""
        if start == 0:
            return None
        last = doc[start - 1].lower_
        for phrase in [*self._titles.get(last, ()), *self._roles.get(last, ())]:
            size = len(phrase)
            if start >= size and lowers(doc)[start - size : start] == list(phrase):
                return " ".join(phrase)
        return None

    def _titled(self, doc: Doc, token: Token) -> Iterator[Found]:
        """Capitalised words after a title are a person; roles ("leader") need two such words."""
        start = token.i + 1
        if start < len(doc) and doc[start].text == "." and len(token.text) <= 5:
            start += 1
        while start < len(doc) and start - token.i < _MAX_NAME and self.is_title(doc[start]):
            start += 1
        end = start
        while end < len(doc) and end - start < _MAX_NAME and self._name_word(doc[end], end == start):
            end += 1
        while end > start and not doc[end - 1].text[:1].isupper():
            end -= 1
        if end == start or not self._not_person.isdisjoint(lowers(doc)[start:end]):
            return
        if token.lower_ not in self._titles and end - start < 2:
            return
        if end - start == 1 and (doc[start].is_sent_start or doc[start].is_upper):
            return
        yield Found(doc[start:end], "PERSON")

    def _name_word(self, token: Token, first: bool) -> bool:
        text = token.text
        if text[:1].isupper():
            return text[1:2] != "." and token.lower_ not in self._not and not any(c.isdigit() for c in text)
        return not first and (token.lower_ in self._particles or text == "-")

    def _unit(self, doc: Doc, token: Token) -> Iterator[Found]:
        """ "25th Brigade", "Second Division", "3e brigade d'assaut", "Azov Brigade" (capitalised head only)."""
        i = token.i
        start = end = i + 1
        previous = doc[i - 1].text if i else ""
        if _ORDINAL.match(previous):
            start = i - 1
            if doc[i].text.islower() and not self._unit_first and token.lower_ not in _HARD_UNITS:
                return
        elif self._unit_first and i + 1 < len(doc) and doc[i + 1].text.isdigit() and token.text[:1].isupper():
            start, end = i, i + 2
        elif not self._unit_first and i > 1 and doc[i - 2].text.isdigit() and _ORDINAL.match(previous):
            start = i - 2
        else:
            # an ordinal, then one or two words: "10th Mountain Division"
            for back in (2, 3):
                if i >= back and _ORDINAL.match(doc[i - back].text):
                    middle = doc[i - back + 1 : i]
                    if all(t.text[:1].isupper() or t.text.islower() for t in middle) and token.lower_ in _HARD_UNITS:
                        start = i - back
                        break
            else:
                return
        if self._unit_first:
            end = self._unit_tail(doc, end)
        yield Found(doc[start:end], "MILUNIT")

    def _unit_tail(self, doc: Doc, end: int) -> int:
        """French units carry their arm behind them: "d'assaut", "blindée", "d'infanterie mécanisée"."""
        while end < len(doc):
            lower = doc[end].lower_
            if lower in self._tail["adjectives"]:
                end += 1
            elif (
                lower in self._tail["prepositions"]
                and end + 1 < len(doc)
                and doc[end + 1].lower_ in self._tail["nouns"]
            ):
                end += 2
            else:
                break
        return end

    def _ship(self, doc: Doc, token: Token) -> Iterator[Found]:
        end = token.i + 1
        while end < len(doc) and end - token.i < 5 and (doc[end].text[:1].isupper() or doc[end].text in ("-", ".")):
            end += 1
        if end > token.i + 1 and not doc[end - 1].is_punct:
            yield Found(doc[token.i : end], "WEAPON")

    def _weapon(self, doc: Doc, token: Token) -> Iterator[Found]:
        """ "F-35A" in one token, or "F", "-", "35" in three."""
        i = token.i
        for start in (i, i - 1, i - 2):
            if start < 0:
                break
            text = text_at(doc, start, i + 1)
            if " " in text or "\n" in text:
                break
            if self._designation.match(text) and not self._not_designation.match(text):
                yield Found(doc[start : i + 1], "WEAPON", f"weapon:{slug(text)}", text)
                return


_HARD_UNITS = frozenset({"brigade", "division", "regiment", "battalion", "corps", "fleet", "squadron"})


def _by_last(phrases: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases by their last word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.split())
        found.setdefault(parts[-1], []).append(parts)
    for options in found.values():
        options.sort(key=len, reverse=True)
    return found
