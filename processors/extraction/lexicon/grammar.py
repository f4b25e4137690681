"""What a language's ``grammar.yaml`` says: how its sentences are built, where rules over the parse differ by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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
    cut: re.Pattern[str] | None = None
    """Where a word is cut without a blank."""
    elided: tuple[str, ...] = ()
    """Words that lose their vowel before another: "d", "l"."""
    whole: tuple[str, ...] = ()
    """Words with a hyphen that the tokenizer is to keep whole."""

    def has(self, trait: str) -> bool:
        """Is the language built so?"""
        return trait in self.traits

    def apart(self, phrase: str) -> str:
        """A phrase as the tokenizer cuts it: "d' assaut", "people 's"."""
        return self.cut.sub(_spaced, phrase) if self.cut is not None else phrase

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
    elided = tuple(map(str, data.get("elided", ())))
    whole = tuple(map(str, data.get("whole", ())))
    return Grammar(traits, found, _cut(elided, data.get("enclitic", ())), elided, whole)


@cache
def apart(phrase: str) -> str:
    """A phrase of whichever language with its words apart, as the tokenizers cut them."""
    cut = _every_cut()
    return cut.sub(_spaced, phrase) if cut is not None else phrase


@cache
def _every_cut() -> re.Pattern[str] | None:
    """Where the words of all languages are cut; made once, as loading asks for thousands of phrases."""
    loaded = [lexicon.load(language, "grammar") for language in lexicon.languages()]
    return _cut(*([word for data in loaded for word in data.get(key, ())] for key in ("elided", "enclitic")))


def _cut(elided: Iterable[str], enclitic: Iterable[str]) -> re.Pattern[str] | None:
    """Behind words that lost their vowel, and before those that lean on the word before them."""
    before = [rf"\b{re.escape(word)}['’](?=\w)" for word in elided]
    behind = [rf"{re.escape(word)}(?!\w)".replace("'", "['’]") for word in enclitic]
    options = [f"(?P<behind>{'|'.join(behind)})"] if behind else []
    options += [f"(?P<before>{'|'.join(before)})"] if before else []
    return re.compile("|".join(options), re.IGNORECASE) if options else None


def _spaced(match: re.Match[str]) -> str:
    return f" {match[0]}" if match.lastgroup == "behind" else f"{match[0]} "


def endings(kind: str) -> tuple[str, ...]:
    """Endings of a kind of words in all languages together, the longest first."""
    found = {end for language in lexicon.languages() for end in grammar_of(language).endings.get(kind, ())}
    return tuple(sorted(found, key=lambda end: (-len(end), end)))
