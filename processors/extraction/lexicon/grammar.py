"""What a language's ``grammar.yaml`` says: how its sentences are built, where rules over the parse differ by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from processors.extraction import lexicon

TRAITS = frozenset(
    {
        "adjectives_follow",
        "adverbials_before_object",
        "ages_bare",
        "articles_dropped",
        "hyphens_kept",
        "months_capital",
        "participle_opens",
        "perfect_with_be",
        "subject_may_follow",
    }
)
"""What a language may have; each is explained at the top of ``lexicon/en/grammar.yaml``."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Traits and endings of a language; one without the file has none."""

    traits: frozenset[str] = frozenset()
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elided: re.Pattern[str] | None = None

    def has(self, trait: str) -> bool:
        """Is the language built so?"""
        return trait in self.traits

    def apart(self, phrase: str) -> str:
        """A phrase with elided words apart, as the tokenizer cuts them: "d'assaut" → "d' assaut"."""
        return self.elided.sub(r"\1 ", phrase) if self.elided is not None else phrase

    def ends(self, word: str, kind: str) -> bool:
        """Does a lower-case word end as words of this kind do (participle, adverb, …)?"""
        return word.endswith(self.endings.get(kind, ()))


@cache
def grammar_of(language: str, overlay: str | None = None) -> Grammar:
    """The grammar of a language.

    Raises:
        ValueError: the file names a trait that no rule asks for.
    """
    data = lexicon.load(language, "grammar", overlay)
    traits = frozenset(map(str, data.get("traits", ())))
    if unknown := sorted(traits - TRAITS):
        raise ValueError(f"lexicon {language}/grammar.yaml: no rule knows the trait {', '.join(unknown)}")
    found = {str(kind): tuple(map(str, forms)) for kind, forms in data.get("endings", {}).items()}
    elided = "|".join(map(re.escape, sorted(data.get("elided", ()), key=len, reverse=True)))
    return Grammar(traits, found, re.compile(rf"\b((?:{elided})['’])(?=\w)") if elided else None)


def endings(kind: str) -> tuple[str, ...]:
    """Endings of a kind of words in all languages together, the longest first."""
    found = {end for language in lexicon.languages() for end in grammar_of(language).endings.get(kind, ())}
    return tuple(sorted(found, key=lambda end: (-len(end), end)))
