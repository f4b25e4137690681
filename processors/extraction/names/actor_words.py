"""The nouns by which actors without a name are told, indexed for look-up around a head token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from spacy.tokens import Token

from processors.extraction import lexicon
from processors.extraction.lexicon.grammar import apart, grammar_of


@dataclass(frozen=True, slots=True)
class Role:
    """What a noun says: ``kind`` institution, office or people; ``name`` the role or English plural."""

    kind: str
    name: str
    length: int = 1


@dataclass(slots=True)
class Words:
    """The indexed nouns of a language and the naming rules that are the same for all."""

    language: str
    singles: dict[str, Role] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], int, Role]]] = field(default_factory=dict)
    speakers: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    collective: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    loyal: frozenset[str] = frozenset()
    spokesmen: frozenset[str] = frozenset()
    singular: frozenset[str] = frozenset()
    hedges: dict[str, str] = field(default_factory=dict)
    forces: dict[str, dict[str, str]] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
    stands_for: dict[str, str] = field(default_factory=dict)
    army_of: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    ruled_by: dict[str, str] = field(default_factory=dict)
    halves: dict[str, str] = field(default_factory=dict)
    """Word with a capital → the country that it alone stands for where the text names that: "the North"."""

    def institution(self, text: str) -> Role | None:
        """The institution that a whole name is, if it is a common noun in capitals: "Interior Ministry"."""
        parts = tuple(apart(text.lower()).split())
        if len(parts) == 1:
            role = self.singles.get(parts[0])
            return role if role is not None and role.kind == "institution" else None
        for options in (self.phrases.get(parts[0], ()), self.phrases.get(parts[-1], ())):
            for words, _, role in options:
                if words == parts and role.kind == "institution":
                    return role
        return None

    def told(self, role: str, lower: Iterable[str]) -> bool:
        """Whether one of these words, in lower case, stands for a role by itself."""
        return any(found.name == role for found in map(self.singles.get, lower) if found is not None)

    def role(self, token: Token) -> Role | None:
        """The longest phrase that fits around a head noun, else the noun alone."""
        lower, lemma = token.lower_, token.lemma_.lower()
        for key in (lower, lemma):
            for parts, head, role in self.phrases.get(key, ()):
                start = token.i - head
                if start >= 0 and start + len(parts) <= len(token.doc) and _fits(token, start, parts):
                    return role
        found = self.singles.get(lower) or self.singles.get(lemma)
        plural = len(lower) > 4 and lower[-1] in "sx" and lower not in self.singular
        if found is None and plural:  # that the lemmatizer left as it was
            found = self.singles.get(lower[:-1])
        return found


def _fits(token: Token, start: int, parts: tuple[str, ...]) -> bool:
    doc = token.doc
    for i, part in enumerate(parts, start):
        word = doc[i]
        if word.lower_ != part and word.lemma_.lower() != part:
            return False
    return True


@cache
def group_set(key: str) -> frozenset[str]:
    """A list of ``common/actors.yaml``: groups by their English plural, or roles."""
    return frozenset(map(str, lexicon.load("common", "actors")[key]))


@cache
def civil_groups(language: str) -> frozenset[str]:
    """Groups, by their English plural, that accounts of violence in a language call civilians."""
    return frozenset(map(str, lexicon.load(language, "actors").get("civil", ())))


@cache
def unsaid_groups(language: str) -> frozenset[str]:
    """Groups, by their English plural, of whom a language says nothing by their noun: nobody's people."""
    return frozenset(map(str, lexicon.load(language, "actors").get("unsaid", ())))


def bystanders(token: Token, language: str) -> str | None:
    """What people of no party are by trade or lot ("fishermen", "hostages"), or None where their noun does not say."""
    role = load(language).role(token)
    if role is None or role.kind != "people":
        return None
    general = {"civilians"} | unsaid_groups(language)
    return None if role.name in general else role.name


@cache
def arms() -> frozenset[str]:
    """What only states have, in all languages."""
    return frozenset(str(word) for code in lexicon.languages() for word in lexicon.load(code, "actors").get("arms", []))


@cache
def load(language: str, overlay: str | None = None) -> Words:
    """The words of a language with those common to all."""
    own: dict[str, Any] = lexicon.load(language, "actors", overlay)
    common: dict[str, Any] = lexicon.load("common", "actors", overlay)
    words = Words(language)
    for section, kind in (("institutions", "institution"), ("offices", "office"), ("people", "people")):
        for name, forms in own.get(section, {}).items():
            for form in forms:
                _index(words, kind, name, form)
    words.speakers = frozenset(own.get("speakers", []))
    words.kinds = frozenset(own.get("kinds", []))
    words.collective = frozenset(own.get("collective", []))
    words.spokesmen = frozenset(own.get("spokesmen", []))
    words.loyal = frozenset(own.get("loyal", []))
    words.bodies = frozenset(own.get("bodies", []))
    words.singular = frozenset(own.get("singular", []))
    english = own.get("hedges_en", {})
    words.hedges = {hedge: english.get(hedge, hedge) for hedge in [*own.get("hedges", []), *english]}
    words.forces = common.get("forces", {})
    words.made = common.get("made", {})
    words.sectors = common.get("sectors", {})
    words.stands_for = common.get("stands_for", {})
    words.army_of = common.get("army_of", {})
    words.called = common.get("called", {})
    words.ruled_by = common.get("ruled_by", {})
    words.halves = own.get("halves", {})
    for options in words.phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    return words


def _index(words: Words, kind: str, name: str, form: str) -> None:
    parts = tuple(apart(form.replace("*", "")).split())
    if len(parts) == 1:
        words.singles.setdefault(parts[0], Role(kind, name))
        return
    marked = [k for k, part in enumerate(apart(form).split()) if part.startswith("*")]
    head = marked[0] if marked else (0 if grammar_of(words.language).has("adjectives_follow") else len(parts) - 1)
    words.phrases.setdefault(parts[head], []).append((parts, head, Role(kind, name, len(parts))))
